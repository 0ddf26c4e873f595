import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { instantOf } from '../../core/local-day.ts';
import { approvals, cards, clocks, outbox, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addWorkingDays } from '../deadline/working-days.ts';
import { delegatesToday } from '../org/absences.ts';
import { type Clock, clocksOf } from '../clock/run.ts';
import { barredBy, barsOf, isUnnamedBy, loadOrg, receiversOf } from '../org/receivers.ts';
import { addRows, APPROVALS, changeRow, rowsOf } from '../matter/file.ts';
import { tellAll } from '../outbox/store.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Receiver, SignatureKind } from '../policy/vocabulary.ts';
import { notBarred, type Petition } from '../matter/access.ts';
import { type Matter, readMatter } from '../matter/parts.ts';

export type Approval = typeof approvals.$inferSelect;

/** As it was asked just now; `isAnew`: one that was still open is signed no more. */
export type AskedNow = Approval & { readonly isAnew?: boolean };

const END_OF_DAY = '23:59';
/** What can be asked of somebody: a signature of the town's rules, the desk's word on 退回, or the answer to a 预警提醒单 (which names its signers). */
export type QuestionKind = SignatureKind | 'return' | 'warning' | 'correct' | 'void';

/** Whether the town's rules want this signature for this matter and nobody has given it yet. */
export function isSignatureNeeded(
  { petition, policy, bars, approvals: asked }: Matter<'policy' | 'bars' | 'approvals'>,
  kind: SignatureKind,
): boolean {
  if (signaturesFor(policy, kind, petition).length === 0) return false;
  // Whoever would sign may be the one it is about. Until 涉及 is written it can go to discipline only, and needs nobody's word for that.
  if (kind === 'instruct' && isUnnamedBy(petition, bars)) return false;
  return !asked.some((one) => one.kind === kind && one.state === 'approved');
}

export const signatureNeeded = async (ctx: DomainContext, petition: Petition, kind: SignatureKind): Promise<boolean> =>
  isSignatureNeeded(await readMatter(ctx, petition, 'policy', 'bars', 'approvals'), kind);

/** What decides who signs. */
type Signing = Matter<'policy' | 'org' | 'bars'>;

/** Who may give the signature: the rule's signers for this matter, or those the caller names. */
function signersOf({ petition, policy, org, bars }: Signing, { kind, by }: Pick<Wanted, 'kind' | 'by'>): string[] {
  const receivers = by ?? policy.signatures.find((r) => r.kind === kind)?.by ?? (['main-leader'] as const);
  return receiversOf(org, petition, bars, receivers);
}

/**
 * Asks for a signature. A question still open that has proposed nothing yet takes over what is to be held; one that asks for something else
 * is withdrawn and asked anew, so that nobody signs what they were not shown, nor what they asked for themselves.
 */
export async function askSignature(
  ctx: DomainContext,
  petition: Petition,
  kind: QuestionKind,
  asker: Pick<Actor, 'userid'>,
  askedByEvent: string | undefined,
  held: Readonly<Record<string, unknown>>,
  by?: readonly Receiver[],
  /** `direct`: the rule gives the decision to the one who asks, e.g. a leader who sets an internal limit. */
  options: { readonly direct?: boolean } = {},
): Promise<AskedNow> {
  const found = await openOnes(ctx, petition.id, kind);
  // The extension of another clock is another question, with signers of its own.
  const open = found.find((row) => row.held['clockId'] === held['clockId']);
  const isAnother = askedByEvent !== undefined && (open?.askedByEvent ?? askedByEvent) !== askedByEvent;
  if (open !== undefined && !isAnother) {
    const changed = {
      held: { ...open.held, ...held },
      askedBy: asker.userid,
      askedByEvent: askedByEvent ?? open.askedByEvent,
    };
    await changeRow(ctx, approvals, open, changed);
    return { ...open, ...changed };
  }
  if (open !== undefined) await replaced(ctx, open, asker.userid);
  const wanted = { kind, by, asker: asker.userid, isDirect: options.direct === true };
  const approvers = signersFor(await readMatter(ctx, petition, 'policy', 'org', 'bars'), wanted);
  const delegates = await delegatesOf(ctx, petition, approvers, asker.userid);
  const asked = [...new Set([...approvers, ...Object.keys(delegates)])];
  const { signing } = (await ctx.policy(petition.townId)).reply;
  const [row] = await addRows(ctx, approvals, [
    {
      id: ctx.ids.uuid(ctx.at),
      petitionId: petition.id,
      townId: petition.townId,
      kind,
      approvers: asked,
      askedBy: asker.userid,
      askedAt: ctx.at,
      askedByEvent: askedByEvent ?? null,
      held: { ...held, ...(Object.keys(delegates).length > 0 ? { delegates } : {}) },
      state: 'open',
      expiresAt:
        signing === undefined
          ? null
          : instantOf(addWorkingDays(ctx.today, signing.workingDays, ctx.calendar), END_OF_DAY),
    },
  ]);
  await askBySignCard(ctx, row!, asked, presses(petition));
  return { ...row!, isAnew: open !== undefined };
}

