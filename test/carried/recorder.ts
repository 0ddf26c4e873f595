/** What a bot writes to its readers and claims as told, as sorted lines that two versions can be compared by; no words of any message. */
import type { Sql } from 'postgres';

import { UUID } from './kept.ts';

export interface Told {
  /** Minute of the town's clock, `2026-04-07T08:30`. */
  readonly at: string;
  /** What it was and for whom; the same for the same occasion, whichever version wrote it. */
  readonly what: string;
  /** What became of it, and when. */
  readonly end: string;
  readonly endAt: string | null;
}

const minute = (column: string): string => `to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI')`;

/**
 * Rows of the outbox, claims of stages and periodic occasions since a moment.
 * @param known identities that stood in the database when it was kept; others differ from run to run
 */
export async function recordingOf(sql: Sql, since: string, known: ReadonlySet<string>): Promise<Told[]> {
  const rows = await sql.unsafe<{ at: string; what: string; end: string; end_at: string | null }[]>(
    `select ${minute('o.created_at')} as at,
        concat_ws(' ', 'told', o.kind, o.to_id, coalesce(p.number, '-'), o.once) as what,
        concat_ws(' ', o.state, o.reason) as end, ${minute('o.settled_at')} as end_at
      from outbox o left join petition p on p.id = o.petition_id where o.created_at > $1::timestamptz
    union all
    select ${minute('r.claimed_at')}, concat_ws(' ', 'claim', p.number, c.kind, c.id, r.stage),
        concat_ws(' ', r.outcome, r.reason), ${minute('r.claimed_at')}
      from reminder_claim r join clock c on c.id = r.clock_id join petition p on p.id = c.petition_id
      where r.claimed_at > $1::timestamptz
    union all
    select ${minute('at')}, concat_ws(' ', 'occasion', town_id, kind, slot), concat_ws(' ', outcome, reason), ${minute('at')}
      from occurrence where at > $1::timestamptz`,
    [`${since}:59+08:00`],
  );
  const named = (words: string): string => words.replace(UUID, (id) => (known.has(id) ? id : 'new'));
  return rows
    .map((row) => ({ at: row.at, what: named(row.what), end: named(row.end), endAt: row.end_at }))
    .toSorted((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
}

export const lineOf = ({ at, what, end, endAt }: Told): string => `${at}\t${what}\t${end}\t${endAt ?? ''}`;
export const readLine = (line: string): Told => {
  const [at = '', what = '', end = '', endAt = ''] = line.split('\t');
  return { at, what, end, endAt: endAt === '' ? null : endAt };
};

/** The same recording, as it stood at an earlier moment. */
export const until = (recording: readonly Told[], moment: string): string[] =>
  recording
    .filter(({ at }) => at <= moment)
    .map(
      ({ at, what, end, endAt }) =>
        `${at}\t${what}\t${endAt !== null && endAt <= moment ? `${end}\t${endAt}` : 'waits'}`,
    )
    .toSorted();
