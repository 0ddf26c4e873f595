import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';

import { silentLogger } from '../../src/core/logger.ts';
import { openDatabase } from '../../src/db/client.ts';
import { startEmbedded, type Embedded } from '../../src/db/embedded.ts';
import { processStart } from '../../src/db/embedded/owner.ts';
import { nodeArgs } from '../support/built.ts';
import { scratch, testDirectory } from '../support/servers.ts';
import { describe, expect, test as base, vi } from '../support/test.ts';

const isRoot = process.getuid?.() === 0;

interface Place {
  root: string;
  dir: string;
  systemBase: string;
  start(): Promise<Embedded>;
}

const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const root = await testDirectory(await scratch());
    const place = { root, dir: join(root, '数据 目录', 'pg'), systemBase: join(root, 'system') };
    const options = { ...place, log: silentLogger, isDurable: false, patienceMs: 0 };
    await use({ ...place, start: () => startEmbedded(options) });
    await rm(root, { recursive: true, force: true });
  },
});

async function ask(url: string, statement: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(statement)).map((row) => Object.values(row)[0] as unknown)[0];
  } finally {
    await sql.end();
  }
}

/** A process with a server of its own, as `npm start` is one; resolves when the server answers or has refused. */
async function startChild({
  dir,
  systemBase,
}: Place): Promise<{ child: ChildProcess; url?: string; failure?: string }> {
  const { path, execArgv } = nodeArgs('test/support/embedded-child.ts');
  const child = fork(path, [dir, systemBase], { execArgv });
  const [message] = (await once(child, 'message')) as [{ url?: string; failure?: string }];
  return { child, ...message };
}

const kill = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

const dataOf = async (place: Place): Promise<string> => {
  const moved = await readFile(join(place.dir, 'location'), 'utf8').catch(() => place.dir);
  return join(await realpath(moved.trim()), 'data');
};
const serverPid = async (place: Place): Promise<number> =>
  Number((await readFile(join(await dataOf(place), 'postmaster.pid'), 'utf8')).split('\n')[0]);
/** The fourth field of a process's line is its parent. */
const parentOf = async (pid: number): Promise<number> => {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
};

