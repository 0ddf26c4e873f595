/** Steps on the working calendar. No function here counts the day it starts from. */
import { addDays, DayOutOfRange, daysBetween, type LocalDay } from '../../core/local-day.ts';
import type { WorkCalendar } from './calendar.ts';

/** Days that one walk may take: four times what anybody may name. A longer one is no deadline but a fault, and must not stop the bot. */
export const LONGEST_WALK = 14_640;

/** @throws DayOutOfRange for more days than a walk may take */
export function assertWalkable(from: LocalDay, to: LocalDay): void {
  if (Math.abs(daysBetween(from, to)) > LONGEST_WALK) throw new DayOutOfRange(`too far to walk: ${from} to ${to}`);
}

/** Day after day in one direction until `isThere`. @throws DayOutOfRange when that takes too long */
function walk(day: LocalDay, step: number, isThere: (day: LocalDay) => boolean): LocalDay {
  let found = day;
  for (let taken = 0; !isThere(found); taken += 1) {
    if (taken >= LONGEST_WALK) throw new DayOutOfRange(`too far to walk: ${taken} days from ${day}`);
    found = addDays(found, step);
  }
  return found;
}

/** The first working day on or after the day. */
export function workdayOnOrAfter(day: LocalDay, calendar: WorkCalendar): LocalDay {
  return walk(day, 1, calendar.isWorkday);
}

/** The last working day on or before the day. */
export function workdayOnOrBefore(day: LocalDay, calendar: WorkCalendar): LocalDay {
  return walk(day, -1, calendar.isWorkday);
}

/** The n-th working day after the day; before it when n is negative; the day itself, working or not, when n is 0. */
export function addWorkingDays(day: LocalDay, n: number, calendar: WorkCalendar): LocalDay {
  let left = Math.abs(n);
  return walk(day, Math.sign(n), (found) => {
    if (found !== day && calendar.isWorkday(found)) left -= 1;
    return left <= 0;
  });
}

/** The n-th working day before the day, always a working day; n = 0 is the day itself or the last working day before it. */
export function workingDaysBefore(day: LocalDay, n: number, calendar: WorkCalendar): LocalDay {
  return n === 0 ? workdayOnOrBefore(day, calendar) : addWorkingDays(day, -n, calendar);
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(from: LocalDay, to: LocalDay, calendar: WorkCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  assertWalkable(from, to);
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
