/** Kills the bot again and again while people work and days pass, then lets it come to rest. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { type BotProcess, logTail, prepareBot } from '../support/bot-process.ts';
import { seeded } from '../support/random.ts';
import { freePort } from '../support/servers.ts';
import { PROCESS_BOT, startWecomProcess, type WecomProcess } from '../support/wecom-process.ts';
import { createDays } from './days.ts';
import { botEnvironment } from './environment.ts';
import { type Command, createTraffic, GROUPS, LEADERS_GROUP, PEOPLE } from './traffic.ts';

export interface CampaignOptions {
  readonly kills: number;
  readonly seed: number;
  /** Journal, logs and the bot's own directory. */
  readonly dir: string;
  /** Absent: the bot's embedded server. */
  readonly databaseUrl?: string;
  /** Kills whatever the number of this kill says; SIGKILL to the bot when absent. */
  readonly kill?: (bot: BotProcess, number: number) => Promise<void>;
  /** Longest life after the connection stands. */
  readonly lifeMs?: number;
  readonly onKill?: (number: number) => void;
}

export interface Campaign {
  readonly commands: readonly Command[];
  readonly wecom: WecomProcess;
  readonly dataKey: Buffer;
  /** Moments of the kills, by `performance.now()`. */
  readonly kills: readonly number[];
  /** From the word to the subscription, of each restart. */
  readonly restartMs: readonly number[];
  readonly days: number;
  /** Bot messages before the first kill: greetings that nobody counts. */
  readonly before: number;
  close(): Promise<void>;
}

const BEGIN = new Date('2026-03-02T09:00:00+08:00');
/** The share of kills that fall into the start itself. */
const EARLY = 0.2;
const LIFE_MS = 1_200;
/** Now and then a life that lets even the weekly picture be painted. */
const LONG = 0.15;
const LONG_LIFE_MS = 8_000;
const START_MS = 900;
/** A bot that does not come back within this time has failed. */
const RETURN_MS = 60_000;

export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const random = seeded(options.seed);
  const wecom = await startWecomProcess({ stateFile: join(options.dir, 'wecom.jsonl'), orgFile: SAMPLE_TOWN_FILE });
  const dataKey = randomBytes(32);
  const port = await freePort();
  const logFile = join(options.dir, 'bot.log');
  const env = botEnvironment({ ...options, wsUrl: wecom.wsUrl, dataKey, port });
  const prepare = (): BotProcess => prepareBot({ env, logFile });
  const kills: number[] = [];
  let giveUp = (): void => {};
  const restartMs: number[] = [];

  let bot = prepare();
  const awake = async (): Promise<void> => {
    const late = new AbortController();
    const outcome = await Promise.race([
      wecom.connected().then(() => 'connected'),
      bot.ended.then(() => 'ended'),
      pause(RETURN_MS, 'too late', { signal: late.signal }),
    ]);
    late.abort();
    if (outcome !== 'connected') throw new Error(`the bot did not come back (${outcome}): ${logTail(logFile)}`);
  };
  const start = async (): Promise<void> => {
    await bot.warm;
    bot.go();
  };

  try {
    await wecom.setClock(BEGIN);
    await start();
    await awake();
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
    for (let number = 1; number <= options.kills; number += 1) {
      const next = prepare();
      const life = random.chance(LONG) ? LONG_LIFE_MS : (options.lifeMs ?? LIFE_MS);
      await pause(random.between(20, life));
      // The standby must not lack: a machine under load decides how long a life is, not whether it ends at random.
      await next.warm;
      await pause(random.between(0, 200));
      if (bot.hasFailed()) throw new Error(`the bot ended by itself: ${logTail(logFile)}`);
      await (options.kill ?? ((one) => one.kill('SIGKILL')))(bot, number);
      kills.push(performance.now());
      options.onKill?.(number);
      bot = next;
      const begun = performance.now();
      await start();
      if (random.chance(EARLY) && number < options.kills) await pause(random.between(0, START_MS));
      else {
        await awake();
        restartMs.push(performance.now() - begun);
      }
    }
    traffic.stop();
    await working;
    await traffic.quiet();
    await days.rest();
    await passing;
    return {
      commands: traffic.commands,
      wecom,
      dataKey,
      kills,
      restartMs,
      before,
      days: days.passed(),
      async close() {
        await bot.kill('SIGTERM');
        await wecom.stop();
      },
    };
  } catch (error) {
    giveUp();
    await bot.kill('SIGKILL');
    await wecom.stop();
    throw error;
  }
}

/** As WeCom would have it, nobody can be written to before they wrote. */
export async function everybodySpeaks(wecom: WecomProcess): Promise<void> {
  const everyone: { from: string; chatid?: string }[] = [
    ...[...PEOPLE, 'u-lead1', 'u-lead2', 'u-lead3', 'u-dz1', 'u-zz1', 'u-lsw1', 'u-jw1'].map((from) => ({ from })),
    ...[...GROUPS, LEADERS_GROUP].map((chatid) => ({ from: 'u-desk1', chatid })),
  ];
  for (const said of everyone) {
    const chat = said.chatid ?? said.from;
    await new Promise<void>((resolve, reject) => {
      const forget = wecom.listen({
        message: (message) => {
          if (message.chat !== chat || message.sender !== PROCESS_BOT.id) return;
          forget();
          resolve();
        },
      });
      wecom.say({ ...said, text: '/帮助' }).catch(reject);
    });
  }
}
