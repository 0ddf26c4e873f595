/** Whether a server that was given to us can carry the program: its age, its encoding, whether it may be written, and whether sessions hold. */
import postgres, { type Sql } from 'postgres';

import { randomIds } from '../core/ids.ts';
import { StartupError } from '../core/errors.ts';
import { startupText } from '../copy/startup.ts';

const OLDEST = 150_000;
/** A pooler that has no other connection to give keeps the second one waiting. */
const PATIENCE_MS = 3_000;
const ROUNDS = 3;

/** Nothing that a pooler refuses at the door: it would be told as a database that cannot be reached. */
const open = (url: string): Sql =>
  postgres(url, { max: 1, fetch_types: false, prepare: false, connect_timeout: 15, onnotice: () => {} });

/** @throws StartupError with the one line that says what to do; a server that does not answer throws as the driver does */
export async function checkServer(url: string): Promise<void> {
  const [one, other] = [open(url), open(url)];
  try {
    const [facts] = await one.unsafe<{ version: string; number: number; encoding: string; readonly: boolean }[]>(`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
        current_setting('server_encoding') as encoding,
        pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as readonly`);
    if (facts!.number < OLDEST) throw new StartupError(startupText.serverTooOld(facts!.version));
    if (facts!.encoding !== 'UTF8') throw new StartupError(startupText.notUtf8(facts!.encoding));
    if (facts!.readonly) throw new StartupError(startupText.readOnly());
    if (!(await hasSessions(one, other))) throw new StartupError(startupText.pooled());
  } finally {
    await Promise.all([one, other].map((sql) => sql.end({ timeout: 1 })));
  }
}

/**
 * Who holds the bot, who migrates and who serves a conversation are locks and settings of a session. Behind a pooler that hands out its
 * connections by transaction what one client set another sees, or it is gone: while the second is in a transaction the first cannot have it.
 */
async function hasSessions(one: Sql, other: Sql): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const mark = randomIds.token(16);
    await one.unsafe(`select set_config('xinfang.session', '${mark}', false)`);
    try {
      const isOurs = await other.begin(async (tx) => {
        if ((await markOf(tx)) === mark) return false;
        return (await inTime(markOf(one))) === mark;
      });
      if (!isOurs) return false;
    } catch (error) {
      // By statement: no transaction at all.
      if (/transaction/iu.test((error as Error).message)) return false;
      throw error;
    }
  }
  return true;
}

const markOf = async (sql: Pick<Sql, 'unsafe'>): Promise<string | null> =>
  (await sql.unsafe<{ mark: string | null }[]>(`select current_setting('xinfang.session', true) as mark`))[0]!.mark;

async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
