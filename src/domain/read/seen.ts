/** One matter as one reader finds it, read once: what may be done with it is asked of this, and nothing is tried. */
import type { Actor } from '../../contract/command.ts';
import { isMissed, type Limit, limitsOf, movedBy } from '../clock/moves.ts';
import type { DomainContext } from '../context.ts';
import { kindsUndone, restores } from '../matter/events.ts';
import type { Petition } from '../matter/access.ts';
import { type Approval, openFor } from '../approval/ask.ts';
import { effectOf, type ToWrite } from '../approval/decision.ts';
import { onlyHelps } from '../matter/find.ts';
import { readIdentity } from '../matter/identity.ts';
import { type JoinFacts, joinFacts } from '../intake/merge.ts';
import { ALL_PARTS, type Matter, readMatter } from '../matter/parts.ts';
import { unreadBy } from '../matter/receipts.ts';
import { type Assignment, assigningWay, refuseAssignment, refusePastLimit } from '../handling/assign.ts';
import type { PetitionEvent } from '../matter/timeline.ts';
import { type VoidFacts, voidFacts } from '../handling/voiding.ts';

export type Seen = Matter & Reader;

interface Reader {
  readonly actor: Actor;
  /** They know of it because their unit helps with it, and for nothing else. */
  readonly onlyHelps: boolean;
  /** Questions that this reader may answer now, the oldest first. */
  readonly open: readonly Approval[];
  /** Reminders that this reader has not seen. */
  readonly unread: number;
  /** Nothing is known of who petitions. */
  readonly isAnonymous: boolean;
  /** What other matters say, where this reader is asked to void this one, and where what they did last joined it with another. */
  readonly voiding: VoidFacts | undefined;
  readonly joined: JoinFacts | undefined;
}

/** Of a matter that was found for this reader, with its events. */
export async function readSeen(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Seen> {
  const { id } = petition;
  const matter = await readMatter(ctx, petition, ...ALL_PARTS);
  const open = await openFor(ctx, id, actor.userid);
  return {
    ...{ ...matter, actor, open },
    onlyHelps: await onlyHelps(ctx, actor, petition),
    unread: (await unreadBy(ctx, actor.userid, id)).length,
    isAnonymous: await isUnknown(ctx, id),
    voiding: await voidingOf(ctx, petition, open),
    joined: await joinedBy(ctx, matter.timeline, actor.userid),
  };
}

async function isUnknown(ctx: DomainContext, petitionId: string): Promise<boolean> {
  const { name, phone, address } = await readIdentity(ctx, petitionId);
  return name === undefined && phone === undefined && address === undefined;
}

async function voidingOf(
  ctx: DomainContext,
  petition: Petition,
  open: readonly Approval[],
): Promise<VoidFacts | undefined> {
  const effect = open.map(effectOf).find((one) => one?.as === 'void');
  return effect?.as === 'void' ? voidFacts(ctx, petition, effect.event) : undefined;
}

async function joinedBy(
  ctx: DomainContext,
  timeline: readonly PetitionEvent[],
  userid: string,
): Promise<JoinFacts | undefined> {
  const passedOver = kindsUndone('passed-over');
  const last = timeline.findLast(({ kind }) => !passedOver.includes(kind));
  return last?.by === userid && restores(last, 'joined') ? joinFacts(ctx, last) : undefined;
}

/** What giving the matter to a unit writes. @throws UserError those of `refuseAssignment`, assign.limit-past */
export function assigning(seen: Seen, what: Assignment): readonly ToWrite[] {
  refuseAssignment(seen, what);
  const { unit, period } = what;
  const way = assigningWay(seen.actor, seen);
  if (way === 'held') return [{ kind: 'assignment-held', data: { unit: unit.id } }];
  const writes = [{ kind: 'assigned', data: { unit: unit.id, ...(period && { period }) } }] as const;
  if (way === 'needless' && period !== undefined) refusePastLimit(seen.petition, dueAfter(seen, writes), seen.today);
  return writes;
}

/** The unit's own limit with the earliest day. */
const dueAfter = (seen: Seen, writes: readonly ToWrite[]): Limit | undefined =>
  limitsAfter(seen, writes)
    .filter(({ state, owner }) => state === 'running' && owner === 'unit')
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0];

/** Limits that this would begin in the past. */
export const missedWith = (seen: Seen, writes: readonly ToWrite[]): Limit[] =>
  limitsAfter(seen, writes).filter(
    (limit) => limit.begun !== undefined && limit.state === 'running' && isMissed(limit, seen.today),
  );

/** The limits of the matter once all this is written today, those among them that it starts. */
export function limitsAfter(seen: Seen, writes: readonly ToWrite[]): readonly Limit[] {
  const { policy, today, calendar } = seen;
  let { petition } = seen;
  let limits: readonly Limit[] = limitsOf(seen.clocks, seen.ruleOf);
  for (const { kind, data = {}, patch } of writes) {
    petition = { ...petition, ...patch };
    ({ limits } = movedBy(limits, { kind, data, onDay: today }, { petition, policy, today, calendar }));
  }
  return limits;
}
