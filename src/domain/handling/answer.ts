import { eq } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { liftPersonal } from '../../core/privacy.ts';
import { demands } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows, changeRow, rowsOf, TEXTS } from '../matter/file.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Policy } from '../policy/policy.ts';
import { ANSWER_PARTS, type AnswerPart, type Conclusion } from '../policy/vocabulary.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { type Approval, askSignature, openOf, recordSigned, settle } from '../approval/ask.ts';
import { conclusionsOf, endsInOpinion } from '../matter/conclusions.ts';
import { type Demand, demandsOf, type Gap, gapsIn, gateOf } from './answer-gate.ts';
import { acknowledge } from '../matter/receipts.ts';
import { readIdentity } from '../matter/identity.ts';
import { MARKS } from '../../core/text-marks.ts';
import { announce } from '../matter/notices.ts';
import { needsMeeting } from './review.ts';
import { restores } from '../matter/events.ts';
import { type PetitionEvent, readNotes, record, timelineOf } from '../matter/record.ts';
import { standing } from '../matter/timeline.ts';

export type Answer = Readonly<Partial<Record<AnswerPart, string | undefined>>>;
/** Which demands each part was written for. */
type Written = Partial<Record<AnswerPart, number[]>>;

export interface Replied {
  readonly petition: Petition;
  readonly review: Approval | undefined;
  /** Written by its first-responsible head, and therefore reviewed. */
  readonly own: boolean;
  /** A complex matter: the desk calls a meeting to review it. */
  readonly meeting: boolean;
  /** What is still to be written, in order; empty: the answer is complete. */
  readonly gaps: readonly Gap[];
  /** Demands of which nobody has said yet whether they are supported (条例 art. 32), where a 处理意见书 will say so. */
  readonly unconcluded: readonly number[];
  readonly count: number;
}

/**
 * 答复: fact, basis and answer of one demand, or of all that lack them. Kept part by part, so that nothing typed is lost; complete,
 * it goes to review where the town has it and the author is not the reviewer (条例 art. 32; S0 四（二）, S1 三（三）).
 */
export async function reply(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: Answer & { readonly position?: number | undefined; readonly conclusion?: Conclusion | undefined },
): Promise<Replied> {
  const { position, conclusion } = input;
  const { list, isNew } = await listedDemands(ctx, petition.id);
  const count = list.length;
  if (position !== undefined && !(position >= 1 && position <= count)) {
    throw new UserError('demand.unknown', { number: petition.number, count });
  }
  const parts = ANSWER_PARTS.filter((part) => input[part] !== undefined && input[part] !== '');
  const at: Written = Object.fromEntries(parts.map((part) => [part, targetsOf(list, part, position)]));
  const known = await namesKnown(ctx, petition.id);
  for (const part of parts) await write(ctx, petition.id, part, at[part]!, input[part]!, known);
  const gaps = await openGaps(ctx, petition);
  const before = conclusionsOf(standing(await timelineOf(ctx, petition.id)));
  const concluded = conclusion === undefined ? [] : concludes(list, at, before, position);
  const isAnswer = parts.length > 0;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'replied',
    by: actor.userid,
    data: {
      at,
      ...(isNew ? { whole: true } : {}),
      asksReview: isAnswer && gaps.length === 0 && !may(actor, 'reply:reviewed', petition),
      ...(conclusion === undefined ? {} : { conclusion, concluded }),
    },
    // The answer comes last: it alone may run over several lines.
    note: parts.map((part) => (part === 'answer' ? input[part]! : oneLine(input[part]!))).join('\n'),
    patch: gaps.length > 0 || !isAnswer ? {} : { status: 'replied' },
  });
  await acknowledge(ctx, actor.userid, petition.id);
  const unconcluded = endsInOpinion(changed)
    ? list.map((demand) => demand.position).filter((at) => !before.has(at) && !concluded.includes(at))
    : [];
  const rest = { gaps, unconcluded, count };
  if (gaps.length > 0 || !isAnswer) {
    return { petition: changed, review: undefined, own: false, meeting: false, ...rest };
  }
  return { ...(await toReview(ctx, actor, changed, event)), ...rest };
}

/** Where the law and the town ask for no part, an answer is still an answer to each demand. */
async function openGaps(ctx: DomainContext, petition: Petition): Promise<readonly Gap[]> {
  const gate = await gateOf(ctx, petition);
  return gate.parts.length > 0 ? gate.gaps : gapsIn(await demandsOf(ctx, petition.id), ['answer']);
}

/** The demand named; else those whose parts were written with it; else, said alone, those without one, or to put it right all. */
function concludes(
  list: readonly Demand[],
  at: Written,
  before: ReadonlyMap<number, string>,
  position: number | undefined,
): number[] {
  if (position !== undefined) return [position];
  const written = [...new Set(Object.values(at).flat())];
  if (written.length > 0) return written;
  const all = list.map((demand) => demand.position);
  const without = all.filter((one) => !before.has(one));
  return without.length > 0 ? without : all;
}

