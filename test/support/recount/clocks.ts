/**
 * The clocks of one matter, begun, met, missed and lapsed by hand: the town's paper is read aloud over the timeline, day by day on a
 * written-out calendar (docs/policies.md; 民法典 201–203).
 */
import { addDays, addMonths, instantOf, type LocalDay, localDayOf } from '../../../src/core/local-day.ts';
import type { Period } from '../../../src/domain/deadline/due.ts';
import { slowDue } from '../../unit/deadline/slow.ts';
import type { Paper, Rule } from './paper.ts';
import type { Row } from './raw.ts';
import type { Step, Story } from './story.ts';

export interface SlowClock {
  readonly rule: Rule;
  readonly startOn: LocalDay;
  /** The counted day, and the working day it moves on to; they are one where the day was named outright. */
  readonly raw: LocalDay;
  readonly dueOn: LocalDay;
  readonly period: Period | undefined;
  readonly yellowOn: LocalDay | undefined;
  readonly isExtended: boolean;
  readonly begun: Date;
  state: 'running' | 'met' | 'missed' | 'stopped' | 'superseded';
  /** What waits for it to run out has begun. */
  hasRunOut: boolean;
}

type Said = (data: Readonly<Record<string, unknown>>) => string | undefined;
const itself =
  (kind: string): Said =>
  () =>
    kind;
const SERVED: Readonly<Record<string, string | undefined>> = {
  ...{ notice: 'notified', opinion: 'served', 'review-opinion': 'review-served', report: 'reported' },
};

/** What an event is to clocks, in the words of the papers; all others are nothing to them. */
const SAYS: Readonly<Record<string, Said | undefined>> = {
  ...Object.fromEntries(
    [
      ...['received', 'admitted', 'declined', 'assigned', 'returned', 'objected', 'limit-reset', 'explained'],
      ...['closed', 'reopened', 'followed-up', 'warned', 'warning-answered'],
    ].map((kind) => [kind, itself(kind)]),
  ),
  served: ({ paper }) => SERVED[String(paper)],
  supplemented: ({ written }) => (written === true ? 'written' : undefined),
  contacted: ({ result }) => (result === 'unreached' ? undefined : 'contacted'),
  reviewed: ({ agreed }) => (agreed === true ? 'replied' : undefined),
  'passed-on': ({ unit }) => (unit === undefined ? undefined : 'returned'),
  led: ({ again }) => (again === true ? undefined : 'led'),
  repeated: ({ linked, inTime, duplicate }) =>
    linked === true || inTime === false || duplicate === true ? undefined : 'repeated',
  linked: ({ inTime }) => (inTime === true ? 'repeated' : undefined),
  'review-requested': ({ level }) => (level === 'recheck' ? 'recheck-requested' : 'review-requested'),
  're-examined': ({ level }) => (level === 'recheck' ? 'rechecked' : 're-examined'),
};

function occasionsOf({ event: { kind, data } }: Step): readonly string[] {
  const said = SAYS[kind]?.(data);
  if (said === undefined) return [];
  // The unit that had it has it again.
  return said === 'reopened' && typeof data['unit'] === 'string' ? [said, 'assigned'] : [said];
}

/** The counted day, and the last day that it moves on to. */
function endOf(from: LocalDay, period: Period): readonly [raw: LocalDay, dueOn: LocalDay] {
  const { raw, due } = slowDue(from, period);
  return [raw as LocalDay, due as LocalDay];
}

const ENDS_HANDLING: readonly string[] = ['merged', 'sent-back', 'voided'];
/** With these another kind of matter may have come out. */
const RECLASSIFIES: readonly string[] = ['supplemented', 'corrected', 'classified', 'linked', 'unsealed'];

/** What is not settled counts as fitting. */
function fits({ appliesWhen: when }: Rule, row: Row): boolean {
  return (
    (when.channels?.includes(row.channel) ?? true) &&
    (row.kind === null || (when.kinds?.includes(row.kind) ?? true)) &&
    (row.branch === null || (when.branches?.includes(row.branch) ?? true)) &&
    (when.first ?? row.linkedTo === null) === (row.linkedTo === null) &&
    (when.identityKnown ?? row.identityKnown) === row.identityKnown &&
    (when.simple ?? row.simple) === row.simple &&
    (when.feedback ?? row.feedbackOn !== null) === (row.feedbackOn !== null) &&
    (when.toldFirst ?? row.writtenBy !== null) === (row.writtenBy !== null)
  );
}

