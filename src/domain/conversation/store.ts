import { and, eq, sql } from 'drizzle-orm';
import { conversations } from '../../db/schema.ts';
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
      readonly key?: string | undefined;
      readonly number?: boolean;
      /** Words that the question offers; each answers it, even where it is a command's name. */
      readonly offers?: readonly string[] | undefined;
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
  // Who was shut out of the matter since is asked nothing more about it.
  return pending.kind === 'registration' && (await isBarred(ctx.tx, pending.petitionId, userid)) ? undefined : pending;
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
