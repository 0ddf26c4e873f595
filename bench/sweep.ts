/** One sweep over what fell due, against the same rows written in bare SQL; and whether the open ones cost anything. */
import { fileURLToPath } from 'node:url';

import { sql } from 'drizzle-orm';

import { randomIds } from '../src/core/ids.ts';
import { instantOf, type LocalDay } from '../src/core/local-day.ts';
import { createVault, newKey } from '../src/core/vault.ts';
import { openDatabase } from '../src/db/client.ts';
import { fillCalendar, loadCalendar } from '../src/domain/calendar/store.ts';
import { contextOf, type DomainBase } from '../src/domain/context.ts';
import { createPolicyBook } from '../src/domain/policy/book.ts';
import { loadPolicies, readPolicyTexts } from '../src/domain/policy/file/load.ts';
import { claimStatement, sweepDue } from '../src/domain/reminder/sweep.ts';
import { seedMatters } from './support/matters.ts';
import { median, type Bench } from './support/report.ts';
import { type BenchServer, startBenchServer } from './support/server.ts';

const OPEN = 1_000_000;
const FEW = 10_000;
const DUE = 10_000;
const TOWNS = 1_500;
/** As the job does it. */
const BATCH = 500;
const RUNS = 3;
const TODAY = '2026-03-17' as LocalDay;
const AT = instantOf(TODAY, '10:00');

interface Run {
  readonly ms: number;
  readonly claimed: number;
}

/** The messages that a sweep wrote, in as many lots as it had batches. */
type Written = readonly string[];

/** Claims, and writes the rows that ours writes of those claims, with nothing to decide. */
async function floor(url: string, written: Written): Promise<Run> {
  const database = openDatabase(url, { max: 1 });
  await database.sql`select 1`;
  const begun = performance.now();
  let claimed = 0;
  const lots = [...written];
  for (;;) {
    const rows = await database.db.transaction(async (tx) => {
      const claims = await tx.execute(claimStatement(AT, BATCH));
      const lot = lots.shift();
      if (lot !== undefined) {
        await tx.execute(
          sql`insert into outbox select * from json_populate_recordset(null::outbox, ${lot}::text::json)`,
        );
      }
      return claims;
    });
    claimed += rows.length;
    if (rows.length < BATCH) break;
  }
  const ms = performance.now() - begun;
  await database.close();
  return { ms, claimed };
}

async function writtenIn(url: string): Promise<Written> {
  const database = openDatabase(url, { max: 1 });
  const rows = await database.sql<{ lot: string }[]>`
    select json_agg(o)::text as lot from (
      select t.*, ntile(${DUE / BATCH}) over (order by t.id) as n from outbox t) o group by o.n order by o.n`;
  await database.close();
  return rows.map(({ lot }) => lot);
}

async function ours(url: string): Promise<Run & { told: number }> {
  const database = openDatabase(url);
  await fillCalendar(database.db);
  const calendar = await loadCalendar(database.db);
  const policies = loadPolicies(await readPolicyTexts(fileURLToPath(new URL('../policies', import.meta.url))));
  const base: DomainBase = {
    ids: randomIds,
    vault: createVault(newKey()),
    policies: createPolicyBook(policies.policies),
    calendar: () => calendar,
  };
  const begun = performance.now();
  const claimed = await sweepDue((work) => database.db.transaction((tx) => work(contextOf(base, tx, AT))));
  const ms = performance.now() - begun;
  const [row] = await database.sql<{ n: number }[]>`select count(*)::int as n from outbox`;
  await database.close();
  return { ms, claimed, told: row!.n };
}

async function seeded(server: BenchServer, name: string, matters: number): Promise<void> {
  const url = await server.database(name);
  const database = openDatabase(url, { max: 1 });
  await seedMatters(database.sql, { towns: TOWNS, matters, due: DUE, open: 1, today: TODAY });
  await database.close();
}

const bench: Bench = async ({ say }) => {
  const server = await startBenchServer();
  try {
    const results = new Map<string, { floors: number[]; ours: number[]; told: number }>();
    for (const [name, matters] of [
      ['few', FEW],
      ['many', OPEN],
    ] as const) {
      say(`${matters} open clocks`);
      await seeded(server, name, matters);
      const result = { floors: [] as number[], ours: [] as number[], told: 0 };
      let written: Written = [];
      const measured = async (measure: (url: string) => Promise<Run>): Promise<number> => {
        const url = await server.copy(name, 'run');
        await server.admin`checkpoint`;
        const { ms, claimed } = await measure(url);
        if (claimed !== DUE) throw new Error(`${claimed} claimed instead of ${DUE}`);
        if (written.length === 0) written = await writtenIn(url);
        await server.admin.unsafe('drop database run with (force)');
        return ms;
      };
      for (let run = 1; run <= RUNS; run += 1) {
        result.ours.push(
          await measured(async (url) => {
            const done = await ours(url);
            result.told = done.told;
            return done;
          }),
        );
        result.floors.push(await measured((url) => floor(url, written)));
        say(`run ${run}: bare ${Math.round(result.floors.at(-1)!)} ms, sweep ${Math.round(result.ours.at(-1)!)} ms`);
      }
      results.set(name, result);
    }
    const many = results.get('many')!;
    const few = results.get('few')!;
    const ratio = median(many.ours) / median(many.floors);
    const growth = median(many.ours) / median(few.ours);
    return [
      {
        what: `sweep, ${OPEN} open, ${DUE} due`,
        unit: 'ms',
        ours: median(many.ours),
        floor: median(many.floors),
        ratio,
        bar: '≤ 1.25',
        isMet: ratio <= 1.25,
        note: `${many.told} messages written by both`,
      },
      {
        what: `the same with ${FEW} open`,
        unit: 'ms',
        ours: median(few.ours),
        floor: median(few.floors),
        ratio: median(few.ours) / median(few.floors),
      },
      {
        what: `${OPEN} open against ${FEW}`,
        unit: 'times',
        ours: growth,
        bar: '≤ 1.2',
        isMet: growth <= 1.2,
      },
    ];
  } finally {
    await server.stop();
  }
};

export default bench;
