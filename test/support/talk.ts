import { eq } from 'drizzle-orm';

import { loadCommands } from '../../src/app/load-commands.ts';
import { converse, type Heard, type Outcome } from '../../src/bot/converse.ts';
import { catalogueOf } from '../../src/bot/dispatch.ts';
import type { Actor } from '../../src/contract/command.ts';
import { conversations, petitions, receipts } from '../../src/db/schema.ts';
import { mention } from '../../src/domain/conversation/store.ts';
import type { TestTown } from './domain.ts';

export const catalogue = catalogueOf(await loadCommands(new URL('../../commands/', import.meta.url)));
export const BOT = '信访助手';

/** What one message did: every matter that it wrote into, and what was answered. */
export interface Turn {
  readonly wrote: readonly string[];
  readonly said: string;
  readonly outcome: Outcome;
}

class Over extends Error {}

export interface Talk {
  /** One message in private, everything taken back afterwards; `last`: the matter spoken of before it. */
  try(text: string, options?: Partial<Heard> & { readonly last?: string | undefined }): Promise<Turn>;
}

type Rows = { readonly number: string; readonly lastSeq: number; readonly unread: number }[];

/** Whole messages through the bot without a channel, for tables of many lines: milliseconds each. */
export async function talkTo(town: TestTown, userid: string): Promise<Talk> {
  const actor: Actor = await town.actor(userid);
  let n = 0;
  return {
    async try(text, { last, ...heard } = {}) {
      let turn: Turn | undefined;
      try {
        await town.run(async (ctx) => {
          const stand = async (): Promise<Rows> => {
            const unread = await ctx.tx.select().from(receipts);
            const rows = await ctx.tx.select().from(petitions);
            return rows.map(({ id, number, lastSeq }) => ({
              number,
              lastSeq,
              unread: unread.filter((one) => one.petitionId === id && one.readAt === null).length,
            }));
          };
          await ctx.tx.delete(conversations);
          if (last !== undefined) {
            const [matter] = await ctx.tx.select().from(petitions).where(eq(petitions.number, last));
            await mention(ctx, userid, heard.chatid ?? 'private', matter!.id);
          }
          const before = await stand();
          const msgid = `talk-${(n += 1)}`;
          const outcome = await converse(ctx, catalogue, actor, { text, msgid, clicked: false, ...heard }, BOT);
          const after = await stand();
          const wrote = after
            .filter((row) => {
              const was = before.find(({ number }) => number === row.number);
              return was?.lastSeq !== row.lastSeq || was.unread !== row.unread;
            })
            .map(({ number }) => number);
          turn = { wrote, said: [outcome.chat, outcome.private].join('\n'), outcome };
          throw new Over();
        });
      } catch (error) {
        if (!(error instanceof Over)) throw error;
      }
      return turn!;
    },
  };
}
