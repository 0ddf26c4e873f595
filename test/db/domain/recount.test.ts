/**
 * An independent slow recount of every figure of the reports over random histories. test/support/recount reads the timelines, the
 * town's paper and a written-out calendar, and nothing of src/domain/report.
 */
import { addDays, addMonths, type LocalDay, localDayOf } from '../../../src/core/local-day.ts';
import type { DomainContext } from '../../../src/domain/context.ts';
import type { ReportKind } from '../../../src/domain/policy/vocabulary.ts';
import { Teller } from '../../chaos/histories.ts';
import { type TownId, TOWNS } from '../../policies/rows.ts';
import { seeded } from '../../support/random.ts';
import { differences } from '../../support/recount/compare.ts';
import type { Span } from '../../support/recount/count.ts';
import { paperOf } from '../../support/recount/paper.ts';
import { missingIn, OPENING_TOWNS, tellOpening } from '../../support/recount/opening.ts';
import { type RawTown, readTown } from '../../support/recount/raw.ts';
import { SCENES } from '../../support/recount/scenes.ts';
import { type QuietStage, quietStage } from '../../support/recount/stage.ts';
import { contradictions, tell } from '../../support/recount/story.ts';
import { dbTest, describe, expect } from '../../support/test.ts';

/** After the opening; `RECOUNTED=50 npm test -- test/db/domain/recount.test.ts` recounts so many. */
const HISTORIES = Number(process.env['RECOUNTED'] ?? 5);
/** Pauses from one recount to the next: in the middle of things, too, for what is soon over. */
const BETWEEN = 8;
const FROM = '2026-03-02' as LocalDay;
const SEED = Number(process.env['RECOUNT_SEED'] ?? 8);

/** By what stands behind the town's letters; nobody: a group. */
const READERS = ['lead1', 'desk1', 'cj1', 'jw1', 'wld1', 'lead2', undefined] as const;

/** The periods that somebody may ask for today: those that run, and those before them. */
function spansOn(today: LocalDay): readonly (readonly [ReportKind, Span])[] {
  const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const month = `${today.slice(0, 8)}01` as LocalDay;
  const quarter =
    `${today.slice(0, 5)}${['01', '04', '07', '10'][Math.floor((Number(today.slice(5, 7)) - 1) / 3)]}-01` as LocalDay;
  const year = `${today.slice(0, 5)}01-01` as LocalDay;
  const months = (from: LocalDay, n: number): Span => ({ from, to: addDays(addMonths(from, n), -1) });
  const before = addMonths(month, -1);
  const half = addDays(month, 14);
  return [
    ['weekly', { from: monday, to: addDays(monday, 6) }],
    ['weekly', { from: addDays(monday, -7), to: addDays(monday, -1) }],
    ['half-monthly', { from: month, to: half }],
    ['half-monthly', { from: addDays(before, 15), to: addDays(month, -1) }],
    ['monthly', months(month, 1)],
    ['monthly', months(before, 1)],
    ['quarterly', months(quarter, 3)],
    ['quarterly', months(addMonths(quarter, -3), 3)],
    ['annual', months(year, 12)],
  ];
}

/** What was found wrong, and how much was looked at. */
class Found {
  readonly #wrong: string[] = [];
  readonly kinds = new Set<string>();
  /** Figures that never were anything but nothing. */
  readonly empty = new Set<string>();
  readonly #told = new Set<string>();
  events = 0;
  reports = 0;
  kept = 0;
  figures = 0;

  async recountAll({ town }: QuietStage, towns: readonly TownId[] = TOWNS): Promise<void> {
    this.events = 0;
    for (const id of towns) await town.run(async (ctx) => this.#recount(ctx, await readTown(ctx.tx, id)));
    expect(this.#wrong.slice(0, 20)).toEqual([]);
  }

  async #recount(ctx: DomainContext, town: RawTown): Promise<void> {
    const paper = await paperOf(town.town.policy, town.town.settings);
    for (const matter of town.matters) {
      const story = tell(matter, ctx.at);
      if (story !== undefined) this.#wrong.push(...contradictions(story));
      this.events += matter.events.length;
      for (const { kind } of matter.events) this.kinds.add(kind);
    }
    for (const [kind, span] of spansOn(ctx.today)) {
      for (const end of READERS) {
        const reader = end === undefined ? undefined : `${town.town.prefix.toLowerCase()}-${end}`;
        const { lines, figures, told, isKept } = await differences(ctx, { town, paper, kind, span, reader });
        this.#wrong.push(...lines);
        for (const name of told) this.#told.add(name);
        for (const name of figures) this.empty[this.#told.has(name) ? 'delete' : 'add'](name);
        this.reports += 1;
        this.kept += isKept ? 1 : 0;
        this.figures += figures.length;
      }
    }
  }
}

describe('the figures of the reports', () => {
  dbTest(
    'are those of a slow recount of what was done, for every reader, under five papers',
    async ({ db, sql }) => {
      const stage = await quietStage(db, sql, FROM);
      const found = new Found();
      await tellOpening(stage, () => found.recountAll(stage, OPENING_TOWNS));
      const towns = await Promise.all(OPENING_TOWNS.map((id) => stage.town.run((ctx) => readTown(ctx.tx, id))));
      expect(missingIn(towns)).toEqual([]);
      let pauses = 0;
      const watched: QuietStage = {
        ...stage,
        async advance(parts) {
          await stage.advance(parts);
          pauses += 1;
          if (pauses % BETWEEN === 0) await found.recountAll(stage);
        },
      };
      const teller = new Teller(watched, seeded(SEED), {
        steps: 40,
        scenes: SCENES,
        pause: (random) => (random.chance(0.5) ? { days: random.between(1, 9) } : { minutes: 1 }),
      });
      await teller.rounds(HISTORIES);
      await found.recountAll(stage);
      const { kinds, empty, ...counts } = found;
      process.stdout.write(
        `${JSON.stringify({ day: localDayOf(stage.now()), ...counts, kinds: [...kinds].join(' ') })}\n`,
      );
      // A run in which many figures are nothing shows little.
      expect(empty.size, [...empty].join(' ')).toBeLessThan(3);
    },
    3_600_000,
  );
});
