import { eq } from 'drizzle-orm';
import { groupText } from '../cards/group.ts';
import { viewOf } from '../cards/line.ts';
import { plainWords, undeliveredWords } from '../copy/undelivered.ts';
import { localDayOf } from '../core/local-day.ts';
import { clocks, events } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { readEvent } from '../domain/matter/events.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../domain/org/receivers.ts';
import { findActor, namesOf } from '../domain/org/service.ts';
import type { OutboxRow } from '../domain/outbox/store.ts';
import { isBarred } from '../domain/matter/access.ts';
import { rowsOf, TEXTS } from '../domain/matter/file.ts';
import { type Look, lookAt } from '../domain/matter/look.ts';
import { shownNotes } from '../domain/matter/notes.ts';
import { lineOf } from '../domain/read/lists.ts';
import type { Message, Messages, Rendered, RenderTools, Told, ToldOfMatter } from './message.ts';

/** Looks again whether a message still holds and makes its words from what is true now. */
export async function render(
  ctx: DomainContext,
  row: OutboxRow,
  tools: RenderTools,
  spent?: string,
): Promise<Rendered> {
  const reader = row.toKind === 'group' ? 'group' : 'person';
  const about = await lookAgain(ctx, row, tools.messages, reader);
  if ('superseded' in about) return about;
  const message = tools.messages.worded(row);
  const told: Told = { ctx, row, today: ctx.today, spent, tools };
  if (about.look === undefined) return (message?.general ?? lacking(row))(told);
  const ofMatter = await toldOf(told, about.look);
  if (row.toKind === 'group') return groupLine(message, ofMatter);
  const { petition } = about.look;
  const [text] = await rowsOf(ctx, TEXTS, petition.id);
  const personal = message?.personal ?? lacking(row);
  const made = (await notHolding(message, ofMatter)) ?? (await personal({ ...ofMatter, body: text?.body ?? '' }));
  return 'card' in made ? { card: { ...made.card, matter: petition.number } } : made;
}

const lacking = ({ kind, toKind }: OutboxRow): never => {
  throw new Error(`no words of ${kind} for a ${toKind}`);
};

/** Of a card that is drawn once more it is known that it holds no more. */
async function notHolding(message: Message | undefined, told: ToldOfMatter) {
  const why = told.spent === undefined ? await message?.holds?.(told) : true;
  return typeof why === 'string' ? { superseded: why } : undefined;
}

/** What no kind of message decides: who may still read it, and of what. */
async function lookAgain(
  ctx: DomainContext,
  { kind, createdAt, toKind, toId, petitionId, refs }: OutboxRow,
  messages: Messages,
  reader: 'person' | 'group' | 'plain',
): Promise<{ readonly superseded: string } | { readonly look: Look | undefined }> {
  if (toKind === 'person' && (await findActor(ctx.tx, toId)) === undefined) return { superseded: 'the person left' };
  if (messages.of(kind)?.forItsDay === true && localDayOf(createdAt) < ctx.today) {
    return { superseded: 'of an earlier day' };
  }
  if (petitionId === null) return { look: undefined };
  const eventId = typeof refs['eventId'] === 'string' ? refs['eventId'] : undefined;
  const look = await lookAt(ctx, petitionId, { reader, eventId });
  if (look === undefined) return { superseded: 'no such matter' };
  const { petition } = look;
  if (toKind === 'group' && petition.sealed) return { superseded: 'sealed since' };
  if (toKind === 'person' && (await isBarred(ctx.tx, petition.id, toId))) return { superseded: 'barred since' };
  return { look };
}

async function toldOf(told: Told, look: Look): Promise<ToldOfMatter> {
  const { ctx, row } = told;
  const { petition } = look;
  const event: ToldOfMatter['event'] = async (id = row.refs['eventId']) => {
    if (id === row.refs['eventId']) return look.told;
    const [found] = await ctx.tx
      .select()
      .from(events)
      .where(eq(events.id, String(id)));
    return found && readEvent(found);
  };
  return {
    ...told,
    petition,
    line: await lineOf(ctx, petition),
    event,
    async said(id) {
      const found = await event(id);
      return found && (await shownNotes(ctx, petition.id, [found])).get(found.id);
    },
    async byName() {
      const by = (await event())?.by;
      return (await namesOf(ctx.tx, [by])).get(by ?? '') ?? '';
    },
    async clock(id = row.refs['clockId']) {
      const [clock] = await ctx.tx
        .select()
        .from(clocks)
        .where(eq(clocks.id, String(id)));
      return clock;
    },
    officials: async (who) =>
      receiversOf(await loadOrg(ctx, petition.townId), petition, await barsOfMatter(ctx, petition), [who]),
  };
}

async function groupLine(message: Message | undefined, told: ToldOfMatter): Promise<Rendered> {
  const group = message?.group ?? lacking(told.row);
  const gone = await notHolding(message, told);
  if (gone !== undefined) return gone;
  const { sentence, line = told.line, mentions = [] } = await group(told);
  const markdown = groupText(viewOf(line, told.today), sentence);
  return { markdown, ...(mentions.length > 0 && { mentions }) };
}

/**
 * The sentence that stands in for a message that cannot be made. Asks as little of the database as who may read it needs: whatever broke
 * the message lies in the rest. It claims nothing that may no longer hold.
 */
export async function plainly(ctx: DomainContext, row: OutboxRow, messages: Messages): Promise<Rendered> {
  const about = await lookAgain(ctx, row, messages, 'plain');
  if ('superseded' in about) return about;
  const message = messages.worded(row);
  const petition = about.look?.petition;
  const own = await message?.plain?.(row, petition, ctx);
  if (own !== undefined) return own;
  const what = message?.name ?? undeliveredWords.anyMessage;
  return {
    markdown:
      petition === undefined
        ? plainWords.general(what, message?.command?.(row))
        : plainWords.aboutMatter(petition.number, what),
  };
}
