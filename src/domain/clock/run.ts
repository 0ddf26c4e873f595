import { and, eq, inArray } from 'drizzle-orm';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks, type events, reminderClaims } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { computeDue, type Due, type Period } from '../deadline/due.ts';
import { has, occasionsOf } from '../matter/events.ts';
import { addRows, changeRow, CLOCKS, rowsOf } from '../matter/file.ts';
import { peopleWithRole } from '../org/service.ts';
import { tellAll } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';
import { clocksStartedByMissing } from '../policy/applies.ts';
import type { Policy } from '../policy/policy.ts';
import { yellowOf } from '../policy/stages.ts';
import { keepOnce, keptOf, type KeptRule, knownRule, rulesOf } from './kept.ts';
import { type Clock, type Ended, factsOf, type Limit, limitsOf, movedBy } from './moves.ts';
import { extendedDue, MISSED_STAGE, plannedStages, STAGE_TIME } from './plan.ts';

export type { Clock } from './moves.ts';
type EventRow = typeof events.$inferSelect;

export { MISSED_STAGE, STAGE_TIME };

/** Carries out what an event does to the clocks of its matter. @returns whether some may have ended */
export async function moveClocks(ctx: DomainContext, petition: Petition, event: EventRow): Promise<boolean> {
  const isMore = has(event, 'reclassifies') || has(event, 'ends-handling');
  if (occasionsOf(event).length === 0 && !isMore) return false;
  const all = await clocksOf(ctx, petition.id);
  const ruleOf = await rulesOf(
    ctx,
    all.filter(({ state }) => state === 'running'),
  );
  const policy = await ctx.policy(petition.townId);
  const { today, calendar } = ctx;
  const { moves } = movedBy(limitsOf(all, ruleOf), event, { petition, policy, today, calendar });
  const begun = new Map<Limit, Clock>();
  for (const move of moves) {
    if ('begins' in move) {
      const started = { ...move.begins.begun!, startedBy: event.id };
      begun.set(move.begins, await insertClock(ctx, move.begins.kept!, petition, started));
    } else await end(ctx, move.ends.clock ?? begun.get(move.ends)!, event, move.as);
  }
  return isMore || moves.some((move) => 'ends' in move);
}

async function end(ctx: DomainContext, clock: Clock, event: EventRow, state: Ended): Promise<void> {
  await changeRow(ctx, clocks, clock, { state, endedOn: event.onDay, endedBy: event.id, nextStageAt: null });
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
