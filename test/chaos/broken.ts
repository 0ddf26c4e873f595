/**
 * The bot lives, and what it stands on breaks at random moments while people work and days pass: its Redis is emptied, its database sessions
 * are ended, messages cannot be made. Nothing may be lost, nothing be silent.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import postgres, { type Sql } from 'postgres';

import { SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { logTail, prepareBot } from '../support/bot-process.ts';
import { type Random, seeded } from '../support/random.ts';
import { freePort } from '../support/servers.ts';
import { startWecomProcess } from '../support/wecom-process.ts';
import { type Campaign, everybodySpeaks } from './campaign.ts';
import { createDays } from './days.ts';
import { botEnvironment } from './environment.ts';
import { judge, type Verdict } from './promises.ts';
import { createTraffic } from './traffic.ts';

export interface BrokenOptions {
  readonly breaks: number;
  readonly seed: number;
  readonly dir: string;
  readonly databaseUrl: string;
  /** A server of its own, which is emptied whole; absent: the queue's tables are. */
  readonly redisUrl?: string;
  /** Longest peace between two breaks. */
  readonly peaceMs?: number;
  /** Longest time for which messages cannot be made. */
  readonly unmadeMs?: number;
  readonly onBreak?: (number: number) => void;
}

export interface BrokenCampaign extends Campaign {
  readonly broken: Readonly<Record<Break, number>>;
  /** From the emptying until /readyz found the queue whole, of each. */
  readonly wholeMs: readonly number[];
  /** How often /readyz said that the queue was emptied before it was whole. */
  readonly saidEmptied: number;
}

const BREAKS = ['queue', 'sessions', 'making'] as const;
export type Break = (typeof BREAKS)[number];

const BEGIN = new Date('2026-03-02T09:00:00+08:00');
const PEACE_MS = 1_500;
const UNMADE_MS = 4_000;
/** Now and then longer than the retries last: then the plain sentence goes out. */
const LONG = 0.2;
const LONG_FACTOR = 6;
/** What the issue allows. */
const WHOLE_MS = 60_000;

export async function runBroken(options: BrokenOptions): Promise<BrokenCampaign> {
  const { seed, dir, databaseUrl, redisUrl } = options;
  const random = seeded(seed);
  const wecom = await startWecomProcess({ stateFile: join(dir, 'wecom.jsonl'), orgFile: SAMPLE_TOWN_FILE });
  const dataKey = randomBytes(32);
  const port = await freePort();
  const logFile = join(dir, 'bot.log');
  const place = { dir, databaseUrl, wsUrl: wecom.wsUrl, dataKey, port, ...(redisUrl !== undefined && { redisUrl }) };
  const bot = prepareBot({ env: botEnvironment(place), logFile });
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'chaos' } });
  const moments: number[] = [];
  const counts: Record<Break, number> = { queue: 0, sessions: 0, making: 0 };
  const wholeMs: number[] = [];
  let saidEmptied = 0;
  const looking: Promise<void>[] = [];
  let giveUp = (): void => {};

  /** Follows /readyz from the emptying on. */
  async function untilWhole(emptied: number): Promise<void> {
    let wasSaid = false;
    while (performance.now() - emptied < 2 * WHOLE_MS) {
      const queue = await queueCheck(port);
      if (queue?.ok === true && wasSaid) break;
      if (queue?.ok === false && queue.detail === 'emptied') wasSaid = true;
      // Put back before anybody could ask.
      if (queue?.ok === true && performance.now() - emptied > WHOLE_MS / 3) break;
      await pause(100);
    }
    if (wasSaid) saidEmptied += 1;
    wholeMs.push(performance.now() - emptied);
  }

  async function breakSomething(what: Break): Promise<void> {
    counts[what] += 1;
    moments.push(performance.now());
    if (what === 'queue') {
      await emptyQueue(sql, redisUrl);
      looking.push(untilWhole(performance.now()));
    } else if (what === 'sessions') {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
    } else {
      const ms = random.between(200, options.unmadeMs ?? UNMADE_MS) * (random.chance(LONG) ? LONG_FACTOR : 1);
      await whileUnmade(sql, bot.pid, ms);
    }
  }

  try {
    await wecom.setClock(BEGIN);
    await bot.warm;
    bot.go();
    await Promise.race([
      wecom.connected(),
      bot.ended.then(() => Promise.reject(new Error(`the bot did not start: ${logTail(logFile)}`))),
    ]);
    await prepareUnmade(sql);
    const days = createDays(wecom, `http://127.0.0.1:${port}/sandbox/api/clock`, BEGIN);
    await days.reach(BEGIN);
    await everybodySpeaks(wecom);
    const before = wecom.messages.length;
    const traffic = createTraffic(wecom, random, pause);
    const working = traffic.run();
    const passing = days.pass(random, traffic.slow);
    giveUp = () => {
      traffic.stop();
      for (const work of [working, passing]) work.catch(() => {});
    };
    for (let number = 1; number <= options.breaks; number += 1) {
      await pause(random.between(100, options.peaceMs ?? PEACE_MS));
      if (bot.hasFailed()) throw new Error(`the bot ended by itself: ${logTail(logFile)}`);
      await breakSomething(number <= BREAKS.length ? BREAKS[number - 1]! : pickOf(random));
      options.onBreak?.(number);
    }
    traffic.stop();
    await working;
    await traffic.quiet();
    await Promise.all(looking);
    await days.rest();
    await passing;
    await settled(sql);
    return {
      commands: traffic.commands,
      wecom,
      dataKey,
      kills: moments,
      restartMs: [],
      before,
      days: days.passed(),
      broken: counts,
      wholeMs,
      saidEmptied,
      async close() {
        await sql.end({ timeout: 5 });
        await bot.kill('SIGTERM');
        await wecom.stop();
      },
    };
  } catch (error) {
    giveUp();
    await sql.end({ timeout: 1 });
    await bot.kill('SIGKILL');
    await wecom.stop();
    throw error;
  }
}

