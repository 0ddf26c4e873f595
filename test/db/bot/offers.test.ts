/** What the page of a matter offers is what its commands take: read off the matter, and tried. */
import { and, desc, eq } from 'drizzle-orm';

import type { LocalDay } from '../../../src/core/local-day.ts';
import { approvals, events, people, petitions, receipts } from '../../../src/db/schema.ts';
import { townsOf } from '../../carried/towns.ts';
import { type Line, Teller } from '../../chaos/histories.ts';
import { cases, freshSeed, PATIENCE_MS } from '../../support/cases.ts';
import { sampleTown, type TestTown, townTest } from '../../support/domain.ts';
import { type ActorOf, anybody, BESIDE, type Compared, compareOffers, somebody } from '../../support/offers.ts';
import { say } from '../../support/parley.ts';
import { type Random, seeded } from '../../support/random.ts';
import { SCENES } from '../../support/recount/scenes.ts';
import { type QuietStage, quietStage } from '../../support/recount/stage.ts';
import { dbTest, describe, expect } from '../../support/test.ts';

/** One in each of the five towns, and more in the long run. */
const HISTORIES = cases(5, 6).numRuns;
const FROM = '2026-03-02' as LocalDay;
const ORGS = townsOf(sampleTown);
const POLICIES = [
  ...ORGS.map(({ town, settings }) => ({ policy: town.policy, settings })),
  { policy: 'national', settings: {} },
];

/** Who looks at a matter: whoever did something last, who is asked, somebody of the town, and people who are nobody in particular. */
async function readersOf({ db }: TestTown, matter: typeof petitions.$inferSelect, random: Random): Promise<ActorOf[]> {
  const [last] = await db
    .select()
    .from(events)
    .where(eq(events.petitionId, matter.id))
    .orderBy(desc(events.seq))
    .limit(1);
  const open = await db
    .select()
    .from(approvals)
    .where(and(eq(approvals.petitionId, matter.id), eq(approvals.state, 'open')));
  const own = await db.select().from(people).where(eq(people.townId, matter.townId)).orderBy(people.userid);
  const asked = open.flatMap(({ approvers }) => approvers);
  const named = [last?.by, ...(asked.length > 0 ? [random.pick(asked)] : []), random.pick(own).userid];
  return [
    ...named.flatMap((userid) => (userid === undefined ? [] : [somebody(userid)])),
    anybody(random, matter),
    anybody(random, matter),
  ];
}

/** A town goes over to another paper: what runs goes on as it began. */
async function reform(town: TestTown, random: Random): Promise<void> {
  const org = random.pick(ORGS);
  const { policy, settings } = random.pick(POLICIES);
  await town.import({ ...org, town: { ...org.town, policy }, settings: { ...org.settings, ...settings } });
}

/** A stage that is looked at after what was said, and after days have gone by. */
function watched(stage: QuietStage, random: Random, look: (matters: readonly string[]) => Promise<void>): QuietStage {
  const { db } = stage.town;
  const newest = async (): Promise<string[]> =>
    (await db.select().from(petitions).orderBy(desc(petitions.registeredAt), desc(petitions.number)).limit(15)).map(
      ({ id }) => id,
    );
  return {
    ...stage,
    async say(...said) {
      await stage.say(...said);
      const [last] = await db
        .select()
        .from(events)
        .orderBy(desc(events.at), desc(events.seq), desc(events.id))
        .limit(1);
      if (last === undefined || !random.chance(0.3)) return;
      // A reminder that somebody has not seen yet: sent over a wire, they would be there by themselves.
      if (random.chance(0.3)) {
        const [outboxId, userid] = [stage.town.base.ids.uuid(stage.now()), last.by];
        await db.insert(receipts).values({ outboxId, petitionId: last.petitionId, userid, sentAt: stage.now() });
      }
      await look([last.petitionId]);
    },
    async advance(parts) {
      await stage.advance(parts);
      if (random.chance(0.1)) await reform(stage.town, random);
      const all = await newest();
      if (all.length > 0) await look([random.pick(all), random.pick(all)]);
    },
  };
}

const OPENING: readonly Line[] = [
  [['desk1'], '/登记 村口路灯不亮 姓名:何某某 题目:路灯不亮 方式:来访 类别:申诉求决'],
  [['desk1'], '/受理 1 受理'],
  [['desk1'], '/交办 1 城建办'],
  [['cj1'], '/答复 1 事实:属实 依据:有关规定 内容:已办 结论:支持'],
];

/** Whatever the seed, there are limits in every town that a notice, a word with the petitioner and a closing settle. */
async function open({ town, say }: QuietStage, look: (matters: readonly string[]) => Promise<void>): Promise<void> {
  for (const { town: one } of ORGS) {
    for (const [[end], line] of OPENING) {
      await say(`${one.prefix.toLowerCase()}-${end!}`, line);
      const [matter] = await town.db.select().from(petitions).where(eq(petitions.townId, one.id));
      if (!line.startsWith('/登记')) await look([matter!.id]);
    }
  }
}

