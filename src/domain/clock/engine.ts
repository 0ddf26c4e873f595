import { and, eq, inArray } from 'drizzle-orm';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks, type events, reminderClaims } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { computeDue, type Due, type Period } from '../deadline/due.ts';
import { has, occasionsOf } from '../matter/events.ts';
import { addRows, changeRow, CLOCKS, rowsOf } from '../matter/file.ts';
import { peopleWithRole } from '../org/service.ts';
import { tellAll } from '../outbox/store.ts';
import type { Petition } from '../petition/access.ts';
import { applies, clocksStartedBy, clocksStartedByMissing, type MatterFacts } from '../policy/applies.ts';
import type { ClockRule, Policy } from '../policy/policy.ts';
import { yellowOf } from '../policy/stages.ts';
import { keepOnce, keptOf, type KeptRule, knownRule, type RuleOf, rulesOf } from './kept.ts';
import type { ClockEvent } from '../policy/words.ts';
import {
  extendedDue,
  fixedDue,
  goesOnAfter,
  MISSED_STAGE,
  owedSinceReceived,
  periodOf,
  periodTo,
  plannedStages,
  STAGE_TIME,
} from './plan.ts';

export type Clock = typeof clocks.$inferSelect;
type EventRow = typeof events.$inferSelect;

export { MISSED_STAGE, STAGE_TIME };

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

/** A clock whose rule nobody knows ends with the matter; the sweep tells of it (src/domain/reminder/sweep.ts). */
const RULELESS: Pick<ClockRule, 'metBy' | 'lapsesOn'> = { metBy: ['closed'], lapsesOn: [] };

/** Ends, lapses and starts the clocks an event concerns. Nothing else moves a due day. @returns whether some may have ended */
export async function moveClocks(ctx: DomainContext, petition: Petition, event: EventRow): Promise<boolean> {
  const occasions = occasionsOf(event);
  const reclassified = has(event, 'reclassifies');
  if (has(event, 'ends-handling')) return endAll(ctx, petition, event);
  if (occasions.length === 0 && !reclassified) return false;
  const policy = await ctx.policy(petition.townId);
  const open = await clocksRunning(ctx, petition.id);
  const ruleOf = await rulesOf(ctx, open);
  for (const occasion of occasions) {
    for (const clock of open.filter((c) => c.state === 'running')) {
      const { metBy, lapsesOn } = ruleOf(clock)?.rule ?? RULELESS;
      if (metBy.includes(occasion)) {
        await end(ctx, clock, event, event.onDay <= clock.dueOn ? 'met' : 'missed');
      } else if (lapsesOn.includes(occasion)) {
        await end(ctx, clock, event, isMissed(clock, ctx.today) ? 'missed' : 'stopped');
      }
    }
    for (const rule of clocksStartedBy(policy, occasion, factsOf(petition))) {
      await start(ctx, policy, rule, petition, event, occasion, open);
    }
  }
  if (reclassified) await reclassify(ctx, policy, petition, event, open);
  return reclassified || open.some(({ state }) => state !== 'running');
}

/** Handling under this number ends. Only what a merged matter still owes its own petitioner goes on. */
async function endAll(ctx: DomainContext, petition: Petition, event: EventRow): Promise<boolean> {
  const open = await clocksRunning(ctx, petition.id);
  const ruleOf = await rulesOf(ctx, open);
  for (const clock of open) {
    if (goesOnAfter(event.kind, clock.owner, ruleOf(clock)?.rule)) continue;
    await end(ctx, clock, event, isMissed(clock, ctx.today) ? 'missed' : 'stopped');
  }
  return true;
}

/** Its day is over. Whatever happens afterwards it stays missed; only what is typed late and happened in time meets it. */
export const isMissed = ({ dueOn }: Pick<Clock, 'dueOn'>, today: LocalDay): boolean => today > dueOn;

/** Another clock takes its place, or its rule fits no more: that says nothing of a day that was missed. */
const replacedOr = (clock: Clock, today: LocalDay): 'missed' | 'superseded' =>
  isMissed(clock, today) ? 'missed' : 'superseded';

async function end(
  ctx: DomainContext,
  clock: Clock,
  event: EventRow,
  state: 'met' | 'missed' | 'stopped' | 'superseded',
): Promise<void> {
  clock.state = state;
  await changeRow(ctx, clocks, clock, { state, endedOn: event.onDay, endedBy: event.id, nextStageAt: null });
}

