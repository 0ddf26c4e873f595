/**
 * What a town is made of, remembered by the database handle (ADR 36). Each transaction asks the database whether it still stands as it was read:
 * what somebody else has committed counts at once, and what the transaction itself has written it reads anew and keeps to itself.
 */
import { sql } from 'drizzle-orm';
import { keptBy, type Tx, workOf } from '../../db/client.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { absences, groups, orgVersions, people, towns, units } from '../../db/schema.ts';
import { readRows } from '../../db/work.ts';

export type Unit = typeof units.$inferSelect;
export type Person = typeof people.$inferSelect;
export type Group = typeof groups.$inferSelect;
export type Town = typeof towns.$inferSelect;
export type Absence = typeof absences.$inferSelect;

/** The people and units of one town at one moment. */
export interface OrgSnapshot {
  readonly units: ReadonlyMap<string, Unit>;
  /** Only people who have not left. */
  readonly people: ReadonlyMap<string, Person>;
  /** 外出, as they were announced: those that have not been ended. */
  readonly absences: readonly Absence[];
}

export const isAway = ({ absences: all }: Pick<OrgSnapshot, 'absences'>, userid: string, day: LocalDay): boolean =>
  all.some((one) => one.userid === userid && one.fromDay <= day && day <= one.toDay);

export interface TownOrg extends OrgSnapshot {
  readonly version: number;
  readonly town: Town | undefined;
  /** Those among them that an org file has removed, by position. */
  readonly unitsEver: readonly Unit[];
  /** Those among them who have left, by userid. From when they can be written to is not kept up to date. */
  readonly peopleEver: ReadonlyMap<string, Person>;
  /** Bound or not, by chatid. From when they can be written to is not kept up to date. */
  readonly groups: readonly Group[];
}

const ORG = [towns, units, people, groups, absences];
const ORGS = Symbol('towns as they were read');
const orgsOf = (tx: Tx): Map<string, TownOrg> | undefined => keptBy(tx)?.of(ORGS, () => new Map<string, TownOrg>());

const versionName = (townId: string): string => `org version ${townId}`;

/** The version of a town, read with something else. */
export const knowVersion = (tx: Tx, townId: string, version: number): void =>
  workOf(tx)?.know(versionName(townId), ORG, version);

/** Behind a lock: what was read before it says nothing. */
export const readAnew = (tx: Tx): void => workOf(tx)?.forget(ORG);

async function versionOf(tx: Tx, townId: string): Promise<number> {
  const known = workOf(tx)?.known<number>(versionName(townId));
  if (known !== undefined) return known;
  const [row] = await tx
    .select()
    .from(orgVersions)
    .where(sql`${orgVersions.townId} = ${townId}`);
  return row?.version ?? 0;
}

export function orgOf(tx: Tx, townId: string): Promise<TownOrg> {
  const work = workOf(tx);
  if (work === undefined) return remembered(tx, townId);
  return work.once(`org ${townId}`, ORG, async () => {
    const org = await remembered(tx, townId);
    work.know(LOOKED_AT, ORG, [...((await lookedAt(tx)) ?? []), org]);
    return org;
  });
}

const LOOKED_AT = 'orgs looked at';
const lookedAt = (tx: Tx): Promise<readonly TownOrg[]> | undefined => workOf(tx)?.known(LOOKED_AT);

/** Names of people, as far as they are of towns that this transaction has looked at. */
export async function namesKnown(tx: Tx, userids: readonly string[]): Promise<Map<string, string>> {
  const orgs = (await lookedAt(tx)) ?? [];
  return new Map(
    userids.flatMap((userid) => {
      const person = orgs.find((org) => org.peopleEver.has(userid))?.peopleEver.get(userid);
      return person === undefined ? [] : [[userid, person.name] as const];
    }),
  );
}

async function remembered(tx: Tx, townId: string): Promise<TownOrg> {
  const orgs = workOf(tx)?.hasWritten(ORG) === true ? undefined : orgsOf(tx);
  const known = orgs?.get(townId);
  if (known !== undefined && known.version === (await versionOf(tx, townId))) return known;
  const read = await readOrg(tx, townId);
  orgs?.set(townId, read);
  return read;
}

/** One statement: version and content are of one moment. */
async function readOrg(tx: Tx, townId: string): Promise<TownOrg> {
  type Json = Record<string, unknown>[] | null;
  const [row] = await tx.execute<{
    version: number | null;
    town: Json;
    units: Json;
    people: Json;
    groups: Json;
    absences: Json;
  }>(sql`
    select (select version from org_version where town_id = ${townId}) as version,
      (select json_agg(t) from town t where t.id = ${townId}) as town,
      (select json_agg(u order by u.position) from unit u where u.town_id = ${townId}) as units,
      (select json_agg(p order by p.userid) from person p where p.town_id = ${townId}) as people,
      (select json_agg(g order by g.chatid) from chat_group g where g.town_id = ${townId}) as groups,
      (select json_agg(a order by a.set_at) from absence a where a.town_id = ${townId} and a.ended_at is null) as absences`);
  const unitsEver = readRows(units, row?.units ?? []);
  const everybody = readRows(people, row?.people ?? []);
  return {
    version: row?.version ?? 0,
    town: readRows(towns, row?.town ?? [])[0],
    unitsEver,
    units: new Map(unitsEver.filter(({ removedOn }) => removedOn === null).map((unit) => [unit.id, unit])),
    peopleEver: new Map(everybody.map((person) => [person.userid, person])),
    people: new Map(everybody.filter(({ leftOn }) => leftOn === null).map((person) => [person.userid, person])),
    groups: readRows(groups, row?.groups ?? []),
    absences: readRows(absences, row?.absences ?? []),
  };
}
