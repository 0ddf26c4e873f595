import { eq } from 'drizzle-orm';
import { assignedCard, followUpCard, reminderCard, signCard } from '../cards/notices.ts';
import { groupText } from '../cards/group.ts';
import { viewOf } from '../cards/line.ts';
import type { Card } from '../contract/card.ts';
import { groupWords } from '../copy/group.ts';
import { changeWords, correctedNote, correctionWords, voidWords } from '../copy/correction.ts';
import { noticeWords } from '../copy/notices.ts';
import { pressureWords } from '../copy/pressure.ts';
import { LETTER_WORDS, SIGNATURE_WORDS, zhLeft } from '../copy/terms.ts';
import { clocks, events, petitionTexts } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { readEvent } from '../domain/matter/events.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../domain/org/receivers.ts';
import { findActor, namesOf, unitsOf, unitNames } from '../domain/org/service.ts';
import { changesIn, readCorrection } from '../domain/petition/changes.ts';
import { duplicateNumber, proposedNumber } from '../domain/petition/voiding.ts';
import { isOpen, petitionById, stillSpeaks } from '../domain/petition/find.ts';
import { approvalById, clockAsked, isLegalExtension, signsFor } from '../domain/petition/approvals.ts';
import { isBarred, type Petition } from '../domain/petition/access.ts';
import { shownNotes } from '../domain/petition/notes.ts';
import { type Line, lineOf } from '../domain/petition/views.ts';
import type { Intent, OutboxRow } from '../domain/outbox/store.ts';
import type { LetterWriter } from '../letters/write.ts';
import { isOver, isOvertaken } from './overtaken.ts';
import { renderPeriodic } from './digest.ts';
import { reviewedNotice, withdrawnNotice } from './messages/letter.ts';
import { groupSentences, personalRenderers } from './renderers.ts';

/** What is to be sent now, or why not any more. */
export type Rendered =
  | {
      readonly markdown: string;
      /** Painted after the text has gone: what befalls it costs the text nothing. */
      readonly image?: { readonly name: string; paint(): Promise<Uint8Array> };
      /** Officials whom a line in a group is for: a real @ where the way out knows one. */
      readonly mentions?: readonly string[];
    }
  | { readonly card: Card }
  /** A Word file; the sentence goes out where the file cannot. */
  | { readonly file: { readonly bytes: Uint8Array; readonly name: string }; readonly otherwise: string }
  | { readonly superseded: string };

export interface RenderTools {
  paintChart(figures: unknown): Promise<Uint8Array>;
  writeLetter: LetterWriter;
  /** A card in words, with the lines that its buttons send. */
  cardText(card: Card): string;
}

/** Looks again whether a message still holds and makes its words from what is true now. */
export async function render(
  ctx: DomainContext,
  row: OutboxRow,
  tools: RenderTools,
  spent?: string,
): Promise<Rendered> {
  if (row.toKind === 'person' && (await findActor(ctx.tx, row.toId)) === undefined) {
    return { superseded: 'the person left' };
  }
  if (isOver(ctx, row)) return { superseded: 'of an earlier day' };
  if (row.petitionId === null) return renderPeriodic(ctx, row, tools, spent);
  const petition = await petitionById(ctx, row.petitionId);
  if (petition === undefined) return { superseded: 'no such matter' };
  if (row.toKind === 'group' && petition.sealed) return { superseded: 'sealed since' };
  if (row.toKind === 'person' && (await isBarred(ctx.tx, petition.id, row.toId))) return { superseded: 'barred since' };
  const line = await lineOf(ctx, petition);
  if (row.kind === 'group-line') return groupLine(ctx, row, petition, line);
  const made = await personal(ctx, row, petition, line, tools, spent);
  return 'card' in made ? { card: { ...made.card, matter: petition.number } } : made;
}

