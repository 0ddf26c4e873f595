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

export const dbTest = base.extend<DbFixtures>({
  admin: [
    async ({}, use) => {
      const admin = postgres(inject('pgAdminUrl'), { max: 2, onnotice: () => {} });
      await use(admin);
      await admin.end({ timeout: 5 });
    },
    { scope: 'file' },
  ],
  databaseUrl: async ({ admin }, use) => {
    const name = `t_${randomUUID().replaceAll('-', '')}`;
    await admin.unsafe(`create database ${name} template ${inject('templateDb')} strategy file_copy`);
    await use(withDatabase(inject('pgAdminUrl'), name));
    await admin.unsafe(`drop database ${name} with (force)`);
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
