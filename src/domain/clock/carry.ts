/**
 * Clocks of a database from before rules were stored: each gets the rule in force on its start day. A clock's version is a hash of the
 * files and of the town's settings, so settings as they were, read back from their changes, under files as they were
 * (`migrations/former-policies`) give that very version again, or it is known that they do not.
 */
import { desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { settingChanges } from '../../db/schema.ts';
import { findTown, type Town } from '../org/service.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { PolicyDefinition } from '../policy/file/load.ts';
import type { Policy } from '../policy/policy.ts';
import { resolvePolicy, type Settings } from '../policy/resolve.ts';
import { keepRule, keptOf } from './kept.ts';

export type Definitions = ReadonlyMap<string, PolicyDefinition>;

export interface Carried {
  /** By version and kind: the same version came out again. */
  readonly exact: number;
  /** The nearest there is: today's files with the town's settings of that day. */
  readonly nearest: number;
  /** No file knows such a clock any more: its reminders alarm (src/domain/reminder/sweep.ts). */
  readonly unknown: readonly string[];
}

interface Missing extends Record<string, unknown> {
  readonly town_id: string;
  readonly rule_version: string;
  readonly kind: string;
}

/** A town's settings and since when they were so; the newest first. */
interface State {
  readonly since: Date | undefined;
  readonly settings: Settings;
}

/** Stores what is missing; running it twice, or in two processes at once, stores nothing twice. */
export async function carryRules(
  tx: Tx,
  policies: PolicyBook,
  former: () => Promise<Definitions>,
): Promise<Carried | undefined> {
  const missing = [
    ...(await tx.execute<Missing>(sql`
      select town_id, rule_version, kind from (select distinct town_id, rule_version, kind from clock) c
      where not exists (select 1 from clock_rule r where r.version = c.rule_version and r.kind = c.kind)
      order by 1, 2, 3`)),
  ];
  if (missing.length === 0) return undefined;
  const files = await former();
  const counted = { exact: 0, nearest: 0, unknown: [] as string[] };
  const states = new Map<string, { town: Town; list: readonly State[] }>();
  for (const one of missing) {
    const known = states.get(one.town_id) ?? { town: await findTown(tx, one.town_id), list: [] };
    const town = known.list.length > 0 ? known : { town: known.town, list: await settingsOverTime(tx, known.town) };
    states.set(one.town_id, town);
    const found = exactly(one, town.list, policies, files) ?? (await nearest(tx, one, town, policies, files));
    const rule = found?.policy.clocks.find(({ kind }) => kind === one.kind);
    if (found === undefined || rule === undefined) {
      counted.unknown.push(`${one.town_id} ${one.rule_version} ${one.kind}`);
      continue;
    }
    await keepRule({ tx, policies }, { ...keptOf(found.policy, rule), version: one.rule_version });
    counted[found.isExact ? 'exact' : 'nearest'] += 1;
  }
  return counted;
}

/** Read back from the changes: each says what stood before it. */
async function settingsOverTime(tx: Tx, town: Town): Promise<State[]> {
  const changes = await tx
    .select()
    .from(settingChanges)
    .where(eq(settingChanges.townId, town.id))
    .orderBy(desc(settingChanges.at), desc(settingChanges.id));
  const list: State[] = [];
  let settings: Settings = town.settings;
  for (const { name, fromValue, at } of changes) {
    list.push({ since: at, settings });
    const { [name]: _, ...others } = settings;
    settings = fromValue === null ? others : { ...others, [name]: fromValue as Settings[string] };
  }
  return [...list, { since: undefined, settings }];
}

interface Found {
  readonly policy: Policy;
  readonly isExact: boolean;
}

const definitionsOf = ({ rule_version }: Missing, policies: PolicyBook, former: Definitions): PolicyDefinition[] => {
  const [id = ''] = rule_version.split('@');
  const old = former.get(id);
  return [policies.definition(id), ...(old === undefined ? [] : [old])];
};

function exactly(
  missing: Missing,
  states: readonly State[],
  policies: PolicyBook,
  former: Definitions,
): Found | undefined {
  for (const definition of definitionsOf(missing, policies, former)) {
    for (const { settings } of states) {
      const policy = resolvePolicy(definition, settings);
      if (policy.version === missing.rule_version) return { policy, isExact: true };
    }
  }
  return undefined;
}

/** The settings of the day on which the first clock of this version began, under today's files, else under former ones. */
async function nearest(
  tx: Tx,
  missing: Missing,
  { town, list }: { readonly town: Town; readonly list: readonly State[] },
  policies: PolicyBook,
  former: Definitions,
): Promise<Found | undefined> {
  const [first] = await tx.execute<{ at: string | null }>(sql`
    select min(e.at)::text as at from clock c join event e on e.id = c.started_by
    where c.town_id = ${town.id} and c.rule_version = ${missing.rule_version} and c.kind = ${missing.kind}`);
  const at = first?.at == null ? undefined : new Date(first.at);
  const state = list.find(({ since }) => since === undefined || at === undefined || since <= at) ?? list.at(-1);
  for (const definition of definitionsOf(missing, policies, former)) {
    const policy = resolvePolicy(definition, state?.settings);
    if (policy.clocks.some(({ kind }) => kind === missing.kind)) return { policy, isExact: false };
  }
  return undefined;
}
