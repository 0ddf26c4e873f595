import { eq } from 'drizzle-orm';
import { type Tx, workOf } from '../../db/client.ts';
import { conversations, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows, changeRow } from '../matter/file.ts';
import { isBarred } from '../matter/access.ts';
import type { Missing } from '../matter/missing.ts';

/** What is still asked of somebody, one question at a time. */
export type Pending =
  | {
      readonly kind: 'registration';
      readonly petitionId: string;
      readonly number: string;
      readonly asks: readonly Missing[];
      /** A proposed 题目 to be confirmed with 1. */
      readonly proposal?: string | undefined;
      /** The proposal was typed and reads as a person's name: with 1 the clerk says that it is none. */
      readonly doubted?: boolean | undefined;
    }
  /** A command line that lacks one thing; the answer completes it. */
  | {
      readonly kind: 'draft';
      readonly verb: string;
      readonly rest: string;
      /** Its pairs, which stand behind the answer. */
      readonly tail?: string | undefined;
      readonly key?: string | undefined;
      readonly number?: boolean;
      /** Full numbers that stand in the list to choose from, in its order. */
      readonly listed?: readonly string[];
      /** Words that the question offers; each answers it, even where it is a command's name. */
      readonly offers?: readonly string[] | undefined;
      /** Words of the line that read as an accusation: asked is whether they are the petitioner's, of which matter. */
      readonly said?: string | undefined;
      readonly about?: string | undefined;
    };

const RECENT_MS = 30 * 60_000;
const PRIVATE = 'private';
const context = (userid: string, chat: string): string => `pending:${userid}:${chat}`;

export const chatKey = (chatid: string | undefined): string => chatid ?? PRIVATE;

/** The matter this person last spoke of in this chat, within 30 minutes. */
export async function recentPetition(ctx: DomainContext, userid: string, chat: string): Promise<string | undefined> {
  const row = await conversationOf(ctx, userid, chat);
  if (row?.petitionId == null || row.mentionedAt === null) return undefined;
  return ctx.at.getTime() - row.mentionedAt.getTime() <= RECENT_MS ? row.petitionId : undefined;
}

export async function mention(ctx: DomainContext, userid: string, chat: string, petitionId: string): Promise<void> {
  await write(ctx, { userid, chat, petitionId, mentionedAt: ctx.at }, ['petitionId', 'mentionedAt']);
}

export async function pendingOf(ctx: DomainContext, userid: string): Promise<Pending | undefined> {
  const row = await conversationOf(ctx, userid, PRIVATE);
  if (row?.pending == null) return undefined;
  const pending = JSON.parse(ctx.vault.openText(row.pending, context(userid, PRIVATE))) as Pending;
  return pending.kind === 'registration' ? asItStands(ctx, userid, pending) : pending;
}

/**
 * What is still asked of a matter, read against the matter as it stands: somebody else may have answered, and given it another number
 * by that. Who was shut out of it since is asked nothing more about it.
 */
async function asItStands(
  ctx: DomainContext,
  userid: string,
  pending: Extract<Pending, { kind: 'registration' }>,
): Promise<Pending | undefined> {
  const [matter] = await ctx.tx
    .select({ number: petitions.number, sealed: petitions.sealed, status: petitions.status })
    .from(petitions)
    .where(eq(petitions.id, pending.petitionId));
  if (matter === undefined || matter.status === 'void') return undefined;
  const asks = pending.asks.filter((ask) => matter.sealed || (ask !== 'accusation' && ask !== 'accused'));
  if (asks.length === 0 || (await isBarred(ctx.tx, pending.petitionId, userid))) return undefined;
  return { ...pending, asks, number: matter.number };
}

/** Questions live in the private chat only. */
export async function setPending(ctx: DomainContext, userid: string, pending: Pending | undefined): Promise<void> {
  if (pending !== undefined) await interrupt(ctx, userid);
  const sealed = pending === undefined ? null : ctx.vault.seal(JSON.stringify(pending), context(userid, PRIVATE));
  if (sealed === null && (await conversationOf(ctx, userid, PRIVATE))?.pending == null) return;
  await write(ctx, { userid, chat: PRIVATE, pending: sealed }, ['pending']);
}

export const clearPending = (ctx: DomainContext, userid: string): Promise<void> => setPending(ctx, userid, undefined);

/** Lines that the bot offered to do, in one chat, to one person. */
export interface Proposal {
  readonly lines: readonly string[];
  /** When it was offered, in milliseconds. */
  readonly at: number;
  /** Something else was asked since that 1 may answer. */
  readonly isInterrupted?: true;
}

/** 1 is taken for an answer so long. */
const PROPOSED_MS = 10 * 60_000;
const proposedIn = (userid: string, chat: string): string => `proposal:${userid}:${chat}`;

/** What was offered last in this chat; `late`: too long ago to be done with a word. */
export async function proposalOf(
  ctx: DomainContext,
  userid: string,
  chat: string,
): Promise<(Proposal & { readonly isLate: boolean }) | undefined> {
  const row = await conversationOf(ctx, userid, chat);
  if (row?.proposal == null) return undefined;
  const proposal = JSON.parse(ctx.vault.openText(row.proposal, proposedIn(userid, chat))) as Proposal;
  return { ...proposal, isLate: ctx.at.getTime() - proposal.at > PROPOSED_MS };
}

export async function setProposal(
  ctx: DomainContext,
  userid: string,
  chat: string,
  proposal: Proposal | undefined,
): Promise<void> {
  const sealed = proposal === undefined ? null : ctx.vault.seal(JSON.stringify(proposal), proposedIn(userid, chat));
  if (sealed === null && (await conversationOf(ctx, userid, chat))?.proposal == null) return;
  await write(ctx, { userid, chat, proposal: sealed }, ['proposal']);
}

/** A question that may be answered with 1, too, came after it. */
async function interrupt(ctx: DomainContext, userid: string): Promise<void> {
  const proposal = await proposalOf(ctx, userid, PRIVATE);
  if (proposal === undefined || proposal.isLate || proposal.isInterrupted === true) return;
  const { lines, at } = proposal;
  await setProposal(ctx, userid, PRIVATE, { lines, at, isInterrupted: true });
}

type Conversation = typeof conversations.$inferSelect;
const ofPerson = (userid: string): string => `conversations ${userid}`;

/** The conversations of whoever a command is from, read with something else. */
export const knowConversations = (tx: Tx, userid: string, rows: readonly Conversation[]): void =>
  workOf(tx)?.know(ofPerson(userid), [conversations], rows);

async function conversationOf({ tx }: DomainContext, userid: string, chat: string): Promise<Conversation | undefined> {
  const read = (): Promise<readonly Conversation[]> =>
    tx.select().from(conversations).where(eq(conversations.userid, userid));
  const work = workOf(tx);
  const isTheirs = (row: Conversation): boolean => row.userid === userid;
  const once = (known: NonNullable<typeof work>) => () => known.once(ofPerson(userid), [conversations], read);
  const rows = work === undefined ? await read() : await work.rows(conversations, once(work), isTheirs);
  return rows.find((row) => row.chat === chat);
}

/** A row for each person and chat: what is not named stays as it is. */
async function write(
  ctx: DomainContext,
  row: Partial<Conversation> & Pick<Conversation, 'userid' | 'chat'>,
  keys: readonly (keyof Conversation)[],
): Promise<void> {
  const there = await conversationOf(ctx, row.userid, row.chat);
  if (there === undefined) await addRows(ctx, conversations, [row], keys);
  else await changeRow(ctx, conversations, there, Object.fromEntries(keys.map((key) => [key, row[key]])));
}
