import { and, eq, sql } from 'drizzle-orm';
import { conversations, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { isBarred } from '../petition/access.ts';
import type { Missing } from '../petition/missing.ts';

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
  const [row] = await ctx.tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.userid, userid), eq(conversations.chat, chat)));
  if (row?.petitionId == null || row.mentionedAt === null) return undefined;
  return ctx.at.getTime() - row.mentionedAt.getTime() <= RECENT_MS ? row.petitionId : undefined;
}

export async function mention(ctx: DomainContext, userid: string, chat: string, petitionId: string): Promise<void> {
  await ctx.tx
    .insert(conversations)
    .values({ userid, chat, petitionId, mentionedAt: ctx.at })
    .onConflictDoUpdate({
      target: [conversations.userid, conversations.chat],
      set: { petitionId, mentionedAt: ctx.at },
    });
}

export async function pendingOf(ctx: DomainContext, userid: string): Promise<Pending | undefined> {
  const [row] = await ctx.tx
    .select({ pending: conversations.pending })
    .from(conversations)
    .where(and(eq(conversations.userid, userid), eq(conversations.chat, PRIVATE)));
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
  const sealed = pending === undefined ? null : ctx.vault.seal(JSON.stringify(pending), context(userid, PRIVATE));
  await ctx.tx
    .insert(conversations)
    .values({ userid, chat: PRIVATE, pending: sealed })
    .onConflictDoUpdate({ target: [conversations.userid, conversations.chat], set: { pending: sealed } });
}

export const clearPending = async (ctx: DomainContext, userid: string): Promise<void> => {
  await ctx.tx
    .update(conversations)
    .set({ pending: null })
    .where(
      and(eq(conversations.userid, userid), eq(conversations.chat, PRIVATE), sql`${conversations.pending} is not null`),
    );
};
