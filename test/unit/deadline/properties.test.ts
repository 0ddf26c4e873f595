/** Every due day against a slow count that shares no code with the fast one: plain Date arithmetic and a list of days. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LocalDay, parseLocalDay } from '../../../src/core/local-day.ts';
import { countingSteps } from '../../../src/domain/deadline/counting.ts';
import { computeDue, type Period } from '../../../src/domain/deadline/due.ts';
import { addWorkingDays, workingDaysBetween } from '../../../src/domain/deadline/working-days.ts';
import { days, indexOf, slowDue } from './slow.ts';
import { calendar } from './support.ts';
import { cases } from '../../support/cases.ts';

const anyStart = fc.integer({ min: 0, max: indexOf.get('2026-12-31')! }).map((i) => days[i]!.text as LocalDay);
const anyPeriod: fc.Arbitrary<Period> = fc.oneof(
  fc.record({ n: fc.integer({ min: 1, max: 120 }), unit: fc.constant('days' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 90 }), unit: fc.constant('working-days' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 6 }), unit: fc.constant('months' as const) }),
);

describe('for any start in 2020–2026 and any period', () => {
  it('the due day equals the slow count', () => {
    fc.assert(
      fc.property(anyStart, anyPeriod, (start, period) => {
        const { raw, due } = slowDue(start, period);
        expect(computeDue(start, period, calendar)).toMatchObject({ rawDueOn: raw, dueOn: due });
      }),
      cases(500),
    );
  });

  it('reminders end on a working day not after the counted day, or on the due day when there is none', () => {
    fc.assert(
      fc.property(anyStart, anyPeriod, (start, period) => {
        const { remindBy, rawDueOn, dueOn } = computeDue(start, period, calendar);
        expect(calendar.isWorkday(remindBy)).toBe(true);
        expect(remindBy <= rawDueOn || remindBy === dueOn).toBe(true);
        expect(remindBy >= start).toBe(true);
      }),
      cases(100),
    );
  });

  it('the steps tell the same story: n counted days, ending on the due day', () => {
    fc.assert(
      fc.property(anyStart, anyPeriod, (start, period) => {
        const steps = countingSteps(start, period, calendar);
        const due = computeDue(start, period, calendar);
        expect(steps.at(-1)).toEqual({ step: 'due', day: due.dueOn, provisional: due.provisional });
        const counted = steps.filter(({ step }) => step === 'counted').length;
        expect(counted).toBe(period.unit === 'months' ? 0 : period.n);
        const off = steps.filter(({ step }) => step === 'skipped' || step === 'rolled');
        expect(off.filter((step) => calendar.isWorkday(step.day))).toEqual([]);
      }),
      cases(100),
    );
  });

  it('whatever ends in a year without notice is provisional, whatever ends by 28 December of a known one is not', () => {
    fc.assert(
      fc.property(anyStart, anyPeriod, (start, period) => {
        const { dueOn, provisional } = computeDue(start, period, calendar);
        const unknown = !calendar.yearKnown(Number(dueOn.slice(0, 4)));
        const inReach = dueOn.slice(5) > '12-28';
        expect(provisional).toBe(unknown || (inReach && provisional));
      }),
      cases(100),
    );
  });

  it('adding n working days and counting them back agree', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1, max: 90 }), (start, n) => {
        expect(workingDaysBetween(start, addWorkingDays(start, n, calendar), calendar)).toBe(n);
      }),
      cases(100),
    );
  });

  it('no due day depends on the time zone of the machine', () => {
    const before = process.env['TZ'];
    const zones = ['UTC', 'America/New_York', 'Asia/Shanghai', 'Pacific/Kiritimati'];
    try {
      fc.assert(
        fc.property(anyStart, anyPeriod, (start, period) => {
          const results = zones.map((zone) => {
            process.env['TZ'] = zone;
            return JSON.stringify([computeDue(start, period, calendar), parseLocalDay(start)]);
          });
          expect(new Set(results).size).toBe(1);
        }),
        cases(100),
      );
      // The zones really were in force.
      const offsets = zones.map((zone) => {
        process.env['TZ'] = zone;
        return new Date(2026, 0, 1).getTimezoneOffset();
      });
      expect(offsets).toEqual([0, 300, -480, -840]);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