async function groupLine(ctx: DomainContext, row: OutboxRow, petition: Petition, line: Line): Promise<Rendered> {
  const about = row.refs['about'];
  const unit = line.unitName ?? '';
  const said = (sentence: string, mentions: readonly string[] = []): Rendered => ({
    markdown: groupText(viewOf(line, ctx.today), sentence),
    ...(mentions.length > 0 && { mentions }),
  });
  if (about === 'stage') {
    const clock = await clockOf(ctx, row);
    if (clock?.state !== 'running' || !stillSpeaks(petition)) return { superseded: 'no longer due' };
    if (await isOvertaken(ctx, row)) return { superseded: 'a later stage says it' };
    const letter = row.refs['letter'];
    const sentence = groupWords.stage(
      clock.title,
      typeof letter === 'string' ? LETTER_WORDS[letter] : undefined,
      zhLeft(clock.dueOn, ctx.today),
    );
    const isDesks = clock.owner === 'desk';
    const unitName = isDesks ? await deskName(ctx, petition.townId) : line.unitName;
    return {
      markdown: groupText(viewOf({ ...line, clock, unitName }, ctx.today), sentence),
      mentions: await whoAnswers(ctx, petition, isDesks ? 'desk' : 'handler'),
    };
  }
  if (about === 'assigned') {
    if (petition.status !== 'assigned') return { superseded: 'signed in or reassigned since' };
    return said(groupWords.assigned(unit), await whoAnswers(ctx, petition, 'handler'));
  }
  if (about === 'supervised') {
    if (!isOpen(petition)) return { superseded: 'closed since' };
    return said(groupWords.supervised(unit), await whoAnswers(ctx, petition, 'handler'));
  }
  const other = groupSentences[String(about)]?.(petition, unit);
  if (other !== undefined) return 'superseded' in other ? other : said(other.sentence);
  if (about === 'closed') {
    return isOpen(petition) ? { superseded: 'reopened since' } : said(groupWords.closed);
  }
  if (about !== 'reopened') throw new Error('no sentence for this line');
  return said(groupWords.reopened);
}

/** Officials whom a line in a group is for, to be called by a real @; never the petitioner, and nobody who is barred. */
async function whoAnswers(ctx: DomainContext, petition: Petition, who: 'handler' | 'desk'): Promise<string[]> {
  return receiversOf(await loadOrg(ctx, petition.townId), petition, await barsOfMatter(ctx, petition), [who]);
}

/** A duty of the desk is not told as the office's. */
const deskName = async (ctx: DomainContext, townId: string): Promise<string | undefined> =>
  (await unitsOf(ctx.tx, townId)).find((unit) => unit.kind === 'desk')?.name;

const clockById = async (ctx: DomainContext, id: unknown) => {
  const [clock] = await ctx.tx
    .select()
    .from(clocks)
    .where(eq(clocks.id, String(id)));
  return clock;
};
const clockOf = (ctx: DomainContext, row: OutboxRow) => clockById(ctx, row.refs['clockId']);

const eventById = async (ctx: DomainContext, id: unknown) => {
  const [event] = await ctx.tx
    .select()
    .from(events)
    .where(eq(events.id, String(id)));
  return event && readEvent(event);
};
const eventOf = (ctx: DomainContext, row: OutboxRow) => eventById(ctx, row.refs['eventId']);

