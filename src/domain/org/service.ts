import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Actor, Role } from '../../contract/command.ts';
import type { Tx } from '../../db/client.ts';
import { groups, people, towns, units } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { once } from '../once.ts';

export type Unit = typeof units.$inferSelect;
export type Person = typeof people.$inferSelect;
export type Group = typeof groups.$inferSelect;
export type Town = typeof towns.$inferSelect;

/** The person behind a userid, as long as they have not left; undefined for strangers. One query: every command asks. */
export async function findActor(tx: Tx, userid: string): Promise<(Actor & { reachable: boolean }) | undefined> {
  const [row] = await tx
    .select({
      name: people.name,
      townId: people.townId,
      unitId: people.unitId,
      roles: people.roles,
      reachableSince: people.reachableSince,
      heads: sql<
        string[]
      >`array(select id from unit where town_id = person.town_id and removed_on is null and head = person.userid)`,
      leads: sql<
        string[]
      >`array(select id from unit where town_id = person.town_id and removed_on is null and (leader = person.userid or area_leader = person.userid))`,
      below: sql<string[]>`array(
        with recursive below as (
          select id from unit where town_id = person.town_id
            and parent_id in (select id from unit where town_id = person.town_id and (head = person.userid
              or ('leader' = any(person.roles) and (leader = person.userid or area_leader = person.userid))))
          union select u.id from unit u join below on u.parent_id = below.id where u.town_id = person.town_id
        ) select id from below)`,
    })
    .from(people)
    .where(and(eq(people.userid, userid), isNull(people.leftOn)));
  if (row === undefined) return undefined;
  const { reachableSince, roles, ...rest } = row;
  return { userid, ...rest, roles: roles as Role[], reachable: reachableSince !== null };
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
  const [row] = await tx.select().from(towns).where(eq(towns.id, townId));
  if (row === undefined) throw new Error(`no town ${townId}`);
  return row;
}

export const townsById = (tx: Tx, ids: readonly string[]): Promise<Town[]> =>
  tx
    .select()
    .from(towns)
    .where(sql`${towns.id} = any(${sql.param([...ids])}::text[])`);

export const allTowns = (tx: Tx): Promise<Town[]> => tx.select().from(towns).orderBy(asc(towns.id));

/** The units that there are. For the name of one that a closed matter had, `unitNames`. */
export const unitsOf = async (tx: Tx, townId: string): Promise<Unit[]> =>
  (await unitsEver(tx, townId)).filter(({ removedOn }) => removedOn === null);

const unitsEver = (tx: Tx, townId: string): Promise<Unit[]> =>
  once(tx, `units ${townId}`, async () =>
    tx.select().from(units).where(eq(units.townId, townId)).orderBy(asc(units.position)),
  );

/** By id, those among them that an org file has removed. */
export const unitNames = async (tx: Tx, townId: string): Promise<Map<string, string>> =>
  new Map((await unitsEver(tx, townId)).map(({ id, name }) => [id, name]));

export async function findUnit(tx: Tx, townId: string, unitId: string): Promise<Unit | undefined> {
  const [row] = await tx
    .select()
    .from(units)
    .where(and(eq(units.townId, townId), eq(units.id, unitId)));
  return row;
}

/** By id, full name, or a beginning that fits one unit only. */
export async function unitByName(tx: Tx, townId: string, typed: string): Promise<Unit | undefined> {
  const all = await unitsOf(tx, townId);
  const exact = all.find((unit) => unit.id === typed || unit.name === typed);
  if (exact !== undefined) return exact;
  const near = all.filter((unit) => unit.name.startsWith(typed) || unit.name.includes(typed));
  return near.length === 1 ? near[0] : undefined;
}

/** By userid or full name; two people of one name are nobody until the userid is given. */
export async function personByName(tx: Tx, townId: string, typed: string): Promise<Person | undefined> {
  const found = await tx
    .select()
    .from(people)
    .where(and(eq(people.townId, townId), isNull(people.leftOn), or(eq(people.userid, typed), eq(people.name, typed))));
  return found.find((person) => person.userid === typed) ?? (found.length === 1 ? found[0] : undefined);
}

export const peopleWithRole = (tx: Tx, townId: string, role: Role): Promise<Person[]> =>
  tx
    .select()
    .from(people)
    .where(and(eq(people.townId, townId), isNull(people.leftOn), sql`${role} = any(${people.roles})`))
    .orderBy(asc(people.userid));

export const peopleOf = (tx: Tx, townId: string): Promise<Person[]> =>
  once(tx, `people ${townId}`, async () =>
    tx
      .select()
      .from(people)
      .where(and(eq(people.townId, townId), isNull(people.leftOn)))
      .orderBy(asc(people.userid)),
  );

export async function namesOf(tx: Tx, userids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(userids.filter((userid): userid is string => typeof userid === 'string'))];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .select({ userid: people.userid, name: people.name })
    .from(people)
    .where(inArray(people.userid, wanted));
  return new Map(rows.map((row) => [row.userid, row.name]));
}

/** Groups bound to a purpose, or to any, in a steady order. */
export const boundGroups = (tx: Tx, townId: string, purpose?: string): Promise<Group[]> =>
  tx
    .select()
    .from(groups)
    .where(
      and(
        eq(groups.townId, townId),
        eq(groups.bound, true),
        purpose === undefined ? undefined : sql`${purpose} = any(${groups.receives})`,
      ),
    )
    .orderBy(asc(groups.chatid));

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