/** All clocks that the matter ever ran, as they stand at a moment. */
export function clocksOf(story: Story, paper: Paper, at: Date): readonly SlowClock[] {
  const hand = new Hand(paper);
  for (const step of story.steps) {
    hand.runOut(step.event.at);
    hand.turn(step);
  }
  hand.runOut(at);
  return hand.clocks;
}

class Hand {
  readonly clocks: SlowClock[] = [];
  readonly #paper: Paper;
  #row: Row | undefined;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  #running = (): SlowClock[] => this.clocks.filter(({ state }) => state === 'running');

  /** Whose day was over before this moment: what waits for that begins with the next day. */
  runOut(until: Date): void {
    for (const clock of this.#running()) {
      const over = instantOf(addDays(clock.dueOn, 1), '00:01');
      const at = over > clock.begun ? over : clock.begun;
      if (clock.hasRunOut || at > until || this.#row === undefined) continue;
      clock.hasRunOut = true;
      for (const rule of this.#paper.rules) {
        const isAwaited = rule.startsOn.includes(`missed:${clock.rule.id}`) && fits(rule, this.#row);
        if (!isAwaited || rule.period === undefined || this.#running().some((one) => one.rule === rule)) continue;
        this.#begin(rule, localDayOf(at), rule.period, at);
      }
    }
  }

  turn(step: Step): void {
    const { event, row } = step;
    this.#row = row;
    const today = localDayOf(event.at);
    if (ENDS_HANDLING.includes(event.kind)) {
      for (const clock of this.#running()) {
        const goesOn =
          clock.rule.owner === 'petitioner' || (event.kind === 'merged' && clock.rule.keptAfterMerge === true);
        if (!goesOn) clock.state = today > clock.dueOn ? 'missed' : 'stopped';
      }
      return;
    }
    for (const occasion of occasionsOf(step)) {
      for (const clock of this.#running()) {
        if (clock.rule.metBy.includes(occasion)) clock.state = event.onDay <= clock.dueOn ? 'met' : 'missed';
        else if (clock.rule.lapsesOn.includes(occasion)) clock.state = today > clock.dueOn ? 'missed' : 'stopped';
      }
      for (const rule of this.#paper.rules) {
        if (rule.startsOn.includes(occasion) && fits(rule, row)) this.#start(rule, occasion, event.onDay, step);
      }
    }
    if (RECLASSIFIES.includes(event.kind)) this.#reclassify(step);
    if (event.kind === 'extended') this.#extend(String(event.data['clock']), Number(event.data['days']), step);
    if (event.kind === 'hearing-held') this.#hear(step);
  }

  /** A clock of a rule begins; one of the same rule that still runs gives way to it. */
  #start(rule: Rule, occasion: string, from: LocalDay, { event, row }: Step): void {
    const isGiven = rule.givenBy === occasion;
    const given = isGiven ? (event.data['period'] as Period | undefined) : undefined;
    const named = isGiven ? (event.data['dueOn'] as LocalDay | undefined) : undefined;
    const startOn = rule.countsFrom === 'received' ? (row.reopenedOn ?? row.receivedOn) : from;
    const period = this.#periodOf(rule, given, startOn);
    if (period === undefined && named === undefined) return;
    for (const former of this.#running().filter((clock) => clock.rule === rule)) this.#replace(former, event.at);
    this.#begin(rule, startOn, named ?? period!, event.at);
  }

  #periodOf(rule: Rule, given: Period | undefined, startOn: LocalDay): Period | undefined {
    if (given === undefined) return rule.period;
    if (rule.givenOnlyShortens !== true || rule.period === undefined) return given;
    return endOf(startOn, given)[1] < endOf(startOn, rule.period)[1] ? given : rule.period;
  }

  /** Another takes its place: that says nothing of a day that was missed. */
  #replace(clock: SlowClock, at: Date): void {
    clock.state = localDayOf(at) > clock.dueOn ? 'missed' : 'superseded';
  }

  #begin(rule: Rule, startOn: LocalDay, length: Period | LocalDay, begun: Date): void {
    const [raw, dueOn] = typeof length === 'string' ? [length, length] : endOf(startOn, length);
    this.clocks.push({
      ...{ rule, startOn, raw, dueOn, begun, isExtended: false, hasRunOut: false, state: 'running' },
      period: typeof length === 'string' ? undefined : length,
      yellowOn: this.#yellowOf(rule, startOn, raw, dueOn),
    });
  }

