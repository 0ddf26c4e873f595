/** Commands over the real long connection, at 50 a second and as many as go; against the same statements alone. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config/index.ts';
import { silentLogger } from '../src/core/logger.ts';
import { Secret } from '../src/core/secret.ts';
import type { Load, Served } from './support/people.ts';
import { replayFloor } from './support/replay.ts';
import { median, quantile, type Bench } from './support/report.ts';
import { room } from './support/server.ts';
import { writeTowns } from './support/towns.ts';

const TOWNS = 20;
const PER_SECOND = 50;
const SECONDS = 20;
const FULL_SECONDS = 8;
const RUNS = 3;
/** As many as the pool has connections. */
const AT_ONCE = 10;
const BOT = { id: 'aibBench', secret: 'bench-secret' };
const PEOPLE = fileURLToPath(new URL('./support/people.ts', import.meta.url));

const bench: Bench = async ({ say }) => {
  const { dir, clear } = await room();
  const towns = await writeTowns(join(dir, 'towns'), TOWNS);
  let times: number[] = [];
  const config = readConfig({
    SANDBOX: '0',
    DATA_DIR: join(dir, 'data'),
    LOG_LEVEL: 'silent',
    WECOM_BOT_ID: BOT.id,
    WECOM_BOT_SECRET: BOT.secret,
  });
  const app = await buildApp(config, silentLogger, {
    inbound: (seconds) => void times.push(seconds * 1000),
    delivery: () => {},
    hop: () => {},
    lost: () => {},
  });
  const people = fork(PEOPLE, [towns.together, JSON.stringify(towns.towns)], { execArgv: ['--import', 'tsx'] });
  const heard = <T>(): Promise<T> =>
    new Promise((resolve) => people.once('message', (message) => resolve(message as T)));
  const load = async (what: Load): Promise<Served> => {
    const done = heard<{ served: Served }>();
    people.send(what);
    return (await done).served;
  };
  try {
    const { port } = await heard<{ port: number }>();
    for (const file of towns.files) await app.importTown(file);
    await app.start({ id: BOT.id, secret: new Secret(BOT.secret), wsUrl: `ws://127.0.0.1:${port}` });
    await load({ perSecond: PER_SECOND, atOnce: 60, seconds: 8 });
    const p50: number[] = [];
    const p99: number[] = [];
    const full: number[] = [];
    const floors: number[] = [];
    for (let run = 1; run <= RUNS; run += 1) {
      times = [];
      const paced = await load({ perSecond: PER_SECOND, atOnce: 60, seconds: SECONDS });
      p50.push(median(times));
      p99.push(quantile(times, 0.99));
      say(
        `run ${run}: ${Math.round(paced.written / paced.seconds)} a second, p50 ${Math.round(p50.at(-1)!)} ms, p99 ${Math.round(p99.at(-1)!)} ms`,
      );
      const most = await load({ atOnce: AT_ONCE, seconds: FULL_SECONDS });
      full.push(most.answered / most.seconds);
      await app.settle();
      floors.push(await replayFloor(app, towns, AT_ONCE));
      say(
        `run ${run}: ${Math.round(full.at(-1)!)} commands a second, the same SQL alone ${Math.round(floors.at(-1)!)}`,
      );
    }
    const ratio = median(full) / median(floors);
    return [
      { what: `p50 at ${PER_SECOND}/s`, unit: 'ms', ours: median(p50), bar: '≤ 20', isMet: median(p50) <= 20 },
      { what: `p99 at ${PER_SECOND}/s`, unit: 'ms', ours: median(p99), bar: '≤ 100', isMet: median(p99) <= 100 },
      {
        what: `throughput, ${AT_ONCE} at once`,
        unit: 'commands/s',
        ours: median(full),
        floor: median(floors),
        ratio,
        bar: '≥ 0.5',
        isMet: ratio >= 0.5,
      },
    ];
  } finally {
    people.kill('SIGTERM');
    await app.close();
    await clear();
  }
};

export default bench;
