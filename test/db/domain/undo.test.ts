import { and, eq } from 'drizzle-orm';

import { approvals, bars, demands, outbox } from '../../../src/db/schema.ts';
import { brokenLink } from '../../../src/domain/matter/chain.ts';
import { petitionById } from '../../../src/domain/matter/find.ts';
import { reply } from '../../../src/domain/handling/answer.ts';
import { close, progress } from '../../../src/domain/handling/steps.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { describe, expect, refusalOf, type TestTown, townTest } from '../../support/domain.ts';

const takeBack = (town: TestTown, by: string, matter: { id: string }) => town.act(by, matter, undo);
const stateOf = (town: TestTown, matter: { id: string }) => town.run((ctx) => petitionById(ctx, matter.id));
const assigned = async (town: TestTown) => {
  const matter = await town.register('u-desk1');
  await town.assign('u-desk1', matter, 'cjb');
  return matter;
};

describe('taking back', () => {
  townTest("is for one's own last act", async ({ town }) => {
    const matter = await assigned(town);
    expect(await refusalOf(takeBack(town, 'u-cj1', matter))).toBe('undo.nothing');
    await town.act('u-cj1', matter, (ctx, actor, p) => progress(ctx, actor, p, '已到现场'));
    expect(await refusalOf(takeBack(town, 'u-desk1', matter))).toBe('undo.nothing');
  });

  townTest('ends after ten minutes', async ({ town }) => {
    const matter = await assigned(town);
    town.go('2026-03-09', '10:11');
    expect(await refusalOf(takeBack(town, 'u-desk1', matter))).toBe('undo.late');
    town.go('2026-03-09', '10:10');
    expect(await refusalOf(takeBack(town, 'u-desk1', matter))).toBeUndefined();
  });

  townTest('is not for what was taken back already', async ({ town }) => {
    const matter = await assigned(town);
    await takeBack(town, 'u-desk1', matter);
    expect(await refusalOf(takeBack(town, 'u-desk1', matter))).toBe('undo.never');
  });

  townTest('an assignment frees the matter, ends its clock and drops what was not sent', async ({ town }) => {
    const matter = await assigned(town);
    await takeBack(town, 'u-desk1', matter);
    expect(await stateOf(town, matter)).toMatchObject({
      status: 'registered',
      ownerUnit: null,
      handler: null,
      assignedOn: null,
    });
    expect(Object.keys((await town.clocks(matter)).running)).toEqual(['notice']);
    const left = await town.db
      .select()
      .from(outbox)
      .where(and(eq(outbox.petitionId, matter.id), eq(outbox.state, 'pending')));
    expect(left).toEqual([]);
  });

  townTest('a second assignment gives the matter back to the first unit with the clock it had', async ({ town }) => {
    const matter = await assigned(town);
    const { running } = await town.clocks(matter);
    await town.assign('u-desk1', matter, 'nyb', { n: 20, unit: 'days' });
    await takeBack(town, 'u-desk1', matter);
    expect(await stateOf(town, matter)).toMatchObject({ ownerUnit: 'cjb', handler: 'u-cj1' });
    expect((await town.clocks(matter)).running).toEqual(running);
  });

  townTest('a closing lets every clock run on, with the reminders it still had', async ({ town }) => {
    const matter = await assigned(town);
    await town.answer('u-cj1', matter);
    const before = (await town.clocks(matter)).running;
    await town.act('u-cj1', matter, (ctx, actor, p) => close(ctx, actor, p, '书面答复', undefined));
    expect((await town.clocks(matter)).running).not.toHaveProperty('resolve');
    await takeBack(town, 'u-cj1', matter);
    expect((await town.clocks(matter)).running).toEqual(before);
    expect(await stateOf(town, matter)).toMatchObject({ status: 'replied', closedOn: null });
  });

  townTest('a registration leaves its number, marked void, and no clock', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 6 });
    await takeBack(town, 'u-desk1', matter);
    expect(await stateOf(town, matter)).toMatchObject({ number: 'FJ2026-0001', status: 'void' });
    expect((await town.clocks(matter)).running).toEqual({});
    expect((await town.db.select().from(approvals)).map((row) => row.state)).toEqual(['withdrawn']);
    expect((await town.register('u-desk1')).number).toBe('FJ2026-0002');
  });

  townTest('an answer opens the demand again', async ({ town }) => {
    const matter = await town.register('u-desk1', { demands: ['修好路灯'] });
    await town.assign('u-desk1', matter, 'cjb');
    await town.act('u-cj2', matter, (ctx, actor, p) => reply(ctx, actor, p, { answer: '已修好', position: 1 }));
    await takeBack(town, 'u-cj2', matter);
    expect((await town.db.select().from(demands)).map((demand) => demand.answer)).toEqual([null]);
  });

  townTest('the naming of an accused lifts the bar together with the seal', async ({ town }) => {
    const matter = await town.register('u-desk1');
    town.go('2026-03-09', '10:05');
    await town.act('u-desk1', matter, (ctx, actor, p) => supplement(ctx, actor, p, { accused: '城建办' }));
    expect(await town.db.select().from(bars)).toHaveLength(1);
    await takeBack(town, 'u-desk1', matter);
    expect(await stateOf(town, matter)).toMatchObject({ sealed: false });
    expect(await town.db.select().from(bars)).toEqual([]);
  });

  townTest(
    'an assignment that waits for a signature leaves the signature with nothing to put into effect',
    async ({ town }) => {
      const matter = await town.register('u-desk1', { headcount: 6 });
      town.go('2026-03-09', '10:05');
      await town.assign('u-desk1', matter, 'cjb');
      await takeBack(town, 'u-desk1', matter);
      await town.act('u-lead1', matter, (ctx, actor, p) => decide(ctx, actor, p, true, undefined));
      expect(await stateOf(town, matter)).toMatchObject({ ownerUnit: null });
      const again = await town.assign('u-desk1', matter, 'nyb');
      expect(again).toMatchObject({ held: false, petition: { ownerUnit: 'nyb' } });
    },
  );

  townTest('is a step of the timeline like any other', async ({ town }) => {
    const matter = await assigned(town);
    await takeBack(town, 'u-desk1', matter);
    expect(await town.run((ctx) => brokenLink(ctx, matter.id))).toBeUndefined();
  });
});
