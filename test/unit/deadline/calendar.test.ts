import { describe, expect, it } from 'vitest';
import { buildCalendar } from '../../../src/domain/deadline/calendar.ts';
import { calendarSourceOf } from '../../../src/domain/deadline/source.ts';
import { calendar, day, source } from './support.ts';

describe('rows from chinese-days', () => {
  it('names the package with its version', () => {
    expect(source.source).toMatch(/^chinese-days@\d+\.\d+\.\d+$/u);
  });
  it('knows a published year and none that has no entries', () => {
    expect(source.years).toEqual(expect.arrayContaining([2020, 2021, 2022, 2023, 2024, 2025, 2026]));
    const withRows = new Set(source.rows.map((row) => Number(row.day.slice(0, 4))));
    expect(source.years.filter((year) => !withRows.has(year))).toEqual([]);
    expect(calendar.yearKnown(Math.max(...source.years) + 1)).toBe(false);
  });
  it('the six make-up days of 2026', () => {
    const makeups = source.rows.filter((row) => row.kind === 'makeup' && row.day.startsWith('2026'));
    expect(makeups.map((row) => row.day)).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });
  it('a December entry of the next notice does not make its year known', () => {
    const stray = calendarSourceOf({ holidays: { '2030-12-31': "New Year's Day,元旦,1" }, workdays: {} }, '0.0.0');
    expect(stray).toMatchObject({ source: 'chinese-days@0.0.0', years: [] });
  });
  it('an entry it cannot read stops the start', () => {
    expect(() => calendarSourceOf({ holidays: { '2026-02-30': 'x,y,1' }, workdays: {} }, '0')).toThrow('2026-02-30');
  });
});

describe('days', () => {
  it.each([
    ['2026-03-04', true, 'workday'],
    ['2026-03-07', false, 'weekend'],
    ['2026-02-14', true, 'makeup'],
    ['2026-02-15', false, 'holiday'],
    ['2026-10-05', false, 'holiday'],
    ['2020-01-31', false, 'holiday'],
  ])('%s worked: %s (%s)', (text, worked, kind) => {
    expect(calendar.isWorkday(day(text))).toBe(worked);
    expect(calendar.info(day(text))).toMatchObject({ day: text, kind, certain: true });
    expect(calendar.dayOff(day(text)) === undefined).toBe(worked);
  });
  it('names the reason', () => {
    expect(calendar.dayOff(day('2026-10-05'))).toEqual({ kind: 'holiday', name: '国庆节' });
    expect(calendar.dayOff(day('2026-03-07'))).toEqual({ kind: 'weekend' });
    expect(calendar.makeup(day('2026-10-10'))).toEqual({ name: '国庆节' });
    expect(calendar.makeup(day('2026-10-09'))).toBeUndefined();
  });
  it('rows of a year that is not declared known are not used', () => {
    const partial = buildCalendar([{ day: day('2031-10-01'), kind: 'holiday', name: 'x' }], [2026]);
    expect(partial.isWorkday(day('2031-10-01'))).toBe(true);
    expect(partial.info(day('2031-10-01'))).toEqual({ day: '2031-10-01', certain: false, kind: 'workday' });
    expect(partial.knownYears).toEqual([2026]);
  });
  it('29 to 31 December are certain only with the next notice', () => {
    expect(calendar.isCertain(day('2025-12-31'))).toBe(true);
    const only2026 = buildCalendar([], [2026]);
    expect(only2026.isCertain(day('2026-12-28'))).toBe(true);
    expect(only2026.isCertain(day('2026-12-29'))).toBe(false);
  });
});
