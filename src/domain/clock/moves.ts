/** What an event does to the limits of its matter, before anything is stored: the engine carries it out, and whoever asks what a step would settle reads it. */
import type { LocalDay } from '../../core/local-day.ts';
import type { clocks, events } from '../../db/schema.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { computeDue, type Due, type Period } from '../deadline/due.ts';
import { has, occasionsOf } from '../matter/events.ts';
import type { Petition } from '../matter/access.ts';
import { applies, clocksStartedBy, type MatterFacts } from '../policy/applies.ts';
import type { ClockRule, Policy } from '../policy/policy.ts';
import type { ClockEvent } from '../policy/vocabulary.ts';
import { keptOf, type KeptRule, type RuleOf } from './kept.ts';
import { fixedDue, goesOnAfter, owedSinceReceived, periodOf, periodTo } from './plan.ts';

export type Clock = typeof clocks.$inferSelect;
/** As much of an event as moves clocks. */
export type Mover = Pick<typeof events.$inferSelect, 'kind' | 'data' | 'onDay'>;

/** What a rule may ask of the matter. */
export const factsOf = (petition: Petition): MatterFacts => ({
  channel: petition.channel as MatterFacts['channel'],
  kind: (petition.kind ?? undefined) as MatterFacts['kind'],
  branch: petition.branch ?? undefined,
  first: petition.linkedTo === null,
  identityKnown: petition.identityKnown,
  simple: petition.simple,
  feedback: petition.feedbackOn !== null,
  toldFirst: petition.writtenBy !== null,
});

/** Its day is over. Whatever happens afterwards it stays missed; only what is typed late and happened in time meets it. */
export const isMissed = ({ dueOn }: Pick<Clock, 'dueOn'>, today: LocalDay): boolean => today > dueOn;

/** A clock whose rule nobody knows ends with the matter; the sweep tells of it (src/domain/reminder/sweep.ts). */
const RULELESS: Pick<ClockRule, 'metBy' | 'lapsesOn'> = { metBy: ['closed'], lapsesOn: [] };

interface Begun {
  readonly kept: KeptRule;
  readonly startOn: LocalDay;
  readonly period: Period;
  readonly due: Due;
}

/** A clock that there is, or one that begins with the event. */
export interface Limit extends Pick<Clock, 'kind' | 'title' | 'owner' | 'legal' | 'dueOn'> {
  readonly clock: Clock | undefined;
  readonly begun: Begun | undefined;
  readonly kept: KeptRule | undefined;
  readonly state: string;
}

const periodOfClock = ({ periodN: n, periodUnit }: Pick<Clock, 'periodN' | 'periodUnit'>): Period => ({
  n,
  unit: periodUnit as Period['unit'],
});

export type Ended = 'met' | 'missed' | 'stopped' | 'superseded';
/** In the order in which they are done. */
type Move = { readonly begins: Limit } | { readonly ends: Limit; readonly as: Ended };

export const limitsOf = (list: readonly Clock[], ruleOf: RuleOf): Limit[] =>
  list.map((clock) => {
    const { kind, title, owner, legal, dueOn, state } = clock;
    return { kind, title, owner, legal, dueOn, state, clock, begun: undefined, kept: ruleOf(clock) };
  });

export interface Moved {
  readonly moves: readonly Move[];
  /** All of them as they stand then. */
  readonly limits: readonly Limit[];
}

export interface MoveFacts {
  /** As the event leaves it. */
  readonly petition: Petition;
  readonly policy: Policy;
  readonly today: LocalDay;
  readonly calendar: WorkCalendar;
}

/** Ends, lapses and starts the limits that an event concerns. Nothing else moves a due day. */
export function movedBy(limits: readonly Limit[], event: Mover, facts: MoveFacts): Moved {
  const moving = new Moving(limits, event, facts);
  if (has(event, 'ends-handling')) moving.endAll();
  else {
    for (const occasion of occasionsOf(event)) moving.meet(occasion);
    if (has(event, 'reclassifies')) moving.reclassify();
  }
  return moving;
}

class Moving implements Moved {
  readonly moves: Move[] = [];
  readonly limits: { -readonly [K in keyof Limit]: Limit[K] }[];
  readonly #event: Mover;
  readonly #facts: MoveFacts;

  constructor(limits: readonly Limit[], event: Mover, facts: MoveFacts) {
    this.limits = limits.map((limit) => ({ ...limit }));
    this.#event = event;
    this.#facts = facts;
  }

