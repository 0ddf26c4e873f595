/** A database filled by an earlier commit is carried on by this one: see docs/testing.md, "The kept database". */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { inject } from 'vitest';

import { brokenLink } from '../../src/domain/matter/chain.ts';
import { DIFFERENCES } from '../carried/differences.ts';
import { comeBack, kept, knownIds, unpack, wake } from '../carried/kept.ts';
import { readLine, recordingOf, until } from '../carried/recorder.ts';
import { withDatabase } from '../support/servers.ts';
import { dbTest, describe, expect } from '../support/test.ts';
import type { Town } from '../support/town.ts';

const COMMIT = 'bdb2299';
/** Up to which day the suite plays; CARRIED_UNTIL plays on, as far as was recorded. */
const UNTIL = process.env['CARRIED_UNTIL'] ?? '2026-04-08T12:00';

interface Carried {
  /** The towns under the code of today, at the moment their database was kept. */
  readonly town: Town;
  /** Events as they stood before this version's first migration, by id. */
  readonly eventsThen: ReadonlyMap<string, string>;
  /** The same columns of the same events, now. */
  eventsNow(): Promise<ReadonlyMap<string, string>>;
  /** Stops the app and starts it again on the same database, at the moment it had reached. */
  again(): Promise<Town>;
}

const about = await kept(COMMIT);

const carriedTest = dbTest.extend<{ carried: Carried }>({
  carried: async ({ admin }, use) => {
    const name = `t_${randomUUID().replaceAll('-', '')}`;
    const dir = await mkdtemp(join(tmpdir(), 'xinfang-carried-'));
    await admin.unsafe(`create database ${name}`);
    const url = withDatabase(inject('pgAdminUrl'), name);
    let columns: string[] = [];
    let eventsThen = new Map<string, string>();
    await comeBack(url, about, async (sql) => {
      columns = await columnsOf(sql);
      eventsThen = await eventsOf(sql, columns);
    });
    let town = await wake(url, about, dir);
    await use({
      get town() {
        return town;
      },
      get eventsThen() {
        return eventsThen;
      },
      async eventsNow() {
        const now = await eventsOf(town.app.database.sql, columns);
        return new Map([...now].filter(([id]) => eventsThen.has(id)));
      },
      async again() {
        const { clock } = town.app;
        const at = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
        await town.close();
        town = await wake(url, { ...about, at }, dir);
        await town.settle();
        return town;
      },
    });
    await town.close();
    await admin.unsafe(`drop database ${name} with (force)`);
    await rm(dir, { recursive: true, force: true });
  },
});

const columnsOf = async (sql: Sql): Promise<string[]> =>
  (
    await sql<{ name: string }[]>`select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = 'event' order by ordinal_position`
  ).map(({ name }) => name);

async function eventsOf(sql: Sql, columns: readonly string[]): Promise<Map<string, string>> {
  const row = columns.map((name) => `"${name}"`).join(', ');
  const rows = await sql.unsafe<{ id: string; row: string }[]>(`select id, row(${row})::text as row from event`);
  return new Map(rows.map((one) => [one.id, one.row]));
}

const countsOf = async (sql: Sql): Promise<Record<string, number>> =>
  (
    await sql<Record<string, number>[]>`select
      (select count(*)::int from outbox) as told, (select count(*)::int from outbox where state = 'sent') as sent,
      (select count(*)::int from reminder_claim) as claims, (select count(*)::int from occurrence) as occasions`
  )[0]!;

/** Lines of the one that the other has not, as often as it has them. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0;
  });
}

describe('a database filled by an earlier version', () => {
  carriedTest(
    'tells in the days after what that version would have told, once, and rewrites no event',
    async ({ carried }) => {
      const [last = '', ...lines] = (await unpack(about, 'sent')).toString('utf8').trimEnd().split('\n');
      expect(UNTIL <= last, `it was recorded until ${last}`).toBe(true);
      const then = until(lines.map(readLine), UNTIL);
      expect(then.length).toBeGreaterThan(100);

      await carried.town.at(UNTIL);
      const { sql, db } = carried.town.app.database;
      const now = until(await recordingOf(sql, about.at, await knownIds(about)), UNTIL);
      const differences = [
        ...without(then, now).map((line) => `not any more: ${line}`),
        ...without(now, then).map((line) => `new: ${line}`),
      ];
      const isExcused = (line: string): boolean => DIFFERENCES.some((one) => one.lines.test(line));
      expect(differences.filter((line) => !isExcused(line))).toEqual([]);
      const unused = DIFFERENCES.filter((one) => !differences.some((line) => one.lines.test(line)));
      expect(unused, 'excuses that nothing needs').toEqual([]);

      expect(await carried.eventsNow()).toEqual(carried.eventsThen);
      const ctx = { tx: db, vault: carried.town.app.storage.vault };
      for (const { id, number } of await sql<{ id: string; number: string }[]>`select id, number from petition`) {
        expect(await brokenLink(ctx, id), `${number}: the first event whose hash does not fit`).toBeUndefined();
      }

      const before = await countsOf(sql);
      const town = await carried.again();
      expect(await countsOf(town.app.database.sql), 'started once more: nothing is told again').toEqual(before);
    },
    600_000,
  );

  carriedTest(
    'signs what was waiting, answers the cards of then and the question that was open, and sends what was parked',
    async ({ carried: { town } }) => {
      const { sql } = town.app.database;
      const parkedFor = async (chat: string): Promise<number> =>
        (
          await sql<{ n: number }[]>`select count(*)::int as n from outbox where to_id = ${chat} and state = 'parked'`
        )[0]!.n;
      for (const { prefix } of about.towns.map((one) => one.town)) {
        const of = prefix.toLowerCase();
        const group = `${of}-wrCjb`;
        expect(await parkedFor(group)).toBeGreaterThan(0);
        await town.say(`${of}-cj1`, '/帮助', { chat: group });
        expect(await parkedFor(group), 'nobody had written in this group').toBe(0);
        town.expectMessage(group, new RegExp(`${prefix}2026-0002|${prefix}2026-0001`, 'u'));

        await town.click(`${of}-lead2`, `${prefix}2026-0024 请审批延期`, '同意');
        town.expectMessage(`${of}-cj2`, new RegExp(`${prefix}2026-0024[^]*同意`, 'u'));
        const [waiting] = await sql<
          { n: number }[]
        >`select count(*)::int as n from approval a join petition p on p.id = a.petition_id
          where p.number = ${`${prefix}2026-0024`} and a.state = 'open'`;
        expect(waiting!.n).toBe(0);
      }
      expect(await parkedFor('qs-wg1')).toBeGreaterThan(0);
      await town.say('qs-wg1', '/我的');
      expect(await parkedFor('qs-wg1')).toBe(0);

      await town.click('fj-lead1', 'FJ2026-0026 请批示', '同意');
      await town.say('fj-desk1', '/交办 FJ2026-0026 城建办');
      town.expectMessage('fj-cj1', /FJ2026-0026 交办函/u);
      await town.click('fj-cj2', 'FJ2026-0025 交办函', '签收');
      town.expectMessage('fj-cj2', /FJ2026-0025[^]*已签收/u);
      await town.say('qs-desk1', '/退回 QS2026-0012 同意');
      town.expectMessage('qs-desk1', /QS2026-0012[^]*退回/u);
      // `/交办 22` had been asked for its unit.
      await town.say('yz-desk1', '城建办');
      town.expectMessage('yz-desk1', /YZ2026-0022[^]*已交办城建办/u);
    },
    600_000,
  );
});
