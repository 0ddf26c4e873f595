import { and, asc, desc, eq, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { handovers, people, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Person } from '../org/service.ts';
import { type Door, notBarred, type Petition } from '../matter/access.ts';
import { ENDED } from '../matter/codes.ts';

export type Handover = typeof handovers.$inferSelect;

/** Not settled yet: asked, refused, or climbed to who stands above. */
export const UNSETTLED = ['open', 'refused', 'climbed'] as const;

export async function handoverById(ctx: Pick<DomainContext, 'tx'>, id: string): Promise<Handover | undefined> {
  const [row] = await ctx.tx.select().from(handovers).where(eq(handovers.id, id));
  return row;
}

/** At least one of its matters is let through by this door. */
export const someOf = (door: Door): SQL =>
  sql`exists (select 1 from ${petitions} where ${petitions.id}::text = any(${handovers.petitionIds}) and ${door})`;

/** Those this person may answer: asked of them, or climbed to them, and of a matter that they may know of. */
export const handoversFor = (ctx: DomainContext, actor: Actor): Promise<Handover[]> =>
  ctx.tx
    .select()
    .from(handovers)
    .where(
      and(
        eq(handovers.townId, actor.townId),
        inArray(handovers.state, [...UNSETTLED]),
        someOf(notBarred(actor)),
        or(
          and(eq(handovers.toUser, actor.userid), inArray(handovers.state, ['open', 'climbed'])),
          sql`exists (select 1 from outbox o where o.kind = 'handover-climbed' and o.to_id = ${actor.userid}
            and o.refs ->> 'handover' = ${handovers.id}::text)`,
        ),
      ),
    )
    .orderBy(asc(handovers.askedAt));

/** The last one this person asked for and nobody has answered. */
export async function askedBy(ctx: DomainContext, townId: string, userid: string): Promise<Handover | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(handovers)
    .where(and(eq(handovers.townId, townId), eq(handovers.askedBy, userid), eq(handovers.state, 'open')))
    .orderBy(desc(handovers.askedAt))
    .limit(1);
  return row;
}

export const unsettledIn = (ctx: DomainContext, townId: string): Promise<Handover[]> =>
  ctx.tx
    .select()
    .from(handovers)
    .where(and(eq(handovers.townId, townId), inArray(handovers.state, [...UNSETTLED])))
    .orderBy(asc(handovers.askedAt));

/** All that a handover was about, whatever became of it. */
export const mattersOf = (ctx: Pick<DomainContext, 'tx'>, row: Handover): Promise<Petition[]> =>
  ctx.tx.select().from(petitions).where(inArray(petitions.id, row.petitionIds)).orderBy(asc(petitions.number));

/** What of a handover is still with the one who hands over. */
export async function stillWith(ctx: DomainContext, row: Handover): Promise<Petition[]> {
  if (row.petitionIds.length === 0) return [];
  return ctx.tx
    .select()
    .from(petitions)
    .where(
      and(
        inArray(petitions.id, row.petitionIds),
        eq(petitions.handler, row.fromUser),
        notInArray(petitions.status, [...ENDED]),
      ),
    )
    .orderBy(asc(petitions.number));
}

/** Open matters in one person's hands. */
export const handledBy = (ctx: DomainContext, townId: string, userid: string): Promise<Petition[]> =>
  ctx.tx
    .select()
    .from(petitions)
    .where(and(eq(petitions.townId, townId), eq(petitions.handler, userid), notInArray(petitions.status, [...ENDED])))
    .orderBy(asc(petitions.number));

/** By userid or full name, also of who has left: what they had is handed over after they went. */
export async function personEver(ctx: DomainContext, townId: string, typed: string): Promise<Person | undefined> {
  const found = await ctx.tx
    .select()
    .from(people)
    .where(and(eq(people.townId, townId), or(eq(people.userid, typed), eq(people.name, typed))));
  const here = found.filter((person) => person.leftOn === null);
  const named = here.length > 0 ? here : found;
  return found.find((person) => person.userid === typed) ?? (named.length === 1 ? named[0] : undefined);
}
