import { addDays, instantOf, localDayOf, type LocalDay, weekdayOf } from '../../core/local-day.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import type { Policy } from '../policy/policy.ts';

export const RHYTHMS = ['morning', 'weekly'] as const;
export type RhythmKind = (typeof RHYTHMS)[number];

/** One periodic occasion of a town. */
export interface Slot {
  readonly kind: RhythmKind;
  /** Identity: the day it belongs to. */
  readonly slot: LocalDay;
  readonly at: Date;
}

/** So long after its moment an occasion is still worth catching up with; later it is skipped and the skip is written down. */
export const STALE_MS: Record<RhythmKind, number> = { morning: 9 * 3_600_000, weekly: 3 * 86_400_000 };

function slotOn(kind: RhythmKind, day: LocalDay, policy: Policy, calendar: WorkCalendar): Slot | undefined {
  if (kind === 'morning') {
    return calendar.isWorkday(day) ? { kind, slot: day, at: instantOf(day, policy.rhythm.digestAt) } : undefined;
  }
  const weekly = policy.rhythm.reports.find((report) => report.kind === 'weekly');
  if (weekly === undefined || weekdayOf(day) !== (weekly.weekday ?? 1)) return undefined;
  return { kind, slot: day, at: instantOf(day, weekly.at) };
}

/** Every occasion with from < at ≤ to, in order. */
export function slotsBetween(from: Date, to: Date, policy: Policy, calendar: WorkCalendar): Slot[] {
  const slots: Slot[] = [];
  for (let day = localDayOf(from); day <= localDayOf(to); day = addDays(day, 1)) {
    for (const kind of RHYTHMS) {
      const slot = slotOn(kind, day, policy, calendar);
      if (slot !== undefined && slot.at > from && slot.at <= to) slots.push(slot);
    }
  }
  return slots.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** The first occasion after a moment. */
export function nextSlot(after: Date, policy: Policy, calendar: WorkCalendar): Slot | undefined {
  const [first] = slotsBetween(after, new Date(after.getTime() + 15 * 86_400_000), policy, calendar);
  return first;
}
