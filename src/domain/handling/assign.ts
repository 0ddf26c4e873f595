import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { type LocalDay, localDayOf } from '../../core/local-day.ts';
import { clocksOf, extendClock, type Clock } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import type { Period } from '../deadline/due.ts';
import { barredBy, loadOrg } from '../org/receivers.ts';
import type { Person, Unit } from '../org/service.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { recordGuarded } from '../accusation/accused.ts';
import {
  askSignature,
  type Approval,
  isSignatureNeeded,
  openOf,
  openFor,
  recordSigned,
  refuseOwn,
  settle,
  signsFor,
} from '../approval/ask.ts';
import { correctionSigned } from './correction.ts';
import { clockExtended, effectOf, refuseUnasked } from '../approval/decision.ts';
import { runningClock, runningClocks } from '../matter/clocks.ts';
import { lockPetition } from '../matter/find.ts';
import { finishClosing, refuseUnassigned } from './steps.ts';
import { missedMeanwhile } from './extension.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { announce } from '../matter/notices.ts';
import { signaturesFor } from '../policy/applies.ts';
import { type PetitionEvent, readNotes, record, standing, timelineOf } from '../matter/record.ts';
import { dropReturn } from './return.ts';
import { refuseBarred } from '../team/assist.ts';
import { voidSigned } from './voiding.ts';
import { warningSigned } from './warning.ts';

export interface Assignment {
  readonly unit: Unit;
  readonly handler?: Person | undefined;
  readonly period?: Period | undefined;
  readonly requirement?: string | undefined;
  /** Of 转办, in place of a requirement: it says why the matter leaves the former unit, and asks nothing of the new one. */
  readonly reason?: string | undefined;
}

export type AssignOutcome =
  | { readonly held: true; readonly approval: Approval; readonly petition: Petition }
  | {
      readonly held: false;
      readonly petition: Petition;
      readonly due: Clock | undefined;
      readonly former: string | null;
    };

/** Assigns to a unit; where the town wants a signature first, the assignment is held and takes effect with 同意. */
export async function assign(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  what: Assignment,
): Promise<AssignOutcome> {
  const matter = await readMatter(ctx, petition, 'policy', 'org', 'bars', 'approvals');
  refuseAssignment(matter, what);
  const way = assigningWay(actor, matter);
  if (way === 'signed') {
    const signed = await signWith(ctx, actor, petition);
    return { held: false, ...(await takeEffect(ctx, actor.userid, petition, { ...what, signed })) };
  }
  if (way === 'held') {
    const held = {
      unit: what.unit.id,
      handler: what.handler?.userid ?? null,
      period: what.period ?? null,
      by: actor.userid,
    };
    // The requirement is free text, so it is kept sealed on the timeline and not in the question.
    const { event, petition: changed } = await record(ctx, petition, {
      kind: 'assignment-held',
      by: actor.userid,
      data: { unit: what.unit.id, ...isReason(what) },
      ...noteOf(what),
    });
    const approval = await askSignature(ctx, petition, 'instruct', actor, event.id, {
      ...held,
      ...('note' in noteOf(what) ? { requirementEvent: event.id } : {}),
      ...isReason(what),
    });
    return { held: true, approval, petition: changed };
  }
  const done = await takeEffect(ctx, actor.userid, petition, what);
  if (what.period !== undefined) refusePastLimit(petition, done.due, ctx.today);
  return { held: false, ...done };
}

/** @throws UserError assign.barred, assign.handler-elsewhere, assign.same */
export function refuseAssignment({ petition, org, bars }: Matter<'org' | 'bars'>, what: Assignment): void {
  const { number } = petition;
  const { unit, handler } = what;
  refuseBarred(petition, bars, [unit]);
  if (handler !== undefined && barredBy(org, bars, handler.userid)) throw new UserError('assign.barred', { number });
  if (handler !== undefined && handler.unitId !== unit.id) {
    throw new UserError('assign.handler-elsewhere', { unit: unit.name });
  }
  if (petition.ownerUnit === unit.id && handler === undefined && what.period === undefined) {
    throw new UserError('assign.same', { number, unit: unit.name });
  }
}