/** What was seen alike, by what it was. */
function grouped(all: readonly Compared[], kindOf: (one: Compared) => string): [kind: string, same: Compared[]][] {
  const found = new Map<string, Compared[]>();
  for (const one of all) {
    const kind = kindOf(one);
    const same = found.get(kind);
    if (same === undefined) found.set(kind, [one]);
    else same.push(one);
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** How often each difference was seen, with one of them. */
const tableOf = (unlike: readonly Compared[]): string[] =>
  grouped(unlike, ({ form, tried, said }) => `${form}: tried ${tried}, said ${said}`).map(
    ([kind, [first, ...others]]) => `${1 + others.length} × ${kind} (${first!.who}; ${first!.matter})`,
  );

describe('what the page offers', () => {
  dbTest(
    'is what the commands take, settle and say, for every reader of random histories',
    async ({ db, sql }) => {
      const seed = freshSeed();
      const random = seeded(seed);
      const stage = await quietStage(db, sql, FROM);
      const all: Compared[] = [];
      const look = async (ids: readonly string[]): Promise<void> => {
        for (const id of ids) {
          const [matter] = await db.select().from(petitions).where(eq(petitions.id, id));
          for (const reader of await readersOf(stage.town, matter!, random)) {
            all.push(...(await compareOffers(stage.town, reader, matter!.number)));
          }
        }
      };
      await open(stage, look);
      const teller = new Teller(watched(stage, random, look), random, {
        steps: 10,
        scenes: [...SCENES, ...BESIDE, ...BESIDE],
        pause: (dice) => (dice.chance(0.5) ? { days: dice.between(1, 9) } : { minutes: 1 }),
      });
      await teller.rounds(HISTORIES);
      const taken = all.filter(({ tried }) => tried.startsWith('taken')).length;
      const kinds = new Set(all.map(({ form, tried }) => `${form} ${tried.replace(/settles .*/u, '')}`));
      const settling = all.filter(({ tried }) => /settles [^-]/u.test(tried)).length;
      const counts = { seed, compared: all.length, taken, settling, kinds: kinds.size };
      process.stdout.write(`${JSON.stringify(counts)}\n`);
      if (process.env['OFFERED'] === 'kinds') {
        const seen = grouped(all, ({ form, tried }) => `${form} ${tried.replace(/settles (?!-).*/u, 'settles some')}`);
        process.stdout.write(seen.map(([kind, same]) => `${same.length} ${kind}\n`).join(''));
      }
      expect(tableOf(all.filter(({ tried, said }) => tried !== said)), `seed ${seed}`).toEqual([]);
      // Few that are taken, settle something, or are refused for few reasons, show little.
      expect(settling).toBeGreaterThan(ORGS.length);
      expect(taken).toBeGreaterThan(all.length / 5);
      expect(kinds.size).toBeGreaterThan(50);
    },
    PATIENCE_MS,
  );
});

const ONE = '/登记 村口路灯不亮 姓名:何某某 题目:路灯不亮 方式:来访';
const ANSWER = '/答复 1 事实:属实 依据:有关规定 内容:已办';

/** Refusals that histories hardly come to: what was said before, who looks at which matter, and why a form is not taken then. */
const RARE: readonly {
  readonly before: readonly (readonly [userid: string, text: string])[];
  readonly policy?: string;
  readonly reader: string;
  readonly matter: number;
  readonly form: string;
  readonly because: string;
}[] = [
  {
    before: [
      ['u-desk1', ONE],
      ['u-desk1', ONE],
      ['u-desk1', '/并案 2 1'],
      ['u-desk2', '/补充 1 地点:村口'],
    ],
    ...{ reader: 'u-desk1', matter: 2, form: 'undo 0', because: 'undo.joined' },
  },
  {
    before: [
      ['u-desk1', ONE],
      ['u-desk1', ONE],
      ['u-desk1', '/作废 2 重复→1 理由:登记了两次'],
      ['u-desk1', '/回避 1 人员:韩某山 理由:亲属'],
    ],
    ...{ reader: 'u-lead1', matter: 2, form: 'approve 0', because: 'void.changed' },
  },
  {
    before: [
      ['u-lead1', '/设置 外出 今天—明天 委托:李某平'],
      ['u-desk1', `${ONE} 类别:申诉求决 人数:6`],
      ['u-lead3', '/交办 1 城建办'],
    ],
    ...{ reader: 'u-lead3', matter: 1, form: 'approve 0', because: 'approval.own' },
  },
  {
    before: [
      ['u-desk1', ONE],
      ['u-desk1', '/分类 1 疑难'],
      ['u-desk1', '/交办 1 城建办'],
      ['u-cj1', ANSWER],
    ],
    ...{ reader: 'u-desk1', matter: 1, form: 'close 0', because: 'close.meeting' },
  },
  {
    before: [
      ['u-desk1', `${ONE} 类别:申诉求决`],
      ['u-desk1', '/受理 1 受理'],
      ['u-desk1', '/交办 1 城建办'],
      ['u-cj1', '/延期 1 30天 理由:情况复杂'],
      ['u-lead1', '/批示 1 同意'],
    ],
    policy: 'national',
    ...{ reader: 'u-cj1', matter: 1, form: 'extend 0', because: 'extend.too-long' },
  },
  {
    before: [
      ['u-desk1', ONE.replace('来访', '上级交办')],
      ['u-desk1', '/退回 1 异议:属市水利局职权'],
      ['u-desk1', '/退回 1 上级同意'],
    ],
    ...{ reader: 'u-desk1', matter: 1, form: 'progress 0', because: 'petition.sent-back' },
  },
];

describe('what the page does not offer', () => {
  for (const { before, policy = 'fenjie', reader, matter, form, because } of RARE) {
    townTest(`is what the command refuses as ${because}`, async ({ town }) => {
      await town.import({ ...sampleTown, town: { ...sampleTown.town, policy }, settings: {} });
      for (const [by, text] of before) {
        const { refused, chat } = await say(town, by, text);
        expect(refused, `${text}: ${chat}`).not.toBe(true);
      }
      const all = await compareOffers(town, somebody(reader), `FJ2026-000${matter}`);
      expect(tableOf(all.filter(({ tried, said }) => tried !== said))).toEqual([]);
      expect(all.find((one) => one.form === form)?.said).toBe(`refused ${because}`);
    });
  }
});
