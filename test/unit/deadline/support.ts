import type { LocalDay } from '../../../src/core/local-day.ts';
import { buildCalendar } from '../../../src/domain/deadline/calendar.ts';
import { readCalendarSource } from '../../../src/domain/deadline/source.ts';

export const source = readCalendarSource();
/** As published: the State Council's notices up to 2026. */
export const calendar = buildCalendar(source.rows, source.years);
export const day = (text: string): LocalDay => text as LocalDay;
