import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { addDays, daysBetween, type LocalDay } from '../../core/local-day.ts';
import { clocks, events } from '../../db/schema.ts';
import { type Clock, extendClock } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { has } from '../matter/events.ts';
import type { Person } from '../org/service.ts';
import { isBarred, type Petition } from '../matter/access.ts';
import { announce } from '../matter/notices.ts';
import { type PetitionEvent, record, timelineOf } from '../matter/record.ts';
import { remediesIn } from './review-request.ts';

/** The hearing that was set and not held yet, if one is. */
export function openHearing(timeline: readonly PetitionEvent[]): PetitionEvent | undefined {
  const undone = new Set(timeline.map((event) => event.undoes));
  let first: PetitionEvent | undefined;
  for (const event of timeline) {
    if (undone.has(event.id)) continue;
    // Put off to another day it is still the same hearing: what is not counted begins with the first setting.
    if (event.kind === 'hearing-set') first ??= event;
    if (event.kind === 'hearing-held') first = undefined;
  }
  return first;
}

/** Who handled, answered or reviewed the matter does not preside over its hearing (条例 art. 31(6); local rules, field.md A3). */
async function refuseChair(
  ctx: DomainContext,
  petition: Petition,
  timeline: readonly PetitionEvent[],
  chair: string,
): Promise<void> {
  const { number } = petition;
  if (await isBarred(ctx.tx, petition.id, chair)) throw new UserError('hearing.chair-barred', { number });
  const took = timeline.some((event) => event.by === chair && has(event, 'took-part'));
  if (petition.handler === chair || took) throw new UserError('hearing.chair-handled', { number });
}

export interface HearingSet {
  readonly petition: Petition;
  /** At 复核: the time until it is held is not counted (条例 art. 36). */
  readonly stops: boolean;
}

/** 听证 is set for a day, with so many days' notice as the town's rules want. */
export async function setHearing(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: {
    readonly on: LocalDay;
    /** Somebody of the town; a chair from outside is kept by name only. */
    readonly chair: Person | undefined;
    /** Place and chair as typed. */
    readonly note: string;
  },
): Promise<HearingSet> {
  const { reply } = await ctx.policy(petition.townId);
  const notice = reply.hearing?.noticeDays ?? 0;
  const earliest = addDays(ctx.today, notice);
  if (input.on < earliest) throw new UserError('hearing.notice', { days: notice, earliest });
  const timeline = await timelineOf(ctx, petition.id);
  if (input.chair !== undefined) await refuseChair(ctx, petition, timeline, input.chair.userid);
  const { requested, decided } = remediesIn(timeline);
  const stops = requested.recheck !== undefined && decided.recheck === undefined;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'hearing-set',
    by: actor.userid,
    data: { on: input.on, chair: input.chair?.userid ?? null, stops },
    note: input.note,
  });
  await announce(ctx, changed, event, {
    kind: 'hearing',
    to: ['handler', 'unit-head', 'unit-leader', 'desk'],
    people: input.chair === undefined ? [] : [input.chair.userid],
    except: actor.userid,
  });
  return { petition: changed, stops };
}

/**
 * The hearing was held. At 复核 the time from its setting to its day is not counted (条例 art. 36): that one clock is longer by
 * those days, and no other moves.
 */
export async function holdHearing(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  on: LocalDay,
  note: string,
): Promise<{ readonly petition: Petition; readonly lengthened: Clock | undefined; readonly days: number }> {
  if (on > ctx.today) throw new UserError('day.future', { day: on });
  const set = openHearing(await timelineOf(ctx, petition.id));
  if (set === undefined) throw new UserError('hearing.not-set', { number: petition.number });
  if (on < set.onDay) throw new UserError('hearing.before-set', { day: on, set: set.onDay });
  const days = set.data['stops'] === true ? daysBetween(set.onDay, on) : 0;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'hearing-held',
    by: actor.userid,
    onDay: on,
    data: { from: set.onDay, days },
    note,
  });
  await announce(ctx, changed, event, {
    kind: 'hearing',
    to: ['handler', 'unit-head', 'unit-leader', 'desk'],
    except: actor.userid,
  });
  const [clock] = await ctx.tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.petitionId, petition.id), eq(clocks.kind, 'recheck-decision'), eq(clocks.state, 'running')));
  // What was over before the hearing was set is not made longer by it.
  if (days === 0 || clock === undefined || set.onDay > clock.dueOn) {
    return { petition: changed, lengthened: undefined, days };
  }
  return { petition: changed, lengthened: await extendClock(ctx, changed, clock, event, days), days };
}

/** The clocks that a hearing set running anew; /为什么 says so. */
export async function lengthenedByHearing(
  ctx: Pick<DomainContext, 'tx'>,
  list: readonly Clock[],
): Promise<ReadonlySet<string>> {
  const longer = list.filter((clock) => clock.extendedDays > 0);
  if (longer.length === 0) return new Set();
  const rows = await ctx.tx
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        eq(events.kind, 'hearing-held'),
        inArray(
          events.id,
          longer.map((clock) => clock.startedBy),
        ),
      ),
    );
  const held = new Set(rows.map((row) => row.id));
  return new Set(longer.filter((clock) => held.has(clock.startedBy)).map((clock) => clock.id));
}