/** Another question takes its place; a card of it that has not left says nothing any more, and who asked it hears so from us. */
async function replaced(ctx: DomainContext, { id, askedBy, townId, petitionId }: Approval, by: string): Promise<void> {
  await ctx.tx.update(approvals).set({ state: 'withdrawn', decidedAt: ctx.at }).where(eq(approvals.id, id));
  await ctx.tx
    .update(outbox)
    .set({ state: 'superseded', reason: 'asked anew', settledAt: ctx.at })
    .where(
      and(eq(outbox.kind, 'sign-asked'), eq(outbox.state, 'pending'), sql`${outbox.refs} ->> 'approvalId' = ${id}`),
    );
  if (askedBy === by) return;
  await tellAll(ctx, [
    {
      once: `sign-dropped:${id}`,
      to: { person: askedBy },
      kind: 'sign-dropped' as const,
      townId,
      petitionId,
      refs: { approvalId: id, by },
    },
  ]);
}

/** The question that a pressed card asks; undefined for every other card. */
export async function questionOn(ctx: Pick<DomainContext, 'tx'>, taskId: string): Promise<string | undefined> {
  const [row] = await ctx.tx
    .select({ id: sql<string | null>`${outbox.refs} ->> 'approvalId'` })
    .from(cards)
    .innerJoin(outbox, eq(outbox.id, cards.outboxId))
    .where(and(eq(cards.taskId, taskId), eq(outbox.kind, 'sign-asked')));
  return row?.id ?? undefined;
}

/**
 * Of the open questions the one whose card was pressed, all where something was typed. @throws UserError approval.none, .changed, .withdrawn
 */
export async function onCard(
  ctx: Pick<DomainContext, 'tx'>,
  open: readonly Approval[],
  { question }: { readonly question?: string | undefined },
  number: string,
): Promise<readonly Approval[]> {
  const asked = question === undefined ? open : open.filter(({ id }) => id === question);
  if (question === undefined || asked.length > 0) return asked;
  if (open.length > 0) throw new UserError('approval.changed', { number });
  const isOff = (await approvalById(ctx, question))?.state === 'withdrawn';
  throw new UserError(isOff ? 'approval.withdrawn' : 'approval.none', { number });
}

/** So many people make a matter one of a group. */
const GROUP_FROM = 5;
const presses = ({ important, sensitive, headcount }: Petition): boolean =>
  important || sensitive || headcount >= GROUP_FROM;

/** The card to each of them, once; what is reviewed stands before it, whole. */
export const askBySignCard = async (
  ctx: DomainContext,
  row: Pick<Approval, 'id' | 'townId' | 'petitionId' | 'kind'>,
  people: readonly string[],
  /** It waits for nobody's budget of messages. */
  isPressing: boolean,
): Promise<void> => {
  // What is reviewed has just been read: the card does not come hours behind it.
  const presses = isPressing || row.kind === 'review';
  const refs = { approvalId: row.id, ...(presses && { presses }) };
  const common = { townId: row.townId, petitionId: row.petitionId, refs };
  await tellAll(
    ctx,
    people.flatMap((person) => [
      ...(row.kind === 'review'
        ? [{ ...common, once: `answer-text:${row.id}:${person}`, to: { person }, kind: 'answer-text' as const }]
        : []),
      { ...common, once: `sign-asked:${row.id}:${person}`, to: { person }, kind: 'sign-asked' as const },
    ]),
  );
};

/** A signature that somebody wants. */
interface Wanted {
  readonly kind: QuestionKind;
  readonly asker: string;
  /** Whom the caller names; the rule's signers when absent. */
  readonly by: readonly Receiver[] | undefined;
  /** The rule gives the decision to the one who asks. */
  readonly isDirect: boolean;
}

/**
 * Two people: nobody signs what they asked for themselves. Where only the asker could sign, the main leaders are asked; a main
 * leader who acts and has nobody beside them signs directly, and the record says so.
 */
