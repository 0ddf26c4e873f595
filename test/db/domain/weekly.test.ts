import type { LocalDay } from '../../../src/core/local-day.ts';
import { towns } from '../../../src/db/schema.ts';
import { admit, classify, contact } from '../../../src/domain/handling/steps.ts';
import { askReturn, decideReturn } from '../../../src/domain/handling/return.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { type ReportScope, weeklyFigures } from '../../../src/domain/report/weekly.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

const GROUP: ReportScope = { kind: 'group' };
const week = { from: '2026-03-09' as LocalDay, to: '2026-03-15' as LocalDay };
const report = (town: TestTown, scope: ReportScope = GROUP) =>
  town.run((ctx) => weeklyFigures(ctx, 'fenjie', week, scope));
const finish = (town: TestTown, matter: { id: string }) => town.finish('u-cj1', matter);

/** A matter of 城建办 with the period given, registered and assigned on the day. */
async function given(town: TestTown, day: string, days: number, more = {}) {
  town.go(day);
  const matter = await town.register('u-desk1', more);
  await town.assign('u-desk1', matter, 'cjb', { n: days, unit: 'days' });
  return matter;
}

describe('the weekly figures', () => {
  townTest('are nothing but zeros for a town without matters', async ({ town }) => {
    town.go('2026-03-16', '09:10');
    expect(await report(town)).toEqual({
      town: '分界镇',
      ...week,
      asOf: '2026-03-16 09:10',
      registered: 0,
      voided: 0,
      closed: 0,
      fellDue: 0,
      open: 0,
      yellowOpen: 0,
      overdueOpen: [],
      onTime: { onTimeClosed: 0, closed: 0, openOverdue: 0 },
      notices: { due: 0, inTime: 0 },
      units: [],
      target: { percent: 95, basis: '实施方案二' },
    });
  });

  townTest('measure on time against closed and open overdue, and units add up to the town', async ({ town }) => {
    const inTime = await given(town, '2026-03-02', 9);
    const late = await given(town, '2026-03-02', 7);
    const lying = await given(town, '2026-03-03', 8, { subject: '农村道路' });
    town.go('2026-03-10');
    await finish(town, inTime);
    await finish(town, late);
    await given(town, '2026-03-12', 60);
    await town.register('u-desk1');
    town.go('2026-03-16', '09:10');
    const figures = await report(town);
    expect(figures).toMatchObject({
      registered: 2,
      closed: 2,
      fellDue: 3,
      open: 3,
      onTime: { onTimeClosed: 1, closed: 2, openOverdue: 1 },
      overdueOpen: [{ number: lying.number, unit: '城建办', category: '农村道路', daysOverdue: 5 }],
    });
    expect(figures.units).toEqual([
      { unit: '信访办', registered: 1, closed: 0, onTimeClosed: 0, open: 1, openOverdue: 0 },
      { unit: '城建办', registered: 1, closed: 2, onTimeClosed: 1, open: 2, openOverdue: 1 },
    ]);
  });

  townTest('list the longest overdue first', async ({ town }) => {
    const short = await given(town, '2026-03-03', 8);
    const long = await given(town, '2026-03-02', 7);
    town.go('2026-03-16');
    expect((await report(town)).overdueOpen.map((row) => row.number)).toEqual([long.number, short.number]);
  });

  townTest('count yellow matters that are not overdue yet', async ({ town }) => {
    await given(town, '2026-03-10', 9);
    await given(town, '2026-03-10', 20);
    await given(town, '2026-03-02', 7);
    town.go('2026-03-16');
    expect((await report(town)).yellowOpen).toBe(1);
  });

  townTest('keep what was handed back after its day among the overdue', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 7);
    town.go('2026-03-12');
    await town.act('u-cj1', matter, (ctx, actor, petition) => askReturn(ctx, actor, petition, '不属于我办'));
    await town.act('u-desk1', matter, (ctx, actor, petition) => decideReturn(ctx, actor, petition, true, undefined));
    town.go('2026-03-16');
    expect((await report(town)).overdueOpen).toEqual([
      { number: matter.number, unit: '信访办', category: '', daysOverdue: 7 },
    ]);
  });

  townTest('let the stricter of two closing clocks judge', async ({ town }) => {
    const matter = await given(town, '2026-03-02', 7);
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      classify(ctx, actor, petition, { kind: 'appeal', branch: 6 }),
    );
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      admit(ctx, actor, petition, 'admit', undefined, undefined),
    );
    town.go('2026-03-10');
    await finish(town, matter);
    expect((await report(town)).onTime).toEqual({ onTimeClosed: 0, closed: 1, openOverdue: 0 });
  });

  townTest('count notices that fell due in the week, and those served in time', async ({ town }) => {
    town.go('2026-02-25');
    const told = await town.register('u-desk1');
    await town.register('u-desk1');
    await town.register('u-desk1', { identityKnown: false });
    town.go('2026-03-05');
    const notice = { paper: 'notice' as const, paperName: '受理告知书', on: town.day, method: undefined };
    await town.act('u-desk1', told, (ctx, actor, petition) => admit(ctx, actor, petition, 'admit', undefined, notice));
    await town.register('u-desk1');
    town.go('2026-03-16');
    expect(await report(town)).toMatchObject({ notices: { due: 2, inTime: 1 } });
  });

  townTest(
    'know contacts only where the town has that clock, and never take one for the closing period',
    async ({ town }) => {
      town.go('2026-03-09');
      expect(await report(town)).not.toHaveProperty('contacts');
      await town.db.update(towns).set({ settings: { contactClock: true } });
      const called = await given(town, '2026-03-09', 30);
      await given(town, '2026-03-09', 30);
      await town.act('u-cj1', called, (ctx, actor, petition) => contact(ctx, actor, petition, '已通话'));
      town.go('2026-03-16');
      expect(await report(town)).toMatchObject({
        contacts: { due: 2, inTime: 1 },
        onTime: { openOverdue: 0 },
        fellDue: 0,
      });
    },
  );

  townTest('leave out a registration that was taken back', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await town.act('u-desk1', matter, undo);
    expect(await report(town)).toMatchObject({ registered: 0, closed: 0, open: 0, notices: { due: 0 } });
  });

  townTest('hold nothing of a sealed matter for a group: no count, no row, no unit', async ({ town }) => {
    const empty = await report(town);
    await given(town, '2026-03-02', 7, { accused: '五里墩村' });
    const closed = await given(town, '2026-03-09', 30, { accused: '五里墩村' });
    await finish(town, closed);
    town.go('2026-03-16');
    expect(await report(town)).toEqual({ ...empty, asOf: '2026-03-16 10:00' });
  });

  townTest('hold for a reader what that reader may know', async ({ town }) => {
    const sealed = await given(town, '2026-03-02', 7, { accused: '五里墩村' });
    const plain = await given(town, '2026-03-02', 7);
    town.go('2026-03-16');
    const seenBy = async (userid: string) => {
      const figures = await report(town, { kind: 'reader', actor: await town.actor(userid) });
      return figures.overdueOpen.map((row) => row.number);
    };
    expect(await seenBy('u-lead1')).toEqual([sealed.number, plain.number].toSorted());
    expect(await seenBy('u-ny1')).toEqual([]);
    expect(await seenBy('u-jw1')).toEqual([sealed.number]);
    expect(await seenBy('u-wld1')).toEqual([]);
  });

  townTest('hold nothing of another town', async ({ town }) => {
    await given(town, '2026-03-02', 7);
    const other = { ...sampleTown.town, id: 'xinjie', name: '新街镇', prefix: 'XJ' };
    await town.import({ ...sampleTown, town: other, people: [], groups: [] });
    town.go('2026-03-16');
    const actor = await town.actor('u-lead1');
    const figures = await town.run((ctx) => weeklyFigures(ctx, 'xinjie', week, { kind: 'reader', actor }));
    expect(figures).toMatchObject({ town: '新街镇', open: 0, overdueOpen: [], units: [] });
  });
});
