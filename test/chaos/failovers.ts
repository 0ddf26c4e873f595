/** Two processes and one bot: the one that holds the connection is killed again and again while people work. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { type BotProcess, logTail, prepareBot } from '../support/bot-process.ts';
import { seeded } from '../support/random.ts';
import { freePort } from '../support/servers.ts';
import { PROCESS_BOT, startWecomProcess } from '../support/wecom-process.ts';
import { type Campaign, everybodySpeaks } from './campaign.ts';
import { createDays } from './days.ts';
import { botEnvironment } from './environment.ts';
import { judge, type Verdict } from './promises.ts';
import { createTraffic, GROUPS, LEADERS_GROUP } from './traffic.ts';

export interface FailoverOptions {
  readonly failovers: number;
  readonly seed: number;
  readonly dir: string;
  readonly databaseUrl: string;
  /** In the end nobody is connected for so long, with people typing; 0 leaves it out. */
  readonly outageMs?: number;
  /** Longest life of a holder. */
  readonly lifeMs?: number;
  readonly onFailover?: (number: number) => void;
}

export interface FailoverCampaign extends Campaign {
  /** From the kill to the standby's subscription. */
  readonly failoverMs: readonly number[];
  /** How often each bound group was told of an outage. */
  outagesTold(): Readonly<Record<string, number>>;
}

interface Member {
  readonly bot: BotProcess;
  readonly port: number;
}

const BEGIN = new Date('2026-03-02T09:00:00+08:00');
const LIFE_MS = 1_500;
/** What the standby has (issue 4, point 4). */
const FAILOVER_MS = 5_000;
/** A standby that does not take over within this time has failed. */
const RETURN_MS = 30_000;
const OUTAGE = /我没有在线。\n这段时间发给我的命令没有收到/u;

export async function runFailovers(options: FailoverOptions): Promise<FailoverCampaign> {
  const random = seeded(options.seed);
  const wecom = await startWecomProcess({ stateFile: join(options.dir, 'wecom.jsonl'), orgFile: SAMPLE_TOWN_FILE });
  const dataKey = randomBytes(32);
  const logFile = join(options.dir, 'bot.log');
  const kills: number[] = [];
  const failoverMs: number[] = [];
  const living = new Set<Member>();

  const prepare = async (): Promise<Member> => {
    const port = await freePort();
    const bot = prepareBot({ env: botEnvironment({ ...options, wsUrl: wecom.wsUrl, dataKey, port }), logFile });
    const member = { bot, port };
    living.add(member);
    return member;
  };
  const kill = async (member: Member): Promise<void> => {
    living.delete(member);
    await member.bot.kill('SIGKILL');
  };
  const go = async ({ bot }: Member): Promise<void> => {
    await bot.warm;
    bot.go();
  };
  /** Resolves with the next subscription. */
  const subscribed = (): Promise<void> =>
    new Promise((resolve) => {
      const forget = wecom.listen({
        connection: (connected) => {
          if (!connected) return;
          forget();
          resolve();
        },
      });
    });
  const inTime = async (what: Promise<void>): Promise<void> => {
    const late = new AbortController();
    const outcome = await Promise.race([what.then(() => 'there'), pause(RETURN_MS, 'late', { signal: late.signal })]);
    late.abort();
    if (outcome === 'late') throw new Error(`nobody took the bot over: ${logTail(logFile)}`);
  };
  let giveUp = (): void => {};

  try {
    await wecom.setClock(BEGIN);
    let holder = await prepare();
    let coming = subscribed();
    await go(holder);
    await inTime(coming);
    // Its clock is in the database now; whoever starts later has it from there.
    await createDays(wecom, clockOf(holder.port), BEGIN).reach(BEGIN);
    const begun = performance.now();
    await everybodySpeaks(wecom);
    const before = wecom.messages.length;
    let standby = await prepare();
    await go(standby);
    await standsBy(standby, logFile);

    const traffic = createTraffic(wecom, random, pause);
    // As many as WeCom's limits take: no day passes here that would lift them.
    traffic.slow(true);
    const working = traffic.run();
    giveUp = () => {
      traffic.stop();
      working.catch(() => {});
    };
    for (let number = 1; number <= options.failovers; number += 1) {
      const next = await prepare();
      await pause(random.between(20, options.lifeMs ?? LIFE_MS));
      await next.bot.warm;
      coming = subscribed();
      const at = performance.now();
      kills.push(at);
      await kill(holder);
      await inTime(coming);
      failoverMs.push(performance.now() - at);
      options.onFailover?.(number);
      holder = standby;
      standby = next;
      await go(standby);
      await standsBy(standby, logFile);
    }
    if (options.outageMs !== undefined && options.outageMs > 0) {
      const next = await prepare();
      await next.bot.warm;
      kills.push(performance.now());
      await Promise.all([kill(standby), kill(holder)]);
      await pause(options.outageMs);
      coming = subscribed();
      await go(next);
      await inTime(coming);
      holder = next;
    } else await kill(standby);
    await pause(1_000);
    traffic.stop();
    await working;
    await traffic.quiet();
    const days = createDays(wecom, clockOf(holder.port), new Date(BEGIN.getTime() + performance.now() - begun));
    await days.rest();
    const last = holder;
    return {
      commands: traffic.commands,
      wecom,
      dataKey,
      kills,
      restartMs: failoverMs,
      failoverMs,
      before,
      days: days.passed(),
      outagesTold: () =>
        Object.fromEntries(
          [...GROUPS, LEADERS_GROUP].map((group) => [
            group,
            wecom.messages.filter(
              ({ chat, sender, text }) => chat === group && sender === PROCESS_BOT.id && OUTAGE.test(text),
            ).length,
          ]),
        ),
      async close() {
        await last.bot.kill('SIGTERM');
        await wecom.stop();
      },
    };
  } catch (error) {
    giveUp();
    for (const member of living) await member.bot.kill('SIGKILL');
    await wecom.stop();
    throw error;
  }
}

/** The promises of every campaign, and those of a failover. */
export async function judgeFailovers(run: FailoverCampaign, databaseUrl: string, hadOutage: boolean): Promise<Verdict> {
  const { figures, broken } = await judge(run, databaseUrl);
  const { 'restart, median ms': median, ...others } = figures;
  const slowest = Math.round(Math.max(...run.failoverMs));
  const late = run.failoverMs.filter((ms) => ms > FAILOVER_MS).length;
  const told = run.outagesTold();
  const wanted = hadOutage ? 1 : 0;
  return {
    figures: {
      ...others,
      'until the standby was connected, median ms': median ?? 0,
      'until the standby was connected, longest ms': slowest,
      'groups told of the outage': Object.values(told).filter((count) => count > 0).length,
    },
    broken: [
      ...broken,
      ...(late > 0 ? [`${late} failovers took longer than ${FAILOVER_MS} ms, the longest ${slowest} ms`] : []),
      ...Object.entries(told)
        .filter(([, count]) => count !== wanted)
        .map(([group, count]) => `${group} was told ${count} times of an outage, not ${wanted}`),
    ],
  };
}

const clockOf = (port: number): string => `http://127.0.0.1:${port}/sandbox/api/clock`;

/** Its web server answers once it stands by. */
async function standsBy({ bot, port }: Member, logFile: string): Promise<void> {
  for (;;) {
    if (bot.hasFailed()) throw new Error(`the standby ended by itself: ${logTail(logFile)}`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(50);
  }
}
