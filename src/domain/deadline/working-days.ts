/** Steps on the working calendar. No function here counts the day it starts from. */
import { addDays, daysBetween, type LocalDay } from '../../core/local-day.ts';
import type { WorkCalendar } from './calendar.ts';

/** The first working day on or after the day. */
export function workdayOnOrAfter(day: LocalDay, calendar: WorkCalendar): LocalDay {
  let found = day;
  while (!calendar.isWorkday(found)) found = addDays(found, 1);
  return found;
}

/** The last working day on or before the day. */
export function workdayOnOrBefore(day: LocalDay, calendar: WorkCalendar): LocalDay {
  let found = day;
  while (!calendar.isWorkday(found)) found = addDays(found, -1);
  return found;
}

/** The n-th working day after the day; before it when n is negative; the day itself, working or not, when n is 0. */
export function addWorkingDays(day: LocalDay, n: number, calendar: WorkCalendar): LocalDay {
  const step = Math.sign(n);
  let found = day;
  for (let left = Math.abs(n); left > 0;) {
    found = addDays(found, step);
    if (calendar.isWorkday(found)) left -= 1;
  }
  return found;
}

/** The n-th working day before the day, always a working day; n = 0 is the day itself or the last working day before it. */
export function workingDaysBefore(day: LocalDay, n: number, calendar: WorkCalendar): LocalDay {
  return n === 0 ? workdayOnOrBefore(day, calendar) : addWorkingDays(day, -n, calendar);
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(from: LocalDay, to: LocalDay, calendar: WorkCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (calendar.isWorkday(day)) count += 1;
  }
  return count;
}

/**
 * The middle day between start and due, moved back to a working day. Undefined when a period is so short that this is no
 * longer a day after the start and before the due day.
 */
export function halfTime(start: LocalDay, due: LocalDay, calendar: WorkCalendar): LocalDay | undefined {
  const middle = workdayOnOrBefore(addDays(start, Math.floor(daysBetween(start, due) / 2)), calendar);
  return middle > start && middle < due ? middle : undefined;
}
