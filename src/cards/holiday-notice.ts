import type { Card } from '../contract/card.ts';
import { holidayNoticeWords as say } from '../copy/holidays.ts';
import type { StoredNotice } from '../domain/calendar/notice/store.ts';

/** Asks a second admin whether the days were read rightly. */
export const holidayNoticeCard = (notice: StoredNotice, by: string, spent: string | undefined): Card => ({
  kind: 'card',
  key: `holiday-notice:${notice.id}`,
  tone: 'info',
  title: say.title,
  body: `${say.lines(notice.days)}\n${say.check}`,
  fields: [
    { label: say.yearLabel, value: say.what(notice) },
    { label: say.numberLabel, value: notice.number },
    { label: say.byLabel, value: by },
  ],
  actions: [
    { label: say.agreeLabel, command: say.agreeLine(notice.id), primary: true },
    { label: say.refuseLabel, command: say.refuseLine(notice.id) },
  ],
  ...(spent === undefined ? {} : { spent }),
});
