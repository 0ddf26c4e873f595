/** 提醒核对: how many reminders of a day were to go out, reached somebody and were read. Taken every morning, read when it is off. */
import { and, desc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import { addDays, instantOf, type LocalDay, type LocalTime } from '../../core/local-day.ts';
import { outbox, petitions, receipts, reminderCounts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { workdayOnOrBefore } from '../deadline/working-days.ts';
import { type Door, groupVisible } from '../matter/access.ts';

export interface ReminderCount {
  readonly due: number;
  readonly sent: number;
  readonly read: number;
}

/** The working day whose reminders a morning counts, and the days of rest that followed it. */
export const countedDay = (ctx: Pick<DomainContext, 'today' | 'calendar'>): LocalDay =>
  workdayOnOrBefore(addDays(ctx.today, -1), ctx.calendar);

/** @param door what its reader may see counted */
export async function countReminders(ctx: DomainContext, door: Door, day: LocalDay): Promise<ReminderCount> {
  const [figures] = await ctx.tx
    .select({
      due: sql<number>`count(*) filter (where ${outbox.state} <> 'superseded')::int`,
      sent: sql<number>`count(*) filter (where ${outbox.state} = 'sent')::int`,
      read: sql<number>`count(*) filter (where ${isNotNull(receipts.readAt)})::int`,
    })
    .from(outbox)
    .innerJoin(petitions, eq(petitions.id, outbox.petitionId))
    .leftJoin(receipts, eq(receipts.outboxId, outbox.id))
    .where(
      and(
        door,
        eq(outbox.kind, 'reminder'),
        gte(outbox.createdAt, instantOf(day)),
        lt(outbox.createdAt, instantOf(ctx.today)),
      ),
    );
  return figures ?? { due: 0, sent: 0, read: 0 };
}

/** Written down once a day and town, of what anybody at the server may see counted. */
export async function takeCount(ctx: DomainContext, townId: string): Promise<void> {
  const day = countedDay(ctx);
  const count = await countReminders(ctx, groupVisible(townId), day);
  await ctx.tx
    .insert(reminderCounts)
    .values({ townId, day, ...count, takenAt: ctx.at })
    .onConflictDoNothing();
}

/** What the newest morning counted in all towns, and how many towns have not counted today although it is noon. */
export interface CountNow extends ReminderCount {
  readonly day: LocalDay | undefined;
  readonly missing: number;
}

const NOON = '12:00' as LocalTime;

/** Of towns that were there the evening before; a day of rest counts nothing. */
export async function countNow(ctx: DomainContext): Promise<CountNow> {
  const isLate = ctx.calendar.isWorkday(ctx.today) && ctx.at >= instantOf(ctx.today, NOON);
  const [row] = await ctx.tx.execute<{
    day: LocalDay | null;
    due: number;
    sent: number;
    read: number;
    missing: number;
  }>(sql`
    with newest as (select max(day) as day from reminder_count)
    select newest.day::text as day, coalesce(sum(c.due), 0)::int as due, coalesce(sum(c.sent), 0)::int as sent,
      coalesce(sum(c.read), 0)::int as read,
      (select count(*)::int from town t where t.created_at < ${instantOf(ctx.today).toISOString()}::timestamptz
        and not exists (select 1 from reminder_count o where o.town_id = t.id and o.day = ${countedDay(ctx)}::date)) as missing
    from newest left join reminder_count c on c.day = newest.day group by newest.day`);
  const { day = null, due = 0, sent = 0, read = 0, missing = 0 } = row ?? {};
  return { day: day ?? undefined, due, sent, read, missing: isLate ? missing : 0 };
}

/** The newest count before this morning's. A gap behind it is a morning on which nothing was counted. */
async function lastCount(ctx: DomainContext, townId: string, before: LocalDay): Promise<LocalDay | undefined> {
  const [row] = await ctx.tx
    .select({ day: reminderCounts.day })
    .from(reminderCounts)
    .where(and(eq(reminderCounts.townId, townId), lt(reminderCounts.day, before)))
    .orderBy(desc(reminderCounts.day))
    .limit(1);
  return row?.day;
}

/** Days whose reminders were not counted: working days between the newest count and the one of this morning. */
export async function uncounted(ctx: DomainContext, townId: string): Promise<LocalDay[]> {
  const day = countedDay(ctx);
  const last = await lastCount(ctx, townId, day);
  if (last === undefined) return [];
  const missing: LocalDay[] = [];
  for (let one = addDays(last, 1); one < day; one = addDays(one, 1)) {
    if (ctx.calendar.isWorkday(one)) missing.push(one);
  }
  return missing;
}
