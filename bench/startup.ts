/** `npm start` as typed: the second start until the first command is answered, and what its Node processes hold. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { median, type Bench } from './support/report.ts';
import { room } from './support/server.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const STARTS = 5;
const LOOK_MS = 20;
const PATIENCE_MS = 120_000;
const PERSON = 'u-desk1';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Start {
  readonly ms: number;
  readonly rssMb: number;
}

async function start(dataDir: string): Promise<Start> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: dataDir, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const api = `http://127.0.0.1:${port}/sandbox/api`;
  const read = async (path: string): Promise<unknown> => (await fetch(`${api}/${path}`)).json();
  try {
    // Everything a newcomer waits for: the page answers, the bot is connected, a command is answered.
    await until(async () => ((await read('state')) as { bot: { connected: boolean } }).bot.connected);
    const old = ((await read(`messages?chat=${PERSON}`)) as unknown[]).length;
    await fetch(`${api}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: PERSON, text: '/我的' }),
    });
    await until(async () => ((await read(`messages?chat=${PERSON}`)) as unknown[]).length >= old + 2);
    const ms = performance.now() - begun;
    await pause(1_000);
    return { ms, rssMb: await nodeMemory(child.pid!) };
  } finally {
    process.kill(-child.pid!, 'SIGTERM');
    await ended;
    await until(() =>
      fetch(api).then(
        () => false,
        () => true,
      ),
    ); // the port is free, hence the process gone
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const given = performance.now();
  while (!(await isSo().catch(() => false))) {
    if (performance.now() - given > PATIENCE_MS) throw new Error('npm start did not get there');
    await pause(LOOK_MS);
  }
}

/** Resident memory of all Node processes below npm, which itself is left out, as is PostgreSQL. */
async function nodeMemory(npm: number): Promise<number> {
  const parents = new Map<number, { parent: number; name: string; rssKb: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const status = await readFile(join('/proc', name, 'status'), 'utf8').catch(() => '');
    const field = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, 'mu').exec(status)?.[1] ?? '';
    const command = await readFile(join('/proc', name, 'cmdline'), 'utf8').catch(() => '');
    parents.set(Number(name), { parent: Number(field('PPid')), name: command, rssKb: Number(field('VmRSS')) });
  }
  const isBelow = (pid: number): boolean => {
    const found = parents.get(pid);
    return found !== undefined && (found.parent === npm || isBelow(found.parent));
  };
  let kb = 0;
  for (const [pid, { name, rssKb }] of parents) if (/^\S*node\0/u.test(name) && isBelow(pid)) kb += rssKb;
  return kb / 1024;
}

const bench: Bench = async ({ say }) => {
  const { dir, clear } = await room();
  try {
    const first = await start(dir);
    say(`first start, with an empty directory: ${Math.round(first.ms)} ms`);
    const starts: Start[] = [];
    for (let run = 1; run <= STARTS; run += 1) {
      starts.push(await start(dir));
      say(`start ${run + 1}: ${Math.round(starts.at(-1)!.ms)} ms, ${Math.round(starts.at(-1)!.rssMb)} MB`);
    }
    const ms = median(starts.map((one) => one.ms));
    const rss = Math.max(...starts.map((one) => one.rssMb));
    return [
      { what: 'npm start, second time, to the first answer', unit: 'ms', ours: ms, bar: '≤ 5000', isMet: ms <= 5_000 },
      { what: 'npm start, first time, to the first answer', unit: 'ms', ours: first.ms },
      { what: 'resident memory of the Node processes', unit: 'MB', ours: rss, bar: '≤ 250', isMet: rss <= 250 },
    ];
  } finally {
    await clear();
  }
};

export default bench;
