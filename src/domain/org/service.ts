import { and, asc, eq, gt, inArray, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { calledLike } from './called-like.ts';
import type { Actor, Role } from '../../contract/command.ts';
import { type Tx, workOf } from '../../db/client.ts';
import { groups, people, towns } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import {
  type Group,
  knowVersion,
  namesKnown,
  orgOf,
  type OrgSnapshot,
  type Person,
  type Town,
  type Unit,
} from './known.ts';

export type { Group, Person, Town, Unit } from './known.ts';

export type FoundActor = Actor & { readonly reachable: boolean };

/** Where somebody belongs, that they have not left it, and which version of the town it is. */
export interface Belonging {
  readonly townId: string;
  readonly reachable: boolean;
  readonly version: number;
}

/** As a part of a statement about whoever `userid` is. */
export const belongingOf = (userid: string | Placeholder): SQL<Belonging | null> => sql<Belonging | null>`(
  select json_build_object('townId', p.town_id, 'reachable', p.reachable_since is not null,
    'version', coalesce((select v.version from org_version v where v.town_id = p.town_id), 0))
  from person p where p.userid = ${userid} and p.left_on is null)`;

const belongingName = (userid: string): string => `belonging of ${userid}`;

/** What another statement has read about whoever this is. */
export const knowBelonging = (tx: Tx, userid: string, belonging: Belonging | null): void =>
  workOf(tx)?.know(belongingName(userid), [people], belonging);

/** The person behind a userid, as long as they have not left; undefined for strangers. */
export async function findActor(tx: Tx, userid: string): Promise<FoundActor | undefined> {
  const belonging = await (workOf(tx)?.known<Belonging | null>(belongingName(userid)) ?? askBelonging(tx, userid));
  return belonging === null ? undefined : actorIn(tx, userid, belonging);
}

async function askBelonging(tx: Tx, userid: string): Promise<Belonging | null> {
  const [row] = await tx.execute<{ belonging: Belonging | null }>(sql`select ${belongingOf(userid)} as belonging`);
  return row?.belonging ?? null;
}

/** The same of whom another statement has found. */
export async function actorIn(
  tx: Tx,
  userid: string,
  { townId, reachable, version }: Belonging,
): Promise<FoundActor | undefined> {
  knowVersion(tx, townId, version);
  const org = await orgOf(tx, townId);
  const person = org.people.get(userid);
  if (person === undefined) return undefined;
  const { name, unitId } = person;
  const roles = person.roles as Role[];
  const leads = ({ leader, areaLeader }: Unit): boolean => leader === userid || areaLeader === userid;
  const units = [...org.units.values()];
  const ids = (list: readonly Unit[]): string[] => list.map(({ id }) => id);
  const above = org.unitsEver.filter((unit) => unit.head === userid || (roles.includes('leader') && leads(unit)));
  return {
    userid,
    name,
    townId,
    unitId,
    roles,
    heads: ids(units.filter(({ head }) => head === userid)),
    leads: ids(units.filter(leads)),
    below: below(org.unitsEver, ids(above)),
    reachable,
  };
}

/** The units below these, at any depth. */
function below(all: readonly Unit[], above: readonly string[]): string[] {
  const found = new Set<string>();
  for (let level: readonly string[] = above; level.length > 0;) {
    const next = all.filter(({ id, parentId }) => parentId !== null && level.includes(parentId) && !found.has(id));
    for (const { id } of next) found.add(id);
    level = next.map(({ id }) => id);
  }
  return [...found];
}

/**
 * A userid as the org file spelled it when it first named the person, however WeCom spells it: in the address book the case of its letters
 * says nothing (doc 90196). Undefined for whom no org file ever named.
 */
export async function spellingOf(tx: Tx, userid: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ userid: people.userid })
    .from(people)
    .where(sql`lower(${people.userid}) = lower(${userid})`)
    .orderBy(sql`${people.userid} <> ${userid}`)
    .limit(1);
  return row?.userid;
}

export async function findTown(tx: Tx, townId: string): Promise<Town> {
  const { town } = await orgOf(tx, townId);
  if (town === undefined) throw new Error(`no town ${townId}`);
  return town;
}

export const townsById = (tx: Tx, ids: readonly string[]): Promise<Town[]> =>
  tx
    .select()
    .from(towns)
    .where(sql`${towns.id} = any(${sql.param([...ids])}::text[])`);

export const allTowns = (tx: Tx): Promise<Town[]> => tx.select().from(towns).orderBy(asc(towns.id));

/** The units that there are. For the name of one that a closed matter had, `unitNames`. */
export const unitsOf = async (tx: Tx, townId: string): Promise<Unit[]> => [...(await orgOf(tx, townId)).units.values()];

