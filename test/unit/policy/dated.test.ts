/** Deadlines of the law and of five towns as dated examples, counted by hand on the calendar of 2026. */
import { describe, expect, it } from 'vitest';
import { computeDue } from '../../../src/domain/deadline/due.ts';
import { resolvePolicy } from '../../../src/domain/policy/resolve.ts';
import { calendar, day } from '../deadline/support.ts';
import { definition } from './support.ts';

describe('a clock that starts on a day ends on a day', () => {
  it.each([
    // The law: days of the calendar, the last of them rolled to a working day; five working days for the objection.
    ['national', 'notice', '2026-03-09', '2026-03-24'],
    ['national', 'notice', '2026-03-06', '2026-03-23'],
    ['national', 'objection', '2026-03-09', '2026-03-16'],
    ['national', 'handle', '2026-03-09', '2026-05-08'],
    ['national', 'simple-accept', '2026-03-09', '2026-03-12'],
    ['national', 'simple-handle', '2026-03-09', '2026-03-23'],
    ['national', 'review-request', '2026-03-09', '2026-04-08'],
    ['national', 'review-decision', '2026-03-09', '2026-04-08'],
    ['national', 'recheck-request', '2026-03-12', '2026-04-13'],
    ['national', 'recheck-decision', '2026-03-09', '2026-04-08'],
    ['fenjie', 'resolve', '2026-03-09', '2026-05-08'],
    ['fenjie', 'second-limit', '2026-03-26', '2026-04-27'],
    ['fenjie', 'explain', '2026-04-21', '2026-04-28'],
    ['fenjie', 'written-report', '2026-03-06', '2026-03-09'],
    ['lihai', 'contact', '2026-03-06', '2026-03-09'],
    ['lihai', 'resolve-remote', '2026-03-09', '2026-03-16'],
    ['lihai', 'resolve-letter', '2026-03-09', '2026-03-30'],
    ['lihai', 'warning-answer', '2026-03-09', '2026-03-18'],
    ['yuanzhu', 'case-limit', '2026-03-09', '2026-04-08'],
    ['yuanzhu', 'circular', '2026-03-09', '2026-04-23'],
    ['yuanzhu', 'statement', '2026-04-09', '2026-04-16'],
  ] as const)('%s %s: %s → %s', (town, kind, startOn, dueOn) => {
    const rule = resolvePolicy(definition(town)).clocks.find((one) => one.kind === kind);
    expect(computeDue(day(startOn), rule!.period!, calendar).dueOn).toBe(dueOn);
  });

  it.each([
    // No number in the town's text: no day of its own until an assignment names one.
    ['sanwu', 'resolve'],
    ['xiji', 'resolve'],
    ['yuanzhu', 'resolve'],
    ['lihai', 'resolve-other'],
    ['national', 'feedback'],
  ] as const)('%s %s has no period that nobody gave', (town, kind) => {
    const rule = resolvePolicy(definition(town)).clocks.find((one) => one.kind === kind);
    expect(rule).toMatchObject({ kind });
    expect(rule?.period).toBeUndefined();
  });
});
