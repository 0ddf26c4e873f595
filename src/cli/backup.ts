import { createReadStream, existsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Sql, TransactionSql } from 'postgres';
import { StartupError } from '../core/errors.ts';
import { backupText } from '../copy/cli.ts';

/**
 * One gzip file of text: a head line, then per table `=table` and a JSON object a row, and a last line `=`. Identities
 * stay sealed in it: without the data key it tells no name.
 */
const FORMAT = 'xinfang-bot backup 1';
const TABLE = '=';
const FILE_END = '=';
const BATCH = 500;

const quoted = (name: string): string => `public."${name.replaceAll('"', '""')}"`;

async function tablesOf(sql: Sql | TransactionSql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by table_name`;
  return rows.map((row) => row.name);
}

const lastMigration = async (sql: Sql | TransactionSql): Promise<string> =>
  (await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by id desc limit 1`)[0]?.hash ??
  '';

/** Everything of one moment, while the bot goes on working. @returns rows written per table */
export async function backup(sql: Sql, file: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const draft = `${file}.part`;
  const out = createGzip();
  const sink = (await open(draft, 'w', 0o600)).createWriteStream();
  out.pipe(sink);
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await sql.begin('isolation level repeatable read read only', async (tx) => {
    await write(`${FORMAT} ${await lastMigration(tx)}\n`);
    for (const name of await tablesOf(tx)) {
      await write(`${TABLE}${name}\n`);
      let rows = 0;
      for await (const batch of tx
        .unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${quoted(name)} t`)
        .cursor(BATCH)) {
        rows += batch.length;
        await write(batch.map(({ row }) => `${row}\n`).join(''));
      }
      counts.set(name, rows);
    }
  });
  await write(`${FILE_END}\n`);
  out.end();
  await finished(sink);
  await rename(draft, file);
  return counts;
}

/** Lines of the file; a file that is cut short or no backup at all ends in a StartupError. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const broken = new StartupError(backupText.broken(file));
  const packed = createReadStream(file);
  const unpacked = packed.pipe(createGunzip());
  packed.once('error', (error) => unpacked.destroy(error));
  let rest = '';
  try {
    for await (const chunk of unpacked.setEncoding('utf8')) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw error instanceof StartupError ? error : broken;
  }
  if (rest !== '') throw broken;
}

/** Read once before anything is written: a file that was cut short changes nothing. */
async function checkWhole(file: string): Promise<string> {
  if (!existsSync(file)) throw new StartupError(backupText.noFile(file));
  let head: string | undefined;
  let last = '';
  for await (const line of linesOf(file)) {
    head ??= line;
    last = line;
  }
  if (head?.startsWith(FORMAT) !== true || last !== FILE_END) throw new StartupError(backupText.broken(file));
  return head;
}

/** Into a database that is migrated to the same state and holds no town. @throws StartupError for anything else */
export async function restore(sql: Sql, file: string): Promise<Map<string, number>> {
  const head = await checkWhole(file);
  const counts = new Map<string, number>();
  await sql.begin(async (tx) => {
    const [town] = await tx`select 1 from town limit 1`;
    if (town !== undefined) throw new StartupError(backupText.notEmpty);
    if (head !== `${FORMAT} ${await lastMigration(tx)}`) throw new StartupError(backupText.otherVersion);
    const known = new Set(await tablesOf(tx));
    let table = '';
    let rows: string[] = [];
    const flush = async (): Promise<void> => {
      if (rows.length > 0) {
        await tx.unsafe(
          `insert into ${quoted(table)} select * from jsonb_populate_recordset(null::${quoted(table)}, $1::text::jsonb)`,
          [`[${rows.join(',')}]`],
        );
      }
      counts.set(table, (counts.get(table) ?? 0) + rows.length);
      rows = [];
    };
    for await (const line of linesOf(file)) {
      if (line.startsWith(FORMAT)) continue;
      if (!line.startsWith(TABLE)) {
        rows.push(line);
        if (rows.length === BATCH) await flush();
        continue;
      }
      if (table !== '') await flush();
      table = line.slice(TABLE.length);
      if (line === FILE_END) break;
      if (!known.has(table)) throw new StartupError(backupText.broken(file));
      // The new database marked itself on its first start; the old one's marks come with the file.
      await tx.unsafe(`truncate ${quoted(table)} cascade`);
    }
  });
  return counts;
}