/** By id, those among them that an org file has removed. */
export const unitNames = async (tx: Tx, townId: string): Promise<Map<string, string>> =>
  new Map((await orgOf(tx, townId)).unitsEver.map(({ id, name }) => [id, name]));

export const findUnit = async (tx: Tx, townId: string, unitId: string): Promise<Unit | undefined> =>
  (await orgOf(tx, townId)).unitsEver.find(({ id }) => id === unitId);

/** By id, full name, a piece of it that fits one unit only, or what people shorten it to: 农业办 for 农业农村办. */
export const unitByName = async (tx: Tx, townId: string, typed: string): Promise<Unit | undefined> =>
  unitIn(await orgOf(tx, townId), typed);

export function unitIn({ units }: OrgSnapshot, typed: string): Unit | undefined {
  const all = [...units.values()];
  const exact = all.find((unit) => unit.id === typed || unit.name === typed);
  if (exact !== undefined) return exact;
  const near = all.filter((unit) => unit.name.startsWith(typed) || unit.name.includes(typed));
  if (near.length > 0) return near.length === 1 ? near[0] : undefined;
  const short = all.filter((unit) => calledLike(unit.name).includes(typed));
  return short.length === 1 ? short[0] : undefined;
}

/** By userid or full name; two people of one name are nobody until the userid is given. */
export const personByName = async (tx: Tx, townId: string, typed: string): Promise<Person | undefined> =>
  personIn(await orgOf(tx, townId), typed);

export function personIn(org: OrgSnapshot, typed: string): Person | undefined {
  const found = [...org.people.values()].filter(({ userid, name }) => userid === typed || name === typed);
  return found.find((person) => person.userid === typed) ?? (found.length === 1 ? found[0] : undefined);
}

export const peopleWithRole = async (tx: Tx, townId: string, role: Role): Promise<Person[]> =>
  (await peopleOf(tx, townId)).filter(({ roles }) => roles.includes(role));

export const peopleOf = async (tx: Tx, townId: string): Promise<Person[]> => [
  ...(await orgOf(tx, townId)).people.values(),
];

export async function namesOf(tx: Tx, userids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(userids.filter((userid): userid is string => typeof userid === 'string'))];
  const known = await namesKnown(tx, wanted);
  if (known.size === wanted.length) return known;
  const rows = await tx
    .select({ userid: people.userid, name: people.name })
    .from(people)
    .where(inArray(people.userid, wanted));
  return new Map(rows.map((row) => [row.userid, row.name]));
}

/** Groups bound to a purpose, or to any, in a steady order. */
export const boundGroups = async (tx: Tx, townId: string, purpose?: string): Promise<Group[]> =>
  (await orgOf(tx, townId)).groups.filter(
    ({ bound, receives }) => bound && (purpose === undefined || receives.includes(purpose)),
  );

/**
 * Which of the bound groups hears of a matter: the owning unit's own where it has one, else those that speak for the
 * town (the desk's, or a group of no unit). Another unit's group never does.
 */
export function groupsForUnit(
  bound: readonly Group[],
  unitId: string | null,
  isDesk: (unitId: string) => boolean,
): readonly Group[] {
  const own = bound.filter((group) => group.unitId !== null && group.unitId === unitId);
  return own.length > 0 ? own : bound.filter((group) => group.unitId === null || isDesk(group.unitId));
}

export async function findGroup(tx: Tx, chatid: string): Promise<Group | undefined> {
  const [row] = await tx.select().from(groups).where(eq(groups.chatid, chatid));
  return row;
}

/** WeCom lets the bot push only where somebody wrote to it first: remember the first time. */
export async function noteReachable(tx: Tx, at: Date, userid: string, chatid?: string): Promise<void> {
  if (chatid === undefined) {
    await tx
      .update(people)
      .set({ reachableSince: at })
      .where(and(eq(people.userid, userid), isNull(people.reachableSince)));
  } else {
    await tx
      .update(groups)
      .set({ reachableSince: at })
      .where(and(eq(groups.chatid, chatid), isNull(groups.reachableSince)));
  }
}

/** Whether somebody has spoken to the bot there, ever: then WeCom lets it push, limits and long silence apart. */
export async function isReachable(tx: Tx, kind: 'person' | 'group', id: string): Promise<boolean> {
  const [row] =
    kind === 'person'
      ? await tx.select({ since: people.reachableSince }).from(people).where(eq(people.userid, id))
      : await tx.select({ since: groups.reachableSince }).from(groups).where(eq(groups.chatid, id));
  return row !== undefined && row.since !== null;
}

/** A clock set back: towns exist from then on, and nothing that lay before is caught up with. */
export const rewindTowns = async (ctx: Pick<DomainContext, 'tx' | 'at'>): Promise<void> => {
  await ctx.tx.update(towns).set({ createdAt: ctx.at }).where(gt(towns.createdAt, ctx.at));
};
