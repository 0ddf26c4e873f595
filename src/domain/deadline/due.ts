/**
 * When a period ends. 民法典 201: the day of the event does not count, counting starts the next day. 202: a period of months
 * ends on the corresponding day, or at the month's end where there is none. 203: when the last day is a rest day, the day
 * after the rest ends the period. The 信访工作条例 has no counting rule of its own; its periods are calendar days except the
 * five working days for an objection (art. 23). Working days and calendar days are never converted into one another.
 */
import { addDays, addMonths, type LocalDay } from '../../core/local-day.ts';
import type { DayOff, WorkCalendar } from './calendar.ts';
import { addWorkingDays, assertWalkable, workdayOnOrAfter, workdayOnOrBefore } from './working-days.ts';

export type PeriodUnit = 'days' | 'working-days' | 'months';

/** n is a whole number, at least 1. */
export interface Period {
  readonly n: number;
  readonly unit: PeriodUnit;
}

/** Neighbouring days that were off for the same reason, both ends included. */
export type OffRange = DayOff & { readonly from: LocalDay; readonly to: LocalDay };

export interface Due {
  /** The legal last day: rolled forward when the counted day is a rest day; a working-day period never rolls. */
  readonly dueOn: LocalDay;
  /** The counted day before any roll. */
  readonly rawDueOn: LocalDay;
  /** The last working day on or before rawDueOn: a reminder never gains time from a roll. */
  readonly remindBy: LocalDay;
  /** Rests on a day whose year is not published yet (暂算). */
  readonly provisional: boolean;
  /** Days off that moved the result: all that a working-day count stepped over, or the rest the last day rolled across. */
  readonly skipped: readonly OffRange[];
}

export function computeDue(start: LocalDay, period: Period, calendar: WorkCalendar): Due {
  const rawDueOn = countPeriod(start, period, calendar);
  const dueOn = workdayOnOrAfter(rawDueOn, calendar);
  const remindBy = remindDay(start, rawDueOn, dueOn, calendar);
  const byWorkingDays = period.unit === 'working-days';
  const decisiveFrom = byWorkingDays ? addDays(start, 1) : remindBy < rawDueOn ? remindBy : rawDueOn;
  const decisive = daysFrom(decisiveFrom, dueOn);
  return {
    dueOn,
    rawDueOn,
    remindBy,
    provisional: decisive.some((day) => !calendar.isCertain(day)),
    skipped: offRanges(byWorkingDays ? decisive : daysFrom(rawDueOn, dueOn), calendar),
  };
}

/** The counted last day before any roll. */
export function countPeriod(start: LocalDay, { n, unit }: Period, calendar: WorkCalendar): LocalDay {
  switch (unit) {
    case 'days':
      return addDays(start, n);
    case 'working-days':
      return addWorkingDays(start, n, calendar);
    case 'months':
      return addMonths(start, n);
  }
}

/** Whether the period reaches from start to at least the corresponding day of the next month (民法典 202; 以上 includes it). */
export const isMonthOrLonger = (start: LocalDay, rawDueOn: LocalDay): boolean => rawDueOn >= addMonths(start, 1);

/** Merges the days off among `days` (in order) into ranges; neighbours off for the same reason become one. */
export function offRanges(days: readonly LocalDay[], calendar: WorkCalendar): OffRange[] {
  const ranges: OffRange[] = [];
  for (const day of days) {
    const off = calendar.dayOff(day);
    if (off === undefined) continue;
    const last = ranges.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day && sameReason(last, off)) {
      ranges[ranges.length - 1] = { ...last, to: day };
    } else {
      ranges.push({ ...off, from: day, to: day });
    }
  }
  return ranges;
}

/** Both ends included; empty when `to` lies before `from`. @throws DayOutOfRange for more days than a walk may take */
export function daysFrom(from: LocalDay, to: LocalDay): LocalDay[] {
  assertWalkable(from, to);
  const days: LocalDay[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

const sameReason = (a: DayOff, b: DayOff): boolean =>
  a.kind === 'weekend' ? b.kind === 'weekend' : b.kind === 'holiday' && a.name === b.name;

// A period that lies wholly inside a rest has no working day before its end. The event's own day serves when it is worked,
// else only the rolled last day is left.
function remindDay(start: LocalDay, rawDueOn: LocalDay, dueOn: LocalDay, calendar: WorkCalendar): LocalDay {
  const before = workdayOnOrBefore(rawDueOn, calendar);
  return before >= start ? before : dueOn;
}
