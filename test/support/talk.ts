import { eq } from 'drizzle-orm';

import { loadCommands } from '../../src/app/load-folder.ts';
import { converse, type Heard, type Outcome } from '../../src/bot/converse.ts';
import { catalogueOf } from '../../src/bot/dispatch.ts';
import type { Actor } from '../../src/contract/command.ts';
import { conversations, petitions, receipts } from '../../src/db/schema.ts';
import { mention } from '../../src/domain/conversation/store.ts';
import type { TestTown } from './domain.ts';

export const catalogue = catalogueOf(await loadCommands(new URL('../../commands/', import.meta.url)));
const BOT = '信访助手';

/** What one message did: every matter that it wrote into, and what was answered. */
export interface Turn {
  readonly wrote: readonly string[];
  readonly said: string;
  readonly outcome: Outcome;
  /** What the matters were called afterwards, and whether they are kept secret. */
  readonly matters: ReadonlyMap<string, { readonly title: string | null; readonly sealed: boolean }>;
}

/** Somebody's private words before: who, and what. */
export type Step = readonly [userid: string, text: string];

class Over extends Error {}

export interface Talk {
  /** One message in private, everything taken back afterwards; `last`: the matter spoken of before it, `before`: what was said until then. */
  try(
    text: string,
    options?: Partial<Heard> & {
      readonly last?: string | undefined;
      readonly before?: readonly Step[];
      /** Said after `last`, and refused with a question: what is tried answers it. */
      readonly asks?: readonly Step[];
    },
  ): Promise<Turn>;
}

type Rows = { readonly number: string; readonly lastSeq: number; readonly unread: number }[];

/** Whole messages through the bot without a channel, for tables of many lines: milliseconds each. */
export async function talkTo(town: TestTown, userid: string): Promise<Talk> {
  const actor: Actor = await town.actor(userid);
  let n = 0;
  return {
    async try(text, { last, before: steps = [], asks = [], ...heard } = {}) {
      let turn: Turn | undefined;
      try {
        await town.run(async (ctx) => {
          for (const [by, line] of steps) {
            const msgid = `talk-${(n += 1)}`;
            const done = await converse(
              ctx,
              catalogue,
              await town.actor(by),
              { text: line, msgid, clicked: false },
              BOT,
            );
            if (done.refused === true) throw new Error(`${line}: ${done.chat}`);
          }
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
          for (const [by, line] of asks) {
            const said = { text: line, msgid: `talk-${(n += 1)}`, clicked: false };
            const done = await converse(ctx, catalogue, await town.actor(by), said, BOT);
            if (done.refused !== true) throw new Error(`${line} asked nothing: ${done.chat}`);
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
          const rows = await ctx.tx.select().from(petitions);
          const matters = new Map(rows.map(({ number, title, sealed }) => [number, { title, sealed }]));
          turn = { wrote, said: [outcome.chat, outcome.private].join('\n'), outcome, matters };
          throw new Over();
        });
      } catch (error) {
        if (!(error instanceof Over)) throw error;
      }
      return turn!;
    },
  };
}
