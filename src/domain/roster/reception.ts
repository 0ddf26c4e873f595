/** 接访 约访 下访 in 批 and 人次 (S0 四（三）, S3 一、二是): who received when, never who came. */
import { and, desc, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { instantOf } from '../../core/local-day.ts';
import { receptionLog } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Person } from '../org/service.ts';
import { dutyOn, RECEPTION } from './roster.ts';

export interface Received {
  readonly kind: string;
  readonly batches: number;
  readonly people: number;
  readonly onDay: LocalDay;
  /** Undefined: who stood on the roster that day, else the leader who logs it. */
  readonly leader: Person | undefined;
}

/** Logs one entry. @returns whose reception it was. @throws UserError reception.who */
export async function logReception(ctx: DomainContext, actor: Actor, received: Received): Promise<string> {
  const isLeader = actor.roles.includes('leader') || actor.roles.includes('main-leader');
  const duty = await dutyOn(ctx, actor.townId, RECEPTION, received.onDay);
  const leader = received.leader?.userid ?? duty?.person?.userid ?? (isLeader ? actor.userid : undefined);
  if (leader === undefined) throw new UserError('reception.who', {});
  await ctx.tx.insert(receptionLog).values({
    id: ctx.ids.uuid(ctx.at),
    townId: actor.townId,
    onDay: received.onDay,
    kind: received.kind,
    leader,
    batches: received.batches,
    people: received.people,
    loggedBy: actor.userid,
    loggedAt: ctx.at,
  });
  return leader;
}

/** Takes back what this person logged last, on the day it was logged. @throws UserError reception.nothing */
export async function takeBackReception(ctx: DomainContext, actor: Actor): Promise<Omit<Received, 'leader'>> {
  const [last] = await ctx.tx
    .select()
    .from(receptionLog)
    .where(
      and(
        eq(receptionLog.townId, actor.townId),
        eq(receptionLog.loggedBy, actor.userid),
        isNull(receptionLog.undoneAt),
        gte(receptionLog.loggedAt, instantOf(ctx.today)),
      ),
    )
    .orderBy(desc(receptionLog.loggedAt), desc(receptionLog.id))
    .limit(1);
  if (last === undefined) throw new UserError('reception.nothing', {});
  await ctx.tx.update(receptionLog).set({ undoneAt: ctx.at }).where(eq(receptionLog.id, last.id));
  return last;
}

export interface ReceptionCount {
  readonly kind: string;
  readonly batches: number;
  readonly people: number;
}

/** 批 and 人次 by kind between two days, as the log stood at a moment: what was sent of a period is not changed by what is logged later. */
export async function receptionBetween(
  ctx: DomainContext,
  townId: string,
  { from, to }: { readonly from: LocalDay; readonly to: LocalDay },
  asOf: Date = ctx.at,
): Promise<ReceptionCount[]> {
  return ctx.tx
    .select({
      kind: receptionLog.kind,
      batches: sql<number>`sum(${receptionLog.batches})::int`,
      people: sql<number>`sum(${receptionLog.people})::int`,
    })
    .from(receptionLog)
    .where(
      and(
        eq(receptionLog.townId, townId),
        lte(receptionLog.loggedAt, asOf),
        or(isNull(receptionLog.undoneAt), gt(receptionLog.undoneAt, asOf)),
        gte(receptionLog.onDay, from),
        lte(receptionLog.onDay, to),
      ),
    )
    .groupBy(receptionLog.kind)
    .orderBy(sql`min(${receptionLog.loggedAt})`);
}