  #running = (): (typeof this.limits)[number][] => this.limits.filter(({ state }) => state === 'running');
  #end(limit: (typeof this.limits)[number], as: Ended): void {
    limit.state = as;
    this.moves.push({ ends: limit, as });
  }
  /** Another clock takes its place, or its rule fits no more: that says nothing of a day that was missed. */
  #replacedOr = (limit: Limit): Ended => (isMissed(limit, this.#facts.today) ? 'missed' : 'superseded');
  #stoppedOr = (limit: Limit): Ended => (isMissed(limit, this.#facts.today) ? 'missed' : 'stopped');

  /** Handling under this number ends. Only what a merged matter still owes its own petitioner goes on. */
  endAll(): void {
    for (const limit of this.#running()) {
      if (!goesOnAfter(this.#event.kind, limit.owner, limit.kept?.rule)) this.#end(limit, this.#stoppedOr(limit));
    }
  }

  meet(occasion: ClockEvent): void {
    const { policy, petition } = this.#facts;
    for (const limit of this.#running()) {
      const { metBy, lapsesOn } = limit.kept?.rule ?? RULELESS;
      if (metBy.includes(occasion)) this.#end(limit, this.#event.onDay <= limit.dueOn ? 'met' : 'missed');
      else if (lapsesOn.includes(occasion)) this.#end(limit, this.#stoppedOr(limit));
    }
    for (const rule of clocksStartedBy(policy, occasion, factsOf(petition))) this.#start(rule, occasion);
  }

  /** A matter that turned out to be of another kind keeps the clocks that still fit and gains those it was owed. */
  reclassify(): void {
    const { policy, petition } = this.#facts;
    const { data } = this.#event;
    if (typeof data['receivedOn'] === 'string') this.#recount();
    if (typeof data['dueOn'] === 'string') {
      // The sender named a day, or another one: 来文 was added later.
      for (const rule of policy.clocks.filter((r) => r.givenBy === 'received')) {
        this.#start(rule, 'received', petition.receivedOn);
      }
    }
    const before = this.limits.map(({ kind, state }) => ({ kind, state }));
    const facts = factsOf(petition);
    // What no longer fits ends by its own rule, what is owed now begins by the policy of the day.
    for (const limit of this.#running()) {
      if (!applies(limit.kept?.rule.appliesWhen ?? {}, facts)) this.#end(limit, this.#replacedOr(limit));
    }
    for (const rule of policy.clocks) {
      const isRunning = this.#running().some(({ kind }) => kind === rule.kind);
      const had = before.some(({ kind, state }) => kind === rule.kind && state !== 'superseded');
      if (isRunning || had || !applies(rule.appliesWhen, facts)) continue;
      if (rule.startsOn.includes('received') && owedSinceReceived(rule, data)) {
        this.#start(rule, 'received', petition.receivedOn);
      } else if (rule.startsOn.includes('admitted') && typeof data['admittedOn'] === 'string') {
        this.#start(rule, 'admitted', data['admittedOn'] as LocalDay);
      } else if (rule.startsOn.includes('assigned') && rule.appliesWhen.channels && petition.assignedOn !== null) {
        // The way it came was put right after the assignment: the clock of that way takes over.
        this.#start(rule, 'assigned', petition.assignedOn);
      }
    }
  }

  /** 收到 was put right: the running clocks that count from that day count anew, with the period they were given. */
  #recount(): void {
    const { petition, today, calendar } = this.#facts;
    if (petition.reopenedOn !== null) return;
    for (const limit of this.#running()) {
      const { kept, clock, begun } = limit;
      if (kept === undefined || (clock?.extendedDays ?? 0) > 0) continue;
      const { givenBy, startsOn, countsFrom } = kept.rule;
      if (givenBy === 'received' || !(startsOn.includes('received') || countsFrom === 'received')) continue;
      const period = begun?.period ?? periodOfClock(clock!);
      const due = computeDue(petition.receivedOn, period, calendar);
      if (isMissed(limit, today) && due.dueOn > limit.dueOn) continue;
      this.#end(limit, 'superseded');
      this.#begin({ kept, startOn: petition.receivedOn, period, due });
    }
  }

  #start(rule: ClockRule, occasion: ClockEvent, from: LocalDay = this.#event.onDay): void {
    const { policy, petition, calendar } = this.#facts;
    const isGiven = rule.givenBy === occasion;
    const given = isGiven ? (this.#event.data['period'] as Period | undefined) : undefined;
    const givenDue = isGiven ? (this.#event.data['dueOn'] as LocalDay | undefined) : undefined;
    const startOn = rule.countsFrom === 'received' ? (petition.reopenedOn ?? petition.receivedOn) : from;
    const period = periodOf(rule, given, startOn, calendar) ?? periodTo(startOn, givenDue);
    if (period === undefined) return;
    const former = this.#running().find(({ kind }) => kind === rule.kind);
    if (former !== undefined) this.#end(former, this.#replacedOr(former));
    const due = givenDue === undefined ? computeDue(startOn, period, calendar) : fixedDue(givenDue, calendar);
    this.#begin({ kept: keptOf(policy, rule), startOn, period, due });
  }

  #begin(begun: Begun): void {
    const { kind, title, owner, legal } = begun.kept.rule;
    const { dueOn } = begun.due;
    const limit = { kind, title, owner, legal, dueOn, state: 'running', clock: undefined, begun, kept: begun.kept };
    this.limits.push(limit);
    this.moves.push({ begins: limit });
  }
}
