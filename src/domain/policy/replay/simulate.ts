/** What a policy would have said to matters that are past: their events in order, run through another set of rules. Pure. */
import { addDays, instantOf, type LocalDay, localDayOf } from '../../../core/local-day.ts';
import {
  extendedDue,
  fixedDue,
  goesOnAfter,
  MISSED_STAGE,
  owedSinceReceived,
  periodOf,
  periodTo,
  type PlannedStage,
  plannedStages,
} from '../../clock/plan.ts';
import { keptOf } from '../../clock/kept.ts';
import type { WorkCalendar } from '../../deadline/calendar.ts';
import { computeDue, type Due, type Period } from '../../deadline/due.ts';
import { addWorkingDays } from '../../deadline/working-days.ts';
import { type EventKind, has } from '../../matter/events.ts';
import { applies, clocksStartedBy, clocksStartedByMissing, type MatterFacts, signaturesFor } from '../applies.ts';
import type { ClockRule, Policy, SignatureRule, StageRule } from '../policy.ts';
import type { ClockEvent, SignatureKind } from '../vocabulary.ts';

/** One event of a matter with what was known of it from then on. */
export interface PastEvent {
  readonly kind: EventKind;
  readonly at: Date;
  readonly onDay: LocalDay;
  readonly data: Record<string, unknown>;
  readonly occasions: readonly ClockEvent[];
  readonly facts: MatterFacts;
  readonly weight: { readonly important: boolean; readonly sensitive: boolean; readonly headcount: number };
  readonly receivedOn: LocalDay;
  readonly reopenedOn: LocalDay | null;
  readonly assignedOn: LocalDay | null;
  readonly open: boolean;
}

export interface PastMatter {
  readonly number: string;
  readonly events: readonly PastEvent[];
}

/** One thing that would have been said. */
export type Spoken = { readonly number: string; readonly at: Date } & (
  | { readonly what: 'stage'; readonly clock: ClockRule; readonly stage: StageRule; readonly dueOn: LocalDay }
  | { readonly what: 'signature'; readonly signature: SignatureRule }
  | { readonly what: 'follow-up'; readonly basis: string }
);

/** A stage after the due day. */
export const isEscalation = (said: Spoken): boolean =>
  said.what === 'stage' && (said.stage.when.at === 'days-after' || said.stage.when.at === 'working-days-after');

interface Sim {
  readonly rule: ClockRule;
  readonly startOn: LocalDay;
  readonly period: Period;
  readonly due: Due;
  readonly begunAt: Date;
  readonly extendedDays: number;
  ahead: PlannedStage[];
  state: 'running' | 'ended' | 'superseded';
}

/** Everything said up to the end of `until`, in order. */
export function simulate(matter: PastMatter, policy: Policy, calendar: WorkCalendar, until: LocalDay): Spoken[] {
  return new Run(matter, policy, calendar).through(instantOf(addDays(until, 1)));
}

class Run {
  private readonly clocks: Sim[] = [];
  private readonly spoken: Spoken[] = [];
  private readonly asked = new Set<SignatureKind>();
  private now: PastEvent | undefined;

  private readonly matter: PastMatter;
  private readonly policy: Policy;
  private readonly calendar: WorkCalendar;

  constructor(matter: PastMatter, policy: Policy, calendar: WorkCalendar) {
    this.matter = matter;
    this.policy = policy;
    this.calendar = calendar;
  }

  through(end: Date): Spoken[] {
    for (const event of this.matter.events.filter(({ at }) => at < end)) {
      this.advance(event.at);
      this.now = event;
      this.apply(event);
    }
    this.advance(end);
    this.followUps(end);
    return this.spoken.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  }

  private get running(): Sim[] {
    return this.clocks.filter((clock) => clock.state === 'running');
  }

  /** The sweeps up to a moment: what is due together is told once, by the last of it. */
  private advance(to: Date): void {
    for (;;) {
      const next = this.running
        .flatMap((clock) => (clock.ahead[0] === undefined ? [] : [{ clock, at: moment(clock, clock.ahead[0]) }]))
        .toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
      if (next === undefined || next.at >= to) return;
      const { clock, at } = next;
      const ready = clock.ahead.filter((slot) => moment(clock, slot) <= at);
      clock.ahead = clock.ahead.filter((slot) => !ready.includes(slot));
      const last = ready.findLast(({ stage }) => stage !== MISSED_STAGE);
      const stage = clock.rule.ladder.find(({ id }) => id === last?.stage);
      if (stage !== undefined && this.now?.open === true) this.tell(clock, stage, at);
      if (ready.some(({ stage: id }) => id === MISSED_STAGE)) this.afterMiss(clock, at);
    }
  }

  private apply(event: PastEvent): void {
    for (const occasion of event.occasions) {
      for (const clock of this.running) {
        const { metBy, lapsesOn } = clock.rule;
        if (metBy.includes(occasion) || lapsesOn.includes(occasion)) clock.state = 'ended';
      }
      for (const rule of clocksStartedBy(this.policy, occasion, event.facts)) this.start(rule, event, occasion);
    }
    if (has(event, 'ends-handling')) {
      for (const clock of this.running) {
        if (!goesOnAfter(event.kind, clock.rule.owner, clock.rule)) clock.state = 'ended';
      }
    } else if (has(event, 'reclassifies')) this.reclassify(event);
    if (event.kind === 'extended') this.extend(event);
    this.sign(event);
  }

