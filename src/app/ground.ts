import type { Config } from '../config/index.ts';
import { type Clock, movableClock, systemClock } from '../core/clock.ts';
import { StartupError } from '../core/errors.ts';
import { type Ids, randomIds } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import { appText } from '../copy/app.ts';
import { policyIssueText } from '../copy/policy.ts';
import { fillCalendar, keepCalendar } from '../domain/calendar/store.ts';
import { carryRules } from '../domain/clock/carry.ts';
import { contextOf, type DomainBase, type DomainContext } from '../domain/context.ts';
import { createPolicyBook } from '../domain/policy/book.ts';
import { formerPolicies, type LoadedPolicies, loadPolicies, readPolicyTexts } from '../domain/policy/file/load.ts';
import { ROOT } from './root.ts';
import { openStorage, readMeta } from './storage.ts';

export interface GroundOptions {
  readonly besideRunning?: boolean;
  /** Machine time, by which retries wait. */
  readonly machine?: Clock;
  /** Where the rules stand, or what was read of them; the repository's own when absent. */
  readonly policies?: string | LoadedPolicies;
  readonly ids?: Ids;
}

export type Ground = Awaited<ReturnType<typeof openGround>>;

/** What everything else stands on: the database, the towns' time, the rules, the calendar, a transaction. */
export async function openGround(config: Config, log: Logger, onLost: () => void, options: GroundOptions) {
  const storage = await openStorage(config, log, onLost, options);
  const { database, vault } = storage;
  const { machine = systemClock, policies = new URL('policies', ROOT).pathname, ids = randomIds } = options;
  const isMovable = config.mode === 'sandbox' || config.testClock;
  const clock = movableClock(isMovable ? Number((await readMeta(database.db, 'clock-offset')) ?? 0) : 0);
  const loaded = typeof policies === 'string' ? loadPolicies(await readPolicyTexts(policies)) : policies;
  const [issue] = loaded.issues;
  if (issue !== undefined) throw new StartupError(appText.policyBroken(policyIssueText(issue)));
  await fillCalendar(database.db);
  const kept = await keepCalendar(database.db);
  const base: DomainBase = { ids, vault, policies: createPolicyBook(loaded.policies), ...kept };
  const carried = await carryRules(database.db, base.policies, () =>
    formerPolicies(new URL('migrations/former-policies', ROOT).pathname),
  );
  if (carried !== undefined) {
    log[carried.unknown.length > 0 ? 'error' : 'info']({ ...carried }, 'rules stored for older clocks');
  }
  return {
    config,
    log,
    storage,
    database,
    machine,
    clock,
    isMovable,
    base,
    policies: loaded.policies,
    at: (): Date => clock.now(),
    transact: <T>(moment: Date, work: (ctx: DomainContext) => Promise<T>): Promise<T> =>
      database.db.transaction((tx) => work(contextOf(base, tx, moment))),
    ...kept,
  };
}
