/**
 * Rows for the calendar table, from the chinese-days package. The package answers for an unpublished year as if it had no
 * holidays, so its functions are not asked: its data is read, and a year counts as published only when it really has entries.
 */
import { createRequire } from 'node:module';
import { parseLocalDay, yearOf } from '../../core/local-day.ts';
import type { CalendarRow } from './calendar.ts';

export interface CalendarSource {
  /** Package and version, stored with the rows: `chinese-days@1.5.7`. */
  readonly source: string;
  readonly rows: readonly CalendarRow[];
  /** Years whose notice is in the data. */
  readonly years: readonly number[];
}

interface PackageData {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

/** What the installed package holds. Reads two files; call it once at start. */
export function readCalendarSource(): CalendarSource {
  const require = createRequire(import.meta.url);
  const data = require('chinese-days/dist/chinese-days.json') as PackageData;
  const { version } = require('chinese-days/package.json') as { version: string };
  return calendarSourceOf(data, version);
}

export function calendarSourceOf(data: PackageData, version: string): CalendarSource {
  const rows = [...rowsOf(data.holidays, 'holiday'), ...rowsOf(data.workdays, 'makeup')].toSorted((a, b) =>
    a.day < b.day ? -1 : 1,
  );
  return { source: `chinese-days@${version}`, rows, years: publishedYears(rows) };
}

function rowsOf(entries: Readonly<Record<string, string>>, kind: CalendarRow['kind']): CalendarRow[] {
  return Object.entries(entries).map(([text, entry]) => {
    const day = parseLocalDay(text);
    // An entry reads `National Day,国庆节,3`: English name, Chinese name, statutory days.
    const name = entry.split(',')[1];
    if (day === undefined || name === undefined) throw new Error(`chinese-days: cannot read ${text}: ${entry}`);
    return { day, kind, name };
  });
}

/**
 * A year is published when its own National Day is there. December days of a year may come from the next year's notice
 * alone, so a stray entry proves nothing.
 */
function publishedYears(rows: readonly CalendarRow[]): number[] {
  return rows.filter((row) => row.kind === 'holiday' && row.day.endsWith('-10-01')).map((row) => yearOf(row.day));
}