  /** 不足N天: the first day on which fewer days than that are left (S0 四（四）). */
  #yellowOf(rule: Rule, startOn: LocalDay, raw: LocalDay, dueOn: LocalDay): LocalDay | undefined {
    const { colours } = this.#paper;
    if (colours?.clocks.includes(rule.id) !== true) return undefined;
    const threshold = raw >= addMonths(startOn, 1) ? colours.monthOrLonger : colours.underMonth;
    if (threshold === undefined) return undefined;
    const first = addDays(dueOn, 1 - threshold);
    return first > startOn ? first : startOn;
  }

  /** By so many days beyond the counted end; the days of a roll are not gained twice. */
  #extend(kind: string, days: number, { event }: Step): void {
    const clock = this.#running().find(({ rule }) => rule.id === kind);
    if (clock === undefined) return;
    clock.state = 'superseded';
    const [raw, dueOn] = endOf(clock.raw, { n: days, unit: 'days' });
    this.clocks.push({
      ...clock,
      ...{ raw, dueOn, begun: event.at, isExtended: true, hasRunOut: false, state: 'running' },
      yellowOn: this.#yellowOf(clock.rule, clock.startOn, raw, dueOn),
    });
  }

  /** 听证所需时间不计算在内 (art. 36), unless the time was over before it was set. */
  #hear(step: Step): void {
    const { days, from } = step.event.data;
    const clock = this.#running().find(({ rule }) => rule.id === 'recheck-decision');
    if (clock === undefined || Number(days) === 0 || String(from) > clock.dueOn) return;
    this.#extend('recheck-decision', Number(days), step);
  }

  #reclassify(step: Step): void {
    const { event, row } = step;
    const { data } = event;
    if (typeof data['receivedOn'] === 'string') this.#recount(step);
    if (typeof data['dueOn'] === 'string') {
      for (const rule of this.#paper.rules.filter(({ givenBy }) => givenBy === 'received')) {
        this.#start(rule, 'received', row.receivedOn, step);
      }
    }
    const had = new Set(this.clocks.filter(({ state }) => state !== 'superseded').map(({ rule }) => rule));
    for (const clock of this.#running()) if (!fits(clock.rule, row)) this.#replace(clock, event.at);
    for (const rule of this.#paper.rules) {
      if (had.has(rule) || !fits(rule, row)) continue;
      const isOwed =
        (rule.appliesWhen.identityKnown !== undefined && data['identityKnown'] === true) ||
        (rule.appliesWhen.simple === true && data['simple'] === true && data['admittedOn'] === undefined);
      if (rule.startsOn.includes('received') && isOwed) {
        this.#start(rule, 'received', row.receivedOn, step);
      } else if (rule.startsOn.includes('admitted') && typeof data['admittedOn'] === 'string') {
        this.#start(rule, 'admitted', data['admittedOn'] as LocalDay, step);
      } else if (rule.startsOn.includes('assigned') && rule.appliesWhen.channels && row.assignedOn !== null) {
        this.#start(rule, 'assigned', row.assignedOn, step);
      }
    }
  }

  /** 收到 was put right: what counts from it counts anew, and never un-misses. */
  #recount({ event, row }: Step): void {
    if (row.reopenedOn !== null) return;
    for (const clock of this.#running()) {
      const { rule, period } = clock;
      const countsFrom = rule.startsOn.includes('received') || rule.countsFrom === 'received';
      if (!countsFrom || rule.givenBy === 'received' || clock.isExtended || period === undefined) continue;
      const later = endOf(row.receivedOn, period)[1] > clock.dueOn;
      if (localDayOf(event.at) > clock.dueOn && later) continue;
      clock.state = 'superseded';
      this.#begin(rule, row.receivedOn, period, event.at);
    }
  }
}
