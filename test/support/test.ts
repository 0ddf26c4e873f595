import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import { inject, test as base } from 'vitest';

import { openDatabase, type Database, type Db } from '../../src/db/client.ts';
import { isCi, withDatabase } from './servers.ts';
import './global-setup.ts'; // the types of what it provides

export { describe, expect, vi } from 'vitest';
export const test = base;

interface DbFixtures {
  admin: Sql;
  /** An empty, migrated database of this test's own. */
  databaseUrl: string;
  database: Database;
  db: Db;
  sql: Sql;
  /** Keeps tests on one Redis apart. */
  queuePrefix: string;
}

const openAdmin = (): Sql => postgres(inject('pgAdminUrl'), { max: 2, onnotice: () => {} });

async function createDatabase(admin: Sql): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await admin.unsafe(`create database ${name} template ${inject('templateDb')} strategy file_copy`);
  return {
    url: withDatabase(inject('pgAdminUrl'), name),
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`);
    },
  };
}

/** For a fixture that several tests of one file share. */
export async function withOwnDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const admin = openAdmin();
  const { url, drop } = await createDatabase(admin);
  try {
    return await use(url);
  } finally {
    await drop();
    await admin.end({ timeout: 5 });
  }
}

export const dbTest = base.extend<DbFixtures>({
  admin: [
    async ({}, use) => {
      const admin = openAdmin();
      await use(admin);
      await admin.end({ timeout: 5 });
    },
    { scope: 'file' },
  ],
  databaseUrl: async ({ admin }, use) => {
    const { url, drop } = await createDatabase(admin);
    await use(url);
    await drop();
  },
  database: async ({ databaseUrl }, use) => {
    const database = openDatabase(databaseUrl, { max: 6 });
    await use(database);
    await database.close();
  },
  db: async ({ database }, use) => use(database.db),
  sql: async ({ database }, use) => use(database.sql),
  queuePrefix: async ({}, use) => use(`t-${randomUUID()}`),
});

/** Needs Redis: without one the test reports itself as skipped (in CI the run has failed before). */
export const redisTest = dbTest.extend<{ redisUrl: string }>({
  redisUrl: [
    async ({ skip }, use) => {
      const url = inject('redisUrl');
      skip(url === '', 'no Redis: install redis-server or set TEST_REDIS_URL');
      await use(url);
    },
    { auto: true },
  ],
});

/** The folder of real public letters and replies beside the checkout; undefined when there is none (in CI: an error). */
export function sharedData(): string | undefined {
  const path = process.env['TEST_SHARED_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
  if (existsSync(path)) return path;
  if (isCi) throw new Error(`CI needs the shared data: ${path} is missing`);
  return undefined;
}

/** Needs the shared data: `dataTest('…', ({ data }) => …)` gets the folder's path or reports itself as skipped. */
export const dataTest = base.extend<{ data: string }>({
  data: [
    async ({ skip }, use) => {
      const path = sharedData();
      if (path === undefined) return skip('no ../shared/data beside the checkout');
      await use(path);
    },
    { auto: true },
  ],
});
