/** The rest days that everybody has by law (全国年节及纪念日放假办法 art. 2, as revised 2024, in force since 2025; before it 11 days). */
import type { LocalDay } from '../../../core/local-day.ts';
import type { CalendarRow } from '../../deadline/calendar.ts';

interface Statutory {
  readonly name: string;
  readonly days: number;
  /** Those of them that fall on the same date every year: `05-01`. */
  readonly fixed: readonly string[];
}

export interface Shortage {
  readonly name: string;
  readonly has: number;
  readonly needs: number;
  /** Of its fixed days, those that are no rest days. */
  readonly without: readonly LocalDay[];
}

const REVISED = 2025;
/** It may begin in the December before. */
export const NEW_YEAR = '元旦';

const statutoryOf = (year: number): readonly Statutory[] => {
  const isRevised = year >= REVISED;
  return [
    { name: NEW_YEAR, days: 1, fixed: ['01-01'] },
    { name: '春节', days: isRevised ? 4 : 3, fixed: [] },
    { name: '清明', days: 1, fixed: [] },
    { name: '劳动节', days: isRevised ? 2 : 1, fixed: isRevised ? ['05-01', '05-02'] : ['05-01'] },
    { name: '端午', days: 1, fixed: [] },
    { name: '中秋', days: 1, fixed: [] },
    { name: '国庆节', days: 3, fixed: ['10-01', '10-02', '10-03'] },
  ];
};

/** Holidays with fewer rest days than the law gives; two that are given together have the days of both. @param only those that are asked about */
export function shortages(year: number, rows: readonly CalendarRow[], only?: readonly string[]): Shortage[] {
  const rests = rows.filter(({ kind }) => kind === 'holiday');
  const all = statutoryOf(year).filter(({ name }) => only?.includes(name) ?? true);
  return all.flatMap(({ name, days, fixed }) => {
    const mine = rests.filter((row) => row.name.split('、').includes(name));
    const together = new Set(mine.flatMap((row) => row.name.split('、')));
    const needs = together.size > 1 ? sum(all.filter((one) => together.has(one.name)).map((one) => one.days)) : days;
    const without = fixed
      .map((day) => `${year}-${day}` as LocalDay)
      .filter((day) => !mine.some((row) => row.day === day));
    return mine.length < needs || without.length > 0 ? [{ name, has: mine.length, needs, without }] : [];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
