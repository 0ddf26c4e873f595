/** A running limit counted anew by the calendar of now. Only a notice of holidays does that (src/domain/calendar/notice/move.ts). */
import { eq } from 'drizzle-orm';
import { type LocalDay, later } from '../../core/local-day.ts';
import { clocks, events, reminderClaims } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { computeDue, type Due, type Period } from '../deadline/due.ts';
import { changeRow } from '../matter/file.ts';
import { yellowOf } from '../policy/stages.ts';
import { ruleOf } from './kept.ts';
import type { Clock } from './moves.ts';
import { extendedDue, fixedDue, plannedStages } from './plan.ts';

/** A day that somebody outside named is no result of counting. */
async function isNamed({ tx }: Pick<DomainContext, 'tx'>, clock: Clock): Promise<boolean> {
  const [begun] = await tx.select({ data: events.data }).from(events).where(eq(events.id, clock.startedBy));
  return begun?.data['dueOn'] === clock.dueOn;
}

/** Never before today: nobody is late by a notice that came today. */
async function dueNow(ctx: DomainContext, clock: Clock): Promise<Due> {
  const period: Period = { n: clock.periodN, unit: clock.periodUnit as Period['unit'] };
  if (await isNamed(ctx, clock)) return fixedDue(clock.dueOn, ctx.calendar);
  const first = computeDue(clock.startOn, period, ctx.calendar);
  const due =
    clock.extendedDays === 0
      ? first
      : extendedDue({ ...clock, period, extendedDays: 0, dueOn: first.dueOn }, clock.extendedDays, ctx.calendar);
  return { ...due, dueOn: later(due.dueOn, ctx.today) };
}

interface Recounted {
  readonly to: LocalDay;
  /** Writes it; its matter is locked by the caller. */
  readonly write: () => Promise<void>;
}

/** @returns undefined for a day that has passed, which stays, and where no rule is stored */
export async function recount(ctx: DomainContext, clock: Clock): Promise<Recounted | undefined> {
  const kept = await ruleOf(ctx, clock);
  if (clock.dueOn < ctx.today || kept === undefined) return undefined;
  const due = await dueNow(ctx, clock);
  return {
    to: due.dueOn,
    async write() {
      const claimed = await ctx.tx.select().from(reminderClaims).where(eq(reminderClaims.clockId, clock.id));
      const told = new Set(claimed.map(({ stage }) => stage));
      const { startOn, extendedDays } = clock;
      const stages = plannedStages(kept, { startOn, due, at: ctx.at, today: ctx.today, extendedDays }, ctx.calendar)
        .filter(({ stage }) => !told.has(stage))
        .map(({ stage, at }) => ({ stage, at: at.toISOString() }));
      await changeRow(ctx, clocks, clock, {
        dueOn: due.dueOn,
        remindBy: due.remindBy,
        yellowOn: yellowOf(clock.kind, startOn, due, kept.colours) ?? null,
        provisional: due.provisional,
        stages,
        nextStageAt: stages[0] === undefined ? null : new Date(stages[0].at),
      });
    },
  };
}
