/**
 * An independent slow recount of every figure of the reports over random histories. test/support/recount reads the timelines, the
 * town's paper and a written-out calendar, and nothing of src/domain/report.
 */
import { addDays, addMonths, type LocalDay, localDayOf } from '../../../src/core/local-day.ts';
import type { DomainContext } from '../../../src/domain/context.ts';
import type { ReportKind } from '../../../src/domain/policy/words.ts';
import { type Line, type Scene, Teller } from '../../chaos/histories.ts';
import { TOWNS } from '../../policies/rows.ts';
import { seeded } from '../../support/random.ts';
import { differences } from '../../support/recount/compare.ts';
import type { Span } from '../../support/recount/count.ts';
import { paperOf } from '../../support/recount/paper.ts';
import { type RawTown, readTown } from '../../support/recount/raw.ts';
import { type QuietStage, quietStage } from '../../support/recount/stage.ts';
import { contradictions, tell } from '../../support/recount/story.ts';
import { dbTest, describe, expect } from '../../support/test.ts';

/** `RECOUNTED=50 npm test -- test/db/domain/recount.test.ts` recounts so many histories. */
const HISTORIES = Number(process.env['RECOUNTED'] ?? 15);
/** Pauses from one recount to the next: in the middle of things, too, for what is soon over. */
const BETWEEN = 8;
const FROM = '2026-03-02' as LocalDay;
const SEED = Number(process.env['RECOUNT_SEED'] ?? 8);

