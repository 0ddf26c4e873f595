/** On which days a prompt is asked, asked again and closed. Pure. */
import { addDays, addMonths, later, type LocalDay, type LocalTime, weekdayOf } from '../../core/local-day.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { addWorkingDays, workdayOnOrAfter, workdayOnOrBefore } from '../deadline/working-days.ts';
import type { Prompt } from '../policy/file/schema-practice.ts';

/** 报送截止: a product default, before quiet hours begin; no town names an hour. */
export const CLOSES_AT: LocalTime = '17:30';
/** A month's prompt without a first day is asked so many working days before it closes (product default). */
const ASK_AHEAD = 3;

export interface PromptDays {
  /** Identity of the occasion: the first day of its day, week, half month or month, however the holidays move. */
  readonly slot: LocalDay;
  readonly askOn: LocalDay;
  /** Asked once more of who has not answered. */
  readonly remindOn: LocalDay | undefined;
  /** Last day to answer. */
  readonly closeOn: LocalDay;
}

/** First day of the span that a day belongs to. */
export function spanStart(every: 'day' | 'week' | 'half-month' | 'month', day: LocalDay): LocalDay {
  switch (every) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, 1 - weekdayOf(day));
    case 'half-month':
      return `${day.slice(0, 8)}${Number(day.slice(8)) < 16 ? '01' : '16'}` as LocalDay;
    case 'month':
      return `${day.slice(0, 8)}01` as LocalDay;
  }
}

/** Last day of the span that begins on a day. */
export function spanEnd(every: 'day' | 'week' | 'half-month' | 'month', start: LocalDay): LocalDay {
  switch (every) {
    case 'day':
      return start;
    case 'week':
      return addDays(start, 6);
    case 'half-month':
      return start.endsWith('01') ? addDays(start, 14) : addDays(spanStart('month', addDays(start, 20)), -1);
    case 'month':
      return addDays(addMonths(start, 1), -1);
  }
}

/**
 * The days of the prompt's span that begins on `slot`. A day or week without the working day it needs is not asked: a
 * weekday that rests passes to the next working day of its week. A month closes on the last working day on or before its
 * day (“25日前”).
 */
export function promptDays(prompt: Prompt, slot: LocalDay, calendar: WorkCalendar): PromptDays | undefined {
  if (prompt.every === 'month') return monthDays(prompt, slot, calendar);
  const wanted = prompt.every === 'week' ? addDays(slot, (prompt.weekday ?? 1) - 1) : slot;
  const on = prompt.every === 'day' ? wanted : workdayOnOrAfter(wanted, calendar);
  if (!calendar.isWorkday(on) || on > spanEnd(prompt.every, slot)) return undefined;
  return { slot, askOn: on, remindOn: undefined, closeOn: on };
}

function monthDays(prompt: Prompt, slot: LocalDay, calendar: WorkCalendar): PromptDays {
  const first = workdayOnOrAfter(slot, calendar);
  const dayOf = (n: number): LocalDay => addDays(slot, n - 1);
  const closeOn = later(workdayOnOrBefore(dayOf(prompt.monthDay ?? 25), calendar), first);
  const wanted =
    prompt.askFrom === undefined
      ? addWorkingDays(closeOn, -ASK_AHEAD, calendar)
      : workdayOnOrAfter(dayOf(prompt.askFrom), calendar);
  const askOn = wanted > closeOn ? closeOn : later(wanted, first);
  const eve = addWorkingDays(closeOn, -1, calendar);
  return { slot, askOn, remindOn: eve > askOn ? eve : undefined, closeOn };
}

/** The days a prompt asks about: from the day after the last one closed to the day it closes. */
export function promptPeriod(
  prompt: Prompt,
  days: PromptDays,
  calendar: WorkCalendar,
): { readonly from: LocalDay; readonly to: LocalDay } {
  for (let slot = days.slot; ;) {
    slot = spanStart(prompt.every, addDays(slot, -1));
    const before = promptDays(prompt, slot, calendar);
    if (before !== undefined) return { from: addDays(before.closeOn, 1), to: days.closeOn };
  }
}
