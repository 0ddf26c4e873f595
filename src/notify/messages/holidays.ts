import { holidayNoticeCard } from '../../cards/holiday-notice.ts';
import { holidayNoticeWords as say } from '../../copy/holidays.ts';
import { movesFor } from '../../domain/calendar/notice/move.ts';
import { noticeById } from '../../domain/calendar/notice/store.ts';
import { findActor, namesOf } from '../../domain/org/service.ts';
import { defineMessage, type Told } from '../message.ts';

const noticeOf = ({ ctx, row }: Told) => noticeById(ctx, String(row.refs['notice']));

/** 放假安排: a card to those who may confirm it, what came of it, and which limits moved by it. */
export default [
  defineMessage({
    kind: 'holidays-asked',
    name: say.calledAsked,
    async general(told) {
      const notice = await noticeOf(told);
      if (notice === undefined || (told.spent === undefined && notice.state !== 'open')) {
        return { superseded: 'decided or pasted again since' };
      }
      const names = await namesOf(told.ctx.tx, [notice.by]);
      return { card: holidayNoticeCard(notice, names.get(notice.by) ?? '', told.spent) };
    },
  }),
  defineMessage({
    kind: 'holidays-decided',
    name: say.calledDecided,
    async general(told) {
      const notice = await noticeOf(told);
      if (notice === undefined) return { superseded: 'no such notice' };
      const names = await namesOf(told.ctx.tx, [notice.decidedBy]);
      return { markdown: say.decided(notice, names.get(notice.decidedBy ?? '') ?? '', notice.state === 'confirmed') };
    },
  }),
  defineMessage({
    kind: 'days-moved',
    name: say.calledMoved,
    own: true,
    async general(told) {
      const notice = await noticeOf(told);
      const actor = await findActor(told.ctx.tx, told.row.toId);
      if (notice === undefined || actor === undefined) return { superseded: 'nobody to tell' };
      const lines = await movesFor(told.ctx, actor, notice.id);
      return lines.length === 0
        ? { superseded: 'nothing left that its reader may know' }
        : { markdown: say.moved(lines, notice) };
    },
  }),
];
