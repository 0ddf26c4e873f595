/** Days and hours of the virtual clock, in milliseconds. Everything is Asia/Shanghai, which has no daylight saving. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OFFSET = 8 * HOUR;
const WEEKDAYS = '日一二三四五六';

const pad = (n: number): string => String(n).padStart(2, '0');

export const toMillis = (iso: string): number => Date.parse(iso);

/** The parts of a moment on a Chinese wall calendar. */
function parts(millis: number) {
  const shifted = new Date(millis + OFFSET);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    weekday: shifted.getUTCDay(),
  };
}

const dayNumber = (millis: number): number => Math.floor((millis + OFFSET) / DAY);

export const sameDay = (a: number, b: number): boolean => dayNumber(a) === dayNumber(b);

/** 2026-11-26 */
export function isoDay(millis: number): string {
  const p = parts(millis);
  return `${p.year}-${pad(p.month)}-${pad(p.day)}`;
}

/** 2026-11-26T08:40:00+08:00 */
export function isoMoment(millis: number): string {
  return `${isoDay(millis)}T${timeOf(millis)}:00+08:00`;
}

/** 08:40 */
export function timeOf(millis: number): string {
  const p = parts(millis);
  return `${pad(p.hour)}:${pad(p.minute)}`;
}

/** 11月26日(周四), with the year when it is not the year of `now`. */
export function dayOf(millis: number, now = millis): string {
  const p = parts(millis);
  const year = p.year === parts(now).year ? '' : `${p.year}年`;
  return `${year}${p.month}月${p.day}日(周${WEEKDAYS.charAt(p.weekday)})`;
}

/** 2026年11月26日 */
export function longDayOf(millis: number): string {
  const p = parts(millis);
  return `${p.year}年${p.month}月${p.day}日`;
}

/** 周四 */
export const weekdayOf = (millis: number): string => `周${WEEKDAYS.charAt(parts(millis).weekday)}`;

/** For the chat list: the time today, else the day. */
export function shortStamp(millis: number, now: number): string {
  if (sameDay(millis, now)) return timeOf(millis);
  const p = parts(millis);
  return dayNumber(now) - dayNumber(millis) === 1 ? '昨天' : `${p.month}月${p.day}日`;
}

/** For separators inside a chat. */
export const fullStamp = (millis: number, now: number): string => `${dayOf(millis, now)} ${timeOf(millis)}`;

const startOfDay = (millis: number): number => dayNumber(millis) * DAY - OFFSET;

/** Tomorrow at the given hour. */
export function tomorrowAt(now: number, hour: number, minute: number): number {
  return startOfDay(now) + DAY + hour * HOUR + minute * 60_000;
}

/** The next Monday (never today) at the given hour. */
export function nextMondayAt(now: number, hour: number, minute: number): number {
  const ahead = (8 - parts(now).weekday) % 7 || 7;
  return startOfDay(now) + ahead * DAY + hour * HOUR + minute * 60_000;
}
