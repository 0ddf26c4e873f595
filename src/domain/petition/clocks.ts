import { and, asc, eq, inArray } from 'drizzle-orm';
import { clocks } from '../../db/schema.ts';
import type { Clock } from '../clock/engine.ts';
import type { DomainContext } from '../context.ts';

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