/** Whether it needs no signature, is signed with it by the main leader who assigns, or waits for one. */
export function assigningWay(
  actor: Actor,
  matter: Matter<'policy' | 'bars' | 'approvals'>,
): 'needless' | 'signed' | 'held' {
  if (!isSignatureNeeded(matter, 'instruct')) return 'needless';
  const rules = signaturesFor(matter.policy, 'instruct', matter.petition);
  return actor.roles.includes('main-leader') && rules.some(({ by }) => by.includes('main-leader')) ? 'signed' : 'held';
}

/**
 * A limit counts from 收到: one that has passed by then is a slip, and nobody's 超期. What was handled on paper and is written down today
 * with its own days has limits that have passed: they are taken as they are.
 * @throws UserError assign.limit-past
 */
export function refusePastLimit(
  { receivedOn, registeredAt }: Petition,
  due: Pick<Clock, 'legal' | 'dueOn'> | undefined,
  today: LocalDay,
): void {
  if (due === undefined || due.legal || due.dueOn >= today || localDayOf(registeredAt) === today) return;
  throw new UserError('assign.limit-past', { received: receivedOn, due: due.dueOn, today });
}

type Words = Pick<Assignment, 'requirement' | 'reason'>;

const noteOf = ({ requirement, reason }: Words): { note?: string } => {
  const note = requirement ?? reason;
  return note === undefined ? {} : { note };
};
const isReason = ({ requirement, reason }: Words): { reason?: true } =>
  requirement === undefined && reason !== undefined ? { reason: true } : {};

/** The limit that was set when the matter was last given to a unit; undefined where it was left to the rules. */
export const limitSet = (timeline: readonly PetitionEvent[]): Period | undefined =>
  standing(timeline).findLast((event) => event.kind === 'assigned')?.data['period'] as Period | undefined;

/** A main leader who assigns has signed with it, and the record says so; a question open for it is answered. */
async function signWith(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
): Promise<{ approvalId: string; unasked: boolean }> {
  const open = await openOf(ctx, petition.id, 'instruct');
  if (open === undefined) {
    return { approvalId: await recordSigned(ctx, petition, 'instruct', actor.userid), unasked: true };
  }
  await settle(ctx, open, actor.userid, true);
  return { approvalId: open.id, unasked: false };
}

async function takeEffect(
  ctx: DomainContext,
  by: string,
  petition: Petition,
  what: {
    unit: { id: string };
    handler?: { userid: string } | undefined;
    period?: Period | undefined;
    requirement?: string | undefined;
    reason?: string | undefined;
    /** The signature that puts it into effect. */
    partOf?: string | undefined;
    /** Signed with it by the main leader who assigns. */
    signed?: { approvalId: string; unasked: boolean } | undefined;
  },
): Promise<{ petition: Petition; due: Clock | undefined; former: string | null }> {
  const org = await loadOrg(ctx, petition.townId);
  const unit = org.units.get(what.unit.id);
  const handler = what.handler?.userid ?? unit?.head ?? null;
  const former = petition.ownerUnit === what.unit.id ? null : petition.ownerUnit;
  const formerHandler = petition.handler;
  const { petition: changed, event } = await recordGuarded(ctx, petition, {
    kind: 'assigned',
    by,
    data: {
      unit: what.unit.id,
      handler,
      former,
      ...isReason(what),
      ...(what.period === undefined ? {} : { period: what.period }),
      ...(what.partOf === undefined ? {} : { partOf: what.partOf }),
      ...(what.signed === undefined ? {} : { ...what.signed, direct: true }),
    },
    ...noteOf(what),
    patch: {
      ownerUnit: what.unit.id,
      handler,
      status: 'assigned',
      assignedOn: ctx.today,
      // What discipline handles is known to few, whatever it was before.
      ...(unit?.kind === 'discipline' ? { sealed: true } : {}),
    },
  });
  await dropReturn(ctx, changed.id);
  await announce(ctx, changed, event, {
    kind: 'assigned',
    to: ['handler', 'unit-head'],
    group: 'reminders',
    except: by,
  });
  if (former !== null) {
    const people = [formerHandler, org.units.get(former)?.head].filter((p): p is string => typeof p === 'string');
    await announce(ctx, changed, event, { kind: 'withdrawn', to: [], people, except: by });
  }
  return { petition: changed, due: await runningClock(ctx, changed.id), former };
}

