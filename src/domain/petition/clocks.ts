import { and, asc, eq, inArray } from 'drizzle-orm';
import { clocks } from '../../db/schema.ts';
import { type Clock, clocksOf } from '../clock/engine.ts';
import { rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import type { ClockEvent } from '../policy/words.ts';

/** A running clock: by id, or the unit's own with the earliest day (the stricter date drives). */
export async function runningClock(
  ctx: Pick<DomainContext, 'tx'>,
  petitionId: string,
  id?: string,
): Promise<Clock | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(clocks)
    .where(
      and(
        eq(clocks.petitionId, petitionId),
        eq(clocks.state, 'running'),
        id === undefined ? inArray(clocks.owner, ['unit']) : eq(clocks.id, id),
      ),
    )
    .orderBy(asc(clocks.dueOn))
    .limit(1);
  return row;
}

export const runningClocks = (ctx: Pick<DomainContext, 'tx'>, petitionIds: readonly string[]): Promise<Clock[]> =>
  petitionIds.length === 0
    ? Promise.resolve([])
    : ctx.tx
        .select()
        .from(clocks)
        .where(and(inArray(clocks.petitionId, [...petitionIds]), eq(clocks.state, 'running')))
        .orderBy(asc(clocks.dueOn));

/** Clocks of a matter that this occasion meets, by the rules they run under; those that another replaced are left out. */
export async function clocksMetBy(ctx: DomainContext, petitionId: string, occasion: ClockEvent): Promise<Clock[]> {
  const all = (await clocksOf(ctx, petitionId)).filter((clock) => clock.state !== 'superseded');
  const ruleOf = await rulesOf(ctx, all);
  return all.filter((clock) => ruleOf(clock)?.rule.metBy.includes(occasion) === true);
}
