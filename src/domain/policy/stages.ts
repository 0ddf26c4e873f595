/** On which day each stage of a clock's ladder speaks. */
import { addDays, type LocalDay } from '../../core/local-day.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { yellowOn, yellowThreshold } from '../deadline/colour.ts';
import type { Due } from '../deadline/due.ts';
import {
  addWorkingDays,
  halfTime,
  workdayOnOrAfter,
  workdayOnOrBefore,
  workingDaysBefore,
} from '../deadline/working-days.ts';
import type { ClockRule, ColourRule, StageWhen } from './policy.ts';

export interface StageDay {
  readonly stage: string;
  readonly on: LocalDay;
}

/** The run of one clock: the day the count runs from, and the day it began to run (an assignment may come later). */
export interface Run {
  readonly startOn: LocalDay;
  readonly begunOn: LocalDay;
  readonly due: Due;
}

/**
 * The stages in order of day. Left out: what would fall on or before the start, and yellow while the town's threshold is a
 * gap. Reminders before the due day move back to a working day and are counted from `remindBy`, so that none gains time from
 * a roll; yellow and what comes after the due day move on to a working day, for before it they would not be true. Days before
 * `begunOn` are returned too: the caller decides what is still worth saying.
 */
export function stageDays(
  clock: Pick<ClockRule, 'kind' | 'ladder'>,
  run: Run,
  colours: ColourRule | undefined,
  calendar: WorkCalendar,
): StageDay[] {
  return clock.ladder
    .flatMap((rule) => {
      const on = dayOf(rule.when, run, yellowOf(clock.kind, run.startOn, run.due, colours), calendar);
      return on === undefined ? [] : [{ stage: rule.id, on }];
    })
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** The first yellow day of a clock; undefined when it has no colour or the town's threshold is a gap. */
export function yellowOf(
  kind: string,
  start: LocalDay,
  due: Due,
  colours: ColourRule | undefined,
): LocalDay | undefined {
  if (colours === undefined || !colours.clocks.includes(kind)) return undefined;
  const threshold = yellowThreshold(start, due.rawDueOn, {
    underMonth: colours.yellowUnderMonth,
    monthOrLonger: colours.yellowMonthOrLonger,
  });
  return threshold === undefined ? undefined : yellowOn(start, due.dueOn, threshold);
}

function dayOf(
  when: StageWhen,
  { startOn, begunOn, due }: Run,
  yellow: LocalDay | undefined,
  calendar: WorkCalendar,
): LocalDay | undefined {
  const afterStart = (day: LocalDay): LocalDay | undefined => (day > startOn ? day : undefined);
  switch (when.at) {
    case 'start':
      return begunOn;
    case 'half-time':
      return halfTime(startOn, due.remindBy, calendar);
    case 'yellow': {
      if (yellow === undefined) return undefined;
      const on = workdayOnOrAfter(yellow, calendar);
      return on <= due.remindBy ? on : due.remindBy;
    }
    case 'days-left-below':
      return afterStart(workdayOnOrBefore(addDays(due.dueOn, 1 - when.n), calendar));
    case 'working-days-before':
      return afterStart(workingDaysBefore(due.remindBy, when.n, calendar));
    case 'due':
      return due.remindBy;
    case 'days-after':
      return workdayOnOrAfter(addDays(due.dueOn, when.n), calendar);
    case 'working-days-after':
      return addWorkingDays(due.dueOn, when.n, calendar);
  }
}
