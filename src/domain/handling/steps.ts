import type { Actor } from '../../contract/command.ts';
import type { LetterKind } from '../../contract/letter.ts';
import { UserError } from '../../core/errors.ts';
import { daysBetween, type LocalDay } from '../../core/local-day.ts';
import type { Clock } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { paperMade, SERVED_AS } from '../letter/papers.ts';
import type { LetterRow } from '../letter/store.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Policy } from '../policy/policy.ts';
import type { Petition } from '../matter/access.ts';
import { recordGuarded } from '../accusation/accused.ts';
import { type Approval, askSignature, recordSigned, withdrawAll } from '../approval/ask.ts';
import { runningClocks } from '../matter/clocks.ts';
import { refuseEasier } from './correction.ts';
import { refuseUnanswered } from './answer-gate.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { askInstruction } from '../approval/instruction.ts';
import { isOpen } from '../matter/find.ts';
import { announce } from '../matter/notices.ts';
import { calledIn, hearInPassing } from '../accusation/reading.ts';
import { acknowledge } from '../matter/receipts.ts';
import { type EventInput, type PetitionEvent, record, standing, timelineOf } from '../matter/record.ts';
import { refuseUnreviewed } from './review.ts';
import { endHelp } from '../team/assist.ts';
import { simpleFaults } from '../intake/fast-track.ts';
import { titleFault } from '../title/title.ts';
import type { AdmitDecision, MatterKind, Paper, Satisfaction, ServiceMethod } from '../matter/codes.ts';

/**
 * 分类: legal kind, branch of art. 31, subject, importance. Clocks that no longer fit end; those now owed begin. What was put under a kind
 * goes under a lighter one with the main leader only.
 */
export async function classify(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: {
    readonly kind?: MatterKind | undefined;
    readonly branch?: number | undefined;
    readonly subject?: string | undefined;
    readonly important?: boolean | undefined;
    readonly sensitive?: boolean | undefined;
    /** 疑难复杂: the answer is reviewed by a meeting (S0 四（二）). */
    readonly complex?: boolean | undefined;
    /** 简易办理 */
    readonly simple?: boolean | undefined;
    /** line | area | conduct, for the routing table. */
    readonly about?: string | undefined;
    readonly admittedOn?: LocalDay | undefined;
  },
): Promise<Petition> {
  refuseEasier(actor, petition, input);
  const patch = {
    ...(input.kind === undefined
      ? {}
      : { kind: input.kind, branch: input.branch ?? (input.kind === 'appeal' ? 6 : null) }),
    ...(input.subject === undefined || titleFault(input.subject, await calledIn(ctx, petition.townId)) !== undefined
      ? {}
      : { subject: input.subject }),
    ...(input.important === undefined ? {} : { important: input.important }),
    ...(input.sensitive === undefined ? {} : { sensitive: input.sensitive }),
    ...(input.complex === undefined ? {} : { complex: input.complex }),
    ...(input.simple === undefined ? {} : { simple: input.simple }),
    ...(input.about === undefined ? {} : { about: input.about }),
    // An accusation is known to few from now on (arts 30, 46).
    ...(input.kind === 'accusation' ? { sealed: true } : {}),
  };
  const faults = await simpleFaults(ctx, { ...petition, ...patch }, input.admittedOn);
  if (input.simple === true && faults.length > 0) {
    throw new UserError('simple.not', { number: petition.number, faults });
  }
  // What turns out not to be simple is handled in the ordinary way from now on.
  if (petition.simple && faults.some((fault) => fault !== 'late')) Object.assign(patch, { simple: false });
  const { petition: changed } = await recordGuarded(ctx, petition, {
    kind: 'classified',
    by: actor.userid,
    data: { ...patch, ...(input.admittedOn === undefined ? {} : { admittedOn: input.admittedOn }) },
    patch,
  });
  await askInstruction(ctx, changed, actor);
  return changed;
}

export interface Service {
  readonly paper: Paper;
  /** The paper's name as typed. */
  readonly paperName: string;
  /** The kind of letter that goes by this name. */
  readonly kind?: LetterKind | undefined;
  readonly on: LocalDay;
  readonly method: string | undefined;
  readonly methodCode?: ServiceMethod | undefined;
  /** 送达回证、邮寄单号、签收照片: what shows the service. */
  readonly proof?: string | undefined;
}

