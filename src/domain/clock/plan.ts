/** How one clock runs, before anything is stored: its period, the moments at which it speaks, the end an extension counts from. */
import { addDays, daysBetween, instantOf, type LocalDay } from '../../core/local-day.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { computeDue, type Due, type Period } from '../deadline/due.ts';
import { workdayOnOrBefore } from '../deadline/working-days.ts';
import type { ClockRule } from '../policy/policy.ts';
import type { KeptRule } from './kept.ts';
import { stageDays } from '../policy/stages.ts';

/** Stages speak shortly before office hours are in full swing; WeCom asks senders to stay off minutes 0 and 30. */
export const STAGE_TIME = '08:50';
/** A clock that another one waits for (`missed:…`) runs out at the beginning of the day after it was due. */
export const MISSED_STAGE = '_missed';

/** What outlives the end of handling: the petitioner's own periods, and after 并案 the notice that is owed to them. */
export const goesOnAfter = (event: string, owner: string, rule: ClockRule | undefined): boolean =>
  owner === 'petitioner' || (event === 'merged' && rule?.keptAfterMerge === true);

/**
 * A clock that counts from 收到 and came to fit later: the petitioner became known, or 简易办理 was chosen before 受理.
 */
export const owedSinceReceived = ({ appliesWhen }: ClockRule, data: Readonly<Record<string, unknown>>): boolean =>
  (appliesWhen.identityKnown !== undefined && data['identityKnown'] === true) ||
  (appliesWhen.simple === true && data['simple'] === true && data['admittedOn'] === undefined);

export interface PlannedStage {
  readonly stage: string;
  readonly at: Date;
}

export interface Beginning {
  readonly startOn: LocalDay;
  readonly due: Due;
  /** The moment and day on which the clock began to run. */
  readonly at: Date;
  readonly today: LocalDay;
  readonly extendedDays: number;
}

/**
 * The stages ahead in the order in which they speak. Those of days already past are told by the next sweep, the last one
 * only; the stage that speaks with the event itself is told by the use case.
 */
export function plannedStages(
  { rule, colours, awaited }: Pick<KeptRule, 'rule' | 'colours' | 'awaited'>,
  { startOn, due, at, today, extendedDays }: Beginning,
  calendar: WorkCalendar,
): PlannedStage[] {
  const byId = new Map(rule.ladder.map((stage) => [stage.id, stage]));
  const stages: PlannedStage[] = stageDays(rule, { startOn, begunOn: today, due }, colours, calendar)
    .filter(({ stage }) => byId.get(stage)?.when.at !== 'start')
    .map(({ stage, on }) => ({ stage, at: instantOf(on, STAGE_TIME) }));
  if (awaited) {
    stages.push({ stage: MISSED_STAGE, at: instantOf(addDays(due.dueOn, 1), '00:01') });
  }
  // Of stages that fall on one day the last speaks: one with a letter outranks one without.
  const rank = ({ stage }: PlannedStage): number => Number(byId.get(stage)?.letter !== undefined);
  return (
    stages
      // Early nudges (half-time, days before) of days gone by say nothing; a clock that was extended has spoken of all of them.
      .filter((slot) => slot.at > at || (extendedDays === 0 && !isEarly(rule, slot.stage)))
      .toSorted((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b))
  );
}

/** A nudge on the way, as against yellow, due and overdue, which stay true once their day has come. */
const isEarly = (rule: ClockRule, stage: string): boolean => {
  const when = rule.ladder.find((s) => s.id === stage)?.when.at;
  return when === 'half-time' || when === 'working-days-before' || when === 'days-left-below';
};

/** The given period, or the rule's own where that is all there is, or where the given one may only shorten it and does not. */
export function periodOf(
  { period, givenOnlyShortens }: ClockRule,
  given: Period | undefined,
  startOn: LocalDay,
  calendar: WorkCalendar,
): Period | undefined {
  if (given === undefined || !givenOnlyShortens || period === undefined) return given ?? period;
  const [asked, most] = [given, period].map((one) => computeDue(startOn, one, calendar).dueOn);
  return asked! < most! ? given : period;
}

/** The days up to a day that was named outright. */
export const periodTo = (startOn: LocalDay, dueOn: LocalDay | undefined): Period | undefined =>
  dueOn === undefined ? undefined : { n: daysBetween(startOn, dueOn), unit: 'days' };

interface Extensible {
  readonly startOn: LocalDay;
  readonly period: Period;
  readonly extendedDays: number;
  readonly dueOn: LocalDay;
}

/**
 * From which day an extension counts: the end before it rolled to a working day, else every extension would gain the days of a roll
 * (条例 art. 34: 30 in all).
 */
export function extendsFrom(clock: Extensible, calendar: WorkCalendar): LocalDay {
  const first = computeDue(clock.startOn, clock.period, calendar);
  const now =
    clock.extendedDays === 0 ? first : computeDue(first.rawDueOn, { n: clock.extendedDays, unit: 'days' }, calendar);
  return now.dueOn === clock.dueOn ? now.rawDueOn : clock.dueOn;
}

/** The end of an extension by so many days. */
export const extendedDue = (clock: Extensible, days: number, calendar: WorkCalendar): Due =>
  computeDue(extendsFrom(clock, calendar), { n: days, unit: 'days' }, calendar);

/** A day that somebody outside named stays that day, also where it is a rest day; reminded of on the last working day up to it. */
export const fixedDue = (dueOn: LocalDay, calendar: WorkCalendar): Due => ({
  ...computeDue(dueOn, { n: 0, unit: 'days' }, calendar),
  dueOn,
  remindBy: workdayOnOrBefore(dueOn, calendar),
});
