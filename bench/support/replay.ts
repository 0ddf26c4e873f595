/** What the database alone would do: the statements of commands, captured once and sent again to a copy of the same state. */
import postgres from 'postgres';

import type { buildApp } from '../../src/app.ts';
import { loadCommands } from '../../src/app/load-folder.ts';
import { catalogueOf } from '../../src/bot/dispatch.ts';
import { createReceiver } from '../../src/bot/receive.ts';
import { systemClock } from '../../src/core/clock.ts';
import { randomIds } from '../../src/core/ids.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { localDayOf } from '../../src/core/local-day.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { fillCalendar, loadCalendar } from '../../src/domain/calendar/store.ts';
import { readOrgFile } from '../../src/org-file/read.ts';
import { importOrg } from '../../src/domain/org/import.ts';

import { createPolicyBook } from '../../src/domain/policy/book.ts';
import { loadPolicies, readPolicyTexts } from '../../src/domain/policy/load.ts';
import { Budget } from '../../src/notify/delivery/budget.ts';
import { drizzle } from 'drizzle-orm/postgres-js';
import { captured, type Statement } from './capture.ts';
import { matterSteps, REGISTERED } from './scripts.ts';
import type { BenchTowns } from './towns.ts';

type App = Awaited<ReturnType<typeof buildApp>>;

/** Matters of each stream; a stream keeps to a town of its own, so that streams do not wait for each other. */
const MATTERS = 12;
const ROOT = new URL('../../', import.meta.url);
let round = 0;

/** Commands a second of `streams` connections that send nothing but SQL. */
export async function replayFloor(app: App, towns: BenchTowns, streams: number): Promise<number> {
  round += 1;
  const url = new URL(app.storage.url);
  const at = (name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const admin = postgres(app.storage.url, { max: 1, onnotice: () => {} });
  const before = `floor_before_${round}`;
  const after = `floor_after_${round}`;
  await admin.unsafe(`create database ${before}`);
  await prepare(at(before), app, towns);
  await admin.unsafe(`create database ${after} template ${before} strategy file_copy`);
  const lists: Statement[][] = [];
  let commands = 0;
  for (let stream = 0; stream < streams; stream += 1) {
    const list: Statement[] = [];
    commands += await record(at(after), app, towns, stream, (statement) => list.push(statement));
    lists.push(list);
  }
  const ms = await replay(at(before), lists);
  await admin.unsafe(`drop database ${before} with (force)`);
  await admin.unsafe(`drop database ${after} with (force)`);
  await admin.end({ timeout: 5 });
  return (commands / ms) * 1000;
}

/** The same towns as the live database, and no matters yet. */
async function prepare(url: string, app: App, towns: BenchTowns): Promise<void> {
  await migrate(url);
  const database = openDatabase(url, { max: 1 });
  await fillCalendar(database.db);
  const at = app.clock.now();
  for (const file of towns.files) {
    const org = await readOrgFile(file);
    await importOrg({ tx: database.db, at, today: localDayOf(at), vault: app.storage.vault }, org);
  }
  await database.sql`analyze`;
  await database.close();
}

/** Runs whole matters through the receiver, without WeCom and without deliveries. @returns how many commands */
async function record(
  url: string,
  app: App,
  towns: BenchTowns,
  stream: number,
  tell: (statement: Statement) => void,
): Promise<number> {
  let isOn = false;
  const database = captured(url, (statement) => void (isOn && tell(statement)), 1);
  const calendar = await loadCalendar(database.db);
  const policies = loadPolicies(await readPolicyTexts(new URL('policies', ROOT).pathname));
  let said = '';
  const receiver = createReceiver({
    database,
    base: {
      ids: randomIds,
      vault: app.storage.vault,
      policies: createPolicyBook(policies.policies),
      calendar: () => calendar,
    },
    clock: app.clock,
    machine: systemClock,
    catalogue: catalogueOf(await loadCommands(new URL('commands/', ROOT))),
    budget: new Budget(app.clock),
    tools: {
      messages: app.messages,
      paintChart: () => Promise.reject(new Error('no charts here')),
      writeLetter: () => Promise.reject(new Error('no letters here')),
      cardText: () => '',
    },
    nudge: () => {},
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
    plain: (heard) => Promise.resolve(heard),
  });
  let commands = 0;
  const town = towns.towns[stream % towns.towns.length]!;
  // The first matter prepares statements and remembers who may be written to; it does not count.
  for (let n = 0; n <= MATTERS; n += 1) {
    isOn = n > 0;
    let number = '';
    for (const step of matterSteps(town, n)) {
      const id = `floor-${round}-${stream}-${commands}-${n}`;
      await receiver.receive({
        msgid: id,
        reqId: id,
        chat: { kind: 'person', id: step.from },
        userid: step.from,
        what: { kind: 'text', text: step.text(number) },
      });
      number = REGISTERED.exec(said)?.[1] ?? number;
      if (isOn) commands += 1;
    }
  }
  await database.close();
  return commands;
}

async function replay(url: string, lists: readonly (readonly Statement[])[]): Promise<number> {
  const connections = lists.map(() => {
    const sql = postgres(url, { max: 1, onnotice: () => {}, fetch_types: true });
    drizzle(sql); // sets the serializers the statements were captured with
    return sql;
  });
  await Promise.all(connections.map((sql) => sql`select 1`));
  const begun = performance.now();
  await Promise.all(
    lists.map(async (list, index) => {
      const reserved = await connections[index]!.reserve();
      for (const { text, values } of list) await reserved.unsafe(text, values as never[], { prepare: true });
      reserved.release();
    }),
  );
  const ms = performance.now() - begun;
  await Promise.all(connections.map((sql) => sql.end({ timeout: 5 })));
  return ms;
}
