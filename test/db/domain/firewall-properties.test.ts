/** For a random bar and random lines, a barred reader's world is the one without the matter, to the byte. */
import { and, eq, inArray } from 'drizzle-orm';
import fc from 'fast-check';
import type { Sql } from 'postgres';

import { addDays } from '../../../src/core/local-day.ts';
import { outbox } from '../../../src/db/schema.ts';
import { recuse } from '../../../src/domain/handling/recusal.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { loadMessages } from '../../../src/app/load-folder.ts';
import { digestText } from '../../../src/notify/digest.ts';
import { cases, PATIENCE_MS } from '../../support/cases.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';
import { about, anyLines, type Line, QUESTIONS, say, wordsOf } from '../../support/parley.ts';

const messages = await loadMessages();

const PEOPLE = ['u-desk1', 'u-desk1', 'u-lead1', 'u-lead1', 'u-lead2', 'u-cj1', 'u-cj2', 'u-ny1', 'u-jw1', 'u-wld1'];
const POLICIES = ['national', 'fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji'];

/** Who is shut out of the matter, and by what. */
const BARS = [
  { accused: '城建办', readers: ['u-cj1', 'u-cj2'] },
  { accused: '五里墩村', readers: ['u-wld1', 'u-wld2'] },
  { accused: '王某强', readers: ['u-cj2', 'u-cj1'] },
  { accused: '孙某', readers: ['u-lead2'] },
  { recused: 'u-ny1', readers: ['u-ny1'] },
  { recused: 'u-lead2', readers: ['u-lead2'] },
  { recused: 'u-cj2', readers: ['u-cj2'] },
] as const;
type Shut = (typeof BARS)[number];

const SECRET = { text: '暗号梧桐巷的账目', title: '梧桐巷账目' };
const ORDINARY = 2;

interface World {
  /** Everything that went to a barred reader, in order. */
  readonly heard: string[];
  /** Messages about the secret matter put aside for them. */
  readonly told: number;
  readonly secret: string | undefined;
}

async function live(town: TestTown, shut: Shut, lines: readonly Line[], withSecret: boolean): Promise<World> {
  town.go('2026-03-02');
  const numbers = [
    (await town.register('u-desk1', { text: '路灯不亮', title: '路灯不亮', kind: 'appeal' })).number,
    (await town.register('u-cj2', { text: '水渠堵塞', title: '水渠堵塞', channel: 'phone' })).number,
  ];
  const secret = withSecret
    ? await town.register('u-desk1', { ...SECRET, ...('accused' in shut ? { accused: shut.accused } : {}) })
    : undefined;
  if (secret !== undefined && 'recused' in shut) {
    await town.act('u-desk1', secret, (ctx, actor, petition) => recuse(ctx, actor, petition, shut.recused, '亲属'));
  }
  const heard: string[] = [];
  const readers: readonly string[] = shut.readers;
  const put = (by: string, text: string): void => {
    if (readers.includes(by)) heard.push(text);
  };
  for (const line of lines) {
    if (line.after > 0) {
      town.go(addDays(town.day, line.after));
      while ((await town.run((ctx) => sweepBatch(ctx, 50))) > 0);
      for (const reader of readers) {
        put(reader, (await town.run((ctx) => digestText(ctx, reader, messages))) ?? '');
        for (const question of [...QUESTIONS, '/搜 梧桐', '/搜 账目']) {
          put(reader, wordsOf(await say(town, reader, question)));
        }
      }
    }
    const number = line.matter < ORDINARY ? numbers[line.matter]! : secret?.number;
    if (number === undefined) continue;
    const outcome = await say(town, line.by, about(line, number));
    if (number !== secret?.number) put(line.by, wordsOf(outcome));
    else if (readers.includes(line.by)) {
      // They know what they typed; the answer is the one for what is not there.
      const missing = await say(town, line.by, about(line, secret.number.replace(/\d{4}$/u, '0099')));
      expect(wordsOf(outcome), `${line.by} ${line.text}`).toBe(wordsOf(missing));
    }
  }
  const told =
    secret === undefined
      ? []
      : await town.db
          .select()
          .from(outbox)
          .where(and(eq(outbox.petitionId, secret.id), inArray(outbox.toId, [...readers])));
  return { heard, told: told.length, secret: secret?.number };
}

const KEPT = ['town', 'unit', 'person', 'chat_group', 'calendar_day', 'calendar_year', 'app_meta'];

/** The same town with nothing behind it. */
async function afresh(sql: Sql): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all(${KEPT})`;
  await sql.unsafe(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
}

describe('who must not know of a matter', () => {
  for (const id of POLICIES) {
    townTest(
      `${id}: reads what would be there without it, whatever is done to it`,
      async ({ town, sql }) => {
        const settings = { otherDays: 10, resolveDays: 20, yellowUnderMonthDays: 5 };
        await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: id }, settings });
        await fc.assert(
          fc.asyncProperty(fc.constantFrom(...BARS), anyLines(PEOPLE, ORDINARY + 1, 22), async (shut, lines) => {
            const worlds: World[] = [];
            for (const withSecret of [true, false]) {
              await afresh(sql);
              worlds.push(await live(town, shut, lines, withSecret));
            }
            const [there, without] = worlds as [World, World];
            expect(there.told).toBe(0);
            expect(there.heard).toEqual(without.heard);
            expect(there.heard.filter((text) => text.includes(there.secret!) || /梧桐/u.test(text))).toEqual([]);
          }),
          { ...cases(1, 40), endOnFailure: true },
        );
      },
      PATIENCE_MS,
    );
  }
});
