import { fileURLToPath } from 'node:url';

import type { Actor } from '../../src/contract/command.ts';
import type { Ids } from '../../src/core/ids.ts';
import { instantOf, type LocalDay, type LocalTime } from '../../src/core/local-day.ts';
import { createVault } from '../../src/core/vault.ts';
import type { Db } from '../../src/db/client.ts';
import { clocks } from '../../src/db/schema.ts';
import { fillCalendar, loadCalendar } from '../../src/domain/calendar/store.ts';
import type { Clock } from '../../src/domain/clock/run.ts';
import { contextOf, type DomainBase, type DomainContext } from '../../src/domain/context.ts';
import type { OrgFile } from '../../src/domain/org/file.ts';
import { readOrgFile } from '../../src/org-file/read.ts';
import { importOrg } from '../../src/domain/org/import.ts';
import { findActor, unitByName } from '../../src/domain/org/service.ts';
import type { Petition } from '../../src/domain/matter/access.ts';
import { reply } from '../../src/domain/handling/answer.ts';
import { lockPetition } from '../../src/domain/matter/find.ts';
import { close } from '../../src/domain/handling/steps.ts';
import { register, type Registration } from '../../src/domain/intake/register.ts';
import { assign, type AssignOutcome } from '../../src/domain/handling/assign.ts';
import { createPolicyBook } from '../../src/domain/policy/book.ts';
import { loadPolicies, readPolicyTexts } from '../../src/domain/policy/file/load.ts';
import type { Period } from '../../src/domain/deadline/due.ts';
import { dbTest } from './test.ts';

export { describe, expect } from './test.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
export const sampleTown = await readOrgFile(path('sandbox/sample-town.yaml'));
const policies = createPolicyBook(loadPolicies(await readPolicyTexts(path('policies'))).policies);

/** Identities that count: two matters of one moment stay apart, and a failed test fails the same way again. */
function countingIds(): Ids {
  let last = 0;
  return {
    uuid: () => `00000000-0000-7000-8000-${String((last += 1)).padStart(12, '0')}`,
    token: (length) => String((last += 1)).padStart(length, '0'),
    // Scattered over the range, no two alike soon: 7919 is a prime.
    integer: (low, high) => low + (((last += 1) * 7919) % (high - low)),
  };
}

/** The invented town of the sandbox, at one moment that the test moves. */
export interface TestTown {
  readonly db: Db;
  readonly base: DomainBase;
  now(): Date;
  readonly day: LocalDay;
  /** Moves the town's clock. */
  go(day: string, time?: LocalTime, ms?: number): void;
  /** One transaction at the town's moment. */
  run<T>(use: (ctx: DomainContext) => Promise<T>): Promise<T>;
  actor(userid: string): Promise<Actor>;
  import(file: OrgFile): Promise<void>;
  register(by: string, input?: Partial<Registration>): Promise<Petition>;
  /** A use case on a matter, which is locked first, as every command does. */
  act<T>(
    by: string,
    matter: { id: string },
    use: (ctx: DomainContext, actor: Actor, petition: Petition) => Promise<T>,
  ): Promise<T>;
  assign(by: string, matter: { id: string }, unit: string, period?: Period): Promise<AssignOutcome>;
  /** Fact, basis and answer for every demand; written by the unit's head they count as reviewed. */
  answer(by: string, matter: { id: string }): Promise<void>;
  /** Answered and closed on the written reply. */
  finish(by: string, matter: { id: string }): Promise<void>;
  /** All clocks of a matter, the running ones by kind. */
  clocks(matter: { id: string }): Promise<{ readonly all: Clock[]; readonly running: Record<string, Clock> }>;
}

const registration = (day: LocalDay): Registration => ({
  text: '村口路灯不亮',
  channel: 'visit',
  headcount: 1,
  receivedOn: day,
  demands: [],
  important: false,
  sensitive: false,
  identityKnown: true,
});

/** @param orgs the towns there are; what is not said of one is of the first */
export async function openTown(db: Db, orgs: readonly OrgFile[] = [sampleTown]): Promise<TestTown> {
  await fillCalendar(db);
  const calendar = await loadCalendar(db);
  const base: DomainBase = {
    ids: countingIds(),
    vault: createVault(Buffer.alloc(32, 7)),
    policies,
    calendar: () => calendar,
  };
  let day = '2026-03-09' as LocalDay;
  let at = instantOf(day, '10:00');
  const run: TestTown['run'] = (use) => db.transaction((tx) => use(contextOf(base, tx, at)));
  const actor: TestTown['actor'] = async (userid) => {
    const found = await findActor(db, userid);
    if (found === undefined) throw new Error(`no ${userid} in the town`);
    return found;
  };
  const act: TestTown['act'] = async (by, matter, use) => {
    const who = await actor(by);
    return run(async (ctx) => use(ctx, who, await lockPetition(ctx, matter.id)));
  };
  const town: TestTown = {
    db,
    base,
    now: () => at,
    get day() {
      return day;
    },
    go(to, time = '10:00', ms = 0) {
      day = to as LocalDay;
      at = new Date(instantOf(day, time).getTime() + ms);
    },
    run,
    actor,
    act,
    import: async (file) => void (await run((ctx) => importOrg(ctx, file))),
    async register(by, input) {
      const who = await actor(by);
      return run(async (ctx) => (await register(ctx, who, { ...registration(day), ...input })).petition);
    },
    assign: (by, matter, unitWord, period) =>
      act(by, matter, async (ctx, who, petition) => {
        const unit = await unitByName(ctx.tx, petition.townId, unitWord);
        if (unit === undefined) throw new Error(`no unit ${unitWord}`);
        return assign(ctx, who, petition, { unit, period });
      }),
    answer: async (by, matter) =>
      void (await act(by, matter, (ctx, who, petition) =>
        reply(ctx, who, petition, { fact: '现场查看属实', basis: '有关管理规定', answer: '已办好' }),
      )),
    async finish(by, matter) {
      await town.answer(by, matter);
      await act(by, matter, (ctx, who, petition) => close(ctx, who, petition, '书面答复', undefined));
    },
    async clocks(matter) {
      const rows = await db.select().from(clocks).orderBy(clocks.dueOn, clocks.id);
      const all = rows.filter((clock) => clock.petitionId === matter.id);
      const running = all.filter((clock) => clock.state === 'running');
      return { all, running: Object.fromEntries(running.map((clock) => [clock.kind, clock])) };
    },
  };
  for (const org of orgs) await town.import(org);
  return town;
}

export const townTest = dbTest.extend<{ town: TestTown }>({
  town: async ({ db }, use) => use(await openTown(db)),
});

/** The code of the refusal, so that a test reads as a sentence. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
