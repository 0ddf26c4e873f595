import { describe, expect, it } from 'vitest';
import { colourOf, yellowOn, yellowThreshold } from '../../../src/domain/deadline/colour.ts';
import {
  addWorkingDays,
  halfTime,
  workingDaysBefore,
  workingDaysBetween,
} from '../../../src/domain/deadline/working-days.ts';
import { calendar, day } from './support.ts';

const base = { startOn: day('2026-03-02'), dueOn: day('2026-05-06'), closed: false, yellowFromDaysLeft: 10 };

describe('分界镇 四（四）: three colours', () => {
  it.each([
    ['2026-04-26', 'none', 'ten days left is not 不足10天'],
    ['2026-04-27', 'yellow', 'nine days left'],
    ['2026-05-06', 'yellow', 'the due day itself'],
    ['2026-05-07', 'red', 'past the due day'],
  ])('%s: %s (%s)', (today, colour) => {
    expect(colourOf({ ...base, today: day(today) })).toBe(colour);
  });
  it('closed is green, even when late', () => {
    expect(colourOf({ ...base, today: day('2026-06-01'), closed: true })).toBe('green');
  });
  it('without a threshold there is no yellow, and red stays', () => {
    const open = { ...base, yellowFromDaysLeft: undefined };
    expect(colourOf({ ...open, today: day('2026-05-06') })).toBe('none');
    expect(colourOf({ ...open, today: day('2026-05-07') })).toBe('red');
  });
  it('the first yellow day, never before the start', () => {
    expect(yellowOn(base.startOn, base.dueOn, 10)).toBe('2026-04-27');
    expect(yellowOn(day('2026-03-02'), day('2026-03-05'), 10)).toBe('2026-03-02');
  });
  it('under a month and a month or longer have their own thresholds', () => {
    const thresholds = { underMonth: undefined, monthOrLonger: 10 };
    expect(yellowThreshold(day('2026-03-02'), day('2026-04-01'), thresholds)).toBeUndefined();
    expect(yellowThreshold(day('2026-03-02'), day('2026-04-02'), thresholds)).toBe(10);
    expect(yellowThreshold(day('2026-03-02'), day('2026-04-01'), { ...thresholds, underMonth: 5 })).toBe(5);
  });
});

describe('steps on the working calendar', () => {
  it('forward and back', () => {
    expect(addWorkingDays(day('2026-09-30'), 1, calendar)).toBe('2026-10-08');
    expect(addWorkingDays(day('2026-10-08'), -1, calendar)).toBe('2026-09-30');
    expect(addWorkingDays(day('2026-10-03'), 0, calendar)).toBe('2026-10-03');
  });
  it('n working days before a day, worked or not', () => {
    expect(workingDaysBefore(day('2026-10-12'), 2, calendar)).toBe('2026-10-09');
    expect(workingDaysBefore(day('2026-10-04'), 0, calendar)).toBe('2026-09-30');
    expect(workingDaysBefore(day('2026-10-04'), 1, calendar)).toBe('2026-09-30');
  });
  it('working days between two days count the last and not the first', () => {
    expect(workingDaysBetween(day('2026-09-30'), day('2026-10-10'), calendar)).toBe(3);
    expect(workingDaysBetween(day('2026-10-10'), day('2026-09-30'), calendar)).toBe(-3);
    expect(workingDaysBetween(day('2026-09-30'), day('2026-09-30'), calendar)).toBe(0);
  });
  it('half-time is moved back to a working day, and is absent when nothing lies between', () => {
    expect(halfTime(day('2026-03-02'), day('2026-05-01'), calendar)).toBe('2026-04-01');
    expect(halfTime(day('2026-03-02'), day('2026-03-14'), calendar)).toBe('2026-03-06');
    expect(halfTime(day('2026-03-06'), day('2026-03-09'), calendar)).toBeUndefined();
  });
});
