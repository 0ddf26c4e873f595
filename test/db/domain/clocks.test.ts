import { and, eq } from 'drizzle-orm';

import { approvals, outbox } from '../../../src/db/schema.ts';
import { clocksOf } from '../../../src/domain/clock/run.ts';
import { reply } from '../../../src/domain/handling/answer.ts';
import { admit, classify, reopen, serve } from '../../../src/domain/handling/steps.ts';
import { askExtension } from '../../../src/domain/handling/extension.ts';
import { factsFor } from '../../../src/domain/letter/facts.ts';
import { lockPetition } from '../../../src/domain/matter/find.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import type { MatterKind } from '../../../src/domain/matter/codes.ts';
import { merge } from '../../../src/domain/intake/merge.ts';
import { admittedOn, type EventInput, record, timelineOf } from '../../../src/domain/matter/record.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { describe, expect, refusalOf, type TestTown, townTest } from '../../support/domain.ts';

type Matter = { id: string };
const admitted = (town: TestTown, matter: Matter) =>
  town.act('u-desk1', matter, (ctx, actor, p) => admit(ctx, actor, p, 'admit', undefined, undefined));
const served = (town: TestTown, matter: Matter, paper: 'notice' | 'opinion', on = town.day) =>
  town.act('u-desk1', matter, (ctx, actor, p) =>
    serve(ctx, actor, p, { paper, paperName: paper, on, method: undefined }),
  );
const classified = (town: TestTown, matter: Matter, kind: MatterKind, branch?: number) =>
  town.act('u-desk1', matter, async (ctx, actor, p) =>
    classify(ctx, actor, p, { kind, branch, admittedOn: await admittedOn(ctx, p.id) }),
  );
const runningOf = async (town: TestTown, matter: Matter) => (await town.clocks(matter)).running;
const stateOf = async (town: TestTown, matter: Matter, kind: string) =>
  (await town.clocks(matter)).all.filter((clock) => clock.kind === kind).map((clock) => clock.state);

describe('the period for resolving', () => {
  townTest('counts fifteen working days from 收到, however late the assignment', async ({ town }) => {
    town.go('2026-03-12');
    const matter = await town.register('u-desk1', { receivedOn: '2026-03-09' as typeof town.day });
    expect(await runningOf(town, matter)).not.toHaveProperty('resolve');
    town.go('2026-03-13');
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'working-days' });
    expect((await runningOf(town, matter))['resolve']).toMatchObject({
      startOn: '2026-03-09',
      dueOn: '2026-03-30',
      legal: false,
    });
  });

  townTest('is 60 days where the assignment names none', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb');
    expect((await runningOf(town, matter))['resolve']).toMatchObject({ dueOn: '2026-05-08', yellowOn: '2026-04-29' });
  });

  townTest('counts anew after 重启', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb');
    await town.finish('u-cj1', matter);
    town.go('2026-06-01');
    await town.act('u-desk1', matter, (ctx, actor, p) => reopen(ctx, actor, p, '又堵了'));
    expect((await runningOf(town, matter))['resolve']).toMatchObject({ startOn: '2026-06-01', dueOn: '2026-07-31' });
  });
});

describe('the written notice', () => {
  townTest('is due on the fifteenth day after 收到 and met by serving it, not by admitting', async ({ town }) => {
    const matter = await town.register('u-desk1');
    expect((await runningOf(town, matter))['notice']).toMatchObject({ dueOn: '2026-03-24', owner: 'desk' });
    town.go('2026-03-20');
    await admitted(town, matter);
    expect(await stateOf(town, matter, 'notice')).toEqual(['running']);
    await served(town, matter, 'notice');
    expect(await stateOf(town, matter, 'notice')).toEqual(['met']);
  });

  townTest('served in time and typed late is met; served late is missed', async ({ town }) => {
    const [inTime, late] = [await town.register('u-desk1'), await town.register('u-desk1')];
    town.go('2026-03-26');
    await served(town, inTime, 'notice', '2026-03-24' as typeof town.day);
    await served(town, late, 'notice');
    expect(await stateOf(town, inTime, 'notice')).toEqual(['met']);
    expect(await stateOf(town, late, 'notice')).toEqual(['missed']);
  });

  townTest('is owed only while name and address are clear', async ({ town }) => {
    const matter = await town.register('u-desk1', { identityKnown: false });
    expect(await runningOf(town, matter)).toEqual({});
    town.go('2026-03-11');
    await town.act('u-desk1', matter, (ctx, actor, p) =>
      supplement(ctx, actor, p, { name: '虞小舟', identityKnown: true }),
    );
    expect((await runningOf(town, matter))['notice']).toMatchObject({ startOn: '2026-03-09', dueOn: '2026-03-24' });
  });
});

