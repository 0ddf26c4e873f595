import type { Sql } from 'postgres';

/** Every row of every table, the queue's too, as text; bytes stand as hex. */
export async function dumpOf(sql: Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`;
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ line: string }[]>(`select t::text as line from ${name} t`);
    parts.push(...rows.map(({ line }) => `${name} ${line}`));
  }
  return parts.join('\n');
}

/** Those of the words that the dump holds, as text or as the bytes of the text. */
export const foundIn = (dump: string, words: readonly string[]): string[] =>
  words.filter((word) => dump.includes(word) || dump.includes(Buffer.from(word).toString('hex')));
