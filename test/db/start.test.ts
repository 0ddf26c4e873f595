/** A database that cannot carry the program: one Chinese line that says what to do, whatever is wrong with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildApp } from '../../src/app.ts';
import { openStorage } from '../../src/app/storage.ts';
import { readConfig } from '../../src/config/index.ts';
import { StartupError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { checkServer } from '../../src/db/check-server.ts';
import { beforeUpgrade, migrate } from '../../src/db/migrate.ts';
import { startPooler } from '../support/pooler.ts';
import { freePort } from '../support/servers.ts';
import { dbTest, describe, expect } from '../support/test.ts';

const none = (): void => {};
const observers = { inbound: none, delivery: none, hop: none, lost: none };

/** The line by which it is refused; it must be for the operator. */
async function lineOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(StartupError);
  const { message } = error as StartupError;
  expect(message).not.toContain('\n');
  return message;
}

async function storageLine(url: string): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'xinfang-start-'));
  try {
    const config = readConfig({ SANDBOX: '1', DATABASE_URL: url, DATA_DIR: dataDir });
    return await lineOf(openStorage(config, silentLogger, none));
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

const changed = (url: string, change: (parsed: URL) => void): string => {
  const parsed = new URL(url);
  change(parsed);
  return parsed.href;
};

describe('a database newer than the program', () => {
  dbTest('is refused in a line, and nothing in it is changed', async ({ databaseUrl, sql }) => {
    expect(await beforeUpgrade(databaseUrl)).toBeUndefined();
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a later program', 9000000000000)`;
    for (const attempt of [migrate, beforeUpgrade]) {
      expect(await lineOf(attempt(databaseUrl))).toMatch(/^数据库来自更新版本的程序.*换回新版.*operations\.md/u);
    }
    expect(await storageLine(databaseUrl)).toMatch(/^数据库来自更新版本的程序/u);
  });

  dbTest('an older one is named by its last migration, and brought up to date once', async ({ databaseUrl, sql }) => {
    await sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`;
    expect(await beforeUpgrade(databaseUrl)).toMatch(/^\d{4}_\w+$/u);
  });

  dbTest('an empty one has nothing to go back to', async ({ admin, databaseUrl }) => {
    const name = `${new URL(databaseUrl).pathname.slice(1)}_empty`;
    await admin.unsafe(`create database ${name}`);
    expect(await beforeUpgrade(changed(databaseUrl, (url) => (url.pathname = `/${name}`)))).toBeUndefined();
    await admin.unsafe(`drop database ${name} with (force)`);
  });
});

describe('a server that cannot carry the program', () => {
  dbTest('by transaction behind a pooler', async ({ databaseUrl }) => {
    const { hostname, port } = new URL(databaseUrl);
    const pooler = await startPooler({ host: hostname, port: Number(port) });
    const pooled = changed(databaseUrl, (url) => (url.port = String(pooler.port)));
    expect(await lineOf(checkServer(pooled))).toMatch(/PgBouncer 的 transaction 模式.*请直连/u);
    expect(await storageLine(pooled)).toMatch(/PgBouncer/u);
    await pooler.close();
    await expect(checkServer(databaseUrl)).resolves.toBeUndefined();
  });

  dbTest('that may only be read', async ({ databaseUrl, admin }) => {
    const name = new URL(databaseUrl).pathname.slice(1);
    await admin.unsafe(`alter database ${name} set default_transaction_read_only = on`);
    expect(await storageLine(databaseUrl)).toMatch(/^数据库只能读.*主库/u);
  });

  dbTest('whose encoding holds no Chinese', async ({ admin, databaseUrl }) => {
    const name = `${new URL(databaseUrl).pathname.slice(1)}_ascii`;
    await admin.unsafe(
      `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
    );
    expect(await storageLine(changed(databaseUrl, (url) => (url.pathname = `/${name}`)))).toMatch(
      /^数据库的编码是 SQL_ASCII.*UTF8/u,
    );
    await admin.unsafe(`drop database ${name} with (force)`);
  });

  dbTest('whose role has no rights, for our tables or for the queue', async ({ admin, databaseUrl }) => {
    const name = new URL(databaseUrl).pathname.slice(1);
    const role = `${name}_weak`;
    await admin.unsafe(`create role ${role} login password 'weak'`);
    const weak = changed(databaseUrl, (url) => {
      url.username = role;
      url.password = 'weak';
    });
    expect(await storageLine(weak)).toMatch(/^连不上数据库（这个用户没有建表的权限）/u);
    await admin.unsafe(`drop role ${role}`);
  });

  dbTest('that is not there, has no such database, does not know us', async ({ databaseUrl }) => {
    const gone = String(await freePort());
    expect(await storageLine(changed(databaseUrl, (url) => (url.port = gone)))).toMatch(/（对方没有开着）/u);
    expect(await storageLine(changed(databaseUrl, (url) => (url.pathname = '/no_such')))).toMatch(/没有这个库/u);
    expect(await storageLine(changed(databaseUrl, (url) => (url.password = 'wrong')))).toMatch(/用户或口令不对/u);
  });
});

describe('a second town', () => {
  dbTest('with a prefix in use is refused with the name of the town that has it', async ({ databaseUrl }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'xinfang-start-'));
    const config = readConfig({ SANDBOX: '1', DATABASE_URL: databaseUrl, DATA_DIR: dataDir });
    const app = await buildApp(config, silentLogger, observers);
    const { readFile, writeFile } = await import('node:fs/promises');
    const sample = await readFile(new URL('../../sandbox/sample-town.yaml', import.meta.url), 'utf8');
    const file = join(dataDir, 'other.yaml');
    await writeFile(file, sample);
    expect(await app.importTown(file)).toBe(true);
    await writeFile(file, sample.replace(/id: fenjie/u, 'id: second'));
    for (const attempt of [() => app.importTown(file), () => app.updateTown(file)]) {
      expect(await lineOf(attempt())).toMatch(/^组织文件 \S+：编号前缀 FJ 已由分界镇使用.*town\.prefix/u);
    }
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});
