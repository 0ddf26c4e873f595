/** What the database alone would do: the statements of commands, captured once and sent again to a copy of the same state. */
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

import type { buildApp } from '../../src/app.ts';
import { captured, type Statement } from './capture.ts';
import { matterSteps, REGISTERED } from './scripts.ts';
import { type Ground, prepareTowns, silentBot } from './silent.ts';
import type { BenchTowns } from './towns.ts';

type App = Awaited<ReturnType<typeof buildApp>>;

/** Matters of each stream; a stream keeps to a town of its own, so that streams do not wait for each other. */
const MATTERS = 12;
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
  await prepareTowns(at(before), groundOf(app), towns);
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
  const bot = await silentBot(database, groundOf(app));
  let commands = 0;
  const town = towns.towns[stream % towns.towns.length]!;
  // The first matter prepares statements and remembers who may be written to; it does not count.
  for (let n = 0; n <= MATTERS; n += 1) {
    isOn = n > 0;
    let number = '';
    for (const step of matterSteps(town, n)) {
      number = REGISTERED.exec(await bot.say(step.from, step.text(number)))?.[1] ?? number;
      if (isOn) commands += 1;
    }
  }
  await database.close();
  return commands;
}

const groundOf = (app: App): Ground => ({ clock: app.clock, vault: app.storage.vault });

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
