/** The bot without WeCom: what is heard goes through the receiver over a database of the caller's, and what follows is delivered to nobody, where it is asked for. */
import { loadCommands, loadMessages } from '../../src/app/load-folder.ts';
import { catalogueOf } from '../../src/bot/dispatch.ts';
import { createMatterPages } from '../../src/bot/page/matter.ts';
import { createReceiver, type ReceiveDeps } from '../../src/bot/receive.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { randomIds } from '../../src/core/ids.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { localDayOf } from '../../src/core/local-day.ts';
import type { Vault } from '../../src/core/vault.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { fillCalendar, loadCalendar } from '../../src/domain/calendar/store.ts';
import type { Conversation } from '../../src/domain/context.ts';
import { importOrg } from '../../src/domain/org/import.ts';
import { createPolicyBook } from '../../src/domain/policy/book.ts';
import { loadPolicies, readPolicyTexts } from '../../src/domain/policy/file/load.ts';
import { createLetterWriter } from '../../src/letters/write.ts';
import { Budget } from '../../src/notify/delivery/budget.ts';
import { DayBudget } from '../../src/notify/delivery/day-budget.ts';
import { deliver } from '../../src/notify/delivery/deliver.ts';
import { readOrgFile } from '../../src/org-file/read.ts';
import type { BenchTowns } from './towns.ts';

const ROOT = new URL('../../', import.meta.url);

export interface Ground {
  readonly clock: Clock;
  readonly vault: Vault;
}

/** Towns and no matters. */
export async function prepareTowns(url: string, { clock, vault }: Ground, towns: BenchTowns): Promise<void> {
  await migrate(url);
  const database = openDatabase(url, { max: 1 });
  await fillCalendar(database.db);
  const at = clock.now();
  for (const file of towns.files) {
    const org = await readOrgFile(file);
    await importOrg({ tx: database.db, at, today: localDayOf(at), vault }, org);
  }
  await database.sql`analyze`;
  await database.close();
}

export interface SilentBot {
  /** Somebody's words in their private chat. @returns what was answered */
  say(from: string, text: string): Promise<string>;
  /** What was written for others since it was asked last. @returns how many messages went out */
  deliver(): Promise<number>;
  /** A matter's page as it is shown. */
  page(userid: string, number: string): Promise<void>;
  /** What may be done there. @returns how many */
  actions(userid: string, number: string): Promise<number>;
}

let count = 0;

/** @param plain who somebody is by the org file; by default everybody is called as it spells them */
export async function silentBot(
  database: Database,
  { clock, vault }: Ground,
  plain: ReceiveDeps['plain'] = (heard) => Promise.resolve(heard),
): Promise<SilentBot> {
  const calendar = await loadCalendar(database.db);
  const policies = loadPolicies(await readPolicyTexts(new URL('policies', ROOT).pathname));
  let said = '';
  const base = { ids: randomIds, vault, policies: createPolicyBook(policies.policies), calendar: () => calendar };
  const catalogue = catalogueOf(await loadCommands(new URL('commands/', ROOT)));
  const tools = {
    messages: await loadMessages(),
    paintChart: () => Promise.reject(new Error('no charts here')),
    writeLetter: createLetterWriter(new URL('templates', ROOT).pathname, new URL('no-templates', ROOT).pathname),
    cardText: () => '',
  };
  const budget = new Budget(clock);
  const told = new Map<string, Conversation>();
  const noteTold = (conversations: Iterable<Conversation>): void => {
    for (const one of conversations) told.set(`${one.toKind} ${one.toId}`, one);
  };
  const delivery = {
    ...{ database, base, clock, machine: systemClock, tools, budget, log: silentLogger, onTold: noteTold },
    days: new DayBudget(),
    outlet: { isOpen: () => true, push: () => Promise.resolve({ way: 'bot' as const }) },
    onParked: () => {},
    onNotFound: () => {},
    onOutcome: () => {},
  };
  const receiver = createReceiver({
    ...{ database, base, clock, machine: systemClock, catalogue, budget, tools },
    nudge: noteTold,
    botName: '信访助手',
    log: silentLogger,
    observe: () => {},
    mouth: {
      isOpen: () => true,
      push: () => Promise.resolve({ way: 'bot' }),
      reply: (_, message) => {
        said = message.markdown;
        return Promise.resolve();
      },
      welcome: () => Promise.resolve(),
      updateCard: () => Promise.resolve(),
      renewCard: () => Promise.resolve(),
    },
    plain,
  });
  const pages = createMatterPages({
    ...{ database, base, clock, catalogue, log: silentLogger },
    writeLetter: tools.writeLetter,
    act: () => Promise.reject(new Error('nothing is done here')),
  });
  return {
    async deliver() {
      let sent = 0;
      for (const [key, { toKind, toId }] of told) {
        told.delete(key);
        sent += (await deliver(delivery, toKind, toId)).settled;
      }
      return sent;
    },
    async page(userid, number) {
      if ((await pages.view(userid, number)) === undefined) throw new Error(`no ${number} for ${userid}`);
    },
    actions: async (userid, number) => (await pages.actions(userid, number))?.actions.length ?? 0,
    async say(from, text) {
      const id = `silent-${process.pid}-${(count += 1)}`;
      await receiver.receive({
        msgid: id,
        reqId: id,
        chat: { kind: 'person', id: from },
        userid: from,
        what: { kind: 'text', text },
      });
      return said;
    },
  };
}
