import { describe, expect, it } from 'vitest';
import { countingLines, periodText } from '../../../src/copy/deadline.ts';
import { countingSteps, countingSummary } from '../../../src/domain/deadline/counting.ts';
import type { PeriodUnit } from '../../../src/domain/deadline/due.ts';
import { calendar, day } from './support.ts';

const steps = (start: string, n: number, unit: PeriodUnit) => countingSteps(day(start), { n, unit }, calendar);
const lines = (start: string, n: number, unit: PeriodUnit) =>
  countingLines(countingSummary(day(start), { n, unit }, calendar));

describe('day by day', () => {
  it('three working days from 2026-02-12, across a make-up Saturday and 春节', () => {
    const spring = { kind: 'holiday', name: '春节' };
    expect(steps('2026-02-12', 3, 'working-days')).toEqual([
      { step: 'start', day: '2026-02-12' },
      { step: 'counted', day: '2026-02-13', nth: 1 },
      { step: 'counted', day: '2026-02-14', nth: 2, makeup: { name: '春节' } },
      ...['15', '16', '17', '18', '19', '20', '21', '22', '23'].map((d) => ({
        step: 'skipped',
        day: `2026-02-${d}`,
        off: spring,
      })),
      { step: 'counted', day: '2026-02-24', nth: 3 },
      { step: 'due', day: '2026-02-24', provisional: false },
    ]);
  });
  it('calendar days count rest days and roll only at the end', () => {
    expect(steps('2026-03-19', 2, 'days')).toEqual([
      { step: 'start', day: '2026-03-19' },
      { step: 'counted', day: '2026-03-20', nth: 1 },
      { step: 'counted', day: '2026-03-21', nth: 2, off: { kind: 'weekend' } },
      { step: 'rolled', day: '2026-03-21', off: { kind: 'weekend' } },
      { step: 'rolled', day: '2026-03-22', off: { kind: 'weekend' } },
      { step: 'due', day: '2026-03-23', provisional: false },
    ]);
  });
  it('a month has one step: its corresponding day, or the month end', () => {
    expect(steps('2026-03-31', 1, 'months')).toEqual([
      { step: 'start', day: '2026-03-31' },
      { step: 'corresponding', day: '2026-04-30', months: 1, monthEnd: true },
      { step: 'due', day: '2026-04-30', provisional: false },
    ]);
  });
});

describe('in a few lines', () => {
  it('60 days from 2026-08-08 roll out of 国庆节', () => {
    expect(lines('2026-08-08', 60, 'days')).toEqual([
      '起点 2026-08-08（当日不计）',
      '从 2026-08-09 起算 60天',
      '数到 2026-10-07',
      '顺延过 10-07 国庆节',
      '到期 2026-10-08',
      '提醒按 2026-09-30，不因顺延推后',
    ]);
  });
  it('7 working days from 2026-09-24 skip 中秋 and 国庆节 and count 10-10', () => {
    expect(lines('2026-09-24', 7, 'working-days')).toEqual([
      '起点 2026-09-24（当日不计）',
      '从 2026-09-25 起算 7个工作日',
      '跳过 09-25—09-27 中秋',
      '跳过 10-01—10-07 国庆节',
      '跳过 周末 1 天',
      '计入 10-10 调休上班（国庆节）',
      '数到 2026-10-12',
      '到期 2026-10-12',
    ]);
  });
  it('15 days that end on a make-up Saturday do not roll', () => {
    expect(lines('2026-01-30', 15, 'days')).toContain('02-14 调休上班，不顺延');
  });
  it('a provisional day says so', () => {
    expect(lines('2026-11-02', 60, 'days')).toContain('到期 2027-01-01（暂算：放假安排未公布）');
  });
  it('a month without corresponding day says so', () => {
    expect(lines('2026-03-31', 1, 'months')).toContain('到期月没有对应日，取月末');
    expect(periodText({ n: 3, unit: 'months' })).toBe('三个月');
  });
});