async function personal(
  ctx: DomainContext,
  row: OutboxRow,
  petition: Petition,
  line: Line,
  tools: RenderTools,
  spent: string | undefined,
): Promise<Rendered> {
  const { number } = petition;
  const [text] = await ctx.tx.select().from(petitionTexts).where(eq(petitionTexts.petitionId, petition.id));
  const base = { line, body: text?.body ?? '', today: ctx.today, spent };
  const isSpent = spent !== undefined;
  const byName = async (): Promise<string> => {
    const by = (await eventOf(ctx, row))?.by;
    return (await namesOf(ctx.tx, [by])).get(by ?? '') ?? '';
  };
  switch (row.kind) {
    case 'assigned': {
      if (!isSpent && petition.status !== 'assigned') return { superseded: 'signed in, returned or closed since' };
      const event = await eventOf(ctx, row);
      const said = event === undefined ? undefined : (await shownNotes(ctx, petition.id, [event])).get(event.id);
      return { card: assignedCard(base, said) };
    }
    case 'reminder': {
      const clock = await clockOf(ctx, row);
      if (clock === undefined) return { superseded: 'no such clock' };
      if (!isSpent && (clock.state !== 'running' || !stillSpeaks(petition))) return { superseded: 'no longer due' };
      if (!isSpent && (await isOvertaken(ctx, row))) return { superseded: 'a later stage says it' };
      const letter = row.refs['letter'];
      return {
        card: reminderCard(
          { ...base, line: { ...line, clock } },
          clock,
          typeof letter === 'string' ? letter : undefined,
        ),
      };
    }
    case 'sign-asked': {
      const approval = await approvalById(ctx, String(row.refs['approvalId']));
      if (approval === undefined || (!isSpent && approval.state !== 'open')) {
        return { superseded: 'signed or withdrawn since' };
      }
      const said = await signedText(ctx, petition, approval);
      const shown = said === undefined ? base : { ...base, body: said };
      const takes = signsFor(approval, row.toId);
      const names = await namesOf(ctx.tx, [approval.askedBy, takes]);
      const what = await whatIsSigned(ctx, petition, approval, row.toId);
      const reason = await reasonOf(ctx, petition, approval);
      const more = { takes: names.get(takes ?? ''), clock: (await clockAsked(ctx, approval))?.title, reason };
      return { card: signCard(shown, approval, names.get(approval.askedBy) ?? '', what, more) };
    }
    case 'follow-up':
      if (!isSpent && (isOpen(petition) || petition.followedUpOn !== null)) {
        return { superseded: 'followed up or reopened since' };
      }
      return { card: followUpCard(base) };
    case 'sign-decided': {
      const approval =
        row.refs['approvalId'] === undefined ? undefined : await approvalById(ctx, String(row.refs['approvalId']));
      const name = await byName();
      if (approval === undefined) return { markdown: noticeWords.instructed(number, name) };
      const event = await eventOf(ctx, row);
      const takes = typeof event?.data['for'] === 'string' ? event.data['for'] : undefined;
      const late = event?.data['late'];
      return {
        markdown: noticeWords.signDecided({
          number,
          what: SIGNATURE_WORDS[approval.kind] ?? '',
          agreed: approval.state === 'approved',
          by: name,
          takes: (await namesOf(ctx.tx, [takes])).get(takes ?? ''),
          said: event === undefined ? undefined : (await shownNotes(ctx, petition.id, [event])).get(event.id),
          tellPetitioner:
            approval.state === 'approved' && late === undefined && (await isLegalExtension(ctx, approval)),
          missed: late === undefined ? undefined : await clockById(ctx, late),
          tell:
            approval.kind === 'void' && approval.state === 'approved'
              ? voidWords.tell(number, await duplicateNumber(ctx, petition, row.toId))
              : undefined,
        }),
      };
    }
    case 'urged':
      return isOpen(petition)
        ? { markdown: noticeWords.urged(number, await byName()) }
        : { superseded: 'closed since' };
    case 'supervised': {
      if (!isOpen(petition)) return { superseded: 'closed since' };
      const event = await eventOf(ctx, row);
      const said = event === undefined ? undefined : (await shownNotes(ctx, petition.id, [event])).get(event.id);
      return { markdown: noticeWords.supervised(number, await byName(), said) };
    }
    case 'recused':
      return { markdown: noticeWords.recused(number) };
    case 'explained':
      return { markdown: noticeWords.explained(number, await byName()) };
    case 'returned': {
      if (petition.ownerUnit !== null || !isOpen(petition)) return { superseded: 'assigned again since' };
      const data = (await eventOf(ctx, row))?.data;
      const unit = (await unitNames(ctx.tx, petition.townId)).get(String(data?.['unit'])) ?? '';
      const say = data?.['unitRemoved'] === true ? noticeWords.unitRemoved : noticeWords.returned;
      return { markdown: say(number, unit) };
    }
    case 'reviewed':
      return reviewedNotice(ctx, petition, row.refs['agreed'] === true, await saidWith(ctx, row));
    case 'closed':
      return isOpen(petition) ? { superseded: 'reopened since' } : { markdown: noticeWords.closed(number) };
    case 'reopened':
      return isOpen(petition) ? { markdown: noticeWords.reopened(number) } : { superseded: 'closed since' };
    case 'withdrawn':
      return withdrawnNotice(ctx, row, petition, await eventOf(ctx, row));
    default: {
      const more = personalRenderers[row.kind as Intent];
      if (more === undefined) throw new Error(`no renderer for ${row.kind}`);
      const event = (): ReturnType<typeof eventOf> => eventOf(ctx, row);
      const said = async (): Promise<string | undefined> => {
        const found = await event();
        return found === undefined ? undefined : (await shownNotes(ctx, petition.id, [found])).get(found.id);
      };
      return more({ ctx, row, petition, ...base, tools, event, said, byName });
    }
  }
}

