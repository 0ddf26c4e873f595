import { and, asc, eq, inArray } from 'drizzle-orm';
import { clocks } from '../../db/schema.ts';
import { type Clock, clocksOf, clocksRunning } from '../clock/run.ts';
import { rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import type { ClockEvent } from '../policy/vocabulary.ts';

/** A running clock: by id, or the unit's own with the earliest day (the stricter date drives). */
export async function runningClock(
  ctx: Pick<DomainContext, 'tx'>,
  petitionId: string,
  id?: string,
): Promise<Clock | undefined> {
  const running = await clocksRunning(ctx, petitionId);
  return running.find((clock) => (id === undefined ? clock.owner === 'unit' : clock.id === id));
}

/** Of one matter, or of many by one statement; the earliest day first. */
export async function runningClocks(ctx: Pick<DomainContext, 'tx'>, petitionIds: readonly string[]): Promise<Clock[]> {
  const [only, ...others] = petitionIds;
  if (only === undefined) return [];
  if (others.length === 0) return clocksRunning(ctx, only);
  return ctx.tx
    .select()
    .from(clocks)
    .where(and(inArray(clocks.petitionId, [...petitionIds]), eq(clocks.state, 'running')))
    .orderBy(asc(clocks.dueOn));
}

/** Clocks of a matter that this occasion meets, by the rules they run under; those that another replaced are left out. */
export async function clocksMetBy(ctx: DomainContext, petitionId: string, occasion: ClockEvent): Promise<Clock[]> {
  const all = (await clocksOf(ctx, petitionId)).filter((clock) => clock.state !== 'superseded');
  const ruleOf = await rulesOf(ctx, all);
  return all.filter((clock) => ruleOf(clock)?.rule.metBy.includes(occasion) === true);
}
