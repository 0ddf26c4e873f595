/** The weekly figures of every town, against the statements they execute; memory from the first towns to the last. */
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';

import { randomIds } from '../src/core/ids.ts';
import { addDays, instantOf, type LocalDay } from '../src/core/local-day.ts';
import { createVault, newKey } from '../src/core/vault.ts';
import { openDatabase } from '../src/db/client.ts';
import { fillCalendar, loadCalendar } from '../src/domain/calendar/store.ts';
import { contextOf, type DomainBase } from '../src/domain/context.ts';
import { createPolicyBook } from '../src/domain/policy/book.ts';
import { loadPolicies, readPolicyTexts } from '../src/domain/policy/file/load.ts';
import { weeklyFigures } from '../src/domain/report/weekly.ts';
import { weeklyText } from '../src/reports/weekly.ts';
import { captured, type Statement } from './support/capture.ts';
import { seedMatters } from './support/matters.ts';
import { median, type Bench } from './support/report.ts';
import { startBenchServer } from './support/server.ts';

const TOWNS = 1_500;
const MATTERS = 1_000_000;
const RUNS = 3;
const TODAY = '2026-03-16' as LocalDay;
const MB = 1024 * 1024;

const heapMb = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / MB;
};

const bench: Bench = async ({ say }) => {
  const server = await startBenchServer();
  try {
    const url = await server.database('weekly');
    const seeding = openDatabase(url, { max: 1 });
    say(`${MATTERS} matters in ${TOWNS} towns`);
    await seedMatters(seeding.sql, { towns: TOWNS, matters: MATTERS, due: 10_000, open: 0.1, today: TODAY });
    await fillCalendar(seeding.db);
    const calendar = await loadCalendar(seeding.db);
    await seeding.close();

    const statements: Statement[] = [];
    const database = captured(url, (statement) => statements.push(statement), 1);
    const policies = loadPolicies(await readPolicyTexts(fileURLToPath(new URL('../policies', import.meta.url))));
    const base: DomainBase = {
      ids: randomIds,
      vault: createVault(newKey()),
      policies: createPolicyBook(policies.policies),
      calendar: () => calendar,
    };
    const at = instantOf(TODAY, '09:10');
    const week = { from: addDays(TODAY, -7), to: addDays(TODAY, -1) };
    const heaps: number[] = [];
    const ours = async (): Promise<number> => {
      statements.length = 0;
      heaps.length = 0;
      const begun = performance.now();
      for (let town = 0; town < TOWNS; town += 1) {
        const ctx = contextOf(base, database.db, at);
        weeklyText(await weeklyFigures(ctx, `t${town}`, week, { kind: 'group' }));
        if (town === 99 || town === TOWNS - 1) heaps.push(heapMb());
      }
      return performance.now() - begun;
    };
    const bare = async (list: readonly Statement[]): Promise<number> => {
      const sql = postgres(url, { max: 1, onnotice: () => {} });
      const begun = performance.now();
      for (const { text, values } of list) await sql.unsafe(text, values as never[], { prepare: true });
      const ms = performance.now() - begun;
      await sql.end({ timeout: 5 });
      return ms;
    };
    await ours();
    const kept = [...statements];
    const oursMs: number[] = [];
    const bareMs: number[] = [];
    let growth = 0;
    for (let run = 1; run <= RUNS; run += 1) {
      bareMs.push(await bare(kept));
      oursMs.push(await ours());
      growth = heaps[1]! - heaps[0]!;
      say(`run ${run}: bare ${Math.round(bareMs.at(-1)!)} ms, weekly ${Math.round(oursMs.at(-1)!)} ms`);
    }
    await database.close();
    const ratio = median(oursMs) / median(bareMs);
    return [
      {
        what: `weekly figures and text of ${TOWNS} towns, ${MATTERS} matters`,
        unit: 'ms',
        ours: median(oursMs),
        floor: median(bareMs),
        ratio,
        bar: '≤ 1.3',
        isMet: ratio <= 1.3,
      },
      { what: 'heap growth from town 100 to 1500', unit: 'MB', ours: growth, bar: 'flat (≤ 5 MB)', isMet: growth <= 5 },
    ];
  } finally {
    await server.stop();
  }
};

export default bench;
