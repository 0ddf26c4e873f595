import { and, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import { noticeWords } from '../../copy/notices.ts';
import { zhDay } from '../../copy/terms.ts';
import { addDays, instantOf } from '../../core/local-day.ts';
import { outbox, petitions, receipts } from '../../db/schema.ts';
import { workdayOnOrBefore } from '../../domain/deadline/working-days.ts';
import { findActor } from '../../domain/org/service.ts';
import { countableFor } from '../../domain/matter/access.ts';
import { defineMessage } from '../message.ts';

/** 昨日应提醒 7，送达 7，已阅 5: the reminders of the last working day before today, of matters that its reader may see counted. */
export default defineMessage({
  kind: 'watchdog',
  name: noticeWords.called.watchdog,
  forItsDay: true,
  async general({ ctx, row }) {
    const actor = await findActor(ctx.tx, row.toId);
    if (actor === undefined) return { superseded: 'the person left' };
    const day = workdayOnOrBefore(addDays(ctx.today, -1), ctx.calendar);
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
          countableFor(actor),
          eq(outbox.townId, actor.townId),
          eq(outbox.kind, 'reminder'),
          gte(outbox.createdAt, instantOf(day)),
          lt(outbox.createdAt, instantOf(ctx.today)),
        ),
      );
    const { due = 0, sent = 0, read = 0 } = figures ?? {};
    return { markdown: noticeWords.watchdog(zhDay(day, ctx.today), due, sent, read) };
  },
});
