/**
 * Days counted on the fingers, one after another, with the rest days of autumn 2026 written out by hand (notice of the State
 * Council). It shares nothing with src/domain/deadline: what both agree on is right for two reasons.
 */
export type Day = string;

const FREE = new Set(
  ['09-25', '09-26', '09-27', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'].map(
    (day) => `2026-${day}`,
  ),
);
const WORKED = new Set(['2026-09-20', '2026-10-10']);

const shifted = (day: Day, days: number): Day => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
};
export const next = (day: Day): Day => shifted(day, 1);
const before = (day: Day): Day => shifted(day, -1);
/** 0 is Sunday. */
export const weekday = (day: Day): number => new Date(`${day}T12:00:00Z`).getUTCDay();
export const isWorked = (day: Day): boolean =>
  WORKED.has(day) || (!FREE.has(day) && weekday(day) !== 0 && weekday(day) !== 6);

/** Days after the day, or before it. */
export function plusDays(day: Day, days: number): Day {
  let found = day;
  for (let i = 0; i < Math.abs(days); i += 1) found = days > 0 ? next(found) : before(found);
  return found;
}

/** The n-th worked day after the day, or before it. */
export function plusWorked(day: Day, days: number): Day {
  let found = day;
  for (let left = Math.abs(days); left > 0;) {
    found = days > 0 ? next(found) : before(found);
    if (isWorked(found)) left -= 1;
  }
  return found;
}

export function workedFrom(day: Day): Day {
  let found = day;
  while (!isWorked(found)) found = next(found);
  return found;
}

export function workedUntil(day: Day): Day {
  let found = day;
  while (!isWorked(found)) found = before(found);
  return found;
}

/** Days from one to the other, negative when the other lies before. */
export function daysTo(from: Day, to: Day): number {
  if (to < from) return -daysTo(to, from);
  let count = 0;
  for (let day = from; day < to; day = next(day)) count += 1;
  return count;
}

/** The same date of the next month, or that month's last day. */
export function aMonthLater(day: Day): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  let last = new Date(Date.UTC(year, month, date));
  while (last.getUTCMonth() !== month % 12) last = new Date(last.getTime() - 86_400_000);
  return last.toISOString().slice(0, 10);
}

export function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = next(day)) days.push(day);
  return days;
}
