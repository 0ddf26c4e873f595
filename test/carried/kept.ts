/** The kept database of an earlier commit: what is stored of it, and how it comes back to life under the code of today. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';
import postgres, { type Sql } from 'postgres';

import { restore } from '../../src/cli/backup.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { OrgFile } from '../../src/domain/org/file.ts';
import { startTown } from '../support/start-town.ts';
import type { Town } from '../support/town-api.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** `bdb2299.json`: beside the rows all that a server has of its database. */
export interface Kept {
  readonly commit: string;
  /** Of invented people; it seals nothing else. */
  readonly dataKey: string;
  /** Shanghai wall clock at which the database was kept. */
  readonly at: string;
  /** The migrations that it had. */
  readonly migrations: number;
  readonly towns: readonly OrgFile[];
}

export const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const kept = async (commit: string): Promise<Kept> =>
  JSON.parse(await readFile(fileOf(`${commit}.json`), 'utf8')) as Kept;

/** A packed file beside this one: `bdb2299.backup.br` the rows, `.chats.br` the chats, `.sent.br` what was sent from then on. */
export type Part = 'backup' | 'chats' | 'sent';
export const unpack = async ({ commit }: Pick<Kept, 'commit'>, part: Part): Promise<Buffer> =>
  brotliDecompressSync(await readFile(fileOf(`${commit}.${part}.br`)));

export async function pack(commit: string, part: Part, words: Buffer): Promise<void> {
  // A wide window: the same names and identities stand in many tables.
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: words.length };
  await writeFile(fileOf(`${commit}.${part}.br`), brotliCompressSync(words, { params }));
}

/** Every identity that the backup holds: what is not among them came into being later. */
export const knownIds = async (which: Kept): Promise<ReadonlySet<string>> =>
  new Set((await unpack(which, 'backup')).toString('utf8').match(UUID));

export const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu;

/** Into an empty database: the tables of that day, its rows, then whatever has been added since. */
export async function comeBack(
  url: string,
  which: Kept,
  beforeToday: (sql: Sql) => Promise<void> = async () => {},
): Promise<void> {
  const then = await mkdtemp(join(tmpdir(), 'xinfang-carried-'));
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  try {
    await cp(MIGRATIONS, then, { recursive: true });
    const file = join(then, 'meta', '_journal.json');
    const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: unknown[] };
    await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, which.migrations) }));
    await migrate(url, then);
    const backup = join(then, 'backup.gz');
    await writeFile(backup, gzipSync(await unpack(which, 'backup'), { level: 1 }));
    await restore(sql, backup);
    await beforeToday(sql);
    await migrate(url);
  } finally {
    await sql.end({ timeout: 5 });
    await rm(then, { recursive: true, force: true });
  }
}

/** The app on that database, at the moment it was kept, and the chats that people had then. */
export async function wake(url: string, which: Kept, dir: string): Promise<Town> {
  const { dataKey, at, towns } = which;
  const journal = join(dir, 'wecom.jsonl');
  await writeFile(journal, await unpack(which, 'chats'));
  const [org, ...neighbours] = towns;
  return startTown({
    databaseUrl: url,
    org: org!,
    neighbours,
    at,
    dataKey,
    everyoneHasSpoken: false,
    journal,
    queue: 'postgres',
  });
}
