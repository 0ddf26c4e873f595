import { and, desc, eq, ne } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { askSignature, openFor, openOnes, settle, withdraw, withdrawAll } from '../approval/ask.ts';
import { lockPetition } from '../matter/find.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { announce } from '../matter/notices.ts';
import { admittedOn, type PetitionEvent, record, timelineOf } from '../matter/record.ts';

/** Whether 退回 is asked for or takes effect at once. @throws UserError not-assigned, return.not-owner, return.asked */
export function returnWay(
  actor: Actor,
  { petition, org, approvals }: Matter<'org' | 'approvals'>,
): 'at-once' | 'asked' {
  const { ownerUnit, number } = petition;
  if (ownerUnit === null) throw new UserError('not-assigned', { number });
  if (!may(actor, 'return:ask', petition)) throw new UserError('return.not-owner', { number });
  if (org.unitsEver.find(({ id }) => id === ownerUnit)?.kind === 'desk') return 'at-once';
  const isAsked = approvals.some(({ kind, state }) => kind === 'return' && state === 'open');
  if (isAsked) throw new UserError('return.asked', { number });
  return 'asked';
}

/**
 * 退回 of a wrongly addressed assignment (条例 art. 23: only after who sent it has verified and agrees). Until the desk agrees the unit
 * answers for the matter and its clocks run. The desk's own matters need nobody's word.
 */
export async function askReturn(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  reason: string,
): Promise<{ readonly petition: Petition; readonly waiting: boolean }> {
  const { ownerUnit } = petition;
  if (returnWay(actor, await readMatter(ctx, petition, 'org', 'approvals')) === 'at-once') {
    return { petition: await takeBack(ctx, actor, petition, actor.userid, reason), waiting: false };
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'return-asked',
    by: actor.userid,
    data: { unit: ownerUnit },
    note: reason,
  });
  await askSignature(ctx, changed, 'return', actor, event.id, { reason: event.id, unit: ownerUnit }, ['desk']);
  return { petition: changed, waiting: true };
}

/** The desk's answer. Refused with a reason, the unit goes on. */
export async function decideReturn(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  agreed: boolean,
  reason: string | undefined,
): Promise<Petition> {
  const [approval] = await openFor(ctx, petition.id, actor.userid, 'return');
  if (approval === undefined) throw new UserError('return.none', { number: petition.number });
  await settle(ctx, approval, actor.userid, agreed);
  if (agreed) return takeBack(ctx, actor, petition, approval.askedBy, reason);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'return-refused',
    by: actor.userid,
    ...(reason === undefined ? {} : { note: reason }),
  });
  await announce(ctx, changed, event, {
    kind: 'return-decided',
    to: ['handler'],
    people: [approval.askedBy],
    except: actor.userid,
    refs: { agreed: false },
  });
  return changed;
}

async function takeBack(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  asker: string,
  reason: string | undefined,
): Promise<Petition> {
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'returned',
    by: actor.userid,
    data: { unit: petition.ownerUnit, asker },
    ...(reason === undefined ? {} : { note: reason }),
    patch: { ownerUnit: null, handler: null, status: 'returned', assignedOn: null },
  });
  await announce(ctx, changed, event, { kind: 'returned', to: ['desk'], except: actor.userid });
  if (asker !== actor.userid) {
    await announce(ctx, changed, event, { kind: 'return-decided', to: [], people: [asker], refs: { agreed: true } });
  }
  return changed;
}

/** Assigned elsewhere: nobody waits for the answer to an earlier 退回 any more. */
export const dropReturn = async (ctx: DomainContext, petitionId: string): Promise<void> => {
  for (const row of await openOnes(ctx, petitionId, 'return')) await withdraw(ctx, row);
};

/** What became of the objection to the sender. */
interface Objection {
  readonly dueOn: LocalDay;
  readonly filed: PetitionEvent | undefined;
}

async function objectionOf(ctx: DomainContext, petition: Petition): Promise<Objection> {
  const [clock] = await ctx.tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.petitionId, petition.id), eq(clocks.kind, 'objection'), ne(clocks.state, 'superseded')))
    .orderBy(desc(clocks.startOn))
    .limit(1);
  if (petition.channel !== 'superior' || clock === undefined) {
    throw new UserError('objection.not-superior', { number: petition.number });
  }
  const timeline = await timelineOf(ctx, petition.id);
  const undone = new Set(timeline.map((event) => event.undoes));
  const filed = timeline.findLast((event) => event.kind === 'objected' && !undone.has(event.id));
  return { dueOn: clock.dueOn, filed };
}

/**
 * 异议 (条例 art. 23): the matter is not ours; within five working days of receipt, with detailed reasons. Later the text has no
 * way back (reading), and 受理 has settled whose it is.
 */
export async function object(ctx: DomainContext, actor: Actor, petition: Petition, reason: string): Promise<Petition> {
  const { number } = petition;
  const { dueOn, filed } = await objectionOf(ctx, petition);
  if (filed !== undefined) throw new UserError('objection.already', { number, on: filed.onDay });
  if (ctx.today > dueOn) throw new UserError('objection.late', { number, dueOn });
  if (petition.status === 'declined' || (await admittedOn(ctx, petition.id)) !== undefined) {
    throw new UserError('objection.decided', { number });
  }
  const { petition: changed } = await record(ctx, petition, { kind: 'objected', by: actor.userid, note: reason });
  return changed;
}

/** The sender's answer: with 同意 the matter leaves the town, else handling goes on. */
export async function senderAnswered(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  agreed: boolean,
  reason: string | undefined,
): Promise<Petition> {
  const locked = await lockPetition(ctx, petition.id);
  const { filed } = await objectionOf(ctx, locked);
  if (filed === undefined) throw new UserError('objection.none', { number: petition.number });
  const { petition: changed } = await record(ctx, locked, {
    kind: agreed ? 'sent-back' : 'objection-refused',
    by: actor.userid,
    data: { objection: filed.id },
    ...(reason === undefined ? {} : { note: reason }),
    patch: agreed ? { status: 'sent-back' } : {},
  });
  if (agreed) await withdrawAll(ctx, petition.id);
  return changed;
}
