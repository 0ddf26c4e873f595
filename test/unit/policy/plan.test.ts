import { describe, expect, it } from 'vitest';
import { instantOf, type LocalDay } from '../../../src/core/local-day.ts';
import { keptOf } from '../../../src/domain/clock/kept.ts';
import { fixedDue, plannedStages } from '../../../src/domain/clock/plan.ts';
import { computeDue } from '../../../src/domain/deadline/due.ts';
import { resolvePolicy } from '../../../src/domain/policy/resolve.ts';
import { calendar } from '../deadline/support.ts';
import { definition } from './support.ts';

const day = (text: string): LocalDay => text as LocalDay;
const policy = resolvePolicy(definition('fenjie'), { yellowUnderMonthDays: 5 });
const kept = keptOf(
  policy,
  policy.clocks.find(({ kind }) => kind === 'resolve')!,
);
const planned = (startOn: string, days: number, begunOn = startOn) =>
  plannedStages(
    kept,
    {
      startOn: day(startOn),
      due: computeDue(day(startOn), { n: days, unit: 'days' }, calendar),
      at: instantOf(day(begunOn), '10:00'),
      today: day(begunOn),
      extendedDays: 0,
    },
    calendar,
  );

describe('the stages of a clock', () => {
  it('of two on one day the one with a letter speaks last, and so for both', () => {
    const both = planned('2026-03-09', 15).filter(
      ({ at }) => at.getTime() === instantOf(day('2026-03-20'), '08:50').getTime(),
    );
    // In the paper yellow stands before the two days' notice; of stages due together the last is told.
    expect(both.map(({ stage }) => stage)).toEqual(['before-2', 'yellow']);
  });

  it('are in the order of their days, whatever the order of the paper', () => {
    for (const days of [7, 12, 15, 31, 60]) {
      const moments = planned('2026-03-09', days).map(({ at }) => at.getTime());
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    }
  });

  it('of days gone by only what is still true is told', () => {
    expect(planned('2026-03-09', 15, '2026-03-25').map(({ stage }) => stage)).toEqual([
      'yellow',
      'due',
      'overdue',
      'overdue+3',
      'overdue+7',
    ]);
  });
});

describe('a day that a sender named', () => {
  it.each([
    // A Sunday, the first day of the National Day, a working Saturday, an ordinary Wednesday.
    ['2026-03-22', '2026-03-20'],
    ['2026-10-01', '2026-09-30'],
    ['2026-02-28', '2026-02-28'],
    ['2026-03-25', '2026-03-25'],
  ])('%s stays that day, and is reminded of on %s', (named, remindBy) => {
    expect(fixedDue(day(named), calendar)).toMatchObject({ dueOn: named, rawDueOn: named, remindBy });
  });
});