/** @throws UserError petition.not-yours */
export function refuseSigning(actor: Actor, petition: Petition): void {
  if (!may(actor, 'sign:handle', petition)) throw new UserError('petition.not-yours', { number: petition.number });
}

/** 签收: the person who signs in handles it from now on. Signing in twice is harmless. */
export async function signIn(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Petition> {
  refuseUnassigned(petition);
  if (petition.status !== 'assigned') return petition;
  refuseSigning(actor, petition);
  const { petition: changed } = await record(ctx, petition, {
    kind: 'signed',
    by: actor.userid,
    patch: { status: 'handling', handler: actor.userid },
  });
  return changed;
}

export interface Decision {
  readonly petition: Petition;
  /** What was signed; undefined when a leader wrote 批示 without having been asked. */
  readonly approval: Approval | undefined;
  readonly agreed: boolean;
  /** The clock that now runs for the unit, or the one that was extended. */
  readonly due: Clock | undefined;
  /** The clock that 同意 came too late for: it stays missed. */
  readonly missed?: Clock | undefined;
}

/** 批示: answers the question that is meant, the oldest of those, or writes an instruction into the timeline. */
export async function decide(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  agreed: boolean,
  opinion: string | undefined,
  meant: Partial<Pick<Approval, 'id' | 'kind'>> = {},
): Promise<Decision> {
  // 退回 is answered by 退回.
  const [approval] = (await openFor(ctx, petition.id, actor.userid, meant.kind)).filter(
    (one) => one.kind !== 'return' && (meant.id === undefined || meant.id === one.id),
  );
  if (approval === undefined) return instructUnasked(ctx, actor, petition, agreed, opinion);
  refuseOwn(petition, approval, actor.userid);
  const takes = signsFor(approval, actor.userid);
  const missed = agreed ? missedMeanwhile(await clocksOf(ctx, petition.id), approval, ctx.today) : undefined;
  await settle(ctx, approval, actor.userid, agreed);
  if (approval.kind === 'review') {
    return { ...(await review(ctx, actor, petition, agreed, opinion, approval, takes)), approval, agreed };
  }
  const { petition: signed, event } = await record(ctx, petition, {
    kind: 'instructed',
    by: actor.userid,
    data: {
      approval: approval.kind,
      approvalId: approval.id,
      agreed,
      // 代签: both names stand in the record.
      ...(takes === undefined ? {} : { for: takes }),
      ...(approval.askedBy === actor.userid ? { direct: true } : {}),
      ...(askedJustNow(ctx, actor, approval) ? { partOf: approval.askedByEvent } : {}),
      // Agreed to when the day had passed: without effect.
      ...(missed === undefined ? {} : { late: missed.id }),
    },
    ...(opinion === undefined ? {} : { note: opinion }),
  });
  const takesEffect = agreed && missed === undefined;
  const result = takesEffect
    ? await putIntoEffect(ctx, actor, signed, { approval, event })
    : { petition: signed, due: undefined };
  await announce(ctx, result.petition, event, {
    kind: 'sign-decided',
    // The signed answer to a warning goes to the desk as such.
    to: approval.kind === 'warning' && agreed ? [] : ['desk'],
    people: [approval.askedBy],
    except: actor.userid,
    refs: { approvalId: approval.id },
  });
  return { ...result, approval, agreed, missed };
}

/** Asked and signed by one command: the leader who sets limits asks nobody. */
const askedJustNow = (ctx: DomainContext, actor: Actor, approval: Approval): boolean =>
  approval.askedBy === actor.userid &&
  approval.askedByEvent !== null &&
  approval.askedAt.getTime() === ctx.at.getTime();

async function instructUnasked(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  agreed: boolean,
  opinion: string | undefined,
): Promise<Decision> {
  refuseUnasked(actor, await readMatter(ctx, petition, 'approvals'), opinion);
  const signed =
    agreed && actor.roles.includes('main-leader')
      ? await recordSigned(ctx, petition, 'instruct', actor.userid)
      : undefined;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'instructed',
    by: actor.userid,
    data: { agreed, ...(signed === undefined ? {} : { approvalId: signed, unasked: true }) },
    ...(opinion === undefined ? {} : { note: opinion }),
  });
  await announce(ctx, changed, event, { kind: 'sign-decided', to: ['desk'], except: actor.userid });
  return { petition: changed, approval: undefined, agreed, due: undefined };
}

