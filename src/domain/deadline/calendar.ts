/**
 * The working calendar. Weekends rest; the State Council's yearly notice adds holidays and swaps weekend days into
 * working days (全国年节及纪念日放假办法 arts 2, 6, 7). A year whose notice is not loaded is *unknown*, not "no holidays":
 * only its weekends are taken as rest days, and whatever is computed from it is provisional.
 */
import { type LocalDay, weekdayOf, yearOf } from '../../core/local-day.ts';

/** One row of the calendar table: a named day off (weekend days inside a holiday too) or a make-up working day. */
export interface CalendarRow {
  readonly day: LocalDay;
  readonly kind: 'holiday' | 'makeup';
  /** As published, e.g. the name of the holiday a make-up day pays for. */
  readonly name: string;
}

/** Why a day is off. A holiday carries its published name, a weekend needs none. */
export type DayOff = { readonly kind: 'weekend' } | { readonly kind: 'holiday'; readonly name: string };

/** Everything the calendar knows of one day. */
type DayInfo = { readonly day: LocalDay; readonly certain: boolean } & (
  | DayOff
  | { readonly kind: 'workday' }
  | { readonly kind: 'makeup'; readonly name: string }
);

export interface WorkCalendar {
  isWorkday(day: LocalDay): boolean;
  /** Whether the year's notice is loaded. */
  yearKnown(year: number): boolean;
  /** Whether every notice that may name this day is loaded; the last days of December also need the next year's. */
  isCertain(day: LocalDay): boolean;
  /** Undefined on a working day. */
  dayOff(day: LocalDay): DayOff | undefined;
  /** The make-up entry of a weekend day that is worked. */
  makeup(day: LocalDay): { readonly name: string } | undefined;
  info(day: LocalDay): DayInfo;
  readonly knownYears: readonly number[];
}

// A New Year's notice has reached back as far as 29 December (2007, 2018).
const NEW_YEAR_REACH = '12-29';
const SATURDAY = 6;

export function buildCalendar(rows: readonly CalendarRow[], knownYears: readonly number[]): WorkCalendar {
  const years = new Set(knownYears);
  const named = new Map<LocalDay, CalendarRow>();
  for (const row of rows) {
    if (years.has(yearOf(row.day))) named.set(row.day, row);
  }

  const isCertain = (day: LocalDay): boolean =>
    years.has(yearOf(day)) && (day.slice(5) < NEW_YEAR_REACH || years.has(yearOf(day) + 1));

  const info = (day: LocalDay): DayInfo => {
    const certain = isCertain(day);
    const row = named.get(day);
    if (row !== undefined) return { day, certain, kind: row.kind, name: row.name };
    return { day, certain, kind: weekdayOf(day) >= SATURDAY ? 'weekend' : 'workday' };
  };

  const isWorkday = (day: LocalDay): boolean => {
    const row = named.get(day);
    return row === undefined ? weekdayOf(day) < SATURDAY : row.kind === 'makeup';
  };

  return {
    isWorkday,
    isCertain,
    info,
    yearKnown: (year) => years.has(year),
    knownYears: [...years].toSorted((a, b) => a - b),
    dayOff(day) {
      const row = named.get(day);
      if (row?.kind === 'holiday') return { kind: 'holiday', name: row.name };
      return row === undefined && weekdayOf(day) >= SATURDAY ? { kind: 'weekend' } : undefined;
    },
    makeup(day) {
      const row = named.get(day);
      return row?.kind === 'makeup' ? { name: row.name } : undefined;
    },
  };
}