const pickOf = (random: Random): Break => random.pick(BREAKS);

async function queueCheck(port: number): Promise<{ ok: boolean; detail?: string } | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  const body = (await answer?.json().catch(() => undefined)) as
    | { checks: { name: string; ok: boolean; detail?: string }[] }
    | undefined;
  return body?.checks.find(({ name }) => name === 'queue');
}

async function emptyQueue(sql: Sql, redisUrl: string | undefined): Promise<void> {
  if (redisUrl !== undefined) {
    const redis = new Redis(redisUrl);
    await redis.flushall();
    redis.disconnect();
    return;
  }
  const tables = await sql<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'bullmq' and table_name not like '%migration%'`;
  await sql.unsafe(`truncate ${tables.map(({ name }) => `bullmq.${name}`).join(', ')} cascade`);
}

const MARK = 'unmade:';

/** Rows of a kind that no renderer knows, as a program one version behind would meet them. */
async function prepareUnmade(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table chaos_unmade (since timestamptz);
    create function chaos_unmake() returns trigger language plpgsql as $$
    begin
      if new.petition_id is not null and exists (select 1 from chaos_unmade) then new.kind := '${MARK}' || new.kind; end if;
      return new;
    end $$;
    create trigger chaos_unmake before insert on outbox for each row execute function chaos_unmake();`);
}

/** While it lasts no message about a matter can be made, and whoever paints is killed. */
async function whileUnmade(sql: Sql, pid: number, ms: number): Promise<void> {
  await sql`insert into chaos_unmade values (null)`;
  await sql`update outbox set kind = ${MARK} || kind where id in (select id from outbox
    where state = 'pending' and petition_id is not null and kind not like ${`${MARK}%`} for update skip locked)`;
  await killPainters(pid);
  await pause(ms);
  await killPainters(pid);
  await sql`delete from chaos_unmade`;
  await mend(sql);
}

const mend = (sql: Sql): Promise<unknown> =>
  sql`update outbox set kind = substr(kind, ${MARK.length + 1}) where kind like ${`${MARK}%`}`;

async function killPainters(pid: number): Promise<void> {
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/u.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent !== pid) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('chart-child')) process.kill(Number(name), 'SIGKILL');
  }
}

/** What was set aside waits for its next try by the machine's time. */
async function settled(sql: Sql): Promise<void> {
  await mend(sql);
  for (let looked = 0; looked < 300; looked += 1) {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from outbox where state = 'pending' and retry_at is not null`;
    if (row!.n === 0) return;
    await pause(300);
  }
}

const NOT_HEARD = /没收到，请再发/u;

/** The promises of the kills, and those of this campaign: a command that was not stored was answered with that, and the queue came back. */
export async function judgeBroken(run: BrokenCampaign, databaseUrl: string): Promise<Verdict> {
  const { figures, broken } = await judge(run, databaseUrl);
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [made] = await sql<{ passed: number; plain: number }[]>`
    select count(*) filter (where unmade > 0)::int as passed, count(*) filter (where unmade >= 3)::int as plain from outbox`;
  const known = new Set((await sql<{ msgid: string }[]>`select msgid from inbound`).map(({ msgid }) => msgid));
  await sql.end({ timeout: 5 });
  const unstored = run.commands.filter((one) => one.delivered && !known.has(one.msgid));
  const toldTo = new Set(run.wecom.messages.filter(({ text }) => NOT_HEARD.test(text)).map(({ chat }) => chat));
  const silent = unstored.filter(({ chat, from }) => !toldTo.has(chat) && !toldTo.has(from));
  const longest = Math.round(Math.max(0, ...run.wholeMs));
  const { kills: _kills, 'restart, median ms': _restart, ...others } = figures;
  return {
    figures: {
      breaks: run.kills.length,
      'of these the queue emptied': run.broken.queue,
      'of these all database sessions ended': run.broken.sessions,
      'of these messages could not be made': run.broken.making,
      ...others,
      'not stored, and its author told so': unstored.length - silent.length,
      'not stored, and silent': silent.length,
      'rows passed over, and made later': made!.passed - made!.plain,
      'rows sent as their plain sentence': made!.plain,
      '/readyz said that the queue was emptied': run.saidEmptied,
      'until it was whole again, longest ms': longest,
    },
    broken: [
      ...broken,
      ...silent.map((one) => `${one.kind} ${one.token} was heard by nobody, and nobody said so`),
      ...(longest > WHOLE_MS ? [`the queue was not whole again for ${longest} ms`] : []),
      ...(run.broken.queue > 0 && run.saidEmptied === 0 ? ['/readyz never said that the queue was emptied'] : []),
    ],
  };
}