describe('the legal period for handling', () => {
  townTest('is 60 days from 受理, for an appeal of branch 6', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await classified(town, matter, 'appeal', 6);
    expect(await runningOf(town, matter)).not.toHaveProperty('handle');
    town.go('2026-03-16');
    await admitted(town, matter);
    expect((await runningOf(town, matter))['handle']).toMatchObject({
      startOn: '2026-03-16',
      dueOn: '2026-05-15',
      legal: true,
    });
  });

  townTest('does not run for a suggestion, nor for another branch', async ({ town }) => {
    for (const [kind, branch] of [
      ['suggestion', undefined],
      ['appeal', 3],
    ] as const) {
      const matter = await town.register('u-desk1');
      await classified(town, matter, kind, branch);
      await admitted(town, matter);
      expect(await runningOf(town, matter)).not.toHaveProperty('handle');
    }
  });

  townTest(
    'ends when the matter turns out to be a suggestion, and begins again from 受理 when it does not',
    async ({ town }) => {
      const matter = await town.register('u-desk1');
      await admitted(town, matter);
      town.go('2026-03-20');
      await classified(town, matter, 'suggestion');
      expect(await runningOf(town, matter)).not.toHaveProperty('handle');
      town.go('2026-03-23');
      await town.act('u-desk1', matter, (ctx, actor, p) => supplement(ctx, actor, p, { kind: 'appeal' }));
      expect((await runningOf(town, matter))['handle']).toMatchObject({ startOn: '2026-03-09', dueOn: '2026-05-08' });
    },
  );

  townTest('is met by the opinion served, which starts the petitioner’s own period for 复查', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await classified(town, matter, 'appeal', 6);
    await admitted(town, matter);
    town.go('2026-04-01');
    await served(town, matter, 'opinion');
    expect(await stateOf(town, matter, 'handle')).toEqual(['met']);
    expect((await runningOf(town, matter))['review-request']).toMatchObject({
      owner: 'petitioner',
      startOn: '2026-04-01',
    });
  });

  townTest('is not met by an answer that its reviewer sends back', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await classified(town, matter, 'appeal', 6);
    await admitted(town, matter);
    await town.assign('u-desk1', matter, 'cjb');
    await town.answer('u-cj2', matter);
    await town.act('u-cj1', matter, (ctx, actor, p) => decide(ctx, actor, p, false, '不全', { kind: 'review' }));
    expect(await stateOf(town, matter, 'handle')).toEqual(['running']);
    await town.act('u-cj2', matter, (ctx, actor, p) => reply(ctx, actor, p, { answer: '已补全' }));
    await town.act('u-cj1', matter, (ctx, actor, p) => decide(ctx, actor, p, true, undefined, { kind: 'review' }));
    expect(await stateOf(town, matter, 'handle')).toEqual(['met']);
  });
});

describe('an extension', () => {
  const ask = (town: TestTown, matter: Matter, days: number, legal: boolean) =>
    town.act('u-cj1', matter, (ctx, actor, p) =>
      askExtension(ctx, actor, p, {
        longer: { n: days, unit: 'days' },
        reason: '需鉴定',
        which: legal ? '法定' : '镇内',
      }),
    );
  const agree = (town: TestTown, by: string, matter: Matter) =>
    town.act(by, matter, (ctx, actor, p) => decide(ctx, actor, p, true, undefined, { kind: 'extend' }));
  const both = async (town: TestTown) => {
    const matter = await town.register('u-desk1');
    await classified(town, matter, 'appeal', 6);
    await admitted(town, matter);
    await town.assign('u-desk1', matter, 'cjb', { n: 30, unit: 'days' });
    return matter;
  };

  townTest('takes effect with the signature, not with the request', async ({ town }) => {
    const matter = await both(town);
    await ask(town, matter, 10, true);
    expect((await runningOf(town, matter))['handle']).toMatchObject({ dueOn: '2026-05-08' });
    await agree(town, 'u-lead1', matter);
    expect((await runningOf(town, matter))['handle']).toMatchObject({ dueOn: '2026-05-18', extendedDays: 10 });
  });

  townTest('of the legal period is 30 days in all', async ({ town }) => {
    const matter = await both(town);
    expect(await refusalOf(ask(town, matter, 31, true))).toBe('extend.too-long');
    await ask(town, matter, 20, true);
    await agree(town, 'u-lead1', matter);
    expect(await refusalOf(ask(town, matter, 11, true))).toBe('extend.too-long');
    await ask(town, matter, 10, true);
    await agree(town, 'u-lead1', matter);
    // 60 + 30 days end on Sunday 7 June; the roll to Monday is the law's, once.
    expect((await runningOf(town, matter))['handle']).toMatchObject({ dueOn: '2026-06-08', extendedDays: 30 });
  });

  townTest('gains no day from a roll in between', async ({ town }) => {
    town.go('2026-03-10');
    const matter = await both(town);
    // 60 days end on Saturday 9 May, a make-up working day; 60 + 1 on Sunday, rolled to Monday the 11th.
    await ask(town, matter, 1, true);
    await agree(town, 'u-lead1', matter);
    expect((await runningOf(town, matter))['handle']).toMatchObject({ dueOn: '2026-05-11' });
    await ask(town, matter, 2, true);
    await agree(town, 'u-lead1', matter);
    expect((await runningOf(town, matter))['handle']).toMatchObject({ dueOn: '2026-05-12' });
  });

  townTest('of the town’s own period never moves the legal day', async ({ town }) => {
    const matter = await both(town);
    await ask(town, matter, 30, false);
    await agree(town, 'u-lead2', matter);
    expect(await runningOf(town, matter)).toMatchObject({
      resolve: { dueOn: '2026-05-08', extendedDays: 30 },
      handle: { dueOn: '2026-05-08', extendedDays: 0 },
    });
    expect(await refusalOf(ask(town, matter, 1, false))).toBe('extend.too-long');
  });

  townTest('of the legal period is signed by the main leader even while another question is open', async ({ town }) => {
    const matter = await both(town);
    await ask(town, matter, 5, false);
    await ask(town, matter, 5, true);
    await agree(town, 'u-lead2', matter);
    expect(await runningOf(town, matter)).toMatchObject({ resolve: { extendedDays: 5 }, handle: { extendedDays: 0 } });
    const open = await town.db.select().from(approvals).where(eq(approvals.state, 'open'));
    expect(open.map((row) => row.approvers)).toEqual([['u-lead1']]);
  });
});

