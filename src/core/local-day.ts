/**
 * Calendar days in Asia/Shanghai. Shanghai has had no daylight saving since 1991, so its offset is a constant
 * and needs no time-zone data; years before 1992 are not supported.
 */
export type LocalDay = string & { readonly __brand: 'LocalDay' };
/** `HH:mm` on a Shanghai wall clock. */
export type LocalTime = `${number}:${number}`;

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A day that cannot be written as four digits of a year. Days compare as text: one of the year 10000 would come before all others, and a
 * count of days up to it would never end.
 */
export class DayOutOfRange extends RangeError {
  override readonly name = 'DayOutOfRange';
}

/** Milliseconds between the years 1 and 9999. @throws DayOutOfRange */
function inRange(ms: number, of: unknown): number {
  if (ms >= FIRST_MS && ms <= LAST_MS) return ms;
  throw new DayOutOfRange(`no day between 0001-01-01 and 9999-12-31: ${String(of)}`);
}

const toMs = (day: LocalDay): number => inRange(Date.parse(`${day}T00:00:00Z`), day);
const fromMs = (ms: number): LocalDay => new Date(inRange(ms, ms)).toISOString().slice(0, 10) as LocalDay;

/** Strict `YYYY-MM-DD`; a day that does not exist (2026-02-30) is undefined. */
export function parseLocalDay(text: string): LocalDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return ms >= FIRST_MS && fromMs(ms) === text ? (text as LocalDay) : undefined;
}

export const localDayOf = (at: Date): LocalDay => fromMs(at.getTime() + OFFSET_MS);
/** `HH:mm` of the moment in Shanghai. */
export const localTimeOf = (at: Date): LocalTime =>
  new Date(at.getTime() + OFFSET_MS).toISOString().slice(11, 16) as LocalTime;
export const instantOf = (day: LocalDay, time: LocalTime = '00:00'): Date =>
  new Date(inRange(Date.parse(`${day}T${time}:00Z`), `${day} ${time}`) - OFFSET_MS);

export const addDays = (day: LocalDay, days: number): LocalDay => fromMs(toMs(day) + days * DAY_MS);
/** Whole days from `from` to `to`; negative when `to` lies before. */
export const daysBetween = (from: LocalDay, to: LocalDay): number => Math.round((toMs(to) - toMs(from)) / DAY_MS);
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: LocalDay): number => new Date(toMs(day)).getUTCDay() || 7;
export const yearOf = (day: LocalDay): number => Number(day.slice(0, 4));
export const later = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);

/** Same day of a later month, or that month's last day (民法典 202). */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const date = new Date(toMs(day));
  const wanted = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  // Too short a month runs over into the next one.
  if (date.getUTCDate() !== wanted) date.setUTCDate(0);
  return fromMs(date.getTime());
}

const REACH_YEARS = 10;

/** Whether a day that somebody names may be meant: at most ten years from today. Beyond that it is a slip of the hand. */
export const isInReach = (day: LocalDay, today: LocalDay): boolean =>
  day >= addMonths(today, -12 * REACH_YEARS) && day <= addMonths(today, 12 * REACH_YEARS);

/** The longest period that somebody may name, in each unit: about as far. */
export const LONGEST = { days: 3660, 'working-days': 2500, months: 120 } as const;
