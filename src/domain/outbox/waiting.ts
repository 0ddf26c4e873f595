/** What waits until something changes for its reader, and how it is set free: looked at again when it is sent, like any message. */
import { and, eq, gte, or, type SQL, sql } from 'drizzle-orm';
import { addDays, instantOf } from '../../core/local-day.ts';
import { outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { quietUntil } from './quiet.ts';

/** Failures older than this are over: they were told, and whoever was to know has heard it otherwise. */
export const LISTED_DAYS = 7;
/** Nobody of this id, or none whom the app may see (doc 90313). */
export const NOT_FOUND = /\b(?:81013|60111|40003|40031|46004)\b/u;
/** The same, and 60011: known, and not to this app. */
const OUT_OF_RANGE = '\\m(81013|60111|60011|40003|40031|46004)\\M';

/** What was parked because nobody had written yet goes out once somebody has: they are awake, and there. */
export const unpark = (ctx: DomainContext, toKind: 'person' | 'group', toId: string): Promise<number> =>
  setFree(ctx, and(eq(outbox.toKind, toKind), eq(outbox.toId, toId), eq(outbox.state, 'parked')), true);

/** The app reaches this person (again): what waited, and what was given up lately because it did not. */
export const cameIntoRange = (ctx: DomainContext, userid: string): Promise<number> =>
  setFree(
    ctx,
    and(
      eq(outbox.toKind, 'person'),
      eq(outbox.toId, userid),
      or(
        eq(outbox.state, 'parked'),
        and(
          eq(outbox.state, 'failed'),
          gte(outbox.settledAt, instantOf(addDays(ctx.today, -LISTED_DAYS))),
          sql`${outbox.reason} ~ ${OUT_OF_RANGE}`,
        ),
      ),
    ),
    false,
  );

/** @returns how many rows go out anew; nobody who did not just write is woken by them */
async function setFree(ctx: DomainContext, which: SQL | undefined, isAwake: boolean): Promise<number> {
  const towns = await ctx.tx.selectDistinct({ townId: outbox.townId }).from(outbox).where(which);
  let freed = 0;
  for (const { townId } of towns) {
    const { rhythm } = await ctx.policy(townId);
    const morning = quietUntil(ctx.at, { from: rhythm.quietFrom, to: rhythm.quietTo }, ctx.calendar);
    const until = isAwake ? ctx.at : morning;
    const rows = await ctx.tx
      .update(outbox)
      .set({
        state: 'pending',
        reason: null,
        settledAt: null,
        retryAt: null,
        attempts: 0,
        holdUntil: sql`case when ${outbox.urgent} then ${outbox.holdUntil} else greatest(${outbox.holdUntil}, ${until.toISOString()}::timestamptz) end`,
      })
      .where(and(which, eq(outbox.townId, townId)))
      .returning({ toKind: outbox.toKind, toId: outbox.toId });
    freed += rows.length;
    for (const row of rows) {
      const toKind = row.toKind as 'person' | 'group';
      ctx.told.set(`${toKind} ${row.toId}`, { toKind, toId: row.toId });
    }
  }
  return freed;
}