async function putIntoEffect(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  { approval, event }: { readonly approval: Approval; readonly event: PetitionEvent },
): Promise<{ petition: Petition; due: Clock | undefined }> {
  const effect = effectOf(approval);
  switch (effect?.as) {
    case undefined:
      return { petition, due: undefined };
    case 'assign':
      return takeEffect(ctx, effect.by ?? actor.userid, petition, {
        unit: { id: effect.unit },
        handler: effect.handler === undefined ? undefined : { userid: effect.handler },
        period: effect.period,
        [effect.isReason ? 'reason' : 'requirement']: await heldNote(ctx, petition.id, effect.noteOf),
        partOf: event.id,
      });
    case 'extend': {
      const { days } = effect;
      const clock = clockExtended(petition, await clocksOf(ctx, petition.id), effect.clockId);
      if (effect.isSecond) return startSecondLimit(ctx, actor, petition, days, approval.askedBy, event.id);
      const { kind, legal, dueOn: from } = clock;
      const { event: extended, petition: changed } = await record(ctx, petition, {
        kind: 'extended',
        by: actor.userid,
        data: { clock: kind, legal, days, from, approval: approval.id, asked: event.id, partOf: event.id },
      });
      return { petition: changed, due: await extendClock(ctx, changed, clock, extended, days) };
    }
    case 'close': {
      const note = (await heldNote(ctx, petition.id, effect.event)) ?? '';
      const done = await finishClosing(ctx, effect.by ?? approval.askedBy, petition, note, event.id);
      return { petition: done.petition, due: undefined };
    }
    case 'correct':
      return { petition: await correctionSigned(ctx, petition, effect.event, event.id), due: undefined };
    case 'void': {
      const act = { voiding: effect.event, partOf: event.id };
      return { petition: await voidSigned(ctx, actor.userid, petition, act), due: undefined };
    }
    case 'warning':
      return { petition: await warningSigned(ctx, actor.userid, petition, effect.event, event.id), due: undefined };
  }
}

/** What was typed when the act was held, kept sealed on the timeline: the requirement, or the evidence of the closing. */
async function heldNote(
  ctx: DomainContext,
  petitionId: string,
  eventId: string | undefined,
): Promise<string | undefined> {
  if (eventId === undefined) return undefined;
  const held = (await timelineOf(ctx, petitionId)).filter((event) => event.id === eventId);
  return (await readNotes(ctx, petitionId, held)).get(eventId);
}

/** The second internal limit counts from the day it is set; the unit and the desk are told of it. */
async function startSecondLimit(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  days: number,
  asker: string,
  partOf: string,
): Promise<{ petition: Petition; due: Clock | undefined }> {
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'limit-reset',
    by: actor.userid,
    data: { period: { n: days, unit: 'days' }, asker, partOf },
  });
  const due = (await runningClocks(ctx, [changed.id])).find((clock) => clock.startedBy === event.id);
  await announce(ctx, changed, event, {
    kind: 'reminder',
    to: ['handler', 'unit-head', 'desk'],
    except: actor.userid,
    refs: { clockId: due?.id ?? null, stage: 'assign', letter: null },
  });
  return { petition: changed, due };
}

/** 审核 of a reply by its first-responsible leader (S0 四（二）). */
async function review(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  agreed: boolean,
  opinion: string | undefined,
  approval?: Approval,
  /** The absent reviewer whose place the actor takes. */
  takes?: string,
): Promise<{ petition: Petition; due: undefined }> {
  const locked = await lockPetition(ctx, petition.id);
  const { petition: changed, event } = await record(ctx, locked, {
    kind: 'reviewed',
    by: actor.userid,
    data: {
      agreed,
      ...(approval === undefined ? {} : { approvalId: approval.id }),
      ...(takes === undefined ? {} : { for: takes }),
    },
    ...(opinion === undefined ? {} : { note: opinion }),
    patch: { status: agreed ? 'replied' : 'handling' },
  });
  const people = approval === undefined ? [] : [approval.askedBy];
  await announce(ctx, changed, event, {
    kind: 'reviewed',
    to: ['handler'],
    people,
    except: actor.userid,
    refs: { agreed },
  });
  return { petition: changed, due: undefined };
}
