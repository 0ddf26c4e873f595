import { sql } from 'drizzle-orm';
import type { DomainContext } from '../domain/context.ts';
import { allTowns } from '../domain/org/service.ts';
import { nextSlot } from '../domain/schedule/slots.ts';

/** The first moment after `ctx.at` at which a stage, a held message or a periodic occasion falls due. */
export async function nextMoment(ctx: DomainContext): Promise<Date | undefined> {
  const after = ctx.at.toISOString();
  const [row] = await ctx.tx.execute<{ at: string | null }>(sql`
    select least(
      (select min(next_stage_at) from clock where next_stage_at > ${after}::timestamptz),
      (select min(hold_until) from outbox where state = 'pending' and hold_until > ${after}::timestamptz)
    )::text as at`);
  const moments = row?.at == null ? [] : [new Date(row.at)];
  const towns = await allTowns(ctx.tx);
  ctx.policy.know(towns);
  for (const town of towns) {
    const slot = nextSlot(ctx.at, await ctx.policy(town.id), ctx.calendar);
    if (slot !== undefined) moments.push(slot.at);
  }
  return moments.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** Whether anything that can be done now is still undone; what waits for another try or for a person does not count. */
export async function hasDueWork(ctx: DomainContext, machineNow: Date): Promise<boolean> {
  const at = ctx.at.toISOString();
  const [row] = await ctx.tx.execute<{ due: boolean }>(sql`
    select exists (select 1 from clock where next_stage_at <= ${at}::timestamptz)
      or exists (select 1 from outbox where state = 'pending' and hold_until <= ${at}::timestamptz
                 and (retry_at is null or retry_at <= ${machineNow.toISOString()}::timestamptz)) as due`);
  return row?.due === true;
}

export interface Waiting {
  /** Seconds since it should have left; 0 when nothing waits. */
  readonly age: number;
  readonly kind: string;
  /** Why its last try failed, as the outbox has it; undefined before the first. */
  readonly reason: string | undefined;
}

/** The oldest message that should have left. */
export async function oldestWaiting(ctx: DomainContext): Promise<Waiting | undefined> {
  const at = sql`${ctx.at.toISOString()}::timestamptz`;
  const [row] = await ctx.tx.execute<{ age: string; kind: string; reason: string | null }>(sql`
    select extract(epoch from ${at} - hold_until) as age, kind, reason
    from outbox where state = 'pending' and hold_until <= ${at} order by hold_until, created_at, id limit 1`);
  if (row === undefined) return undefined;
  return { age: Math.max(0, Number(row.age)), kind: row.kind, reason: row.reason ?? undefined };
}
