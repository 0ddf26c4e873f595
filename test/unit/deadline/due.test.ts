import { describe, expect, it } from 'vitest';
import {
  computeDue,
  countPeriod,
  isMonthOrLonger,
  type Period,
  type PeriodUnit,
} from '../../../src/domain/deadline/due.ts';
import { calendar, day } from './support.ts';

const due = (start: string, n: number, unit: PeriodUnit) => computeDue(day(start), { n, unit }, calendar);

describe('dated examples: calendar days', () => {
  it.each([
    ['2026-01-30', 15, '2026-02-14', '2026-02-14', 'a make-up Saturday is worked: no roll'],
    ['2026-04-17', 15, '2026-05-02', '2026-05-06', 'inside 劳动节'],
    ['2026-09-18', 15, '2026-10-03', '2026-10-08', 'inside 国庆节'],
    ['2026-08-08', 60, '2026-10-07', '2026-10-08', 'on the last holiday'],
    ['2026-07-24', 60, '2026-09-22', '2026-09-22', 'a plain Tuesday'],
  ])('%s + %i days: counted %s, due %s (%s)', (start, n, raw, dueOn) => {
    expect(due(start, n, 'days')).toMatchObject({ rawDueOn: raw, dueOn, provisional: false });
  });
});

describe('dated examples: working days', () => {
  it.each([
    ['2026-02-12', 3, '2026-02-24', '02-13, then make-up Saturday 02-14, then 02-24'],
    ['2026-02-13', 5, '2026-02-27', 'across 春节'],
    ['2026-02-13', 10, '2026-03-05', 'make-up Saturday 02-28 counts'],
    ['2026-04-30', 5, '2026-05-11', 'make-up Saturday 05-09 counts'],
    ['2026-09-24', 7, '2026-10-12', 'across 中秋 and 国庆节 with make-up 10-10'],
    ['2026-09-30', 1, '2026-10-08', 'the day before 国庆节'],
    ['2026-09-30', 3, '2026-10-10', 'ends on a make-up Saturday'],
  ])('%s + %i working days: %s (%s)', (start, n, dueOn) => {
    expect(due(start, n, 'working-days')).toMatchObject({
      rawDueOn: dueOn,
      dueOn,
      remindBy: dueOn,
      provisional: false,
    });
  });
});

describe('民法典 201: the day of the event does not count', () => {
  it('one day from Monday 2026-03-02 ends on Tuesday', () => {
    expect(due('2026-03-02', 1, 'days').dueOn).toBe('2026-03-03');
  });
  it('one working day from Friday 2026-03-06 ends on Monday', () => {
    expect(due('2026-03-06', 1, 'working-days').dueOn).toBe('2026-03-09');
  });
  it('an event on a rest day starts the count on the next day all the same', () => {
    expect(due('2026-03-07', 1, 'working-days').dueOn).toBe('2026-03-09');
    expect(due('2026-10-03', 15, 'days').rawDueOn).toBe('2026-10-18');
  });
});

describe('民法典 202: months end on the corresponding day', () => {
  it('three months from 2026-03-11 end on 2026-06-11', () => {
    expect(due('2026-03-11', 3, 'months').dueOn).toBe('2026-06-11');
  });
  it('without a corresponding day the month end serves: 2027-01-31 + 1 month', () => {
    expect(countPeriod(day('2027-01-31'), { n: 1, unit: 'months' }, calendar)).toBe('2027-02-28');
    expect(countPeriod(day('2024-01-31'), { n: 1, unit: 'months' }, calendar)).toBe('2024-02-29');
  });
  it('a month that ends on a rest day rolls: 2026-09-01 + 1 month', () => {
    expect(due('2026-09-01', 1, 'months')).toMatchObject({
      rawDueOn: '2026-10-01',
      dueOn: '2026-10-08',
      remindBy: '2026-09-30',
    });
  });
  it('at least a month: 30 days are a month from 31 January and not from 1 March', () => {
    expect(isMonthOrLonger(day('2026-01-31'), day('2026-03-02'))).toBe(true);
    expect(isMonthOrLonger(day('2026-03-01'), day('2026-03-31'))).toBe(false);
    expect(isMonthOrLonger(day('2026-03-01'), day('2026-04-01'))).toBe(true);
  });
});

