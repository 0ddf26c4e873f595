/**
 * The three colours of 分界镇 四（四）: green when closed, red past the due day, yellow when too few days are left. A threshold
 * of 10 reads "不足10天": yellow from nine days left on. Where the town gives no threshold there is no yellow.
 */
import { addDays, daysBetween, later, type LocalDay } from '../../core/local-day.ts';
import { isMonthOrLonger } from './due.ts';

export type Colour = 'none' | 'yellow' | 'red' | 'green';

export interface ColourQuestion {
  readonly startOn: LocalDay;
  readonly dueOn: LocalDay;
  readonly today: LocalDay;
  readonly closed: boolean;
  /** Yellow when fewer days than this are left; undefined while the town has not said. */
  readonly yellowFromDaysLeft: number | undefined;
}

export function colourOf({ startOn, dueOn, today, closed, yellowFromDaysLeft }: ColourQuestion): Colour {
  if (closed) return 'green';
  if (today > dueOn) return 'red';
  if (yellowFromDaysLeft === undefined || today < startOn) return 'none';
  return daysBetween(today, dueOn) < yellowFromDaysLeft ? 'yellow' : 'none';
}

/** The first yellow day, never before the start. */
export const yellowOn = (startOn: LocalDay, dueOn: LocalDay, yellowFromDaysLeft: number): LocalDay =>
  later(startOn, addDays(dueOn, 1 - yellowFromDaysLeft));

/** The threshold that goes with the length of the period: 化解时限不足一个月 or 一月以上 (以上 includes the month itself). */
export function yellowThreshold(
  startOn: LocalDay,
  rawDueOn: LocalDay,
  thresholds: { readonly underMonth: number | undefined; readonly monthOrLonger: number | undefined },
): number | undefined {
  return isMonthOrLonger(startOn, rawDueOn) ? thresholds.monthOrLonger : thresholds.underMonth;
}
