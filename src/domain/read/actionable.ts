import { and, asc, desc, eq, gte, inArray, isNull, lt, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Actor, Waits } from '../../contract/command.ts';
import { clocks, events, petitions, receipts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { EventKind } from '../matter/events.ts';
import { visibleTo } from '../matter/access.ts';
import { waitingFor } from '../approval/ask.ts';
import { type Named, NAMED_COLUMNS } from './references.ts';
import { ENDED, type Status } from '../matter/codes.ts';

const matters = (ctx: DomainContext, actor: Actor, where: SQL | undefined, limit: number): Promise<Named[]> =>
  ctx.tx
    .select(NAMED_COLUMNS)
    .from(petitions)
    .where(and(visibleTo(actor, true), where))
    .orderBy(asc(petitions.registeredAt), asc(petitions.number))
    .limit(limit);

/** Those of this person's unit, or in their own hands. */
const theirs = (actor: Actor): SQL =>
  or(inArray(petitions.ownerUnit, [...new Set([actor.unitId, ...actor.heads])]), eq(petitions.handler, actor.userid))!;

/** Which questions for a word a command answers. */
const ANSWERS: Readonly<Record<Extract<Waits, 'signature' | 'review' | 'return'>, (kind: string) => boolean>> = {
  signature: (kind) => kind !== 'review' && kind !== 'return',
  review: (kind) => kind === 'review',
  return: (kind) => kind === 'return',
};

/** What each of these commands writes into a matter that waited for it. */
export const STEPS: Readonly<Record<Waits, readonly EventKind[]>> = {
  unsigned: ['signed'],
  'in-hand': ['return-asked'],
  overdue: ['supervised'],
  signature: ['instructed'],
  review: ['reviewed'],
  return: ['returned', 'return-refused'],
  'own-step': [],
};

/**
 * The matters on which a command waits for this person: with one there is nothing to choose. Bounded, the oldest first.
 */
export async function waitingMatters(ctx: DomainContext, actor: Actor, waits: Waits, limit: number): Promise<Named[]> {
  switch (waits) {
    case 'unsigned': {
      const unsigned = await matters(ctx, actor, and(eq(petitions.status, 'assigned'), theirs(actor)), limit);
      if (unsigned.length > 0) return unsigned;
      const unread = sql`exists (select 1 from ${receipts} where ${and(
        eq(receipts.petitionId, petitions.id),
        eq(receipts.userid, actor.userid),
        isNull(receipts.readAt),
      )})`;
      return matters(ctx, actor, and(notInArray(petitions.status, [...ENDED]), unread), limit);
    }
    case 'in-hand':
      return matters(ctx, actor, and(inArray(petitions.status, ['assigned', 'handling']), theirs(actor)), limit);
    case 'overdue': {
      const late = sql`exists (select 1 from ${clocks} where ${and(
        eq(clocks.petitionId, petitions.id),
        eq(clocks.state, 'running'),
        eq(clocks.owner, 'unit'),
        lt(clocks.dueOn, ctx.today),
      )})`;
      const given = sql`${petitions.ownerUnit} is not null`;
      return matters(ctx, actor, and(notInArray(petitions.status, [...ENDED]), given, late), limit);
    }
    case 'own-step':
      return lastActedOn(ctx, actor, limit);
    case 'signature':
    case 'review':
    case 'return': {
      const asked = await waitingFor(ctx, actor);
      const ids = [...new Set(asked.filter(({ kind }) => ANSWERS[waits](kind)).map((one) => one.approval.petitionId))];
      return ids.length === 0 ? [] : matters(ctx, actor, inArray(petitions.id, ids), limit);
    }
  }
}

/** Those that this person acted on within the minutes in which 撤销 takes a step back, the newest step first. */
async function lastActedOn(ctx: DomainContext, actor: Actor, limit: number): Promise<Named[]> {
  const { undoMinutes } = await ctx.policy(actor.townId);
  const since = new Date(ctx.at.getTime() - undoMinutes * 60_000);
  const newest = ctx.tx
    .select({ petitionId: events.petitionId, at: sql`max(${events.at})`.as('acted_at') })
    .from(events)
    .where(and(eq(events.townId, actor.townId), eq(events.by, actor.userid), gte(events.at, since)))
    .groupBy(events.petitionId)
    .as('newest');
  return ctx.tx
    .select(NAMED_COLUMNS)
    .from(petitions)
    .innerJoin(newest, eq(newest.petitionId, petitions.id))
    .where(visibleTo(actor, true))
    .orderBy(desc(sql`acted_at`), desc(petitions.number))
    .limit(limit);
}

/** The matters in these states that this person may know of, the oldest first; the open ones where none are named. */
export const mattersIn = (
  ctx: DomainContext,
  actor: Actor,
  states: readonly Status[] | undefined,
  limit: number,
): Promise<Named[]> =>
  matters(
    ctx,
    actor,
    states === undefined ? notInArray(petitions.status, [...ENDED]) : inArray(petitions.status, [...states]),
    limit,
  );
