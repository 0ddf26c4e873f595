import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { barredBy, barsOf, loadOrg } from '../org/receivers.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Policy } from '../policy/policy.ts';
import type { Petition } from '../matter/access.ts';
import { openOf, settle } from '../approval/ask.ts';
import { isConclusionOnly } from '../matter/conclusions.ts';
import { gateIn } from './answer-gate.ts';
import type { Matter } from '../matter/parts.ts';
import { announce } from '../matter/notices.ts';
import { type PetitionEvent, record, timelineOf } from '../matter/record.ts';

/** Whether the answer of this matter is reviewed by a meeting (S0 四（二）: 较复杂事项集中审核). */
export const needsMeeting = (policy: Policy, petition: Petition): boolean =>
  petition.complex && signaturesFor(policy, 'review', petition).some((rule) => rule.collectiveWhenComplex);

interface Reviewed {
  /** What answered last since the matter was last reopened. */
  readonly answered: PetitionEvent | undefined;
  /** The reviews since then. */
  readonly reviews: readonly PetitionEvent[];
  readonly reopened: boolean;
}

function reviewedIn(timeline: readonly PetitionEvent[]): Reviewed {
  const undone = new Set(timeline.map((event) => event.undoes));
  const held = timeline.filter((event) => !undone.has(event.id) && event.kind !== 'undone');
  const from = held.findLastIndex((event) => event.kind === 'reopened');
  const since = held.slice(from + 1);
  const at = since.findLastIndex(
    (event) => (event.kind === 'replied' && !isConclusionOnly(event)) || event.kind === 'mediated',
  );
  return {
    answered: since[at],
    reviews: since.slice(at + 1).filter((event) => event.kind === 'reviewed'),
    reopened: from >= 0,
  };
}

/**
 * Before a closing: the answer was given since the matter was last reopened, reviewed where the town has it reviewed, and by a
 * meeting where the matter is complex.
 * @throws UserError close.under-review, close.sent-back, close.meeting, close.reopened
 */
export function refuseUnreviewed(matter: Matter<'policy' | 'demands' | 'timeline' | 'approvals'>): void {
  const { petition, policy, approvals, timeline } = matter;
  const { number } = petition;
  const isAsked = approvals.some(({ kind, state }) => kind === 'review' && state === 'open');
  const isByMeeting = needsMeeting(policy, petition);
  if (isAsked && !isByMeeting) throw new UserError('close.under-review', { number });
  if (gateIn(matter).parts.length === 0) return;
  const { answered, reviews, reopened } = reviewedIn(timeline);
  if (answered === undefined) {
    if (reopened) throw new UserError('close.reopened', { number });
    return;
  }
  // What both sides agreed on in writing (条例 art. 33) is not reviewed like an answer of the unit.
  if (answered.kind === 'mediated') return;
  const isAgreed = (event: PetitionEvent): boolean => event.data['agreed'] === true;
  const last = reviews.at(-1);
  if (isByMeeting) {
    if (!reviews.some((event) => isAgreed(event) && event.data['collective'] === true)) {
      throw new UserError('close.meeting', { number });
    }
    return;
  }
  if (last !== undefined && !isAgreed(last)) throw new UserError('close.sent-back', { number });
}

/** 集体会审: called by the desk; it answers for the reply of a complex matter in place of the single reviewer (S0 四（二）). */
export async function reviewTogether(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: {
    readonly agreed: boolean;
    readonly members: readonly string[];
    /** Opinion and, where somebody from outside took part, who. */
    readonly note: string | undefined;
  },
): Promise<Petition> {
  const org = await loadOrg(ctx, petition.townId);
  const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
  if (input.members.some((userid) => barredBy(org, bars, userid))) {
    throw new UserError('review.barred', { number: petition.number });
  }
  if (reviewedIn(await timelineOf(ctx, petition.id)).answered === undefined) {
    throw new UserError('review.nothing', { number: petition.number });
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'reviewed',
    by: actor.userid,
    data: { agreed: input.agreed, collective: true, members: [...input.members] },
    ...(input.note === undefined ? {} : { note: input.note }),
    patch: { complex: true, status: input.agreed ? 'replied' : 'handling' },
  });
  const open = await openOf(ctx, petition.id, 'review');
  if (open !== undefined) await settle(ctx, open, actor.userid, input.agreed);
  await announce(ctx, changed, event, {
    kind: 'reviewed',
    to: ['handler', 'unit-head'],
    except: actor.userid,
    refs: { agreed: input.agreed },
  });
  return changed;
}
