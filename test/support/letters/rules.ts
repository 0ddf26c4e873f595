/**
 * 分界镇's plan of 2023 and the 条例, as a reader of the two documents would write down who hears what on which day.
 * It is written from policies/*.yaml's sources, not by calling their loader.
 */
import {
  aMonthLater,
  type Day,
  daysTo,
  isWorked,
  next,
  plusDays,
  plusWorked,
  workedFrom,
  workedUntil,
} from './days.ts';

export interface Period {
  readonly n: number;
  readonly unit: 'days' | 'worked';
}

export type Who = 'handler' | 'head' | 'lineLeader' | 'areaLeader' | 'mainLeader' | 'desk';
type When =
  | 'half'
  | 'yellow'
  | 'due'
  | { readonly workedBefore: number }
  | { readonly daysAfter: number }
  | { readonly workedAfter: number };

interface Stage {
  readonly when: When;
  readonly to: readonly Who[];
  readonly letter?: '提醒函' | '督办函';
  readonly group?: 'reminders' | 'escalations';
}

export interface Rule {
  readonly title: string;
  readonly hasYellow: boolean;
  readonly stages: readonly Stage[];
}

/** 条例 art. 23: written notice within 15 days; the desk's own duty. */
export const NOTICE: Rule = {
  title: '书面告知',
  hasYellow: false,
  stages: [
    { when: 'half', to: ['desk'] },
    { when: { workedBefore: 2 }, to: ['desk'] },
    { when: 'due', to: ['desk'] },
    { when: { daysAfter: 1 }, to: ['desk', 'mainLeader'], group: 'escalations' },
  ],
};

/** 四（一）、四（四）: the limit set with the assignment, with its letters. */
export const RESOLVE: Rule = {
  title: '化解时限',
  hasYellow: true,
  stages: [
    { when: 'half', to: ['handler'] },
    { when: 'yellow', to: ['handler', 'head'], letter: '提醒函', group: 'reminders' },
    { when: { workedBefore: 2 }, to: ['handler', 'head'] },
    { when: 'due', to: ['handler', 'head', 'desk'], group: 'reminders' },
    {
      when: { daysAfter: 1 },
      to: ['handler', 'head', 'lineLeader', 'areaLeader', 'desk'],
      letter: '督办函',
      group: 'escalations',
    },
    { when: { workedAfter: 3 }, to: ['head', 'lineLeader', 'areaLeader', 'desk'], group: 'escalations' },
    { when: { workedAfter: 7 }, to: ['lineLeader', 'areaLeader', 'mainLeader'], group: 'escalations' },
  ],
};

/** 条例 art. 34: sixty days from acceptance. */
export const HANDLE: Rule = {
  title: '办结时限',
  hasYellow: false,
  stages: [
    { when: 'half', to: ['handler'] },
    { when: { workedBefore: 10 }, to: ['handler'] },
    { when: { workedBefore: 5 }, to: ['handler', 'head'], group: 'reminders' },
    { when: { workedBefore: 2 }, to: ['handler', 'head'], group: 'reminders' },
    { when: 'due', to: ['handler', 'head', 'desk'], group: 'reminders' },
    { when: { daysAfter: 1 }, to: ['handler', 'head', 'lineLeader', 'desk'], letter: '督办函', group: 'escalations' },
    { when: { workedAfter: 3 }, to: ['head', 'lineLeader', 'mainLeader'], group: 'escalations' },
  ],
};

export interface Limits {
  /** The legal last day. */
  readonly due: Day;
  /** The last worked day that does not gain from a roll. */
  readonly remindBy: Day;
  /** The counted day. */
  readonly raw: Day;
}

export function limitsOf(start: Day, { n, unit }: Period): Limits {
  const raw = unit === 'days' ? plusDays(start, n) : plusWorked(start, n);
  return { raw, due: workedFrom(raw), remindBy: workedUntil(raw) };
}

const YELLOW_UNDER_A_MONTH = 5;
const YELLOW_FROM_A_MONTH = 10;

function dayOf(when: When, start: Day, { raw, due, remindBy }: Limits): Day | undefined {
  if (when === 'due') return remindBy;
  if (when === 'half') {
    const middle = workedUntil(plusDays(start, Math.floor(daysTo(start, remindBy) / 2)));
    return middle > start && middle < remindBy ? middle : undefined;
  }
  if (when === 'yellow') {
    const threshold = raw < aMonthLater(start) ? YELLOW_UNDER_A_MONTH : YELLOW_FROM_A_MONTH;
    let day = start;
    while (daysTo(day, due) >= threshold) day = next(day);
    while (!isWorked(day) && day < remindBy) day = next(day);
    return day > remindBy ? remindBy : day;
  }
  if ('workedBefore' in when) {
    const day = plusWorked(remindBy, -when.workedBefore);
    return day > start ? day : undefined;
  }
  return 'daysAfter' in when ? workedFrom(plusDays(due, when.daysAfter)) : plusWorked(due, when.workedAfter);
}

export interface Clock {
  readonly rule: Rule;
  readonly start: Day;
  /**
   * When it was set running, at ten in the morning. Of what lay before, early nudges say nothing any more; yellow, due and
   * overdue are told at once, the last of them only.
   */
  readonly begun: Day;
  readonly period: Period;
  /** Ended on this day at ten; what falls on that morning has been told. */
  readonly ended: Day | undefined;
}

export interface Told {
  readonly on: Day;
  readonly clock: string;
  readonly letter: string;
  readonly left: number;
  readonly to: readonly Who[];
  readonly group: Stage['group'];
}

const isEarly = ({ when }: Stage): boolean => when === 'half' || (typeof when === 'object' && 'workedBefore' in when);

/** What one clock says until `until`: of stages on one day the one with a letter speaks, else the later one. */
export function toldBy({ rule, start, begun, period, ended }: Clock, until: Day): Told[] {
  const limits = limitsOf(start, period);
  const last = new Map<Day, Stage>();
  const inOrder = rule.stages
    .map((stage, place) => ({ stage, place, on: dayOf(stage.when, start, limits) }))
    .filter(
      (one): one is typeof one & { on: Day } => one.on !== undefined && (one.stage.when !== 'yellow' || rule.hasYellow),
    )
    .sort((a, b) => (a.on === b.on ? a.place - b.place : a.on < b.on ? -1 : 1));
  const late = inOrder.filter(({ on, stage }) => on <= begun && !isEarly(stage)).at(-1);
  for (const one of inOrder) {
    const { stage, on } = one;
    if (on <= begun && one !== late) continue;
    const day = on <= begun ? begun : on;
    const rival = last.get(day);
    if (rival?.letter === undefined || stage.letter !== undefined) last.set(day, stage);
  }
  return [...last]
    .filter(([on]) => on <= until && (ended === undefined || on <= ended))
    .map(([on, stage]) => ({
      on,
      clock: rule.title,
      letter: stage.letter ?? '时限提醒',
      left: daysTo(on, limits.due),
      to: stage.to,
      group: stage.group,
    }));
}
