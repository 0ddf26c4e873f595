import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any fixed number: all processes of one database must take the same. */
const LOCK = 7_062_026;

/** Brings the database up to `migrations/`. Processes that start together take turns, and all but one find nothing to do. */
export async function migrate(url: string, folder = FOLDER): Promise<void> {
  // One connection, so that the lock belongs to the session that migrates and ends with it.
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