describe('the second limit', () => {
  const limitReset: EventInput = {
    kind: 'limit-reset',
    by: 'u-lead2',
    data: { period: { n: 20, unit: 'days' } },
  };

  townTest('takes the place of the first, which was missed', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    town.go('2026-03-30');
    await town.act('u-desk1', matter, (ctx, _, p) => record(ctx, p, limitReset));
    const running = await runningOf(town, matter);
    expect(running).toMatchObject({ 'second-limit': { dueOn: '2026-04-20' } });
    expect(running).not.toHaveProperty('resolve');
    const all = await town.run((ctx) => clocksOf(ctx, matter.id));
    expect(all.find((clock) => clock.kind === 'resolve')).toMatchObject({ state: 'missed', dueOn: '2026-03-24' });
  });

  townTest('missed, starts the explanation in five working days and asks the leaders for it', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    town.go('2026-03-30');
    await town.act('u-desk1', matter, (ctx, _, p) => record(ctx, p, limitReset));
    town.go('2026-04-20', '18:30');
    await town.run((ctx) => sweepBatch(ctx, 100));
    expect(await runningOf(town, matter)).not.toHaveProperty('explain');
    town.go('2026-04-21', '00:01');
    await town.run((ctx) => sweepBatch(ctx, 100));
    const { explain } = await runningOf(town, matter);
    expect(explain).toMatchObject({ startOn: '2026-04-21', dueOn: '2026-04-28', owner: 'leader' });
    const asked = await town.db
      .select()
      .from(outbox)
      .where(and(eq(outbox.petitionId, matter.id), eq(outbox.kind, 'reminder')));
    const told = asked.filter((row) => row.refs['clockId'] === explain!.id).map((row) => row.toId);
    expect(told.toSorted()).toEqual(['u-desk1', 'u-lead2']);
  });
});

describe('the same matter again', () => {
  const joined = async (town: TestTown, mergedOn: string) => {
    const earlier = await town.register('u-desk1');
    await town.assign('u-desk1', earlier, 'cjb');
    const again = await town.register('u-desk1');
    town.go(mergedOn);
    await town.act('u-desk1', again, async (ctx, actor, petition) =>
      merge(ctx, actor, { again: petition, earlier: await lockPetition(ctx, earlier.id) }),
    );
    return runningOf(town, earlier);
  };

  townTest('merged on the day it was registered, asks nobody to explain', async ({ town }) => {
    expect(await joined(town, '2026-03-09')).not.toHaveProperty('explain');
  });

  townTest('merged on a later day, asks the leaders to explain', async ({ town }) => {
    expect(await joined(town, '2026-03-10')).toHaveProperty('explain');
  });
});

describe('简易受理', () => {
  townTest('its notice names the day of simple handling, not the law’s', async ({ town }) => {
    const matter = await town.register('u-desk1', { kind: 'appeal', name: '林晓雾' });
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      classify(ctx, actor, petition, { kind: 'appeal', branch: 6, simple: true }),
    );
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      admit(ctx, actor, petition, 'admit', undefined, undefined),
    );
    const running = await runningOf(town, matter);
    expect([running['simple-handle']?.dueOn, running['handle']?.dueOn]).toEqual(['2026-03-23', '2026-05-08']);
    const rows = await town.run(async (ctx) => {
      const petition = await lockPetition(ctx, matter.id);
      return factsFor(ctx, petition, 'accept', { event: (await timelineOf(ctx, matter.id)).at(-1)! });
    });
    expect(rows.period?.dueOn).toBe('2026-03-23');
  });
});
