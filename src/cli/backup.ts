import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Sql, TransactionSql } from 'postgres';
import { StartupError } from '../core/errors.ts';
import { backupText } from '../copy/cli.ts';

/**
 * One gzip file of text: a head line, then per table `=table column,column`, its rows as PostgreSQL's COPY writes them,
 * and `\.`. Identities stay sealed in it: without the data key it tells no name.
 */
const FORMAT = 'xinfang-bot backup 1';
const TABLE = '=';
const END = '\\.';
const FILE_END = '=';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function tablesOf(sql: Sql | TransactionSql): Promise<{ name: string; columns: string[] }[]> {
  const rows = await sql<{ name: string; columns: string[] }[]>`
    select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' group by table_name order by table_name`;
  return [...rows];
}

const lastMigration = async (sql: Sql | TransactionSql): Promise<string> =>
  (await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by id desc limit 1`)[0]?.hash ??
  '';

/** Everything of one moment, while the bot goes on working. @returns rows written per table */
export async function backup(sql: Sql, file: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const draft = `${file}.part`;
  const out = createGzip();
  const sink = createWriteStream(draft, { mode: 0o600 });
  out.pipe(sink);
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await sql.begin('isolation level repeatable read read only', async (tx) => {
    await write(`${FORMAT} ${await lastMigration(tx)}\n`);
    for (const { name, columns } of await tablesOf(tx)) {
      await write(`${TABLE}${name} ${columns.join(',')}\n`);
      let rows = 0;
      const readable = await tx
        .unsafe(`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`)
        .readable();
      for await (const chunk of readable) {
        const text = String(chunk);
        rows += text.split('\n').length - 1;
        await write(text);
      }
      await write(`${END}\n`);
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
  const broken = (): never => {
    throw new StartupError(backupText.broken(file));
  };
  const unpacked = createReadStream(file).pipe(createGunzip());
  let rest = '';
  try {
    for await (const chunk of unpacked.setEncoding('utf8')) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    broken();
  }
  if (rest !== '') broken();
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
    const lines = linesOf(file);
    await lines.next();
    for (let line = await nextOf(lines); line !== FILE_END; line = await nextOf(lines)) {
      const [name = '', columns = ''] = line.slice(TABLE.length).split(' ');
      // The new database marked itself on its first start; the old one's marks come with the file.
      await tx.unsafe(`truncate public.${quoted(name)} cascade`);
      counts.set(name, await copyIn(tx, name, columns.split(','), lines));
    }
  });
  return counts;
}

const nextOf = async (lines: AsyncGenerator<string>): Promise<string> => {
  const { value, done } = await lines.next();
  return done === true ? FILE_END : value;
};

async function copyIn(
  tx: TransactionSql,
  name: string,
  columns: readonly string[],
  lines: AsyncGenerator<string>,
): Promise<number> {
  let rows = 0;
  async function* table(): AsyncGenerator<string> {
    for (let line = await nextOf(lines); line !== END; line = await nextOf(lines)) {
      rows += 1;
      yield `${line}\n`;
    }
  }
  const into = await tx.unsafe(`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`).writable();
  await pipeline(Readable.from(table(), { objectMode: false }), into);
  return rows;
}