  private start(rule: ClockRule, event: PastEvent, occasion: ClockEvent, from = event.onDay): void {
    const isGiver = rule.givenBy === occasion;
    const startOn = rule.countsFrom === 'received' ? (event.reopenedOn ?? event.receivedOn) : from;
    const given = isGiver ? (event.data['period'] as Period | undefined) : undefined;
    const dueOn = isGiver ? (event.data['dueOn'] as LocalDay | undefined) : undefined;
    const counted = periodOf(rule, given, startOn, this.calendar);
    const period = counted ?? periodTo(startOn, dueOn);
    if (period === undefined) return;
    const due = dueOn === undefined ? computeDue(startOn, period, this.calendar) : fixedDue(dueOn, this.calendar);
    this.begin(rule, startOn, period, due, event.at);
  }

  private begin(rule: ClockRule, startOn: LocalDay, period: Period, due: Due, at: Date, extendedDays = 0): void {
    for (const former of this.running) if (former.rule.kind === rule.kind) former.state = 'superseded';
    const beginning = { startOn, due, at, today: localDayOf(at), extendedDays };
    const ahead = plannedStages(keptOf(this.policy, rule), beginning, this.calendar);
    const clock: Sim = { rule, startOn, period, due, begunAt: at, extendedDays, ahead, state: 'running' };
    this.clocks.push(clock);
    if (extendedDays > 0) return;
    for (const stage of rule.ladder.filter(({ when }) => when.at === 'start')) this.tell(clock, stage, at);
  }

  private afterMiss({ rule: missed }: Sim, at: Date): void {
    if (this.now === undefined) return;
    for (const rule of clocksStartedByMissing(this.policy, missed.kind, this.now.facts)) {
      if (rule.period === undefined || this.running.some((clock) => clock.rule.kind === rule.kind)) continue;
      const today = localDayOf(at);
      this.begin(rule, today, rule.period, computeDue(today, rule.period, this.calendar), at);
    }
  }

  private extend(event: PastEvent): void {
    const clock = this.running.find(({ rule }) => rule.kind === event.data['clock']);
    const days = event.data['days'];
    if (clock === undefined || typeof days !== 'number') return;
    const { rule, startOn, period, extendedDays, due } = clock;
    const later = extendedDue({ startOn, period, extendedDays, dueOn: due.dueOn }, days, this.calendar);
    this.begin(rule, startOn, period, later, event.at, extendedDays + days);
  }

  /** As the engine does: what no longer fits ends, what is owed now begins. */
  private reclassify(event: PastEvent): void {
    if (typeof event.data['dueOn'] === 'string') {
      for (const rule of this.policy.clocks.filter(({ givenBy }) => givenBy === 'received')) {
        this.start(rule, event, 'received', event.receivedOn);
      }
    }
    for (const rule of this.policy.clocks) {
      const fits = applies(rule.appliesWhen, event.facts);
      const clock = this.running.find((one) => one.rule.kind === rule.kind);
      if (clock !== undefined && !fits) clock.state = 'superseded';
      const had = this.clocks.some((one) => one.rule.kind === rule.kind && one.state !== 'superseded');
      if (clock !== undefined || had || !fits) continue;
      const { channels } = rule.appliesWhen;
      if (rule.startsOn.includes('received') && owedSinceReceived(rule, event.data)) {
        this.start(rule, event, 'received', event.receivedOn);
      } else if (rule.startsOn.includes('admitted') && typeof event.data['admittedOn'] === 'string') {
        this.start(rule, event, 'admitted', event.data['admittedOn'] as LocalDay);
      } else if (rule.startsOn.includes('assigned') && channels !== undefined && event.assignedOn !== null) {
        this.start(rule, event, 'assigned', event.assignedOn);
      }
    }
  }

  private sign(event: PastEvent): void {
    const kind = SIGNED_AT[event.kind];
    if (kind === undefined || (kind === 'instruct' && this.asked.has(kind))) return;
    // An answer that still lacks a part, or was written by its reviewer, asks nobody.
    if (kind === 'review' && event.data['asksReview'] === false) return;
    for (const signature of signaturesFor(this.policy, kind, event.weight)) {
      this.asked.add(kind);
      this.spoken.push({ number: this.matter.number, at: event.at, what: 'signature', signature });
    }
  }

  /** 回访 falls due so many working days after a closing that nothing followed. */
  private followUps(end: Date): void {
    const { followUp, rhythm } = this.policy;
    if (followUp === undefined) return;
    const { events, number } = this.matter;
    for (const [i, closed] of events.entries()) {
      if (closed.kind !== 'closed') continue;
      const day = addWorkingDays(localDayOf(closed.at), followUp.afterWorkingDays, this.calendar);
      const at = instantOf(day, rhythm.digestAt);
      const isSettled = events
        .slice(i + 1)
        .some((event) => (event.kind === 'followed-up' || event.kind === 'reopened') && event.at < at);
      if (!isSettled && at < end) this.spoken.push({ number, at, what: 'follow-up', basis: followUp.basis });
    }
  }

  private tell({ rule, due }: Sim, stage: StageRule, at: Date): void {
    const { number } = this.matter;
    this.spoken.push({ number, at, what: 'stage', clock: rule, stage, dueOn: due.dueOn });
  }
}

/** The event at which each signature is asked for; 批示 once, at the first of its events. */
const SIGNED_AT: Readonly<Partial<Record<EventKind, SignatureKind>>> = {
  received: 'instruct',
  classified: 'instruct',
  assigned: 'instruct',
  replied: 'review',
  extended: 'extend',
  closed: 'close',
};

/** A stage whose day lay before the clock began is told as soon as it runs. */
const moment = ({ begunAt }: Sim, slot: PlannedStage): Date => (slot.at > begunAt ? slot.at : begunAt);