/** How a complete answer is reviewed: not at all, by a meeting, with itself (written by its first-responsible head), or when it is asked for. */
export function reviewWay(policy: Policy, petition: Petition, author: Actor): 'none' | 'meeting' | 'own' | 'asked' {
  if (signaturesFor(policy, 'review', petition).length === 0) return 'none';
  if (needsMeeting(policy, petition)) return 'meeting';
  return may(author, 'reply:reviewed', petition) ? 'own' : 'asked';
}

async function toReview(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  event: PetitionEvent,
): Promise<Pick<Replied, 'petition' | 'review' | 'own' | 'meeting'>> {
  const none = { petition, review: undefined, own: false, meeting: false };
  const way = reviewWay(await ctx.policy(petition.townId), petition, actor);
  if (way === 'none') return none;
  if (way === 'meeting') {
    await announce(ctx, petition, event, { kind: 'meeting-wanted', to: ['desk'], except: actor.userid });
    return { ...none, meeting: true };
  }
  if (way === 'asked') {
    return { ...none, review: await askSignature(ctx, petition, 'review', actor, event.id, {}) };
  }
  const open = await openOf(ctx, petition.id, 'review');
  const approvalId = open?.id ?? (await recordSigned(ctx, petition, 'review', actor.userid));
  if (open !== undefined) await settle(ctx, open, actor.userid, true);
  const { petition: reviewed } = await record(ctx, petition, {
    kind: 'reviewed',
    by: actor.userid,
    data: { agreed: true, own: true, partOf: event.id, approvalId, unasked: open === undefined },
  });
  return { ...none, petition: reviewed, own: true };
}

/** A matter without listed demands has one: its whole text. It is listed with the first answer. */
export async function listedDemands(
  ctx: DomainContext,
  petitionId: string,
): Promise<{ readonly list: readonly Demand[]; readonly isNew: boolean }> {
  const list = await demandsOf(ctx, petitionId);
  return list.length > 0 ? { list, isNew: false } : { list: [await wholeText(ctx, petitionId)], isNew: true };
}

async function wholeText(ctx: DomainContext, petitionId: string): Promise<Demand> {
  const [text] = await rowsOf(ctx, TEXTS, petitionId);
  const [row] = await addRows(ctx, demands, [{ petitionId, position: 1, body: text?.body ?? '' }]);
  return row!;
}

/** The demand named; else those that lack the part; else, to put it right, all of them. */
function targetsOf(list: readonly Demand[], part: AnswerPart, position: number | undefined): number[] {
  if (position !== undefined) return [position];
  const lacking = list.filter((demand) => demand[part] === null);
  return (lacking.length > 0 ? lacking : list).map((demand) => demand.position);
}

const oneLine = (text: string): string => text.split('\n').join(' ');

async function namesKnown(ctx: DomainContext, petitionId: string): Promise<string[]> {
  const who = await readIdentity(ctx, petitionId);
  return [who.name, who.phone, who.address].filter((value) => value !== undefined);
}

async function write(
  ctx: DomainContext,
  petitionId: string,
  part: AnswerPart,
  positions: readonly number[],
  text: string | null,
  known: readonly string[],
): Promise<void> {
  const written = text === null ? null : liftPersonal(text, MARKS, known).text;
  for (const position of positions) await changeRow(ctx, demands, { petitionId, position }, { [part]: written });
}

/** What an answer's event wrote, out of its sealed note. */
function partsOf(event: PetitionEvent, note: string): Answer {
  const all = note.split('\n');
  const lines = all.slice(0, all.length - Number(event.data['tail'] ?? 0));
  const at = event.data['at'] as Written | undefined;
  return Object.fromEntries(
    ANSWER_PARTS.filter((part) => at?.[part] !== undefined).map((part) => [
      part,
      part === 'answer' ? lines.join('\n') : lines.shift(),
    ]),
  );
}

/** An answer taken back: what stood there before stands there again. */
export async function undoAnswer(ctx: DomainContext, undone: PetitionEvent): Promise<void> {
  const at = undone.data['at'] as Written | undefined;
  if (at === undefined) return;
  const timeline = await timelineOf(ctx, undone.petitionId);
  const off = new Set(timeline.map((event) => event.undoes));
  const earlier = timeline
    .filter(
      (event) =>
        restores(event, 'answer') && event.data['at'] !== undefined && event.seq < undone.seq && !off.has(event.id),
    )
    .toReversed();
  const notes = await readNotes(ctx, undone.petitionId, earlier);
  const known = await namesKnown(ctx, undone.petitionId);
  for (const part of ANSWER_PARTS) {
    for (const position of at[part] ?? []) {
      const from = earlier.find((event) => (event.data['at'] as Written)[part]?.includes(position));
      const text = from === undefined ? null : (partsOf(from, notes.get(from.id) ?? '')[part] ?? null);
      await write(ctx, undone.petitionId, part, [position], text, known);
    }
  }
  const [only, ...more] = await demandsOf(ctx, undone.petitionId);
  const isEmpty = only !== undefined && ANSWER_PARTS.every((part) => only[part] === null);
  if (undone.data['whole'] === true && more.length === 0 && isEmpty) {
    await ctx.tx.delete(demands).where(eq(demands.petitionId, undone.petitionId));
  }
}
