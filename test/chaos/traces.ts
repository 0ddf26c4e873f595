/** Looks for traces of invented people where none may be. */
import type { Sql } from 'postgres';

import type { ChatMessage } from '../../sandbox/server.ts';
import { dumpOf } from '../support/dump.ts';
import type { Town } from '../support/town-api.ts';
import { type Trace, TRACES } from './invented.ts';

const PERSONAL: readonly Trace[] = ['name', 'phone', 'identity', 'address'];
/** The petition's own words stand in clear in these tables, without what is personal (docs/privacy.md). */
const OF_TEXTS = /^public\.(?:petition_text|demand) /u;

const tracesIn = (words: string, kinds: readonly Trace[]): string[] =>
  kinds.flatMap((kind) => [...words.matchAll(TRACES[kind])].map(([found]) => `${kind} ${found}`));

/** Bytes stand in a dump as hex: what is there in clear is text again. */
const opened = (line: string): string =>
  line.replaceAll(/\\x([0-9a-f]+)/gu, (whole, hex: string) => `${whole} ${Buffer.from(hex, 'hex').toString('utf8')}`);

export async function leaksOf({
  town,
  groups,
  messages,
  logs,
}: {
  readonly town: Town;
  readonly groups: ReadonlySet<string>;
  readonly messages: readonly ChatMessage[];
  readonly logs: readonly string[];
}): Promise<{ readonly rows: number; readonly found: readonly string[] }> {
  const rows = (await dumpOf(town.app.database.sql)).split('\n');
  const inGroups = messages
    .filter(({ chat }) => groups.has(chat))
    .flatMap((message) =>
      tracesIn(JSON.stringify(message), [...PERSONAL, 'token']).map((trace) => `${trace} in ${message.chat}`),
    );
  const inLogs = logs.flatMap((line) =>
    tracesIn(line, [...PERSONAL, 'token']).map((trace) => `${trace} logged: ${line}`),
  );
  const inRows = rows.flatMap((row) =>
    tracesIn(opened(row), OF_TEXTS.test(row) ? PERSONAL : [...PERSONAL, 'token']).map(
      (trace) => `${trace} in clear: ${row.slice(0, 160)}`,
    ),
  );
  return { rows: rows.length, found: [...inGroups, ...inLogs, ...inRows] };
}

/** Messages that should have left and did not, and such as were settled otherwise without a reason. */
export async function strayRows(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql<{ kind: string; to_id: string; state: string; once: string }[]>`
    select kind, to_id, state, once from outbox
    where (state = 'pending' and hold_until <= ${now.toISOString()} and retry_at is null)
      or (state in ('parked', 'failed', 'superseded') and coalesce(reason, '') = '')`;
  return rows.map((row) => `${row.kind} for ${row.to_id} is ${row.state} without a reason: ${row.once}`);
}
