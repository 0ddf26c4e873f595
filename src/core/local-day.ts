/**
 * Calendar days in Asia/Shanghai. Shanghai has had no daylight saving since 1991, so its offset is a constant
 * and needs no time-zone data; years before 1992 are not supported.
 */
export type LocalDay = string & { readonly __brand: 'LocalDay' };
/** `HH:mm` on a Shanghai wall clock. */
export type LocalTime = `${number}:${number}`;

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const toMs = (day: LocalDay): number => Date.parse(`${day}T00:00:00Z`);
const fromMs = (ms: number): LocalDay => new Date(ms).toISOString().slice(0, 10) as LocalDay;

/** Strict `YYYY-MM-DD`; a day that does not exist (2026-02-30) is undefined. */
export function parseLocalDay(text: string): LocalDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || fromMs(ms) !== text ? undefined : (text as LocalDay);
}

export const localDayOf = (at: Date): LocalDay => fromMs(at.getTime() + OFFSET_MS);
/** `HH:mm` of the moment in Shanghai. */
export const localTimeOf = (at: Date): LocalTime =>
  new Date(at.getTime() + OFFSET_MS).toISOString().slice(11, 16) as LocalTime;
export const instantOf = (day: LocalDay, time: LocalTime = '00:00'): Date => new Date(`${day}T${time}:00+08:00`);

export const addDays = (day: LocalDay, days: number): LocalDay => fromMs(toMs(day) + days * DAY_MS);
/** Whole days from `from` to `to`; negative when `to` lies before. */
export const daysBetween = (from: LocalDay, to: LocalDay): number => Math.round((toMs(to) - toMs(from)) / DAY_MS);
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: LocalDay): number => new Date(toMs(day)).getUTCDay() || 7;
export const yearOf = (day: LocalDay): number => Number(day.slice(0, 4));
export const earlier = (a: LocalDay, b: LocalDay): LocalDay => (a < b ? a : b);
export const later = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);

/** Same day of a later month, or that month's last day (民法典 202). */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number);
  const lastDay = new Date(Date.UTC(y, m - 1 + months + 1, 0)).getUTCDate();
  return fromMs(Date.UTC(y, m - 1 + months, Math.min(d, lastDay)));
}
