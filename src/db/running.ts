import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';

const USER = 'xinfang';
const PORT_LINE = 3;

/**
 * The embedded server that another process of ours runs on this directory, if one answers: the command line works beside
 * the running bot. Undefined when none runs.
 */
export async function runningServer(dir: string, database = USER): Promise<string | undefined> {
  const read = (file: string): Promise<string | undefined> =>
    readFile(file, 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    );
  const home = (await read(join(dir, 'location'))) ?? dir;
  const pidFile = await read(join(home, 'data', 'postmaster.pid'));
  const password = await read(join(home, 'password'));
  const port = pidFile?.split('\n')[PORT_LINE]?.trim();
  if (port === undefined || password === undefined) return undefined;
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    await sql`select 1`;
    return url;
  } catch {
    return undefined;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
