/** One matter as one reader finds it, read once: what may be done with it is asked of this, and nothing is tried. */
import type { Actor } from '../../contract/command.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { clocksOf } from '../clock/engine.ts';
import { type RuleOf, rulesOf } from '../clock/kept.ts';
import { type Clock, type Limit, limitsOf, movedBy } from '../clock/moves.ts';
import type { DomainContext } from '../context.ts';
import type { WorkCalendar } from '../deadline/calendar.ts';
import { kindsUndone, restores } from '../matter/events.ts';
import { APPROVALS, rowsOf } from '../matter/file.ts';
import type { TownOrg } from '../org/known.ts';
import { type Bar, barsOfMatter, loadOrg } from '../org/receivers.ts';
import type { Policy } from '../policy/policy.ts';
import type { Petition } from './access.ts';
import { type Approval, openFor } from './approvals.ts';
import { effectOf, type ToWrite } from './decision.ts';
import { onlyHelps } from './find.ts';
import { type Demand, demandsOf } from './gate.ts';
import { readIdentity } from './identity.ts';
import { type JoinFacts, joinFacts } from './merge.ts';
import { unreadBy } from './receipts.ts';
import { type Assignment, assigningWay, refuseAssignment, refusePastLimit } from './routing.ts';
import { type Helper, helpersOf } from './team.ts';
import { type PetitionEvent, timelineOf } from './timeline.ts';
import { type VoidFacts, voidFacts } from './voiding.ts';

export interface Seen {
  readonly actor: Actor;
  readonly petition: Petition;
  /** They know of it because their unit helps with it, and for nothing else. */
  readonly onlyHelps: boolean;
  readonly at: Date;
  readonly today: LocalDay;
  readonly calendar: WorkCalendar;
  readonly policy: Policy;
  readonly org: TownOrg;
  readonly clocks: readonly Clock[];
  readonly ruleOf: RuleOf;
  readonly timeline: readonly PetitionEvent[];
  readonly demands: readonly Demand[];
  /** Nothing is known of who petitions. */
  readonly isAnonymous: boolean;
  readonly helpers: readonly Helper[];
  readonly bars: readonly Bar[];
  readonly approvals: readonly Approval[];
  /** Of these, what this reader may answer now, the oldest first. */
  readonly open: readonly Approval[];
  /** Reminders that this reader has not seen. */
  readonly unread: number;
  /** What other matters say, where this reader is asked to void this one, and where what they did last joined it with another. */
  readonly voiding: VoidFacts | undefined;
  readonly joined: JoinFacts | undefined;
}

/** Of a matter that was found for this reader, with its events. */
export async function readSeen(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Seen> {
  const { id, townId } = petition;
  const { at, today, calendar } = ctx;
  const clocks = await clocksOf(ctx, id);
  const timeline = await timelineOf(ctx, id);
  const open = await openFor(ctx, id, actor.userid);
  return {
    ...{ actor, petition, at, today, calendar, clocks, timeline, open },
    onlyHelps: await onlyHelps(ctx, actor, petition),
    policy: await ctx.policy(townId),
    org: await loadOrg(ctx, townId),
    ruleOf: await rulesOf(ctx, clocks),
    demands: await demandsOf(ctx, id),
    isAnonymous: await isUnknown(ctx, id),
    helpers: await helpersOf(ctx, id),
    bars: await barsOfMatter(ctx, petition),
    approvals: await rowsOf(ctx, APPROVALS, id),
    unread: (await unreadBy(ctx, actor.userid, id)).length,
    voiding: await voidingOf(ctx, petition, open),
    joined: await joinedBy(ctx, timeline, actor.userid),
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
  const way = assigningWay(seen, seen.actor);
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