/** A matter that turned out to be of another kind keeps the clocks that still fit and gains those it was owed. */
async function reclassify(
  ctx: DomainContext,
  policy: Policy,
  petition: Petition,
  event: EventRow,
  open: Clock[],
): Promise<void> {
  const ruleOf = await rulesOf(ctx, open);
  if (typeof event.data['receivedOn'] === 'string') await recount(ctx, petition, event, open, ruleOf);
  if (typeof event.data['dueOn'] === 'string') {
    // The sender named a day, or another one: 来文 was added later.
    for (const rule of policy.clocks.filter((r) => r.givenBy === 'received')) {
      await start(ctx, policy, rule, petition, event, 'received', open, petition.receivedOn);
    }
  }
  const all = await clocksOf(ctx, petition.id);
  const facts = factsOf(petition);
  // What no longer fits ends by its own rule, what is owed now begins by the policy of the day.
  for (const clock of open.filter((c) => c.state === 'running')) {
    const fits = applies(ruleOf(clock)?.rule.appliesWhen ?? {}, facts);
    if (!fits) await end(ctx, clock, event, replacedOr(clock, ctx.today));
  }
  for (const rule of policy.clocks) {
    const isRunning = open.some((c) => c.kind === rule.kind && c.state === 'running');
    const had = all.some((c) => c.kind === rule.kind && c.state !== 'superseded');
    if (isRunning || had || !applies(rule.appliesWhen, facts)) continue;
    if (rule.startsOn.includes('received') && owedSinceReceived(rule, event.data)) {
      await start(ctx, policy, rule, petition, event, 'received', open, petition.receivedOn);
    } else if (rule.startsOn.includes('admitted') && typeof event.data['admittedOn'] === 'string') {
      await start(ctx, policy, rule, petition, event, 'admitted', open, event.data['admittedOn'] as LocalDay);
    } else if (rule.startsOn.includes('assigned') && rule.appliesWhen.channels && petition.assignedOn !== null) {
      // The way it came was put right after the assignment: the clock of that way takes over.
      await start(ctx, policy, rule, petition, event, 'assigned', open, petition.assignedOn);
    }
  }
}

/** 收到 was put right: the running clocks that count from that day count anew, with the period they were given. */
async function recount(
  ctx: DomainContext,
  petition: Petition,
  event: EventRow,
  open: Clock[],
  ruleOf: RuleOf,
): Promise<void> {
  if (petition.reopenedOn !== null) return;
  for (const clock of open.filter((c) => c.state === 'running' && c.extendedDays === 0)) {
    const kept = ruleOf(clock);
    const rule = kept?.rule;
    if (
      kept === undefined ||
      rule === undefined ||
      rule.givenBy === 'received' ||
      !(rule.startsOn.includes('received') || rule.countsFrom === 'received')
    ) {
      continue;
    }
    const period: Period = { n: clock.periodN, unit: clock.periodUnit as Period['unit'] };
    const due = computeDue(petition.receivedOn, period, ctx.calendar);
    if (isMissed(clock, ctx.today) && due.dueOn > clock.dueOn) continue;
    await end(ctx, clock, event, 'superseded');
    const startOn = petition.receivedOn;
    open.push(await insertClock(ctx, kept, petition, { startedBy: event.id, startOn, period, due }));
  }
}

async function start(
  ctx: DomainContext,
  policy: Policy,
  rule: ClockRule,
  petition: Petition,
  event: EventRow,
  occasion: ClockEvent,
  open: Clock[],
  from: LocalDay = event.onDay,
): Promise<void> {
  const given = rule.givenBy === occasion ? (event.data['period'] as Period | undefined) : undefined;
  const givenDue = rule.givenBy === occasion ? (event.data['dueOn'] as LocalDay | undefined) : undefined;
  const startOn = rule.countsFrom === 'received' ? (petition.reopenedOn ?? petition.receivedOn) : from;
  const counted = periodOf(rule, given, startOn, ctx.calendar);
  const period = counted ?? periodTo(startOn, givenDue);
  if (period === undefined) return;
  const former = open.find((clock) => clock.kind === rule.kind && clock.state === 'running');
  if (former !== undefined) await end(ctx, former, event, replacedOr(former, ctx.today));
  const due = computeDue(startOn, period, ctx.calendar);
  open.push(
    await insertClock(ctx, keptOf(policy, rule), petition, {
      startedBy: event.id,
      startOn,
      period,
      due: givenDue === undefined ? due : fixedDue(givenDue, ctx.calendar),
    }),
  );
}

interface Started {
  readonly startedBy: string;
  readonly startOn: LocalDay;
  readonly period: Period;
  readonly due: Due;
  readonly extendedDays?: number;
}

