import { describe, expect, it } from 'vitest';
import { buildCalendar } from '../../../src/domain/deadline/calendar.ts';
import { readCalendarSource } from '../../../src/domain/deadline/source.ts';
import { loadPolicies, readPolicyTexts } from '../../../src/domain/policy/file/load.ts';
import { resolvePolicy } from '../../../src/domain/policy/resolve.ts';
import { holidayFrom, nextSlot, reportedPeriod, slotsBetween } from '../../../src/domain/schedule/slots.ts';
import type { LocalDay } from '../../../src/core/local-day.ts';

const { rows, years } = readCalendarSource();
const calendar = buildCalendar(rows, years);
const texts = await readPolicyTexts(new URL('../../../policies', import.meta.url).pathname);
const { policies } = loadPolicies(texts);
const policyOf = (id: string) => resolvePolicy(policies.get(id)!, {});
const at = (moment: string): Date => new Date(`${moment}:00+08:00`);
const between = (id: string, from: string, to: string, pattern: RegExp): string[] =>
  slotsBetween(at(from), at(to), policyOf(id), calendar)
    .filter((slot) => pattern.test(slot.kind))
    .map(
      (slot) => `${slot.kind} ${slot.slot} ${new Date(slot.at.getTime() + 8 * 3_600_000).toISOString().slice(5, 16)}`,
    );

describe('the occasions of the towns in autumn 2026', () => {
  it('ask for a monthly ledger from the 20th, again on the eve, and close on the last working day before the 25th', () => {
    expect(between('xiji', '2026-10-01T00:00', '2026-11-01T00:00', /^prompt.*ledger/u)).toEqual([
      'prompt:monthly-ledger 2026-10-01 10-20T09:00',
      'prompt-again:monthly-ledger 2026-10-01 10-22T09:00',
      'prompt-closed:monthly-ledger 2026-10-01 10-23T17:30',
    ]);
  });

  it('list before each holiday, five working days ahead, worked Sundays counted', () => {
    expect(between('xiji', '2026-09-01T00:00', '2026-10-15T00:00', /^before/u)).toEqual([
      'before-holidays 2026-09-25 09-20T08:30',
      'before-holidays 2026-10-01 09-23T08:30',
    ]);
    expect(holidayFrom('2026-10-01' as LocalDay, calendar)).toEqual({
      from: '2026-10-01',
      to: '2026-10-07',
      name: '国庆节',
    });
    expect(holidayFrom('2026-10-17' as LocalDay, calendar), 'a plain weekend').toBeUndefined();
  });

  it('report on the first working day of the period, about the one that ended', () => {
    expect(between('xiji', '2026-09-29T00:00', '2027-01-05T00:00', /^(monthly|quarterly|annual)/u)).toEqual([
      'monthly 2026-10-01 10-08T09:20',
      'quarterly 2026-10-01 10-08T09:40',
      'monthly 2026-11-01 11-02T09:20',
      'monthly 2026-12-01 12-01T09:20',
      'monthly 2027-01-01 01-01T09:20',
      'quarterly 2027-01-01 01-01T09:40',
      'annual 2027-01-01 01-01T09:50',
    ]);
    expect(between('yuanzhu', '2026-10-01T00:00', '2026-11-01T00:00', /^half/u)).toEqual([
      'half-monthly 2026-10-01 10-08T09:20',
      'half-monthly 2026-10-16 10-16T09:20',
    ]);
    expect(reportedPeriod('half-monthly', '2026-10-01' as LocalDay)).toEqual({ from: '2026-09-16', to: '2026-09-30' });
    expect(reportedPeriod('quarterly', '2026-10-01' as LocalDay)).toEqual({ from: '2026-07-01', to: '2026-09-30' });
    expect(reportedPeriod('annual', '2027-01-01' as LocalDay)).toEqual({ from: '2026-01-01', to: '2026-12-31' });
    expect(reportedPeriod('weekly', '2026-10-12' as LocalDay)).toEqual({ from: '2026-10-05', to: '2026-10-11' });
  });

  it('know the first moment after a long rest', () => {
    expect(nextSlot(at('2026-09-30T20:00'), policyOf('yuanzhu'), calendar)?.at).toEqual(at('2026-10-08T08:30'));
  });
});