/** 受理 / 不予受理 / 不再受理 (条例 arts 22, 23, 31). The written notice may be served in the same line. */
export async function admit(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  decision: AdmitDecision,
  reason: string | undefined,
  service: Service | undefined,
  /** Where the petitioner should turn instead (art. 23). */
  elsewhere?: string,
): Promise<Petition> {
  if (decision === 'admit') refuseAdmitted(petition, await timelineOf(ctx, petition.id));
  const { petition: changed, event } = await record(ctx, petition, {
    kind: decision === 'admit' ? 'admitted' : 'declined',
    by: actor.userid,
    data: { decision, ...(elsewhere === undefined ? {} : { elsewhere: true }) },
    ...(reason === undefined ? {} : { note: [reason, ...(elsewhere === undefined ? [] : [elsewhere])].join('\n') }),
    patch:
      petition.status === 'registered' || petition.status === 'returned'
        ? { status: decision === 'admit' ? 'admitted' : 'declined' }
        : {},
  });
  return service === undefined ? changed : (await serve(ctx, actor, changed, service, event.id)).petition;
}

export interface Served {
  readonly petition: Petition;
  /** The paper, where it was made here; others were made elsewhere, which this program does not know of. */
  readonly letter: LetterRow | undefined;
  /** A notice of a decision that nobody has written down. */
  readonly undecided: boolean;
}

/** 送达: the day the petitioner received a paper decides the periods for review (条例 arts 35, 36). */
export async function serve(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  service: Service,
  /** The event of the same command that this service belongs to: they are undone together. */
  partOf?: string,
): Promise<Served> {
  refuseServiceDay(petition, service.on, ctx.today);
  const letter = service.kind === undefined ? undefined : await paperMade(ctx, petition.id, service.kind);
  const undecided =
    isOpen(petition) &&
    service.kind !== undefined &&
    SERVED_AS[service.kind] === 'notice' &&
    lastDecision(await timelineOf(ctx, petition.id)) === undefined;
  const { petition: changed } = await record(ctx, petition, {
    kind: 'served',
    by: actor.userid,
    onDay: service.on,
    data: {
      paper: service.paper,
      ...(letter === undefined ? {} : { letter: letter.id }),
      ...(service.methodCode === undefined ? {} : { method: service.methodCode }),
      ...(partOf === undefined ? {} : { partOf }),
    },
    note: [service.paperName, service.method ?? '', ...(service.proof === undefined ? [] : [service.proof])].join('\n'),
    patch: service.paper === 'opinion' && isOpen(petition) ? { status: 'served' } : {},
  });
  return { petition: changed, letter, undecided };
}

/** A paper is received when it has been made, and not before the matter came. @throws UserError day.future, day.before-received */
export function refuseServiceDay({ receivedOn }: Petition, on: LocalDay, today: LocalDay): void {
  if (on > today) throw new UserError('day.future', { day: on });
  if (on < receivedOn) throw new UserError('day.before-received', { day: on, receivedOn });
}

/** 受理 or not, as it was last decided and not taken back. */
const lastDecision = (timeline: readonly PetitionEvent[]): PetitionEvent | undefined =>
  standing(timeline).findLast(({ kind }) => kind === 'admitted' || kind === 'declined');

/** What is admitted is not admitted again. @throws UserError admit.already */
export function refuseAdmitted({ number }: Petition, timeline: readonly PetitionEvent[]): void {
  if (lastDecision(timeline)?.kind === 'admitted') throw new UserError('admit.already', { number });
}

/** reached | unclear: asked and still not clear | unreached: the contact period runs on. */
export type ContactResult = 'reached' | 'unclear' | 'unreached';

