import { eq } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import { announce } from '../matter/notices.ts';
import { type PetitionEvent, record, timelineOf } from '../matter/record.ts';

/** 复查 (条例 art. 35) and 复核 (art. 36). */
const REMEDY_LEVELS = ['review', 'recheck'] as const;
export type RemedyLevel = (typeof REMEDY_LEVELS)[number];
/** 维持 变更 撤销. Kept of the matter; no rate of any of them is ever computed. */
export type RemedyOutcome = 'uphold' | 'change' | 'revoke';

/** What stands of the remedies on a timeline; what was undone never happened. */
export interface Remedies {
  readonly requested: Readonly<Partial<Record<RemedyLevel, PetitionEvent>>>;
  readonly decided: Readonly<Partial<Record<RemedyLevel, PetitionEvent>>>;
}

export function remediesIn(timeline: readonly PetitionEvent[]): Remedies {
  const undone = new Set(timeline.map((event) => event.undoes));
  const requested: Partial<Record<RemedyLevel, PetitionEvent>> = {};
  const decided: Partial<Record<RemedyLevel, PetitionEvent>> = {};
  for (const event of timeline) {
    if (undone.has(event.id)) continue;
    const level = event.data['level'] as RemedyLevel;
    if (event.kind === 'review-requested') {
      requested[level] = event;
      delete decided[level];
    }
    if (event.kind === 're-examined') decided[level] = event;
  }
  return { requested, decided };
}

const remediesOf = async (ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<Remedies> =>
  remediesIn(await timelineOf(ctx, petitionId));

export interface Requested {
  readonly petition: Petition;
  /** The last day on which it could be asked for, where the service of the paper is known. */
  readonly until: LocalDay | undefined;
  readonly late: boolean;
}

/**
 * The petitioner asked for 复查 or 复核 on a day. Whether a late request is taken is for the organ above to say: it is written
 * down and said to be late, never refused here.
 */
export async function requestRemedy(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  level: RemedyLevel,
  on: LocalDay,
): Promise<Requested> {
  if (on > ctx.today) throw new UserError('day.future', { day: on });
  const { requested, decided } = await remediesOf(ctx, petition.id);
  const { number } = petition;
  if (requested[level] !== undefined && decided[level] === undefined) {
    throw new UserError('remedy.open', { number, level });
  }
  if (level === 'review' && decided.review !== undefined) throw new UserError('remedy.next', { number });
  if (level === 'recheck' && decided.review === undefined) throw new UserError('remedy.first', { number });
  if (decided.recheck !== undefined) throw new UserError('remedy.exhausted', { number });
  const rows = await ctx.tx.select().from(clocks).where(eq(clocks.petitionId, petition.id));
  const kind = level === 'review' ? 'review-request' : 'recheck-request';
  const until = rows.findLast((clock) => clock.kind === kind && clock.state !== 'superseded')?.dueOn;
  const late = until !== undefined && on > until;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'review-requested',
    by: actor.userid,
    onDay: on,
    data: { level, late },
  });
  await announce(ctx, changed, event, {
    kind: 'remedy',
    to: ['handler', 'unit-head', 'unit-leader', 'desk'],
    except: actor.userid,
  });
  return { petition: changed, until, late };
}

/** 复查意见 or 复核意见. What was changed or revoked goes back to the unit, with clocks as the town's rules have them. */
export async function decideRemedy(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: {
    readonly level: RemedyLevel;
    readonly outcome: RemedyOutcome;
    readonly on: LocalDay;
    readonly opinion: string | undefined;
  },
): Promise<{ readonly petition: Petition; readonly reopened: boolean }> {
  const { level, outcome, on, opinion } = input;
  if (on > ctx.today) throw new UserError('day.future', { day: on });
  const { requested, decided } = await remediesOf(ctx, petition.id);
  const asked = requested[level];
  if (asked === undefined) throw new UserError('remedy.not-asked', { number: petition.number, level });
  if (decided[level] !== undefined) throw new UserError('remedy.decided', { number: petition.number, level });
  if (on < asked.onDay) throw new UserError('remedy.before-request', { day: on, asked: asked.onDay });
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 're-examined',
    by: actor.userid,
    onDay: on,
    data: { level, outcome },
    ...(opinion === undefined ? {} : { note: opinion }),
  });
  await announce(ctx, changed, event, {
    kind: 'remedy',
    to: ['handler', 'unit-head', 'unit-leader', 'desk'],
    except: actor.userid,
  });
  if (outcome === 'uphold') return { petition: changed, reopened: false };
  const { petition: again } = await record(ctx, changed, {
    kind: 'reopened',
    by: actor.userid,
    data: { unit: changed.ownerUnit, partOf: event.id },
    patch: {
      status: changed.ownerUnit === null ? 'registered' : 'assigned',
      closedOn: null,
      followedUpOn: null,
      reopenedOn: ctx.today,
    },
  });
  return { petition: again, reopened: true };
}