export function signersFor(matter: Signing, wanted: Wanted): string[] {
  const { kind, asker } = wanted;
  const signers = signersOf(matter, wanted);
  if (wanted.isDirect) return signers;
  const others = signers.filter((userid) => userid !== asker);
  if (others.length > 0) return others;
  const above = signersOf(matter, { kind, by: ['main-leader'] }).filter((userid) => userid !== asker);
  return above.length > 0 ? above : signers;
}

/** Delegates of those who are away today, by delegate: nobody barred from the matter, and never the asker (代签). */
export async function delegatesOf(
  ctx: DomainContext,
  petition: Petition,
  approvers: readonly string[],
  asker: string,
): Promise<Record<string, string>> {
  // A sealed matter is known to few: it waits for its own signer.
  if (petition.sealed) return {};
  const away = await delegatesToday(ctx, petition.townId, approvers);
  if (away.size === 0) return {};
  const org = await loadOrg(ctx, petition.townId);
  const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
  const found: Record<string, string> = {};
  for (const [absent, delegate] of away) {
    if (delegate === asker || approvers.includes(delegate)) continue;
    if (org.people.has(delegate) && !barredBy(org, bars, delegate)) found[delegate] = absent;
  }
  return found;
}

/** Whose place this person takes in a question; undefined for a signer in their own right. */
export const signsFor = (approval: Pick<Approval, 'held'>, userid: string): string | undefined =>
  (approval.held['delegates'] as Record<string, string> | undefined)?.[userid];

/** A delegate signs only while the other is away. */
async function stillTheirs(ctx: DomainContext, rows: readonly Approval[], userid: string): Promise<Approval[]> {
  const absent = [...new Set(rows.flatMap((row) => signsFor(row, userid) ?? []))];
  if (absent.length === 0) return [...rows];
  const away = await delegatesToday(ctx, rows[0]!.townId, absent);
  return rows.filter((row) => {
    const other = signsFor(row, userid);
    return other === undefined || away.get(other) === userid;
  });
}

/** Open questions of a matter that this person may answer, oldest first. */
export async function openFor(
  ctx: DomainContext,
  petitionId: string,
  userid: string,
  kind?: string,
): Promise<Approval[]> {
  const rows = (await rowsOf(ctx, APPROVALS, petitionId)).filter(
    (one) => one.state === 'open' && one.approvers.includes(userid) && (kind === undefined || one.kind === kind),
  );
  return stillTheirs(ctx, rows, userid);
}

export async function openOf(
  ctx: DomainContext,
  petitionId: string,
  kind: QuestionKind,
): Promise<Approval | undefined> {
  return (await openOnes(ctx, petitionId, kind))[0];
}

/** Questions that nobody has answered, the oldest first. */
export const openOnes = async (ctx: DomainContext, petitionId: string, kind?: QuestionKind): Promise<Approval[]> =>
  (await rowsOf(ctx, APPROVALS, petitionId)).filter(
    (one) => one.state === 'open' && (kind === undefined || one.kind === kind),
  );

export async function approvalById(ctx: Pick<DomainContext, 'tx'>, id: string): Promise<Approval | undefined> {
  const [row] = await ctx.tx.select().from(approvals).where(eq(approvals.id, id));
  return row;
}

/** The clock that an extension is asked for. */
const clockAsked = (list: readonly Clock[], { kind, held }: Pick<Approval, 'kind' | 'held'>): Clock | undefined =>
  kind === 'extend' ? list.find(({ id }) => id === held['clockId']) : undefined;

/** 延期 of a legal period: the petitioner must be told the reason (条例 art. 34). */
export const isLegalExtension = async (ctx: Pick<DomainContext, 'tx'>, approval: Approval): Promise<boolean> =>
  clockAsked(await clocksOf(ctx, approval.petitionId), approval)?.legal === true;

/** A question, and of an extension the clock that it is about: two of them on one matter are two questions. */
export interface Asked {
  readonly approval: Approval;
  readonly clock: string | undefined;
}

/** Of the open questions of a matter those that are answered with 批示; 退回 is answered by 退回. */
export const questionsIn = (open: readonly Approval[], list: readonly Clock[]): Asked[] =>
  open
    .filter(({ kind }) => kind !== 'return')
    .map((approval) => ({ approval, clock: clockAsked(list, approval)?.title }));

/** The same of what this person may answer, oldest first. */
export const questionsFor = async (ctx: DomainContext, petitionId: string, userid: string): Promise<Asked[]> =>
  questionsIn(await openFor(ctx, petitionId, userid), await clocksOf(ctx, petitionId));