describe('the embedded server', () => {
  base('where there is no such place and cannot be one it says so at once', async () => {
    const start = startEmbedded({ dir: '/proc/nowhere/pg', log: silentLogger, isDurable: false });
    await expect(start).rejects.toThrow(/\/proc\/nowhere\/pg/u);
  });

  test('keeps its data from one start to the next, on the port and with the words of its own', async ({ place }) => {
    const first = await place.start();
    await ask(first.url, `create table kept as select '保留'::text as word`);
    await first.stop();
    await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    const second = await place.start();
    expect(await ask(second.url, 'select word from kept')).toBe('保留');
    expect(await ask(second.url, `select current_setting('timezone')`)).toBe('UTC');
    expect(await ask(second.url, `select upper('ä')`)).toBe('Ä');
    expect((await stat(join(await dataOf(place), '..', 'password'))).mode & 0o777).toBe(0o600);
    await second.stop();
    expect(await readFile(join(place.dir, 'owner'), 'utf8').catch(() => 'gone')).toBe('gone');
  });

  test('answers on a socket as well, that only its own user and root reach, unless its path would be too long', async ({
    place,
  }) => {
    const dir = join(place.root, 's', 'pg');
    await chmod(place.root, 0o711);
    const server = await startEmbedded({ ...place, dir, log: silentLogger, isDurable: false });
    const deep = await startEmbedded({
      ...{ ...place, dir: join(place.root, '很深的目录'.repeat(6), 'pg') },
      ...{ systemBase: join(place.root, '很深的目录'.repeat(6)), log: silentLogger, isDurable: false },
    });
    try {
      expect((await stat(dirname(server.socket!))).mode & 0o777).toBe(0o700);
      const { db, close } = openDatabase(server.url, { max: 1, socket: server.socket });
      const [row] = await db.execute(sql`select inet_client_addr() is null as local`);
      await close();
      expect(row).toEqual({ local: true });
      expect(deep.socket).toBeUndefined();
      expect(await ask(deep.url, 'show unix_socket_directories')).toBe('');
    } finally {
      await server.stop();
      await deep.stop();
    }
  });

  test('writes what it confirms to the disk, unless it is told that this is a test', async ({ place }) => {
    const server = await startEmbedded({ ...place, log: silentLogger });
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect([setting, await ask(server.url, `show ${setting}`)]).toEqual([setting, 'on']);
    }
    await server.stop();
  });

  test('does not outlive a killed process, and the next start finds everything', async ({ place }) => {
    const { child, url } = await startChild(place);
    await ask(url!, `create table kept as select 7 as n`);
    const pid = await serverPid(place);
    await kill(child);
    await vi.waitFor(async () => expect(await processStart(pid)).toBeUndefined(), { timeout: 20_000 });
    const next = await place.start();
    expect(await ask(next.url, 'select n from kept')).toBe(7);
    await next.stop();
  });

  test.runIf(process.platform === 'linux')(
    'a server that lost its watcher too is stopped by the next start',
    async ({ place }) => {
      const { child, url } = await startChild(place);
      await ask(url!, `create table kept as select 8 as n`);
      const pid = await serverPid(place);
      const shell = await parentOf(pid);
      const watcher = Number(
        (await readFile(`/proc/${shell}/task/${shell}/children`, 'utf8'))
          .trim()
          .split(' ')
          .find((id) => Number(id) !== pid),
      );
      for (const victim of [watcher, shell]) process.kill(victim, 'SIGKILL');
      await kill(child);
      expect(await processStart(pid)).toBeDefined();
      const next = await place.start();
      expect(await processStart(pid)).toBeUndefined();
      expect(await ask(next.url, 'select n from kept')).toBe(8);
      await next.stop();
    },
  );

  test('has one process at a time: the second is told in one line', async ({ place }) => {
    const first = await startChild(place);
    const second = await startChild(place);
    expect(second.failure).toMatch(new RegExp(`已有一个在运行（进程 ${first.child.pid}）`, 'u'));
    expect(second.failure).not.toContain('\n');
    await expect(place.start()).rejects.toThrow('已有一个在运行');
    expect(await ask(first.url!, 'select 1')).toBe(1);
    const ended = once(first.child, 'exit');
    first.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await (await place.start()).stop();
  });

  test('waits for a process that is about to end', async ({ place }) => {
    const { child } = await startChild(place);
    const waiting = startEmbedded({ ...place, log: silentLogger, isDurable: false, patienceMs: 60_000 });
    child.kill('SIGTERM');
    await (await waiting).stop();
  });

  test("is not confused by a lock that names somebody else's process", async ({ place }) => {
    await (await place.start()).stop();
    const lines = [process.pid, await dataOf(place), 1, 5432, '', '', '', 'ready'];
    await writeFile(join(await dataOf(place), 'postmaster.pid'), `${lines.join('\n')}\n`);
    await writeFile(join(place.dir, 'owner'), `${process.pid} 1\n`);
    await (await place.start()).stop();
  });

  test('a start that broke off while the database was made leaves nothing in the way', async ({ place }) => {
    await mkdir(join(place.dir, 'data.new', 'base'), { recursive: true });
    await writeFile(join(place.dir, 'data.new', 'PG_VERSION'), '18\n');
    await (await place.start()).stop();
  });
});

describe.runIf(isRoot)('for root', () => {
  test('the data lies in the data directory when the postgres user can get there', async ({ place }) => {
    await (await place.start()).stop();
    expect((await stat(join(place.dir, 'data'))).uid).not.toBe(0);
  });

  test('lies elsewhere when not, and is found again, also after the directory has opened', async ({ place }) => {
    await mkdir(join(place.dir, '..'), { recursive: true });
    await chmod(join(place.dir, '..'), 0o700);
    const first = await place.start();
    expect(await dataOf(place)).toContain(place.systemBase);
    await ask(first.url, 'create table kept as select 9 as n');
    await first.stop();
    await chmod(join(place.dir, '..'), 0o755);
    const second = await place.start();
    expect(await ask(second.url, 'select n from kept')).toBe(9);
    await second.stop();
  });

  test('data of a directory that was deleted is set aside, not used', async ({ place }) => {
    await mkdir(join(place.dir, '..'), { recursive: true });
    await chmod(join(place.dir, '..'), 0o700);
    const first = await place.start();
    await ask(first.url, 'create table kept as select 9 as n');
    const old = join(await dataOf(place), '..');
    await first.stop();
    await rm(place.dir, { recursive: true });
    const second = await place.start();
    expect(await ask(second.url, `select to_regclass('kept')::text`)).toBeNull();
    expect((await stat(join(`${old}.old-1`, 'data'))).isDirectory()).toBe(true);
    await second.stop();
  });

  test('a strict umask is no obstacle', async ({ place }) => {
    const before = process.umask(0o077);
    try {
      await (await place.start()).stop();
      await (await place.start()).stop();
    } finally {
      process.umask(before);
    }
    expect(await dataOf(place)).toContain(place.systemBase);
  });
});
