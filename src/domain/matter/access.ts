import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import type { Tx } from '../../db/client.ts';
import { approvals, bars, helpers, petitions, refusals } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { BARS, rowsOf } from './file.ts';

export type Petition = typeof petitions.$inferSelect;

declare const door: unique symbol;
/** A condition that shuts matters out from a reader. Made here and nowhere else, so that what takes one is given one. */
export type Door = SQL & { readonly [door]: true };

const has = (actor: Actor, ...roles: Actor['roles']): boolean => roles.some((role) => actor.roles.includes(role));
const unitsOfActor = (actor: Actor): string[] => [...new Set([actor.unitId, ...actor.heads])];

/** The accused, their unit and anyone recused get no row (条例 arts 28, 30, 46); holds for every role without exception. */
export const notBarred = (actor: Actor): Door =>
  sql`not exists (select 1 from ${bars} where ${bars.petitionId} = ${petitions.id} and (${bars.userid} = ${actor.userid} or ${bars.unitId} = any(${sql.param(unitsOfActor(actor))}::text[])))` as Door;

const unitsNear = (actor: Actor): string[] => [
  ...new Set([...unitsOfActor(actor), ...(actor.below ?? []), ...(has(actor, 'leader') ? actor.leads : [])]),
];

/** Open matters that this reader's unit helps with (协办); whoever is barred from one is taken out by `visibleTo`. */
export const helpedBy = (actor: Actor): SQL =>
  sql`(${petitions.status} not in ('closed', 'void', 'merged', 'sent-back') and exists (select 1 from ${helpers} where ${helpers.petitionId} = ${petitions.id} and ${helpers.unitId} = any(${sql.param(unitsNear(actor))}::text[])))`;

/**
 * Nobody of the desk may know of it: the main leader and discipline see to it in the desk's place, as 还没交办. A desk without
 * people is an organisation that is being set up, and shuts nobody out.
 */
export const withoutDesk: SQL = sql`(
  exists (select 1 from person d where d.town_id = ${petitions.townId} and d.left_on is null and 'desk' = any(d.roles))
  and not exists (select 1 from person d where d.town_id = ${petitions.townId} and d.left_on is null and 'desk' = any(d.roles)
    and not exists (select 1 from ${bars} where ${bars.petitionId} = ${petitions.id} and (${bars.userid} = d.userid or ${bars.unitId} = d.unit_id
      or ${bars.unitId} in (select u.id from unit u where u.town_id = d.town_id and u.head = d.userid)))))`;

/** A question for a signature waits for this reader or was decided by them: a delegate may come from another line. */
const signedBy = (actor: Actor): SQL =>
  sql`exists (select 1 from ${approvals} where ${approvals.petitionId} = ${petitions.id} and ((${approvals.state} = 'open' and ${actor.userid} = any(${approvals.approvers})) or ${approvals.decidedBy} = ${actor.userid}))`;

/**
 * Which matters a reader may know of. Every list, count, search and report for a reader goes through here. `helping` adds
 * those that the reader's unit only helps with: to read and to answer, never to decide or to be counted by.
 */
export function visibleTo(actor: Actor, helping = false): Door {
  const mine = unitsNear(actor);
  const scope = has(actor, 'desk', 'main-leader')
    ? sql`true`
    : or(
        inArray(petitions.ownerUnit, mine),
        eq(petitions.handler, actor.userid),
        eq(petitions.registrar, actor.userid),
        eq(petitions.caseLeader, actor.userid),
        eq(petitions.agent, actor.userid),
        has(actor, 'leader', 'unit-head', 'discipline') ? signedBy(actor) : sql`false`,
        helping ? helpedBy(actor) : sql`false`,
        has(actor, 'discipline') ? or(eq(petitions.sealed, true), withoutDesk) : sql`false`,
      )!;
  return and(eq(petitions.townId, actor.townId), scope, notBarred(actor)) as Door;
}

/**
 * What this reader may see counted among the town's matters without reading them (提醒核对, 应报已报): everything that is not
 * sealed, and of the sealed what they may know; nothing that they are barred from.
 */
export const countableFor = (actor: Actor): Door =>
  and(
    eq(petitions.townId, actor.townId),
    or(eq(petitions.sealed, false), visibleTo(actor, true)),
    notBarred(actor),
  ) as Door;

/** What may be counted and named in a group at all, or to whoever sits at the server: nothing sealed. */
export const groupVisible = (townId: string): Door =>
  and(eq(petitions.townId, townId), eq(petitions.sealed, false)) as Door;

/** For what is kept for all readers at once, and read by each through a door of theirs. No door. */
export const keptForAll = (townId: string): Door => eq(petitions.townId, townId) as SQL as Door;

/** Whether somebody may be told of a matter (assignment, reminder, escalation, approval). */
export async function isBarred(tx: Tx, petitionId: string, userid: string): Promise<boolean> {
  // Most matters shut nobody out, and a command has read that with the rest of its matter.
  if ((await rowsOf({ tx }, BARS, petitionId)).length === 0) return false;
  const [row] = await tx.execute<{ barred: boolean }>(sql`
    select exists (
      select 1 from bar b left join person p on p.userid = ${userid}
      where b.petition_id = ${petitionId}
        and (b.userid = ${userid} or b.unit_id = p.unit_id
          or b.unit_id in (select id from unit u where u.town_id = p.town_id and u.head = ${userid}))
    ) as barred`);
  return row?.barred === true;
}

/** Whether the unit or person complained of is known, so that they are shut out. */
export async function accusedKnown(tx: Tx, petitionId: string): Promise<boolean> {
  return (await rowsOf({ tx }, BARS, petitionId)).some(({ reason }) => reason === 'accused');
}

/** Remembers that a barred person reached for a matter; only 纪检 sees this. */
export async function noteRefusal(ctx: DomainContext, petitionId: string, userid: string, verb: string): Promise<void> {
  await ctx.tx.insert(refusals).values({ id: ctx.ids.uuid(ctx.at), petitionId, userid, at: ctx.at, verb });
}
