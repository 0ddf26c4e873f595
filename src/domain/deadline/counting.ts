/** The count of one period as data, day by day, for `/为什么`. Words for it live in copy. */
import { addDays, daysBetween, type LocalDay } from '../../core/local-day.ts';
import type { DayOff, WorkCalendar } from './calendar.ts';
import { computeDue, daysFrom, offRanges, type Due, type OffRange, type Period } from './due.ts';

export type CountingStep =
  /** The day of the event; never counted (民法典 201). */
  | { readonly step: 'start'; readonly day: LocalDay }
  /** A counted day. `off` says that it is a rest day which a calendar-day period counts all the same. */
  | {
      readonly step: 'counted';
      readonly day: LocalDay;
      readonly nth: number;
      readonly off?: DayOff;
      readonly makeup?: { readonly name: string };
    }
  /** A rest day that a working-day period steps over. */
  | { readonly step: 'skipped'; readonly day: LocalDay; readonly off: DayOff }
  /** The corresponding day of a period of months; monthEnd when the month has no such day (民法典 202). */
  | { readonly step: 'corresponding'; readonly day: LocalDay; readonly months: number; readonly monthEnd: boolean }
  /** The last day is a rest day: moved on (民法典 203). */
  | { readonly step: 'rolled'; readonly day: LocalDay; readonly off: DayOff }
  | { readonly step: 'due'; readonly day: LocalDay; readonly provisional: boolean };

/** Every day from the event to the due day, in order. A period of months has one `corresponding` step for its days. */
export function countingSteps(start: LocalDay, period: Period, calendar: WorkCalendar): CountingStep[] {
  const due = computeDue(start, period, calendar);
  return [
    { step: 'start', day: start },
    ...(period.unit === 'months' ? [corresponding(start, period.n, due)] : countedDays(start, period, due, calendar)),
    ...rolledDays(due, calendar),
    { step: 'due', day: due.dueOn, provisional: due.provisional },
  ];
}

/** The count in a few facts: what a reader needs instead of sixty lines. */
export interface CountingSummary extends Due {
  readonly startOn: LocalDay;
  readonly period: Period;
  /** The first counted day. */
  readonly countFrom: LocalDay;
  /** Holidays that a working-day count stepped over. */
  readonly holidays: readonly Extract<OffRange, { kind: 'holiday' }>[];
  /** Plain weekend days that a working-day count stepped over. */
  readonly weekendDays: number;
  /** Weekend days that counted because they are worked; for a calendar-day period only a last day that did not roll. */
  readonly makeups: readonly { readonly day: LocalDay; readonly name: string }[];
  /** The rest the last day rolled across; empty when it did not roll. */
  readonly rolledOver: readonly OffRange[];
  /** The corresponding day did not exist and the month's end stands in for it. */
  readonly monthEnd: boolean;
}

export function countingSummary(start: LocalDay, period: Period, calendar: WorkCalendar): CountingSummary {
  const due = computeDue(start, period, calendar);
  const byWorkingDays = period.unit === 'working-days';
  const stepped = byWorkingDays ? due.skipped : [];
  return {
    ...due,
    startOn: start,
    period,
    countFrom: addDays(start, 1),
    holidays: stepped.filter((range) => range.kind === 'holiday'),
    weekendDays: stepped
      .filter((range) => range.kind === 'weekend')
      .reduce((sum, range) => sum + daysBetween(range.from, range.to) + 1, 0),
    makeups: makeupsIn(byWorkingDays ? daysFrom(addDays(start, 1), due.dueOn) : [due.rawDueOn], calendar),
    rolledOver: byWorkingDays ? [] : offRanges(daysFrom(due.rawDueOn, due.dueOn), calendar),
    monthEnd: period.unit === 'months' && due.rawDueOn.slice(8) !== start.slice(8),
  };
}

function countedDays(start: LocalDay, { unit }: Period, due: Due, calendar: WorkCalendar): CountingStep[] {
  const steps: CountingStep[] = [];
  let nth = 0;
  for (const day of daysFrom(addDays(start, 1), due.rawDueOn)) {
    const off = calendar.dayOff(day);
    if (off !== undefined && unit === 'working-days') {
      steps.push({ step: 'skipped', day, off });
      continue;
    }
    nth += 1;
    const makeup = calendar.makeup(day);
    steps.push({
      step: 'counted',
      day,
      nth,
      ...(off === undefined ? {} : { off }),
      ...(makeup === undefined ? {} : { makeup }),
    });
  }
  return steps;
}

const corresponding = (start: LocalDay, months: number, { rawDueOn }: Due): CountingStep => ({
  step: 'corresponding',
  day: rawDueOn,
  months,
  monthEnd: rawDueOn.slice(8) !== start.slice(8),
});

function rolledDays({ rawDueOn, dueOn }: Due, calendar: WorkCalendar): CountingStep[] {
  return daysFrom(rawDueOn, addDays(dueOn, -1)).flatMap((day) => {
    const off = calendar.dayOff(day);
    return off === undefined ? [] : [{ step: 'rolled' as const, day, off }];
  });
}

const makeupsIn = (days: readonly LocalDay[], calendar: WorkCalendar): { day: LocalDay; name: string }[] =>
  days.flatMap((day) => {
    const makeup = calendar.makeup(day);
    return makeup === undefined ? [] : [{ day, name: makeup.name }];
  });