const GIVEN: readonly Line[] = [
  [['desk1'], '/交办 12 城建办 期限:9天 经办:王某强'],
  [['lead1'], '/批示 12 同意'],
];
const SHORTLY: readonly Line[] = [
  [['desk1'], '/交办 12 农业办 期限:4天'],
  [['lead1'], '/批示 12 同意'],
];
const CLOSED: readonly Line[] = [
  [['cj1'], '/答复 12 事实:属实 依据:有关规定 内容:已办 结论:支持'],
  [['desk1'], '/办结 12 依据:书面答复'],
  [['lead1'], '/批示 12 同意'],
];
const APPEAL: readonly Line[] = [
  [['desk1'], '/分类 12 申诉求决 情形:6'],
  [['desk1'], '/受理 12 受理'],
];
const VOID: readonly Line[] = [
  [['desk1'], '/作废 12 误登 理由:不是信访事项'],
  [['lead1'], '/批示 12 同意'],
];
const ANSWERED: readonly Line[] = [
  ...CLOSED.slice(0, 1),
  [['desk1'], '/送达 12 文书:处理意见书 日期:今天 方式:直接送达'],
];
/** The unit's own limit outlasts the petitioner's period. */
const LONG: readonly Line[] = [
  [['desk1'], '/交办 12 城建办 期限:90天 经办:王某强'],
  [['lead1'], '/批示 12 同意'],
];
/** Past its day as soon as it is given. */
const LATE: readonly Line[] = [[['desk1'], '/补充 12 收到:2025-02-20'], ...GIVEN];
const REOPENED: Line = [['desk1'], '/重启 12 理由:没有修好'];
const SEALED_FOR_A_WHILE: Scene = [
  [['desk1'], '/补充 12 内容:村支书收了钱，虚报了路灯'],
  { days: 10 },
  [['desk1'], '/补充 12 检举:否'],
];
/** What reports count beside the ordinary course. */
const SCENES: readonly Scene[] = [
  [[['desk1'], '/并案 12 9']],
  [[['desk1'], '/并案 12 9']],
  [[['desk1'], '/并案 12 9']],
  [[['desk1'], '/并案 12 9 新情况']],
  VOID,
  VOID,
  VOID,
  [[['desk1'], '/更正 12 人数:5 理由:记少了']],
  [[['desk1'], '/补充 12 收到:2024-11-20'], ...GIVEN, ...CLOSED],
  [[['lead1'], '/更正 12 收到:昨天 理由:看错邮戳']],
  [[['desk1'], '/分类 12 建议意见']],
  APPEAL,
  [...APPEAL, ...GIVEN, ...CLOSED, [['desk1'], '/送达 12 文书:处理意见书 日期:今天 方式:直接送达']],
  [...APPEAL, ...GIVEN, ...ANSWERED],
  [[['desk1'], '/补充 12 反馈:2026-05-29']],
  SEALED_FOR_A_WHILE,
  SEALED_FOR_A_WHILE,
  [[['desk1'], '/补充 12 反馈:明天']],
  [[['desk1'], '/补充 12 反馈:明天']],
  [...LATE, ...CLOSED, REOPENED, ...CLOSED],
  [...LATE, ...CLOSED, REOPENED, ...CLOSED],
  [REOPENED, ...CLOSED],
  [REOPENED, ...CLOSED],
  [...APPEAL, ...LONG, ...ANSWERED],
  [...APPEAL, ...LONG, ...ANSWERED],
  [[['desk1'], '/送达 12 文书:受理告知书 日期:今天 方式:直接送达']],
  GIVEN,
  SHORTLY,
  SHORTLY,
  [...GIVEN, [['desk1', 'lead1'], '/督办 12 要求:三日内说明']],
  [...GIVEN, [['desk1'], '/撤销 12']],
  [
    [['desk1'], '/督办 12 要求:三日内说明'],
    [['desk1'], '/撤销 12'],
  ],
  [...GIVEN, ...CLOSED],
  CLOSED,
  [...CLOSED, REOPENED],
  [...CLOSED, [['desk1', 'desk2'], '/回访 12 满意']],
  [
    [['cj1'], '/延期 12 10天 理由:需要检测 时限:内部'],
    [['lead2'], '/批示 12 同意'],
  ],
  [...GIVEN, [['desk1', 'lead1'], '/包案 12 李某平 方案:先排水再修渠']],
  [[['desk1'], '/预警 12 原因:进展缓慢']],
  [[['desk1'], '/协办 12 代办:杨某']],
  [[['desk1'], '/协办 12 转介:司法所']],
  [[['cj1'], '/退回 12 理由:不属于本办']],
  [[['lead1', 'lead2'], '/接访 2批 5人次']],
];

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
  readonly wrong: string[] = [];
  readonly kinds = new Set<string>();
  /** Figures that never were anything but nothing. */
  readonly empty = new Set<string>();
  readonly #told = new Set<string>();
  events = 0;
  reports = 0;
  kept = 0;
  figures = 0;

  async recountAll({ town }: QuietStage): Promise<void> {
    this.events = 0;
    for (const id of TOWNS) await town.run(async (ctx) => this.#recount(ctx, await readTown(ctx.tx, id)));
  }

  async #recount(ctx: DomainContext, town: RawTown): Promise<void> {
    const paper = await paperOf(town.town.policy, town.town.settings);
    for (const matter of town.matters) {
      const story = tell(matter, ctx.at);
      if (story !== undefined) this.wrong.push(...contradictions(story));
      this.events += matter.events.length;
      for (const { kind } of matter.events) this.kinds.add(kind);
    }
    for (const [kind, span] of spansOn(ctx.today)) {
      for (const end of READERS) {
        const reader = end === undefined ? undefined : `${town.town.prefix.toLowerCase()}-${end}`;
        const { lines, figures, told, isKept } = await differences(ctx, { town, paper, kind, span, reader });
        this.wrong.push(...lines);
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
      const { wrong, kinds, empty, ...counts } = found;
      process.stdout.write(
        `${JSON.stringify({ day: localDayOf(stage.now()), ...counts, kinds: [...kinds].join(' ') })}\n`,
      );
      expect(wrong.slice(0, 20)).toEqual([]);
      // A run in which many figures are nothing shows little.
      expect(empty.size, [...empty].join(' ')).toBeLessThan(3);
    },
    3_600_000,
  );
});
