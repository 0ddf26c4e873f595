import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';

import { silentLogger } from '../../src/core/logger.ts';
import { openDatabase } from '../../src/db/client.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { processStart } from '../../src/db/embedded/owner.ts';
import { migrate } from '../../src/db/migrate.ts';
import { fillCalendar } from '../../src/domain/calendar/store.ts';
import { openQueue } from '../../src/queue/queue.ts';

/** In CI nothing may be missing; elsewhere what needs an absent server reports itself as skipped. */
export const isCi = process.env['CI'] === 'true';

const PREFIX = 'xinfang-test-';

/** Memory where there is enough of it: cloning a database there takes 15 ms instead of 350. */
export async function scratch(): Promise<string> {
  const space = await statfs('/dev/shm').catch(() => undefined);
  return space !== undefined && space.bavail * space.bsize > 1 << 30 ? '/dev/shm' : tmpdir();
}

/** A directory that the postgres user can pass through. It is named by our pid, so that the next run can clear what a killed one left. */
export async function testDirectory(parent = tmpdir()): Promise<string> {
  const dir = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  await chmod(dir, 0o711);
  return dir;
}

async function clearKilledRuns(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : undefined;
    if (pid === undefined || (await processStart(pid)) !== undefined) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

export interface TestPostgres {
  adminUrl: string;
  template: string;
  stop(): Promise<void>;
}

export const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

/**
 * What every program does first with an empty database. Done once, in the template, it is a copy of files in each test. Tests that start the
 * program with its embedded server see it done with a database that is really empty.
 */
async function fill(url: string): Promise<void> {
  await migrate(url);
  const database = openDatabase(url, { max: 1 });
  await fillCalendar(database.db);
  await database.close();
  const queue = await openQueue({ backend: { kind: 'postgres', url }, log: silentLogger });
  await queue.close();
}

/**
 * A password that is checked in one turn instead of 4,096, since a town opens some twenty connections and both ends compute that for each; and one
 * plan a statement, since a database of a few hundred rows is planned for longer than it is read (remedies.test.ts: 10.4 s of the server, then 8.0).
 */
async function makeCheap(admin: Sql, { username, password }: URL): Promise<void> {
  await admin.begin(async (tx) => {
    await tx.unsafe('set local scram_iterations = 1');
    await tx.unsafe(`alter role ${username} password '${password}'`);
    await tx.unsafe(`alter role ${username} set plan_cache_mode = force_generic_plan`);
  });
}

/** TEST_PG_URL's server, else one of our own without fsync; either way a template that is migrated, with the calendar and the queue's tables. */
export async function startPostgres(): Promise<TestPostgres> {
  const parent = await scratch();
  for (const place of new Set([parent, tmpdir()])) await clearKilledRuns(place);
  const given = process.env['TEST_PG_URL'];
  const dir = await testDirectory(parent);
  const embedded =
    given === undefined
      ? await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger, isDurable: false, maxConnections: 200 })
      : undefined;
  const adminUrl = given ?? withDatabase(embedded!.url, 'postgres');
  const template = `template_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  if (embedded !== undefined) await makeCheap(admin, new URL(adminUrl));
  await admin.unsafe(`create database ${template}`);
  await fill(withDatabase(adminUrl, template));
  return {
    adminUrl,
    template,
    async stop() {
      await admin.unsafe(`drop database ${template} with (force)`);
      await admin.end({ timeout: 5 });
      await embedded?.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/** The shell ends the server when our end of the pipe closes: a killed run leaves none behind. */
const WATCHED = `"$@" </dev/null & server=$!; read -r _; kill "$server"; wait "$server"`;

/** TEST_REDIS_URL's server, else the installed `redis-server` on a port of its own; undefined when there is none. */
export async function startRedis(): Promise<TestRedis | undefined> {
  const given = process.env['TEST_REDIS_URL'];
  if (given !== undefined) return { url: given, stop: async () => {} };
  if (spawnSync('redis-server', ['--version']).error !== undefined) {
    if (isCi) throw new Error('CI needs Redis: install redis-server or set TEST_REDIS_URL');
    return undefined;
  }
  const port = await freePort();
  const command = [
    'redis-server',
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--databases',
    '10000',
  ];
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', ...command], {
    cwd: tmpdir(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listening = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('Ready to accept connections')) resolve();
    });
  });
  await listening;
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}
