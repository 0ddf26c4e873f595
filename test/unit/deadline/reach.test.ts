/** `/交办 12 城建办 期限:9999-12-31` once stopped the bot: no day that is read, and no day that is counted, may run on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay, readFeedback, readPeriod, readReceived, readWrittenDay } from '../../../src/contract/args.ts';
import {
  addDays,
  addMonths,
  DayOutOfRange,
  daysBetween,
  instantOf,
  isInReach,
  type LocalDay,
  localDayOf,
  LONGEST,
  parseLocalDay,
} from '../../../src/core/local-day.ts';
import { buildCalendar } from '../../../src/domain/deadline/calendar.ts';
import { countingSteps, countingSummary } from '../../../src/domain/deadline/counting.ts';
import { computeDue, daysFrom, type Period } from '../../../src/domain/deadline/due.ts';
import {
  addWorkingDays,
  LONGEST_WALK,
  workdayOnOrAfter,
  workdayOnOrBefore,
  workingDaysBetween,
} from '../../../src/domain/deadline/working-days.ts';
import { readReportPeriod } from '../../../src/reports/read-period.ts';
import { calendar, day } from './support.ts';
import { cases } from '../../support/cases.ts';

const today = day('2026-11-29');
const orNothing = (read: () => Period): Period | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
const anyDay = fc
  .integer({
    min: Date.parse('0001-01-01T00:00:00Z') / 86_400_000,
    max: Date.parse('9999-12-31T00:00:00Z') / 86_400_000,
  })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10) as LocalDay);

describe('a day that somebody names', () => {
  const readers: Record<string, (word: string) => unknown> = {
    readDay: (word) => readDay(word, today),
    readWrittenDay: (word) => readWrittenDay(word, today),
    readReceived: (word) => readReceived(word, today),
    readFeedback: (word) => readFeedback(word, today, today),
    readPeriod: (word) => readPeriod(word, today, today),
  };

  it.for(Object.keys(readers))('%s takes none that lies more than ten years away', (name) => {
    for (const word of ['9999-12-31', '2036-11-30', '2016-11-28', '1026-11-29', '0001-01-01']) {
      expect(() => readers[name]!(word)).toThrow('args.invalid');
    }
  });

  it('on the edge it is taken', () => {
    expect(readDay('2036-11-29', today)).toBe('2036-11-29');
    expect(readReceived('2016年11月29日', today)).toBe('2016-11-29');
    expect(readPeriod('2036.11.29', today, today)).toEqual({ n: 3653, unit: 'days' });
  });

  it('whatever is read lies in reach, and its count ends', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -9000, max: 9000 }), (now, off) => {
        fc.pre(now > '0040' && now < '9940');
        const meant = addDays(now, off);
        const read = orNothing(() => readPeriod(meant, now, now));
        expect(read !== undefined).toBe(meant > now && isInReach(meant, now));
        const last = countingSteps(now, read ?? { n: 1, unit: 'days' }, calendar).at(-1);
        expect(last?.step).toBe('due');
      }),
      cases(300),
    );
  });

  it.for(['3661天', '999999天', '2501工作日', '99999个工作日', '121个月', '999999月', '524周'])(
    '%s is no period',
    (word) => {
      expect(() => readPeriod(word, today, today)).toThrow('args.invalid');
    },
  );

  it.for([
    ['monthly', '9999年12月'],
    ['annual', '9999年'],
    ['annual', '0000年'],
    ['annual', '2015年'],
    ['quarterly', '0001年第1季度'],
  ] as const)('%s %s is no report', ([kind, word]) => {
    expect(() => readReportPeriod(kind, word, today)).toThrow('args.invalid');
  });
});

describe('days outside the years 1 to 9999', () => {
  it('are thrown at, never returned', () => {
    for (const work of [
      () => addDays(day('9999-12-31'), 1),
      () => addDays(day('0001-01-01'), -1),
      () => addMonths(day('9999-12-01'), 1),
      () => addMonths(day('0001-01-31'), -1),
      () => addDays(day('+010000-0'), 1),
      () => daysBetween(day('2026-01-01'), day('10000-01-01')),
      () => localDayOf(new Date('9999-12-31T20:00:00Z')),
      () => localDayOf(new Date(Number.NaN)),
      () => instantOf(day('+010000-01')),
      () => addDays(day('2026-01-01'), Number.NaN),
      () => workdayOnOrAfter(day('9999-12-32'), calendar),
      () => computeDue(day('9999-12-30'), { n: 3, unit: 'working-days' }, calendar),
      () => computeDue(day('9999-12-31'), { n: 1, unit: 'months' }, calendar),
    ]) {
      expect(work).toThrow(DayOutOfRange);
    }
    expect(parseLocalDay('0000-01-01')).toBeUndefined();
  });

  it('up to their ends days are counted', () => {
    expect(addDays(day('9999-12-30'), 1)).toBe('9999-12-31');
    expect(addMonths(day('0001-02-01'), -1)).toBe('0001-01-01');
    expect(addMonths(day('0099-12-31'), 2)).toBe('0100-02-28');
  });

  it('a month later is the same day or the end of the month', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -1200, max: 1200 }), (from, months) => {
        fc.pre(from > '0102' && from < '9890');
        const [y = 0, m = 1, d = 1] = from.split('-').map(Number);
        const month = (((m - 1 + months) % 12) + 12) % 12;
        const year = y + Math.floor((m - 1 + months) / 12);
        const last = [
          31,
          (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28,
          31,
          30,
          31,
          30,
          31,
          31,
          30,
          31,
          30,
          31,
        ];
        const two = (n: number): string => String(n).padStart(2, '0');
        expect(addMonths(from, months)).toBe(
          `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(Math.min(d, last[month]!))}`,
        );
      }),
      cases(100),
    );
  });
});

describe('a walk over days', () => {
  /** Counts what is asked of the calendar, so that the bound holds on any machine. */
  const counting = (isWorkday: (day: LocalDay) => boolean) => {
    let asked = 0;
    const counted = {
      ...calendar,
      isWorkday: (on: LocalDay) => {
        asked += 1;
        return isWorkday(on);
      },
    };
    return { counted, asked: () => asked };
  };

  it.for([
    ['2500 working days', (c) => void addWorkingDays(today, LONGEST['working-days'], c)],
    ['back from a day', (c) => void addWorkingDays(today, -LONGEST['working-days'], c)],
    ['between two days', (c) => void workingDaysBetween(today, day('2060-01-01'), c)],
    ['the longest period of all', (c) => void countingSummary(today, { n: LONGEST.days, unit: 'days' }, c)],
  ] as [string, (c: typeof calendar) => void][])('%s takes no more steps than allowed', ([, work]) => {
    const { counted, asked } = counting(calendar.isWorkday);
    work(counted);
    expect(asked()).toBeLessThanOrEqual(LONGEST_WALK + 2);
  });

  it('ends where no working day comes', () => {
    const { counted, asked } = counting(() => false);
    expect(() => workdayOnOrAfter(today, counted)).toThrow(DayOutOfRange);
    expect(() => workdayOnOrBefore(today, counted)).toThrow(DayOutOfRange);
    expect(() => addWorkingDays(today, 1, counted)).toThrow(DayOutOfRange);
    expect(asked()).toBeLessThanOrEqual(3 * (LONGEST_WALK + 2));
  });

  it('over more days than anybody can name is refused before it begins', () => {
    expect(() => daysFrom(today, day('9999-12-31'))).toThrow(DayOutOfRange);
    expect(() => workingDaysBetween(day('0001-01-01'), today, calendar)).toThrow(DayOutOfRange);
    expect(() => computeDue(today, { n: 2_000_000, unit: 'working-days' }, buildCalendar([], []))).toThrow(
      DayOutOfRange,
    );
  });
});
