import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { bars, petitions } from '../../../src/db/schema.ts';
import { admit, followUp, reopen, serve, supervise } from '../../../src/domain/handling/steps.ts';
import { merge } from '../../../src/domain/intake/merge.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import type { ReportScope } from '../../../src/domain/report/facts.ts';
import { keepReport } from '../../../src/domain/report/kept.ts';
import { openMatters, periodFacts, standing } from '../../../src/domain/report/period.ts';
import { weeklyFigures } from '../../../src/domain/report/weekly.ts';
import { logReception, takeBackReception } from '../../../src/domain/roster/reception.ts';
import { gatherReport, reportText } from '../../../src/reports/on-demand.ts';
import { instantOf, type LocalDay } from '../../../src/core/local-day.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

const GROUP: ReportScope = { kind: 'group' };
const march = { from: '2026-03-01' as LocalDay, to: '2026-03-31' as LocalDay };
const facts = (town: TestTown, scope: ReportScope = GROUP) =>
  town.run((ctx) => periodFacts(ctx, 'fenjie', march, scope));
const reader = async (town: TestTown, userid: string) => ({ kind: 'reader', actor: await town.actor(userid) }) as const;
const finish = (town: TestTown, matter: { id: string }) => town.finish('u-cj1', matter);

async function given(town: TestTown, day: string, unit: string, days: number, more = {}) {
  town.go(day);
  const matter = await town.register('u-desk1', more);
  await town.assign('u-desk1', matter, unit, { n: days, unit: 'days' });
  return matter;
}

