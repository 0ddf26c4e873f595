/** The period a report on demand speaks of: this one so far, the last one, or one by name. Pure. */
import { addDays, addMonths, type LocalDay, weekdayOf } from '../../core/local-day.ts';
import type { Period } from './facts.ts';

export const weekOf = (day: LocalDay): Period => {
  const from = addDays(day, 1 - weekdayOf(day));
  return { from, to: addDays(from, 6) };
};

/** A month, quarter (3) or year (12) that begins in a month. */
export function monthsFrom(year: number, month: number, months: 1 | 3 | 12): Period {
  const from = `${year}-${String(month).padStart(2, '0')}-01` as LocalDay;
  return { from, to: addDays(addMonths(from, months), -1) };
}

const firstMonth = (day: LocalDay, months: 1 | 3 | 12): number =>
  Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1;

export const periodOf = (day: LocalDay, months: 1 | 3 | 12): Period =>
  monthsFrom(Number(day.slice(0, 4)), firstMonth(day, months), months);