describe('民法典 203: a last day of rest moves to the day after the rest', () => {
  it('Saturday to Monday', () => {
    const found = due('2026-03-06', 15, 'days');
    expect(found).toEqual({
      rawDueOn: '2026-03-21',
      dueOn: '2026-03-23',
      remindBy: '2026-03-20',
      provisional: false,
      skipped: [{ kind: 'weekend', from: '2026-03-21', to: '2026-03-22' }],
    });
  });
  it('reminders never gain time from a roll: due after 国庆节, reminded before it', () => {
    expect(due('2026-08-08', 60, 'days')).toMatchObject({ dueOn: '2026-10-08', remindBy: '2026-09-30' });
  });
  it('a roll names what it crossed', () => {
    expect(due('2026-04-17', 15, 'days').skipped).toEqual([
      { kind: 'holiday', name: '劳动节', from: '2026-05-02', to: '2026-05-05' },
    ]);
  });
  it('a period wholly inside a rest is reminded on the event day if worked, else on the rolled day', () => {
    expect(due('2026-03-06', 1, 'days')).toMatchObject({ dueOn: '2026-03-09', remindBy: '2026-03-06' });
    expect(due('2026-10-01', 3, 'days')).toMatchObject({ dueOn: '2026-10-08', remindBy: '2026-10-08' });
  });
});

describe('信访工作条例', () => {
  const period = (n: number, unit: PeriodUnit): Period => ({ n, unit });
  it('art. 23: written notice 15 calendar days after receipt', () => {
    expect(computeDue(day('2026-06-01'), period(15, 'days'), calendar).dueOn).toBe('2026-06-16');
  });
  it('art. 23: objection within 5 working days, across 端午', () => {
    expect(computeDue(day('2026-06-16'), period(5, 'working-days'), calendar)).toMatchObject({
      dueOn: '2026-06-24',
      skipped: [{ kind: 'holiday', name: '端午', from: '2026-06-19', to: '2026-06-21' }],
    });
  });
  it('art. 34: 60 days from acceptance, and 30 more from there', () => {
    const handle = computeDue(day('2026-03-02'), period(60, 'days'), calendar);
    expect(handle).toMatchObject({ rawDueOn: '2026-05-01', dueOn: '2026-05-06', remindBy: '2026-04-30' });
    expect(computeDue(handle.rawDueOn, period(30, 'days'), calendar)).toMatchObject({
      rawDueOn: '2026-05-31',
      dueOn: '2026-06-01',
    });
  });
  it('art. 35: 30 days for a review after service', () => {
    expect(computeDue(day('2026-07-01'), period(30, 'days'), calendar).dueOn).toBe('2026-07-31');
  });
});

describe('a year that is not published is unknown, not without holidays', () => {
  it('60 days accepted on 2026-11-02 end in 2027: provisional', () => {
    expect(due('2026-11-02', 60, 'days')).toMatchObject({
      rawDueOn: '2027-01-01',
      dueOn: '2027-01-01',
      provisional: true,
    });
  });
  it('60 days accepted on 2026-10-25 end before 29 December: certain', () => {
    expect(due('2026-10-25', 60, 'days')).toMatchObject({ dueOn: '2026-12-24', provisional: false });
  });
  it('the last days of December may be named by the next notice: provisional', () => {
    expect(due('2026-12-14', 15, 'days')).toMatchObject({ dueOn: '2026-12-29', provisional: true });
  });
  it('working days that only pass through the last days of December are provisional', () => {
    expect(due('2026-12-25', 5, 'working-days')).toMatchObject({ dueOn: '2027-01-01', provisional: true });
  });
  it('weekends of an unknown year still rest', () => {
    expect(due('2027-03-05', 1, 'working-days')).toMatchObject({ dueOn: '2027-03-08', provisional: true });
  });
});
