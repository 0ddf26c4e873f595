import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres, { type Sql } from 'postgres';

import { StartupError } from '../core/errors.ts';
import { startupText } from '../copy/startup.ts';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any fixed number: all processes of one database must take the same. */
const LOCK = 7_062_026;

/** Brings the database up to `migrations/`. Processes that start together take turns, and all but one find nothing to do. */
export async function migrate(url: string, folder = FOLDER): Promise<void> {
  // One connection, so that the lock belongs to the session that migrates and ends with it.
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await stateOf(sql, folder);
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * The last migration that the database has, when this program will change it; undefined when there is nothing to change, or nothing there.
 * @throws StartupError when a newer program was here
 */
export async function beforeUpgrade(url: string, folder = FOLDER): Promise<string | undefined> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await stateOf(sql, folder);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

interface Entry {
  /** By it a database knows a migration. */
  readonly when: number;
  readonly tag: string;
}

async function stateOf(sql: Sql, folder: string): Promise<string | undefined> {
  const [there] = await sql<
    { found: boolean }[]
  >`select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
  if (there?.found !== true) return undefined;
  const [row] = await sql<{ last: string | null }[]>`select max(created_at) as last from drizzle.__drizzle_migrations`;
  if (row?.last == null) return undefined;
  const { entries } = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8')) as { entries: Entry[] };
  const last = Number(row.last);
  const newest = entries.at(-1)!;
  if (last > newest.when) throw new StartupError(startupText.databaseNewer());
  if (last === newest.when) return undefined;
  return entries.findLast(({ when }) => when <= last)?.tag ?? 'unknown';
}