/** 一问、一核实 (S1 一（二）): a contact that leaves it unclear asks the handler to go and see at once. */
export async function contact(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  outcome: string,
  result: ContactResult = 'reached',
): Promise<Petition> {
  const { petition: changed, event } = await recordGuarded(ctx, petition, {
    kind: 'contacted',
    by: actor.userid,
    data: { result },
    note: outcome,
    patch: await hearInPassing(ctx, petition, outcome),
  });
  await acknowledge(ctx, actor.userid, petition.id);
  if (result !== 'reached' && petition.ownerUnit !== null) {
    await announce(ctx, changed, event, {
      kind: 'visit-asked',
      to: ['handler'],
      except: actor.userid,
      refs: { result },
    });
  }
  return changed;
}

/** 现场核实: somebody went and saw. */
export async function visit(ctx: DomainContext, actor: Actor, petition: Petition, text: string): Promise<Petition> {
  const { petition: changed } = await record(ctx, petition, { kind: 'visited', by: actor.userid, note: text });
  await acknowledge(ctx, actor.userid, petition.id);
  return changed;
}

export async function progress(ctx: DomainContext, actor: Actor, petition: Petition, text: string): Promise<Petition> {
  const { petition: changed } = await record(ctx, petition, { kind: 'progressed', by: actor.userid, note: text });
  await acknowledge(ctx, actor.userid, petition.id);
  return changed;
}

/** 说明情况 to the main leader, after the second limit was missed too (S0 四（四）). */
export async function explain(ctx: DomainContext, actor: Actor, petition: Petition, text: string): Promise<Petition> {
  const { petition: changed, event } = await record(ctx, petition, { kind: 'explained', by: actor.userid, note: text });
  await acknowledge(ctx, actor.userid, petition.id);
  await announce(ctx, changed, event, { kind: 'explained', to: ['main-leader', 'desk'], except: actor.userid });
  return changed;
}

export interface Closing {
  readonly petition: Petition;
  readonly event: PetitionEvent;
  readonly ended: Clock[];
  /** The closing waits for this signature (S1 二（一） 办结签) and takes effect with 同意. */
  readonly waiting: Approval | undefined;
}

/** 办结 on evidence. An answer that lacks a part, or is still under review, keeps the matter open. */
export async function close(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  basis: string,
  result: string | undefined,
): Promise<Closing> {
  const matter = await readMatter(ctx, petition, ...CLOSING);
  refuseUnready(matter);
  refuseEvidence(matter.policy, petition, basis);
  const note = [basis, result ?? ''].join('\n');
  const way = closingWay(matter.policy, petition, actor);
  if (way === 'signed') await recordSigned(ctx, petition, 'close', actor.userid);
  if (way !== 'held') return finishClosing(ctx, actor.userid, petition, note);
  const { event, petition: changed } = await record(ctx, petition, {
    kind: 'closing-held',
    by: actor.userid,
    note,
  });
  const held = { closing: event.id, by: actor.userid };
  return {
    petition: changed,
    event,
    ended: [],
    waiting: await askSignature(ctx, changed, 'close', actor, event.id, held),
  };
}

/**
 * Whether 办结 takes effect at once, signed with it by the main leader who closes, or waits. Asked at every closing: a signature given before 重启
 * says nothing of the next one.
 */
export function closingWay(policy: Policy, petition: Petition, actor: Actor): 'at-once' | 'signed' | 'held' {
  const rules = signaturesFor(policy, 'close', petition);
  if (rules.length === 0) return 'at-once';
  return actor.roles.includes('main-leader') && rules.some(({ by }) => by.includes('main-leader')) ? 'signed' : 'held';
}

/** 办结 rests on evidence of a kind that the law or the town names (S0 四（四）); what a person gives up is none. */
function refuseEvidence({ reply }: Policy, petition: Petition, basis: string): void {
  const known = reply.closingEvidence.flatMap((evidence) => evidence.words);
  if (known.length === 0 || known.some((word) => basis.includes(word))) return;
  throw new UserError('close.evidence', { number: petition.number, words: [...new Set(known)] });
}

