import { eq } from 'drizzle-orm';

import { approvals, events, people } from '../../../src/db/schema.ts';
import { approvalById, settle } from '../../../src/domain/approval/ask.ts';
import { petitionById } from '../../../src/domain/matter/find.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { describe, expect, refusalOf, type TestTown, townTest } from '../../support/domain.ts';

const FIFTEEN = { n: 15, unit: 'working-days' } as const;
const decideAs = (town: TestTown, by: string, matter: { id: string }, agreed: boolean) =>
  town.act(by, matter, (ctx, actor, petition) => decide(ctx, actor, petition, agreed, undefined));
const kindsOf = async (town: TestTown, matter: { id: string }) =>
  (await town.db.select().from(events).where(eq(events.petitionId, matter.id)).orderBy(events.seq)).map((e) => e.kind);

describe('the signature of the main leader', () => {
  townTest('is not needed for four people', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 4 });
    expect(await town.assign('u-desk1', matter, 'cjb')).toMatchObject({ held: false });
    expect(await town.db.select().from(approvals)).toEqual([]);
  });

  townTest('is asked for at five people, and holds the assignment until then', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 5 });
    const [asked] = await town.db.select().from(approvals);
    expect(asked).toMatchObject({ kind: 'instruct', state: 'open', approvers: ['u-lead1'] });
    expect(await town.assign('u-desk1', matter, 'cjb', FIFTEEN)).toMatchObject({ held: true });
    expect((await town.clocks(matter)).running).not.toHaveProperty('resolve');
    expect(await town.run((ctx) => petitionById(ctx, matter.id))).toMatchObject({
      status: 'registered',
      ownerUnit: null,
    });
  });

  townTest('puts the held assignment into effect, with the period typed then', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 5 });
    await town.assign('u-desk1', matter, 'cjb', FIFTEEN);
    town.go('2026-03-11');
    await decideAs(town, 'u-lead1', matter, true);
    expect(await town.run((ctx) => petitionById(ctx, matter.id))).toMatchObject({
      status: 'assigned',
      ownerUnit: 'cjb',
      handler: 'u-cj1',
      assignedOn: '2026-03-11',
    });
    expect((await town.clocks(matter)).running['resolve']).toMatchObject({
      startOn: '2026-03-09',
      dueOn: '2026-03-30',
    });
  });

  townTest('refused leaves the matter unassigned; the next assignment asks again', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 5 });
    await town.assign('u-desk1', matter, 'cjb');
    await decideAs(town, 'u-lead1', matter, false);
    expect(await town.run((ctx) => petitionById(ctx, matter.id))).toMatchObject({ ownerUnit: null });
    expect(await town.assign('u-desk1', matter, 'nyb')).toMatchObject({ held: true });
  });

  townTest('given before the assignment lets it take effect at once', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 5 });
    await decideAs(town, 'u-lead1', matter, true);
    expect(await town.assign('u-desk1', matter, 'cjb')).toMatchObject({ held: false });
  });

  townTest('cannot be given by a leader who was not asked', async ({ town }) => {
    const matter = await town.register('u-desk1', { headcount: 5 });
    await town.assign('u-desk1', matter, 'cjb');
    await decideAs(town, 'u-lead2', matter, true);
    expect(await kindsOf(town, matter)).not.toContain('assigned');
    expect(await refusalOf(decideAs(town, 'u-cj2', matter, true))).toBe('approval.none');
  });
});

describe('two main leaders who sign at once', () => {
  /** As another holder has agreed to it. */
  const twoLeaders = (town: TestTown) =>
    town.db
      .update(people)
      .set({ roles: ['main-leader'] })
      .where(eq(people.userid, 'u-lead2'));

  townTest('put one assignment into effect', async ({ town }) => {
    await twoLeaders(town);
    const matter = await town.register('u-desk1', { headcount: 5 });
    await town.assign('u-desk1', matter, 'cjb');
    const outcomes = await Promise.all([
      refusalOf(decideAs(town, 'u-lead1', matter, true)),
      refusalOf(decideAs(town, 'u-lead2', matter, true)),
    ]);
    expect(outcomes.toSorted()).toEqual(['approval.decided', undefined]);
    expect((await kindsOf(town, matter)).filter((kind) => kind === 'assigned')).toHaveLength(1);
  });

  townTest('decide a question once; the other is told that it was decided', async ({ town }) => {
    await twoLeaders(town);
    await town.register('u-desk1', { headcount: 5 });
    const [asked] = await town.db.select().from(approvals);
    const sign = (by: string, agreed: boolean) => refusalOf(town.run((ctx) => settle(ctx, asked!, by, agreed)));
    const outcomes = await Promise.all([sign('u-lead1', true), sign('u-lead2', false)]);
    expect(outcomes.toSorted()).toEqual(['approval.decided', undefined]);
    const winner =
      outcomes[0] === undefined
        ? { decidedBy: 'u-lead1', state: 'approved' }
        : { decidedBy: 'u-lead2', state: 'refused' };
    expect(await town.run((ctx) => approvalById(ctx, asked!.id))).toMatchObject(winner);
  });
});
