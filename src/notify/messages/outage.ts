import { noticeWords } from '../../copy/notices.ts';
import { zhMoment } from '../../copy/terms.ts';
import { defineMessage } from '../message.ts';

/** The bot was away: what was typed then was not heard. */
export default defineMessage({
  kind: 'outage',
  name: noticeWords.called.outage,
  general({ row: { refs }, today }) {
    const [from, to] = [refs['from'], refs['to']].map((moment) => zhMoment(new Date(String(moment)), today));
    return { markdown: noticeWords.outage(from!, to!) };
  },
});
