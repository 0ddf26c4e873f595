/** The periodic occasions of a town, all from its policy. Pure. */
import { addDays, instantOf, type LocalDay, localDayOf, type LocalTime, weekdayOf } from '../../core/local-day.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { addWorkingDays, workdayOnOrAfter } from '../deadline/working-days.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReportKind } from '../policy/vocabulary.ts';
import { CLOSES_AT, promptDays, spanStart } from './prompt-days.ts';

export type RhythmKind =
  | 'morning'
  | 'reception'
  | 'before-holidays'
  | ReportKind
  /** Asked, asked again, and counted up, by the prompt's id. */
  | `prompt:${string}`
  | `prompt-again:${string}`
  | `prompt-closed:${string}`;

/** One periodic occasion of a town. */
export interface Slot {
  readonly kind: RhythmKind;
  /** Identity: the day, or the first day of the span it belongs to, or of the holiday it speaks of. */
  readonly slot: LocalDay;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STALE_MS: Readonly<Record<string, number>> = {
  morning: 9 * HOUR_MS,
  reception: 9 * HOUR_MS,
  'before-holidays': DAY_MS,
  weekly: 3 * DAY_MS,
  'half-monthly': 3 * DAY_MS,
  monthly: 5 * DAY_MS,
  quarterly: 7 * DAY_MS,
  annual: 7 * DAY_MS,
  'prompt-closed': 3 * DAY_MS,
};

/** So long after its moment an occasion is still worth catching up with; later it is skipped and the skip is written down. */
export function staleAfterMs(kind: RhythmKind, policy: Policy): number {
  const [group = '', id] = kind.split(':');
  const isMonthly = policy.rhythm.prompts.some((prompt) => prompt.id === id && prompt.every === 'month');
  if (group === 'prompt') return isMonthly ? 3 * DAY_MS : 8 * HOUR_MS;
  return STALE_MS[group] ?? 8 * HOUR_MS;
}

/** First day of the half month, month, quarter or year that a day belongs to. */
function periodStart(kind: Exclude<ReportKind, 'weekly'>, day: LocalDay): LocalDay {
  switch (kind) {
    case 'half-monthly':
      return spanStart('half-month', day);
    case 'monthly':
      return spanStart('month', day);
    case 'quarterly': {
      const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
      return `${day.slice(0, 5)}${String(month).padStart(2, '0')}-01` as LocalDay;
    }
    case 'annual':
      return `${day.slice(0, 5)}01-01` as LocalDay;
  }
}

/** The period a report speaks of: the one that ended before its slot. */
export function reportedPeriod(kind: ReportKind, slot: LocalDay): { readonly from: LocalDay; readonly to: LocalDay } {
  const to = addDays(slot, -1);
  return { from: kind === 'weekly' ? addDays(slot, -7) : periodStart(kind, to), to };
}

/** Three days of rest or more, or a named holiday of any length. */
export interface Holiday {
  readonly from: LocalDay;
  readonly to: LocalDay;
  /** As published; undefined for a long rest that has no name. */
  readonly name: string | undefined;
}

const LONG_REST = 3;

/** The rest that begins on a day, if it is one that matters. */
export function holidayFrom(from: LocalDay, calendar: WorkCalendar): Holiday | undefined {
  let to = addDays(from, -1);
  let days = 0;
  let name: string | undefined;
  while (!calendar.isWorkday(addDays(to, 1))) {
    to = addDays(to, 1);
    days += 1;
    const off = calendar.dayOff(to);
    if (off?.kind === 'holiday') name ??= off.name;
  }
  return days >= LONG_REST || name !== undefined ? { from, to, name } : undefined;
}

function slotsOn(day: LocalDay, policy: Policy, calendar: WorkCalendar): Slot[] {
  const slots: Slot[] = [];
  const { rhythm, practice } = policy;
  /** Without a time, which a town may still have to fill in, the step is missing. */
  const put = (kind: RhythmKind, slot: LocalDay, time: string | undefined): void => {
    if (time !== undefined) slots.push({ kind, slot, at: instantOf(day, time as LocalTime) });
  };
  const isWorkday = calendar.isWorkday(day);
  if (isWorkday) {
    put('morning', day, rhythm.digestAt);
    if (practice.reception !== undefined) put('reception', day, practice.reception.announceAt);
  }
  for (const { kind, weekday, at } of rhythm.reports) {
    if (kind === 'weekly') {
      if (weekdayOf(day) === (weekday ?? 1)) put(kind, day, at);
      continue;
    }
    const start = periodStart(kind, day);
    if (isWorkday && workdayOnOrAfter(start, calendar) === day) put(kind, start, at);
  }
  for (const prompt of rhythm.prompts) {
    const days = promptDays(prompt, spanStart(prompt.every, day), calendar);
    if (days?.askOn === day) put(`prompt:${prompt.id}`, days.slot, prompt.at);
    if (days?.remindOn === day) put(`prompt-again:${prompt.id}`, days.slot, prompt.at);
    if (days?.closeOn === day) put(`prompt-closed:${prompt.id}`, days.slot, CLOSES_AT);
  }
  const ahead = rhythm.beforeHolidays?.workingDaysBefore;
  if (isWorkday && ahead !== undefined) {
    const from = addDays(addWorkingDays(day, ahead - 1, calendar), 1);
    if (!calendar.isWorkday(from) && holidayFrom(from, calendar) !== undefined) {
      put('before-holidays', from, rhythm.digestAt);
    }
  }
  return slots.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const REMEMBERED_DAYS = 64;
/** Towns of one policy share their days: the sweep asks every few seconds, for each town. */
const known = new WeakMap<WorkCalendar, WeakMap<Policy, Map<LocalDay, readonly Slot[]>>>();

function slotsOf(day: LocalDay, policy: Policy, calendar: WorkCalendar): readonly Slot[] {
  const byPolicy = known.get(calendar) ?? new WeakMap<Policy, Map<LocalDay, readonly Slot[]>>();
  known.set(calendar, byPolicy);
  const days = byPolicy.get(policy) ?? new Map<LocalDay, readonly Slot[]>();
  byPolicy.set(policy, days);
  const found = days.get(day) ?? slotsOn(day, policy, calendar);
  if (days.size >= REMEMBERED_DAYS) days.clear();
  days.set(day, found);
  return found;
}

/** Every occasion with from < at ≤ to, in order. */
export function slotsBetween(from: Date, to: Date, policy: Policy, calendar: WorkCalendar): Slot[] {
  const slots: Slot[] = [];
  for (let day = localDayOf(from); day <= localDayOf(to); day = addDays(day, 1)) {
    slots.push(...slotsOf(day, policy, calendar).filter((slot) => slot.at > from && slot.at <= to));
  }
  return slots;
}

/** Longer than any rest between two working days. */
const LOOK_AHEAD_DAYS = 20;

/** The first occasion after a moment. */
export function nextSlot(after: Date, policy: Policy, calendar: WorkCalendar): Slot | undefined {
  const first = localDayOf(after);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const found = slotsOf(addDays(first, ahead), policy, calendar).find((slot) => slot.at > after);
    if (found !== undefined) return found;
  }
  return undefined;
}
