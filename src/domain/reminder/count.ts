/** 提醒核对: how many reminders of a day were to go out, reached somebody and were read. Taken every morning, read when it is off. */
import { and, desc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import { addDays, instantOf, type LocalDay } from '../../core/local-day.ts';
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