/** A question with the number of its matter. */
export interface Waiting extends Asked {
  readonly kind: string;
  readonly number: string;
}

/** Everything that waits for this reader's signature in their town, of the matters they may know. */
export async function waitingFor(ctx: DomainContext, actor: Actor): Promise<Waiting[]> {
  const rows = await ctx.tx
    .select({ approval: approvals, number: petitions.number, clock: clocks.title })
    .from(approvals)
    .innerJoin(petitions, eq(petitions.id, approvals.petitionId))
    .leftJoin(
      clocks,
      and(eq(clocks.petitionId, approvals.petitionId), sql`${clocks.id}::text = ${approvals.held} ->> 'clockId'`),
    )
    .where(
      and(
        eq(approvals.state, 'open'),
        sql`${actor.userid} = any(${approvals.approvers})`,
        eq(petitions.townId, actor.townId),
        notBarred(actor),
      ),
    )
    .orderBy(asc(approvals.askedAt));
  const theirs = new Set(
    await stillTheirs(
      ctx,
      rows.map(({ approval }) => approval),
      actor.userid,
    ),
  );
  return rows
    .filter(({ approval }) => theirs.has(approval))
    .map(({ approval, number, clock }) => ({ approval, kind: approval.kind, number, clock: clock ?? undefined }));
}

/** Decides a question; of two people pressing at once one wins. @throws UserError approval.decided */
export async function settle(ctx: DomainContext, approval: Approval, by: string, agreed: boolean): Promise<void> {
  const rows = await ctx.tx
    .update(approvals)
    .set({ state: agreed ? 'approved' : 'refused', decidedAt: ctx.at, decidedBy: by })
    .where(and(eq(approvals.id, approval.id), eq(approvals.state, 'open')))
    .returning({ id: approvals.id });
  if (rows.length === 0) throw new UserError('approval.decided', {});
}

/** Whether 批示 was asked for this matter and somebody has answered. */
export const wasDecided = (asked: readonly Pick<Approval, 'kind' | 'state'>[]): boolean =>
  asked.some(({ kind, state }) => kind === 'instruct' && (state === 'approved' || state === 'refused'));

/** Nobody decides as a delegate what they asked for themselves. @throws UserError approval.own */
export function refuseOwn({ number }: Petition, approval: Approval, userid: string): void {
  if (signsFor(approval, userid) !== undefined && approval.askedBy === userid) {
    throw new UserError('approval.own', { number });
  }
}

/** Records a signature given without having been asked (the leader writes 批示 first, the clerk assigns after). @returns its id */
export async function recordSigned(
  ctx: DomainContext,
  petition: Petition,
  kind: QuestionKind,
  by: string,
): Promise<string> {
  const id = ctx.ids.uuid(ctx.at);
  const signed = {
    id,
    petitionId: petition.id,
    townId: petition.townId,
    kind,
    approvers: [by],
    askedBy: by,
    askedAt: ctx.at,
    askedByEvent: null,
    held: { direct: true },
    state: 'approved',
    decidedAt: ctx.at,
    decidedBy: by,
  };
  await addRows(ctx, approvals, [signed]);
  return id;
}

/**
 * Questions that no longer make sense: the matter was closed or what asked them was undone. A question that was open before
 * the undone event stays, with nothing to put into effect. @returns the questions withdrawn
 */
export async function withdrawAll(
  ctx: DomainContext,
  petitionId: string,
  asked?: { readonly id: string; readonly at: Date },
): Promise<string[]> {
  if (asked !== undefined) {
    await ctx.tx
      .update(approvals)
      .set({
        held: sql`case when ${approvals.held} ? 'delegates' then jsonb_build_object('delegates', ${approvals.held} -> 'delegates') else '{}'::jsonb end`,
        askedByEvent: null,
      })
      .where(and(eq(approvals.askedByEvent, asked.id), eq(approvals.state, 'open'), lt(approvals.askedAt, asked.at)));
  }
  const rows = (await openOnes(ctx, petitionId)).filter((one) => asked === undefined || one.askedByEvent === asked.id);
  for (const row of rows) await withdraw(ctx, row);
  return rows.map((row) => row.id);
}

/** Nobody is asked any more. */
export const withdraw = (ctx: DomainContext, row: Pick<Approval, 'id'>): Promise<void> =>
  changeRow(ctx, approvals, row, { state: 'withdrawn', decidedAt: ctx.at });
