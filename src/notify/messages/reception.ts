import { receptionText } from '../../cards/roster.ts';
import { noticeWords } from '../../copy/notices.ts';
import { dutyOn, RECEPTION } from '../../domain/roster/roster.ts';
import { defineMessage } from '../message.ts';

/** Who receives today. */
export default defineMessage({
  kind: 'reception',
  name: noticeWords.called.reception,
  async general({ ctx, row, today }) {
    if (row.refs['day'] !== today) return { superseded: 'of an earlier day' };
    const duty = await dutyOn(ctx, row.townId, RECEPTION, today);
    if (duty === undefined) return { superseded: 'a day of rest since' };
    if (duty.person === undefined) return { superseded: 'nobody receives any more' };
    return { markdown: receptionText(duty, today) };
  },
});