describe('the facts of a month', () => {
  townTest('count each unit’s handling as counted by hand, in the order of the organisation', async ({ town }) => {
    // 城建办: three matters, one closed in time, one late, one open and overdue. 农业办: one open.
    const inTime = await given(town, '2026-03-02', 'cjb', 15, { subject: '农村道路' });
    const late = await given(town, '2026-03-02', 'cjb', 7, { subject: '农村道路' });
    await given(town, '2026-03-03', 'cjb', 10, { subject: '农村道路' });
    await given(town, '2026-03-04', 'nyb', 60, { kind: 'suggestion' });
    const notice = { paper: 'notice' as const, paperName: '受理告知书', on: town.day, method: undefined };
    await town.act('u-desk1', inTime, (ctx, actor, petition) =>
      admit(ctx, actor, petition, 'admit', undefined, notice),
    );
    town.go('2026-03-12');
    await finish(town, inTime);
    await finish(town, late);
    await town.act('u-desk1', inTime, (ctx, actor, petition) => followUp(ctx, actor, petition, 'satisfied', undefined));
    await town.act('u-desk1', late, (ctx, actor, petition) => followUp(ctx, actor, petition, 'unreached', undefined));
    town.go('2026-03-20');
    const found = await facts(town);
    expect(found.units).toEqual([
      {
        unit: '城建办',
        matters: 3,
        notices: { due: 2, inTime: 1 },
        contacts: { due: 0, inTime: 0 },
        closed: { due: 2, inTime: 1 },
        overdue: 1,
        served: 0,
        followedUp: 1,
      },
      {
        unit: '农业办',
        matters: 1,
        notices: { due: 1, inTime: 0 },
        contacts: { due: 0, inTime: 0 },
        closed: { due: 0, inTime: 0 },
        overdue: 0,
        served: 0,
        followedUp: 0,
      },
    ]);
    expect(found.rates.map(({ title, done, of, targetPercent }) => [title, done, of, targetPercent])).toEqual([
      ['及时受理率', 1, 3, 95],
      ['按期办结率', 1, 3, 95],
      ['一次性化解率', 2, 2, 90],
    ]);
    expect(found.subjects).toEqual([
      { name: '农村道路', count: 3 },
      { name: 'suggestion', count: 1 },
    ]);
    expect(found).toMatchObject({
      ages: [2, 0, 0, 0, 0, 0],
      steps: { assigned: 4, transferred: 0, supervised: 0 },
      suggestions: { registered: 1, answered: 0 },
    });
    const text = await town.run(async (ctx) =>
      reportText('monthly', await gatherReport(ctx, 'fenjie', 'monthly', march, await reader(town, 'u-lead1'))),
    );
    expect(text).toContain('**分界镇月讲评**\n3月1日—3月31日');
    expect(text).toContain('新收 4 件\n办结 2 件');
    expect(text).toContain('城建办：告知按时1/2，办结按时1/2，逾期未结1，答复送达0，回访1\n农业办：不足3件');
    expect(text).toContain('按期办结率 33.3%（1÷3），目标95%（实施方案二）');
  });

  townTest('tell what art. 41 wants of a year, by what was complained about', async ({ town }) => {
    const old = await given(town, '2026-03-02', 'cjb', 30, { subject: '拆迁' });
    const older = await given(town, '2026-03-02', 'cjb', 30, { subject: '拆迁' });
    await town.db
      .update(petitions)
      .set({ receivedOn: '2024-05-01' as LocalDay })
      .where(eq(petitions.id, old.id));
    await town.db
      .update(petitions)
      .set({ receivedOn: '2019-05-01' as LocalDay })
      .where(eq(petitions.id, older.id));
    await town.act('u-desk1', old, (ctx, actor, petition) => supervise(ctx, actor, petition, undefined));
    town.go('2026-03-10');
    await finish(town, old);
    await finish(town, older);
    await town.act('u-desk1', older, (ctx, actor, petition) => reopen(ctx, actor, petition, '又漏水'));
    await finish(town, older);
    for (let i = 0; i < 3; i += 1) await given(town, '2026-03-11', 'nyb', 60, { accused: '五里墩村' });
    town.go('2026-12-31');
    const year = { from: '2026-01-01' as LocalDay, to: '2026-12-31' as LocalDay };
    const made = await town.run(async (ctx) =>
      gatherReport(ctx, 'fenjie', 'annual', year, await reader(town, 'u-lead1')),
    );
    expect(made.facts).toMatchObject({
      settledOld: { year: 2, fiveYears: 1 },
      accusedUnits: [{ name: '五里墩村', count: 3 }],
      steps: { assigned: 5, supervised: 1 },
    });
    const text = reportText('annual', made);
    expect(text).toContain('依据《信访工作条例》第四十一条编制');
    expect(text).toContain('五里墩村 3 件');
    expect(text).toContain('其余领域各不足3件，共 2 件');
    const forGroup = await town.run((ctx) => gatherReport(ctx, 'fenjie', 'annual', year, GROUP));
    expect(forGroup.facts?.accusedUnits).toEqual([]);
    expect(forGroup.figures.registered, 'sealed matters are not counted for a group').toBe(2);
    const accused = await town.run(async (ctx) =>
      gatherReport(ctx, 'fenjie', 'annual', year, await reader(town, 'u-wld1')),
    );
    expect(accused.figures.registered).toBe(0);
    expect(accused.facts?.accusedUnits).toEqual([]);
  });

  townTest('undone steps are no steps, and a served opinion counts for its unit', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 'cjb', 30);
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      serve(ctx, actor, petition, { paper: 'opinion', paperName: '处理意见书', on: town.day, method: undefined }),
    );
    const { units } = await facts(town);
    expect(units).toMatchObject([{ unit: '城建办', served: 1 }]);
  });
});

describe('a rate', () => {
  townTest('counts what is due so far: on the first days of a month nothing has failed yet', async ({ town }) => {
    await given(town, '2026-03-02', 'cjb', 15);
    await given(town, '2026-03-02', 'nyb', 60);
    const rates = async () => (await facts(town)).rates.map(({ title, done, of }) => [title, done, of]);
    expect(await rates()).toEqual([
      ['及时受理率', 0, 0],
      ['按期办结率', 0, 0],
      ['一次性化解率', 0, 0],
    ]);
    town.go('2026-03-17'); // the notices' last day, still time
    expect((await rates())[0]).toEqual(['及时受理率', 0, 0]);
    town.go('2026-03-18');
    expect(await rates()).toEqual([
      ['及时受理率', 0, 2],
      ['按期办结率', 0, 1],
      ['一次性化解率', 0, 0],
    ]);
  });
});

