/**
 * `npm run chaos -- --kills 200 --seed 7` kills the bot at random moments, `-- --failovers 100` the one of two processes that
 * holds the connection; either tells what was kept. `-- --histories 200` kills nothing: it tells random histories and looks for traces.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { silentLogger } from '../../src/core/logger.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runningServer } from '../../src/db/running.ts';
import { startRedis, testDirectory } from '../support/servers.ts';
import { judgeBroken, runBroken } from './broken.ts';
import { runCampaign, type CampaignOptions } from './campaign.ts';
import { judgeFailovers, runFailovers } from './failovers.ts';
import { runHistories } from './histories.ts';
import { killTogether } from './kill-together.ts';
import { judge, type Verdict } from './promises.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    /** Failovers between two processes, and a last outage of so many seconds with nobody there; alone unless --kills is given too. */
    failovers: { type: 'string', default: '0' },
    outage: { type: 'string', default: '135' },
    /** Random histories instead; alone unless --kills is given too. */
    histories: { type: 'string', default: '0' },
    seed: { type: 'string' },
    /** Kills of the bot together with its embedded database, afterwards. */
    together: { type: 'string' },
    /** Breaks of what the bot stands on: Redis emptied, database sessions ended, messages that cannot be made; alone unless --kills is given. */
    broken: { type: 'string', default: '0' },
    keep: { type: 'boolean', default: false },
  },
});
const count = (name: 'kills' | 'together' | 'failovers' | 'outage' | 'broken' | 'histories', otherwise = 0): number => {
  const n = Number(values[name] ?? otherwise);
  if (Number.isInteger(n) && n >= 0) return n;
  console.error(`--${name} wants a whole number`);
  process.exit(2);
};
const failovers = count('failovers');
const outage = count('outage');
const breaks = count('broken');
const histories = count('histories');
const isOther = failovers > 0 || breaks > 0 || histories > 0;
const kills = count('kills', isOther ? 0 : 200);
const together = count('together', isOther ? 0 : 9);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);

async function campaign(title: string, options: CampaignOptions, urlOf: () => Promise<string>): Promise<boolean> {
  const begun = performance.now();
  console.log(`\n${title}, ${options.kills} kills, seed ${options.seed}`);
  const run = await runCampaign({
    ...options,
    onKill: (number) => {
      if (number % 20 === 0) console.log(`  ${number} kills, ${Math.round((performance.now() - begun) / 1000)} s`);
    },
  });
  try {
    return report(await judge(run, await urlOf()), performance.now() - begun);
  } finally {
    await run.close();
  }
}

function report({ figures, broken }: Verdict, ms: number): boolean {
  for (const [name, value] of Object.entries(figures)) console.log(`  ${String(value).padStart(7)}  ${name}`);
  console.log(`  ${String(Math.round(ms / 1000)).padStart(7)}  seconds`);
  for (const line of broken.slice(0, 30)) console.log(`  BROKEN: ${line}`);
  if (broken.length > 30) console.log(`  and ${broken.length - 30} more`);
  console.log(broken.length === 0 ? '  every promise kept' : `  ${broken.length} promises broken`);
  return broken.length === 0;
}

const dirs: string[] = [];
const room = async (): Promise<string> => {
  const dir = await testDirectory();
  dirs.push(dir);
  return dir;
};
let isKept = true;
if (kills > 0) {
  const dir = await room();
  const server = await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger });
  try {
    const databaseUrl = server.url;
    isKept = await campaign(
      'The bot is killed, the database lives',
      { kills, seed, dir, databaseUrl },
      async () => databaseUrl,
    );
  } finally {
    await server.stop();
  }
}
if (failovers > 0) {
  const dir = await room();
  const server = await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger });
  const begun = performance.now();
  console.log(`\nTwo processes, the one that holds the bot is killed, ${failovers} times, seed ${seed}`);
  try {
    const run = await runFailovers({
      failovers,
      seed,
      dir,
      databaseUrl: server.url,
      outageMs: outage * 1_000,
      onFailover: (number) => {
        if (number % 20 !== 0) return;
        console.log(`  ${number} failovers, ${Math.round((performance.now() - begun) / 1000)} s`);
      },
    });
    try {
      isKept = report(await judgeFailovers(run, server.url, outage > 0), performance.now() - begun) && isKept;
    } finally {
      await run.close();
    }
  } finally {
    await server.stop();
  }
}
if (breaks > 0) {
  const dir = await room();
  const server = await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger });
  const redis = await startRedis();
  const begun = performance.now();
  console.log(
    `\nWhat the bot stands on breaks, ${breaks} times, seed ${seed}, queue on ${redis === undefined ? 'PostgreSQL' : 'Redis'}`,
  );
  try {
    const run = await runBroken({
      ...{ breaks, seed, dir, databaseUrl: server.url },
      ...(redis !== undefined && { redisUrl: redis.url }),
      onBreak: (number) => {
        if (number % 20 === 0) console.log(`  ${number} breaks, ${Math.round((performance.now() - begun) / 1000)} s`);
      },
    });
    try {
      isKept = report(await judgeBroken(run, server.url), performance.now() - begun) && isKept;
    } finally {
      await run.close();
    }
  } finally {
    await redis?.stop();
    await server.stop();
  }
}
if (together > 0) {
  const dir = await room();
  const home = join(dir, 'data', 'pg');
  const url = async (): Promise<string> => {
    const found = await runningServer(home);
    if (found === undefined) throw new Error('the embedded database does not answer');
    return found;
  };
  const options = { kills: together, seed, dir, lifeMs: 2_500, kill: killTogether(home) };
  isKept = (await campaign('The bot and its embedded database are killed together', options, url)) && isKept;
}
if (histories > 0) {
  const dir = await room();
  const server = await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger, isDurable: false });
  const begun = performance.now();
  console.log(`\n${histories} histories, seed ${seed}`);
  try {
    await migrate(server.url);
    const verdict = await runHistories({
      count: histories,
      seed,
      databaseUrl: server.url,
      onRound: (n) => console.log(`  ${n} histories, ${Math.round((performance.now() - begun) / 1000)} s`),
    });
    isKept = report(verdict, performance.now() - begun) && isKept;
  } finally {
    await server.stop();
  }
}
if (values.keep || !isKept) console.log(`\njournal and logs: ${dirs.join(' ')}`);
else for (const dir of dirs) await rm(dir, { recursive: true, force: true });
process.exitCode = isKept ? 0 : 1;
