import { holidayText } from '../../cards/roster.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { findActor, unitNames } from '../../domain/org/service.ts';
import { dueInHoliday } from '../../domain/schedule/holidays.ts';
import { holidayFrom } from '../../domain/schedule/slots.ts';
import { defineMessage } from '../message.ts';

/** Matters whose last day falls into the rest ahead. */
export default defineMessage({
  kind: 'before-holidays',
  own: true,
  async general({ ctx, row }) {
    const from = String(row.refs['from']) as LocalDay;
    const holiday = holidayFrom(from, ctx.calendar);
    const actor = await findActor(ctx.tx, row.toId);
    const isAhead = from > ctx.today;
    if (holiday === undefined || actor === undefined || !isAhead) return { superseded: 'the rest has begun' };
    const rows = await dueInHoliday(ctx, actor, from);
    if (rows.length === 0) return { superseded: 'nothing falls into it any more' };
    return { markdown: holidayText(rows, await unitNames(ctx.tx, row.townId), holiday, ctx.today) };
  },
});