async function insertClock(
  ctx: DomainContext,
  kept: KeptRule,
  petition: Petition,
  { startedBy, startOn, period, due, extendedDays = 0 }: Started,
): Promise<Clock> {
  const { rule, colours } = kept;
  await keepOnce(ctx, kept);
  const yellowOn = yellowOf(rule.kind, startOn, due, colours);
  const stages = plannedStages(kept, { startOn, due, at: ctx.at, today: ctx.today, extendedDays }, ctx.calendar).map(
    ({ stage, at }) => ({ stage, at: at.toISOString() }),
  );
  if (yellowOn === undefined && colours !== undefined) {
    await askForGaps(ctx, await ctx.policy(petition.townId), petition.townId);
  }
  const id = ctx.ids.uuid(ctx.at);
  // The stage that speaks with the event itself is told by the use case (交办) at once, so it counts as claimed here.
  const atStart = rule.ladder.filter((stage) => stage.when.at === 'start');
  const [clock] = await addRows(ctx, clocks, [
    {
      id,
      petitionId: petition.id,
      townId: petition.townId,
      kind: rule.kind,
      title: rule.title,
      basis: rule.basis,
      legal: rule.legal,
      ruleVersion: kept.version,
      startedBy,
      startOn,
      periodN: period.n,
      periodUnit: period.unit,
      dueOn: due.dueOn,
      remindBy: due.remindBy,
      yellowOn: yellowOn ?? null,
      provisional: due.provisional,
      owner: rule.owner,
      state: 'running',
      extendedDays,
      stages,
      nextStageAt: stages[0] === undefined ? null : new Date(stages[0].at),
    },
  ]);
  const claims = atStart.map((stage) => ({ clockId: id, stage: stage.id, claimedAt: ctx.at, outcome: 'told' }));
  await addRows(ctx, reminderClaims, claims);
  return clock!;
}

/** A number the town's text leaves out is missed for the first time: its admin is asked once, in private. */
async function askForGaps(ctx: DomainContext, policy: Policy, townId: string): Promise<void> {
  if (policy.gaps.length === 0) return;
  const admins = await peopleWithRole(ctx.tx, townId, 'admin');
  await tellAll(
    ctx,
    admins.flatMap(({ userid }) =>
      policy.gaps.map((gap) => ({
        once: `gap:${townId}:${gap.setting}:${userid}`,
        to: { person: userid },
        kind: 'setting-gap' as const,
        townId,
        refs: { setting: gap.setting },
      })),
    ),
  );
}

/**
 * Extends a running clock whose day has not passed, which the caller has looked at: the old row ends as superseded, a new one carries the later day
 * (条例 art. 34; S0 四(四)).
 */
export async function extendClock(
  ctx: DomainContext,
  petition: Petition,
  clock: Clock,
  event: EventRow,
  days: number,
): Promise<Clock> {
  const kept = await knownRule(ctx, clock);
  await end(ctx, clock, event, 'superseded');
  const period: Period = { n: clock.periodN, unit: clock.periodUnit as Period['unit'] };
  const due = extendedDue({ ...clock, period }, days, ctx.calendar);
  return insertClock(ctx, kept, petition, {
    startedBy: event.id,
    startOn: clock.startOn,
    period,
    due,
    extendedDays: clock.extendedDays + days,
  });
}

/** Starts the clocks that wait for another one to run out; nobody has been told of them yet. */
export async function startAfterMiss(ctx: DomainContext, petition: Petition, missed: Clock): Promise<Clock[]> {
  const begun: Clock[] = [];
  const policy = await ctx.policy(petition.townId);
  const open = await clocksRunning(ctx, petition.id);
  for (const rule of clocksStartedByMissing(policy, missed.kind, factsOf(petition))) {
    if (rule.period === undefined) continue;
    if (open.some((clock) => clock.kind === rule.kind)) continue;
    const due = computeDue(ctx.today, rule.period, ctx.calendar);
    const { period } = rule;
    begun.push(
      await insertClock(ctx, keptOf(policy, rule), petition, {
        startedBy: missed.startedBy,
        startOn: ctx.today,
        period,
        due,
      }),
    );
  }
  return begun;
}

/** Restores what an undone event did to the clocks: those it ended run again, those it started are void. */
export async function undoClocks(ctx: DomainContext, eventId: string): Promise<void> {
  await ctx.tx
    .update(clocks)
    .set({ state: 'superseded', nextStageAt: null, endedOn: ctx.today })
    .where(and(eq(clocks.startedBy, eventId), eq(clocks.state, 'running')));
  const ended = await ctx.tx.select().from(clocks).where(eq(clocks.endedBy, eventId));
  if (ended.length === 0) return;
  const claimed = await ctx.tx
    .select()
    .from(reminderClaims)
    .where(
      inArray(
        reminderClaims.clockId,
        ended.map((clock) => clock.id),
      ),
    );
  for (const clock of ended) {
    const done = new Set(claimed.filter((claim) => claim.clockId === clock.id).map((claim) => claim.stage));
    const next = clock.stages.find((slot) => !done.has(slot.stage));
    await ctx.tx
      .update(clocks)
      .set({
        state: 'running',
        endedOn: null,
        endedBy: null,
        nextStageAt: next === undefined ? null : new Date(next.at),
      })
      .where(eq(clocks.id, clock.id));
  }
}

/** The earliest day first. */
export const clocksOf = (ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<Clock[]> =>
  rowsOf(ctx, CLOCKS, petitionId);

export const clocksRunning = async (ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<Clock[]> =>
  (await clocksOf(ctx, petitionId)).filter(({ state }) => state === 'running');