describe('a period that was reported', () => {
  const april = '2026-04-01';
  const kept = (town: TestTown) => town.run((ctx) => keepReport(ctx, 'fenjie', 'monthly', march));
  const text = async (town: TestTown, scope: ReportScope, kind: 'monthly' | 'annual' = 'monthly') =>
    reportText(kind, await town.run((ctx) => gatherReport(ctx, 'fenjie', kind, march, scope)));

  townTest('says later what it said then, whatever has been done since', async ({ town }) => {
    const first = await given(town, '2026-03-02', 'cjb', 15, { subject: '农村道路' });
    await given(town, '2026-03-04', 'nyb', 15, { subject: '农村道路' });
    town.go(april);
    await kept(town);
    const leader = await reader(town, 'u-lead1');
    const [before, group] = [await text(town, leader), await text(town, GROUP)];
    town.go('2026-04-20');
    await finish(town, first);
    await given(town, '2026-04-21', 'cjb', 15, { subject: '拆迁' });
    await kept(town); // due once: a second keeping changes nothing
    expect(await text(town, leader)).toBe(before);
    expect(await text(town, GROUP)).toBe(group);
    expect(before).toContain('3月1日—3月31日\n截至 2026-04-01');
    expect(before).toContain('未办结 2 件');
    expect(before).toContain('【红】逾期未结 2 件');
  });

  townTest('keeps its receptions, whatever is logged of its days afterwards', async ({ town }) => {
    const log = (people: number, onDay: string) =>
      town.run(async (ctx) =>
        logReception(ctx, await town.actor('u-lead1'), {
          ...{ kind: '接访', batches: 1, people, leader: undefined },
          onDay: onDay as LocalDay,
        }),
      );
    town.go('2026-03-31');
    await log(2, '2026-03-31');
    town.go(april);
    await log(3, '2026-03-31');
    await kept(town);
    const before = await text(town, await reader(town, 'u-lead1'));
    expect(before).toContain('2批 5人次');
    town.go(april, '15:00');
    await log(4, '2026-03-31');
    await town.run(async (ctx) => takeBackReception(ctx, await town.actor('u-lead1')));
    await town.run(async (ctx) => takeBackReception(ctx, await town.actor('u-lead1')));
    await log(4, '2026-03-31');
    expect(await text(town, await reader(town, 'u-lead1'))).toBe(before);
  });

  townTest('says less of what its reader may no longer know, and does not say that it does', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 'cjb', 60);
    await given(town, '2026-03-03', 'cjb', 60);
    const head = await reader(town, 'u-lead1');
    town.go(april);
    await kept(town);
    const one = (await text(town, head)).replace('未办结 2 件', '未办结 1 件').replace('新收 2 件', '新收 1 件');
    await town.db.update(petitions).set({ sealed: true }).where(eq(petitions.id, matter.id));
    expect(await text(town, GROUP)).toContain('新收 1 件');
    expect(await text(town, head)).toContain('新收 2 件');
    await town.db.insert(bars).values({
      id: randomUUID(),
      petitionId: matter.id,
      userid: 'u-lead1',
      reason: 'recused',
      addedAt: instantOf(town.day),
    });
    expect((await text(town, head)).split('\n').slice(0, 8)).toEqual(one.split('\n').slice(0, 8));
  });
});

describe('a period that is not over', () => {
  townTest('counts as fallen due what has come so far', async ({ town }) => {
    await given(town, '2026-03-02', 'cjb', 7); // until the 9th
    await given(town, '2026-03-02', 'cjb', 15); // until the 17th
    const due = async () => (await town.run((ctx) => weeklyFigures(ctx, 'fenjie', march, GROUP))).fellDue;
    town.go('2026-03-08');
    expect(await due()).toBe(0);
    town.go('2026-03-09');
    expect(await due()).toBe(1);
    town.go('2026-03-31');
    expect(await due()).toBe(2);
  });
});

describe('a period long past that nobody was sent', () => {
  townTest('holds nothing of what came after it', async ({ town }) => {
    await given(town, '2026-03-02', 'cjb', 7);
    town.go('2026-05-08');
    const year = { from: '2025-01-01' as LocalDay, to: '2025-12-31' as LocalDay };
    const { facts, figures } = await town.run(async (ctx) =>
      gatherReport(ctx, 'fenjie', 'annual', year, await reader(town, 'u-lead1')),
    );
    expect(facts?.ages).toEqual([0, 0, 0, 0, 0, 0]);
    expect(figures).toMatchObject({ registered: 0, open: 0, onTime: { openOverdue: 0 } });
    expect(await town.run((ctx) => weeklyFigures(ctx, 'fenjie', year, GROUP))).toMatchObject({ open: 0 });
  });
});