/** The matter is closed from here on: at once, or with the signature its closing waited for. */
export async function finishClosing(
  ctx: DomainContext,
  by: string,
  petition: Petition,
  note: string,
  /** The signature that puts it into effect. */
  partOf?: string,
): Promise<Closing> {
  refuseUnready(await readMatter(ctx, petition, ...CLOSING));
  const before = await runningClocks(ctx, [petition.id]);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'closed',
    by,
    data: {
      ...(partOf === undefined ? {} : { partOf }),
      overdueDays: Math.max(0, ...before.filter((c) => c.owner === 'unit').map((c) => daysBetween(c.dueOn, ctx.today))),
    },
    note,
    patch: { status: 'closed', closedOn: ctx.today },
  });
  await withdrawAll(ctx, petition.id);
  await acknowledge(ctx, by, petition.id);
  await announce(ctx, changed, event, {
    kind: 'closed',
    to: ['registrar', 'desk'],
    group: 'reminders',
    except: by,
  });
  await endHelp(ctx, changed, event);
  return { petition: changed, event, ended: before, waiting: undefined };
}

/** Closed is what was answered demand by demand and reviewed. @throws UserError answer.incomplete and those of `refuseUnreviewed` */
export function refuseUnready(matter: Matter<(typeof CLOSING)[number]>): void {
  refuseUnanswered(matter);
  refuseUnreviewed(matter);
}

const CLOSING = ['policy', 'demands', 'timeline', 'approvals'] as const;

/** One call a closing: nobody is asked twice whether they are satisfied. @throws UserError follow-up.open, follow-up.done */
export function refuseFollowUp({ status, followedUpOn, number }: Petition): void {
  if (status !== 'closed') throw new UserError('follow-up.open', { number });
  if (followedUpOn !== null) throw new UserError('follow-up.done', { number });
}

export async function followUp(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  satisfaction: Satisfaction,
  text: string | undefined,
): Promise<Petition> {
  refuseFollowUp(petition);
  const { petition: changed } = await record(ctx, petition, {
    kind: 'followed-up',
    by: actor.userid,
    data: { satisfaction },
    ...(text === undefined ? {} : { note: text }),
    patch: satisfaction === 'unreached' ? {} : { followedUpOn: ctx.today },
  });
  return changed;
}

/** @throws UserError reopen.open */
export function refuseReopening({ status, number }: Petition): void {
  if (status !== 'closed') throw new UserError('reopen.open', { number });
}

/** Who has it goes on with it. */
export const reopening = ({ ownerUnit }: Petition): Pick<EventInput, 'kind' | 'data'> => ({
  kind: 'reopened',
  data: { unit: ownerUnit },
});

/** 重启: the same unit goes on; its clocks count from today. */
export async function reopen(ctx: DomainContext, actor: Actor, petition: Petition, reason: string): Promise<Petition> {
  refuseReopening(petition);
  const { petition: changed, event } = await record(ctx, petition, {
    ...reopening(petition),
    by: actor.userid,
    note: reason,
    patch: {
      status: petition.ownerUnit === null ? 'registered' : 'assigned',
      closedOn: null,
      followedUpOn: null,
      reopenedOn: ctx.today,
    },
  });
  await announce(ctx, changed, event, {
    kind: 'reopened',
    to: ['handler', 'unit-head'],
    group: 'reminders',
    except: actor.userid,
  });
  return changed;
}

/** What nobody has is nobody's to press. @throws UserError not-assigned */
export function refuseUnassigned({ ownerUnit, number }: Petition): void {
  if (ownerUnit === null) throw new UserError('not-assigned', { number });
}

/** 催办: one nudge to the unit, by name of the matter. `told`: who reads it. */
export async function urge(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  text: string | undefined,
): Promise<{ readonly petition: Petition; readonly told: readonly string[] }> {
  refuseUnassigned(petition);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'urged',
    by: actor.userid,
    ...(text === undefined ? {} : { note: text }),
  });
  const to = ['handler', 'unit-head'] as const;
  const told = await announce(ctx, changed, event, { kind: 'urged', to, except: actor.userid });
  return { petition: changed, told };
}

/** 督办 (条例 art. 40): to the unit and those above it, and to the group for escalations. */
export async function supervise(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  text: string | undefined,
): Promise<Petition> {
  refuseUnassigned(petition);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'supervised',
    by: actor.userid,
    ...(text === undefined ? {} : { note: text }),
  });
  await announce(ctx, changed, event, {
    kind: 'supervised',
    to: ['handler', 'unit-head', 'unit-leader', 'area-leader'],
    group: 'escalations',
    except: actor.userid,
  });
  return changed;
}
