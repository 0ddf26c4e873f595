/** The towns in which utterances are typed (`utterances.worlds.json`), each in a database of its own; every utterance is taken back. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';

import { showIn } from '../../commands/help.ts';
import { loadCommands } from '../../src/app/load-folder.ts';
import { converse, type Heard, type Outcome } from '../../src/bot/converse.ts';
import { catalogueOf } from '../../src/bot/dispatch.ts';
import { randomIds } from '../../src/core/ids.ts';
import { createVault } from '../../src/core/vault.ts';
import { openDatabase } from '../../src/db/client.ts';
import { conversations, petitions } from '../../src/db/schema.ts';
import { fillCalendar, loadCalendar } from '../../src/domain/calendar/store.ts';
import { contextOf, type DomainContext } from '../../src/domain/context.ts';
import { mention } from '../../src/domain/conversation/store.ts';
import { importOrg } from '../../src/domain/org/import.ts';
import { findActor } from '../../src/domain/org/service.ts';
import { createPolicyBook } from '../../src/domain/policy/book.ts';
import { loadPolicies, readPolicyTexts } from '../../src/domain/policy/file/load.ts';
import { readOrgFile } from '../../src/org-file/read.ts';
import { room, startBenchServer } from './server.ts';

const ROOT = new URL('../../', import.meta.url);
export const catalogue = catalogueOf(await loadCommands(new URL('commands/', ROOT)));
showIn(catalogue.commands);
const BOT = '信访助手';

interface Worlds {
  readonly now: string;
  readonly town: string;
  readonly speaker: Readonly<Record<string, string>>;
  readonly worlds: Readonly<Record<string, readonly World[]>>;
}
interface World {
  readonly title: string;
  readonly text: string;
  readonly extra: string;
  readonly then: readonly { readonly who: string; readonly text: string }[];
}

export interface Matter {
  readonly number: string;
  readonly title: string | null;
  readonly lastSeq: number;
}
/** One message, what was answered, and how the matters stood before and after it. */
export interface Turn {
  readonly said: string;
  readonly outcome: Outcome;
  readonly before: readonly Matter[];
  readonly after: readonly Matter[];
}
export interface TalkWorld {
  /** Numbers in the order in which they were registered: the first is 1. */
  readonly numbers: readonly Matter[];
  /** Messages of one person one after the other, everything taken back at the end. */
  say(userid: string, texts: readonly string[], options: { chatid?: string; last?: number }): Promise<readonly Turn[]>;
}

class Over extends Error {}

export async function openWorlds(folder: string): Promise<{
  readonly speaker: Worlds['speaker'];
  world(name: string): TalkWorld;
  close(): Promise<void>;
}> {
  const told = JSON.parse(await readFile(join(folder, 'utterances.worlds.json'), 'utf8')) as Worlds;
  const { dir, clear } = await room();
  const server = await startBenchServer();
  const file = join(dir, 'town.yaml');
  await writeFile(file, told.town);
  const org = await readOrgFile(file);
  const policies = createPolicyBook(loadPolicies(await readPolicyTexts(new URL('policies', ROOT).pathname)).policies);
  const vault = createVault(Buffer.alloc(32, 7));
  const at = new Date(told.now);
  const databases: { close(): Promise<void> }[] = [];
  const worlds = new Map<string, TalkWorld>();
  let count = 0;
  for (const [name, matters] of Object.entries(told.worlds)) {
    const database = openDatabase(await server.database(`world_${name.toLowerCase()}`), { max: 1 });
    databases.push(database);
    await fillCalendar(database.db);
    const calendar = await loadCalendar(database.db);
    const base = { ids: randomIds, vault, policies, calendar: () => calendar };
    const hear = async (ctx: DomainContext, userid: string, heard: Partial<Heard> & { text: string }) => {
      const actor = await findActor(ctx.tx, userid);
      const msgid = `talk-${(count += 1)}`;
      return converse(ctx, catalogue, actor!, { msgid, clicked: false, ...heard }, BOT);
    };
    const run = <T>(use: (ctx: DomainContext) => Promise<T>): Promise<T> =>
      database.db.transaction((tx) => use(contextOf(base, tx, at)));
    const stand = (ctx: DomainContext): Promise<Matter[]> =>
      ctx.tx
        .select({ number: petitions.number, title: petitions.title, lastSeq: petitions.lastSeq })
        .from(petitions)
        .orderBy(petitions.registeredAt, petitions.id);
    await run((ctx) => importOrg(ctx, org));
    const numbers: Matter[] = [];
    for (const matter of matters) {
      const known = new Set(numbers.map(({ number }) => number));
      const title = matter.title === '' ? '' : ` 题目:${matter.title}`;
      const made = await run(async (ctx) => {
        const done = await hear(ctx, 'h-obs', { text: `/登记${title} ${matter.extra} 内容:${matter.text}` });
        if (done.refused === true) throw new Error(`${matter.title}: ${done.chat}`);
        return (await stand(ctx)).find(({ number }) => !known.has(number))!;
      });
      numbers.push(made);
      for (const { who, text } of matter.then) {
        const done = await run((ctx) => hear(ctx, who, { text: text.replace(' N', ` ${made.number}`) }));
        if (done.refused === true) throw new Error(`${who} ${text}: ${done.chat}`);
      }
    }
    await run(async (ctx) => void (await ctx.tx.delete(conversations)));
    await database.sql`analyze`;
    worlds.set(name, {
      numbers,
      async say(userid, texts, { chatid, last }) {
        const turns: Turn[] = [];
        await run(async (ctx) => {
          if (last !== undefined) {
            const [matter] = await ctx.tx
              .select()
              .from(petitions)
              .where(eq(petitions.number, numbers[last - 1]!.number));
            await mention(ctx, userid, chatid ?? 'private', matter!.id);
          }
          for (const text of texts) {
            const before = await stand(ctx);
            const outcome = await hear(ctx, userid, { text, ...(chatid === undefined ? {} : { chatid }) });
            const said = [outcome.chat, outcome.private].filter(Boolean).join('\n');
            turns.push({ said, outcome, before, after: await stand(ctx) });
          }
          throw new Over();
        }).catch((error: unknown) => {
          if (!(error instanceof Over)) throw error;
        });
        return turns;
      },
    });
  }
  return {
    speaker: told.speaker,
    world: (name) => worlds.get(name)!,
    async close() {
      for (const one of databases) await one.close();
      await server.stop();
      await clear();
    },
  };
}