describe('a year', () => {
  townTest('counts the letters that went out, and ages to its end', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 'cjb', 30);
    await town.act('u-desk1', matter, (ctx, actor, petition) => supervise(ctx, actor, petition, undefined));
    await town.act('u-desk1', matter, (ctx, actor, petition) => supervise(ctx, actor, petition, undefined));
    const year = { from: '2026-01-01' as LocalDay, to: '2026-12-31' as LocalDay };
    town.go('2027-02-20');
    const made = await town.run(async (ctx) =>
      gatherReport(ctx, 'fenjie', 'annual', year, await reader(town, 'u-lead1')),
    );
    expect(made.facts?.steps.supervised).toBe(2);
    // 2 March to 31 December are 304 days; to the day of asking they are 355.
    expect(made.facts?.ages).toEqual([0, 0, 0, 1, 0, 0]);
    town.go('2028-02-20');
    const later = await town.run(async (ctx) =>
      gatherReport(ctx, 'fenjie', 'annual', year, await reader(town, 'u-lead1')),
    );
    expect(later.facts?.ages).toEqual([0, 0, 0, 1, 0, 0]);
    expect(reportText('annual', later)).toContain('\n2026年1月1日—12月31日\n');
  });
});

describe('what is counted', () => {
  townTest('as old is what was old when it was closed', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 'cjb', 30);
    await town.db
      .update(petitions)
      .set({ receivedOn: '2025-05-01' as LocalDay })
      .where(eq(petitions.id, matter.id));
    town.go('2026-03-10');
    await finish(town, matter);
    town.go('2026-12-31');
    const year = { from: '2026-01-01' as LocalDay, to: '2026-12-31' as LocalDay };
    const found = await town.run((ctx) => periodFacts(ctx, 'fenjie', year, GROUP));
    expect(found.settledOld).toEqual({ year: 0, fiveYears: 0 });
  });

  townTest('as fallen due is not what goes on under another number', async ({ town }) => {
    const earlier = await given(town, '2026-03-02', 'cjb', 7);
    const again = await given(town, '2026-03-02', 'cjb', 7);
    town.go('2026-03-12');
    await town.act('u-desk1', again, (ctx, actor, petition) =>
      merge(ctx, actor, { again: petition, earlier: { ...petition, id: earlier.id } }),
    );
    const figures = await town.run((ctx) => weeklyFigures(ctx, 'fenjie', march, GROUP));
    expect([figures.registered, figures.fellDue]).toEqual([1, 1]);
  });

  townTest('as answered is a suggestion whose answer was reviewed', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 'cjb', 30, { kind: 'suggestion' });
    await town.answer('u-cj2', matter);
    expect((await facts(town)).suggestions).toEqual({ registered: 1, answered: 0 });
    await town.act('u-cj1', matter, (ctx, actor, petition) =>
      decide(ctx, actor, petition, true, undefined, { kind: 'review' }),
    );
    expect((await facts(town)).suggestions).toEqual({ registered: 1, answered: 1 });
  });
});

describe('lists and standing', () => {
  townTest(
    'are by unit, for the reader, and put on the agenda what came again or was missed again',
    async ({ town }) => {
      const first = await given(town, '2026-03-02', 'cjb', 30);
      const again = await given(town, '2026-03-02', 'nyb', 30);
      const sealed = await given(town, '2026-03-02', 'nyb', 30, { accused: '五里墩村' });
      await town.db.update(petitions).set({ raised: 2 }).where(eq(petitions.id, again.id));
      town.go('2026-04-10');
      const rows = await town.run(async (ctx) => openMatters(ctx, 'fenjie', await reader(town, 'u-lead1')));
      expect(rows.map((row) => [row.number, row.unit, row.repeated])).toEqual([
        [first.number, '城建办', false],
        [again.number, '农业办', true],
        [sealed.number, '农业办', false],
      ]);
      const own = await town.run(async (ctx) => openMatters(ctx, 'fenjie', await reader(town, 'u-cj1')));
      expect(own.map((row) => row.number)).toEqual([first.number]);
      const all = await town.run(async (ctx) => standing(ctx, 'fenjie', await reader(town, 'u-lead1')));
      expect(all).toMatchObject({
        open: 3,
        overdue: 3,
        channels: [{ name: 'visit', count: 3 }],
        units: [
          { name: '城建办', count: 1, overdue: 1 },
          { name: '农业办', count: 2, overdue: 2 },
        ],
      });
      expect(await town.run((ctx) => standing(ctx, 'fenjie', GROUP))).toMatchObject({ open: 2 });
    },
  );
});