const saidWith = async (ctx: DomainContext, row: OutboxRow): Promise<string | undefined> => {
  const event = await eventOf(ctx, row);
  return event === undefined ? undefined : (await shownNotes(ctx, event.petitionId, [event])).get(event.id);
};
/** Text typed with an act that waits for a signature. */
async function noteOf(ctx: DomainContext, petition: Petition, eventId: unknown): Promise<string | undefined> {
  const event = eventId === undefined ? undefined : await eventById(ctx, eventId);
  return event === undefined ? undefined : (await shownNotes(ctx, petition.id, [event])).get(event.id);
}

type Asked = NonNullable<Awaited<ReturnType<typeof approvalById>>>;

/** Why it is asked. */
async function reasonOf(ctx: DomainContext, petition: Petition, asked: Asked): Promise<string | undefined> {
  if (asked.kind === 'extend') return noteOf(ctx, petition, asked.askedByEvent);
  return asked.kind === 'void' ? noteOf(ctx, petition, asked.held['voiding']) : undefined;
}

/** What stands on the card instead of the matter's own text: the answer to a warning; what a correction would change, and why. */
async function signedText(ctx: DomainContext, petition: Petition, { kind, held }: Asked): Promise<string | undefined> {
  if (kind === 'warning') return noteOf(ctx, petition, held['answer']);
  if (kind !== 'correct') return undefined;
  const event = await eventById(ctx, held['correction']);
  if (event === undefined) return undefined;
  const note = readCorrection(event, (await noteOf(ctx, petition, held['correction'])) ?? '');
  return [changeWords(changesIn(event)), correctedNote(note)].join('；');
}

async function whatIsSigned(
  ctx: DomainContext,
  petition: Petition,
  { kind, held }: Asked,
  reader: string,
): Promise<string> {
  if (kind === 'review') return noticeWords.review;
  if (kind === 'return') {
    const reason = await noteOf(ctx, petition, held['reason']);
    return noticeWords.returning(reason);
  }
  if (kind === 'warning') return pressureWords.signTitle;
  if (kind === 'correct') return correctionWords.signTitle;
  if (kind === 'void') return voidWords.signTitle(await proposedNumber(ctx, petition, { held }, reader));
  if (kind === 'close') {
    const note = await noteOf(ctx, petition, held['closing']);
    return noticeWords.closing(note?.split('\n')[0]);
  }
  if (kind === 'extend') {
    const [clock] = await ctx.tx
      .select()
      .from(clocks)
      .where(eq(clocks.id, String(held['clockId'])));
    return noticeWords.extend(Number(held['days']), clock?.title ?? '');
  }
  const unit = (await unitsOf(ctx.tx, petition.townId)).find((u) => u.id === held['unit']);
  return unit === undefined ? noticeWords.instruct : noticeWords.heldAssign(unit.name);
}
