/** What waits until something changes for its reader, and how it is set free: looked at again when it is sent, like any message. */
import { and, desc, eq, gte, inArray, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { AppChannel, RefusalReason } from '../../contract/channel.ts';
import { addDays, instantOf } from '../../core/local-day.ts';
import { outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { quietUntil } from './quiet.ts';

/** Failures older than this are over: they were told, and whoever was to know has heard it otherwise. */
const LISTED_DAYS = 7;
/** What was refused and is still tried after so long is no hiccup any more. */
const HICCUP_MS = 3_600_000;

/**
 * What did not arrive, for those who look after it: what waits for somebody, what failed lately, and what should have gone
 * out an hour ago, is still tried, and is refused each time with a reason.
 */
export const notArrived = (ctx: DomainContext): SQL | undefined =>
  or(
    eq(outbox.state, 'parked'),
    and(eq(outbox.state, 'failed'), gte(outbox.settledAt, instantOf(addDays(ctx.today, -LISTED_DAYS)))),
    and(
      eq(outbox.state, 'pending'),
      lte(outbox.holdUntil, new Date(ctx.at.getTime() - HICCUP_MS)),
      isNotNull(outbox.reason),
    ),
  );
/** Some channel refused it for one of these. */
const refusedFor = (...reasons: readonly RefusalReason[]): SQL =>
  sql`exists (select 1 from jsonb_array_elements(${outbox.refusals}) one where one ->> 'reason' = any(${sql.param(reasons)}::text[]))`;

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
          refusedFor('no-such-person', 'out-of-range'),
        ),
      ),
    ),
    false,
  );

const waitingFor = (way: AppChannel): SQL | undefined => and(eq(outbox.waitsFor, way), eq(outbox.state, 'parked'));

/** The bot is connected again: what it could not take goes out now, and not when its next try is due. */
export const botIsBack = (ctx: DomainContext): Promise<number> =>
  setFree(ctx, and(inArray(outbox.state, ['pending', 'parked']), refusedFor('bot-out')), false);

/** WeCom takes messages by this way again: what waited for that goes out. */
export const wayIsOpen = (ctx: DomainContext, way: AppChannel): Promise<number> => setFree(ctx, waitingFor(way), false);

/**
 * Lets one message try each way that was refused for its set-up, when nothing has tried for a while: nobody may happen to write one.
 * `retry_at` of what waits says until when the last refusal stands. In quiet hours only what may go out then tries.
 */
export async function tryRefusedWays(ctx: DomainContext, machineNow: Date): Promise<void> {
  const ways = await ctx.tx
    .select({
      way: sql<AppChannel>`${outbox.waitsFor}`,
      isOver: sql<boolean>`coalesce(max(${outbox.retryAt}) <= ${machineNow.toISOString()}::timestamptz, true)`,
      // Still on its way.
      isTrying: sql<boolean>`bool_or(${outbox.state} = 'pending')`,
    })
    .from(outbox)
    .where(and(isNotNull(outbox.waitsFor), inArray(outbox.state, ['parked', 'pending'])))
    .groupBy(outbox.waitsFor);
  for (const { way, isOver, isTrying } of ways) {
    if (!isOver || isTrying) continue;
    const towns = await ctx.tx.selectDistinct({ townId: outbox.townId }).from(outbox).where(waitingFor(way));
    const awake: string[] = [];
    for (const { townId } of towns) if ((await morningOf(ctx, townId)) <= ctx.at) awake.push(townId);
    const [first] = await ctx.tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(waitingFor(way), or(eq(outbox.urgent, true), inArray(outbox.townId, awake))))
      // The newest is the likeliest to be true still: one that is not sent tries nothing.
      .orderBy(desc(outbox.createdAt), desc(outbox.id))
      .limit(1);
    // Its mark stays until it is settled, so that one tries at a time.
    if (first !== undefined) await setFree(ctx, eq(outbox.id, first.id), false, { waitsFor: way });
  }
}

async function morningOf(ctx: DomainContext, townId: string): Promise<Date> {
  const { rhythm } = await ctx.policy(townId);
  return quietUntil(ctx.at, { from: rhythm.quietFrom, to: rhythm.quietTo }, ctx.calendar);
}

/** @returns how many rows go out anew; nobody who did not just write is woken by them */
async function setFree(
  ctx: DomainContext,
  which: SQL | undefined,
  isAwake: boolean,
  mark: { readonly waitsFor: AppChannel | null } = { waitsFor: null },
): Promise<number> {
  // Locked in one order: a reader who writes and a way that opens may both want them.
  const found = await ctx.tx
    .select({ id: outbox.id, townId: outbox.townId, toKind: outbox.toKind, toId: outbox.toId })
    .from(outbox)
    .where(which)
    .orderBy(outbox.id)
    .for('update');
  for (const townId of new Set(found.map((row) => row.townId))) {
    const rows = found.filter((row) => row.townId === townId);
    const until = (isAwake ? ctx.at : await morningOf(ctx, townId)).toISOString();
    const later = sql`greatest(${outbox.holdUntil}, ${until}::timestamptz)`;
    await ctx.tx
      .update(outbox)
      .set({
        state: 'pending',
        reason: null,
        refusals: null,
        settledAt: null,
        retryAt: null,
        attempts: 0,
        ...mark,
        holdUntil: sql`case when ${outbox.urgent} then ${outbox.holdUntil} else ${later} end`,
      })
      .where(sql`${outbox.id} = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`);
    for (const { toKind, toId } of rows) {
      ctx.told.set(`${toKind} ${toId}`, { toKind: toKind as 'person' | 'group', toId });
    }
  }
  return found.length;
}
