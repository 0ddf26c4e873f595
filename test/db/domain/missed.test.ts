/** A day that has passed stays missed, whatever is done to the matter afterwards. */
import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { addDays, type LocalDay } from '../../../src/core/local-day.ts';
import { UserError } from '../../../src/core/errors.ts';
import { events } from '../../../src/db/schema.ts';
import type { Clock } from '../../../src/domain/clock/run.ts';
import { openFor } from '../../../src/domain/approval/ask.ts';
import { askExtension, extensionChoices } from '../../../src/domain/handling/extension.ts';
import { lockPetition } from '../../../src/domain/matter/find.ts';
import { admit, classify, close, reopen } from '../../../src/domain/handling/steps.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { merge } from '../../../src/domain/intake/merge.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { heldCases, PATIENCE_MS } from '../../support/cases.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

type Matter = { id: string };

/** Of each policy. */
const RUNS = heldCases(8, 6);
const ask = (town: TestTown, matter: Matter, days: number, legal: boolean, special = false) =>
  town.act('u-cj1', matter, (ctx, actor, petition) =>
    askExtension(ctx, actor, petition, {
      longer: { n: days, unit: 'days' },
      which: legal ? '法定' : '镇内',
      special,
      reason: '需要检测',
    }),
  );
const sign = (town: TestTown, by: string, matter: Matter) =>
  town.act(by, matter, (ctx, actor, petition) => decide(ctx, actor, petition, true, undefined, { kind: 'extend' }));
const faultOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof UserError ? error.code : String(error)),
  );

/** Admitted on 9 March, so that the law's 60 days run beside the town's limit. */
async function handled(town: TestTown, days = 15): Promise<Matter> {
  const matter = await town.register('u-desk1', { kind: 'appeal' } as object);
  await town.act('u-desk1', matter, (ctx, actor, petition) =>
    admit(ctx, actor, petition, 'admit', undefined, undefined),
  );
  await town.assign('u-desk1', matter, 'cjb', { n: days, unit: 'days' });
  return matter;
}

describe('an extension', () => {
  townTest('is asked for up to the last day, and not after it', async ({ town }) => {
    const matter = await handled(town);
    const handle = (await town.clocks(matter)).running['handle']!;
    town.go(handle.dueOn);
    expect(await faultOf(ask(town, matter, 10, true))).toBe('done');
    town.go(addDays(handle.dueOn, 1));
    const other = await town.clocks(matter);
    expect(await faultOf(ask(town, matter, 10, true))).toBe('extend.missed');
    expect((await town.clocks(matter)).all).toEqual(other.all);
  });

  townTest('signed after the day leaves the clock missed, and the signer and the asker are told', async ({ town }) => {
    const matter = await handled(town);
    const handle = (await town.clocks(matter)).running['handle']!;
    town.go(addDays(handle.dueOn, -1));
    await ask(town, matter, 20, true);
    town.go(addDays(handle.dueOn, 1));
    const done = await sign(town, 'u-lead1', matter);
    expect(done).toMatchObject({ agreed: true, due: undefined, missed: { id: handle.id, dueOn: handle.dueOn } });
    expect((await town.clocks(matter)).running['handle']).toEqual(handle);
    const rows = await town.db.select().from(events).where(eq(events.petitionId, matter.id));
    expect(rows.filter(({ kind }) => kind === 'extended')).toEqual([]);
    expect(rows.at(-1)).toMatchObject({ kind: 'instructed', data: { agreed: true, late: handle.id } });
  });

  townTest(
    'of a missed town limit is a second limit of its own, beside which the first stays missed',
    async ({ town }) => {
      const matter = await handled(town);
      const first = (await town.clocks(matter)).running['resolve']!;
      expect(first.dueOn).toBe('2026-03-24');
      town.go('2026-03-26');
      expect(await faultOf(ask(town, matter, 31, false))).toBe('extend.too-long');
      await ask(town, matter, 30, false);
      await sign(town, 'u-lead2', matter);
      const { all, running } = await town.clocks(matter);
      expect(all.find(({ id }) => id === first.id)).toMatchObject({ state: 'missed', dueOn: '2026-03-24' });
      const second = running['second-limit']!;
      expect(second).toMatchObject({ kind: 'second-limit', startOn: '2026-03-26', dueOn: '2026-04-27' });
      // Within the paper's thirty days nothing is left to give, but for a matter that is special.
      expect(await faultOf(ask(town, matter, 1, false))).toBe('extend.too-long');
      town.go('2026-04-28');
      expect(await faultOf(ask(town, matter, 5, false))).toBe('extend.missed');
      expect(await town.act('u-cj1', matter, (ctx, _, petition) => extensionChoices(ctx, petition))).toEqual([
        { title: '办结时限', legal: true, left: 30 },
      ]);
    },
  );

  townTest('of a limit of the law is refused where none runs', async ({ town }) => {
    const matter = await town.register('u-desk1', { kind: 'suggestion' } as object);
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    expect(await faultOf(ask(town, matter, 5, true))).toBe('extend.no-legal');
    expect(await faultOf(ask(town, matter, 5, false))).toBe('done');
  });
});

describe('a missed clock', () => {
  townTest(
    'is not replaced by a new assignment, a class that it does not fit, or a later day of receipt',
    async ({ town }) => {
      const matter = await town.register('u-desk1', {});
      await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
      const { notice, resolve } = (await town.clocks(matter)).running;
      town.go('2026-04-01');
      await town.act('u-lead1', matter, (ctx, actor, petition) =>
        supplement(ctx, actor, petition, { receivedOn: '2026-03-30' as LocalDay }),
      );
      const stateOf = async (clock: Clock | undefined) =>
        (await town.clocks(matter)).all.find(({ id }) => id === clock?.id);
      expect(await stateOf(notice)).toMatchObject({ state: 'running', dueOn: notice!.dueOn });
      await town.assign('u-desk1', matter, 'nyb', { n: 30, unit: 'days' });
      expect(await stateOf(resolve)).toMatchObject({ state: 'missed', dueOn: '2026-03-24' });
      await town.act('u-desk1', matter, (ctx, actor, petition) =>
        supplement(ctx, actor, petition, { identityKnown: false }),
      );
      expect(await stateOf(notice)).toMatchObject({ state: 'missed' });
    },
  );

  const step = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 35 }) }),
    fc.record({
      do: fc.constant('assign' as const),
      unit: fc.constantFrom('cjb', 'nyb'),
      days: fc.integer({ min: 3, max: 40 }),
    }),
    fc.record({ do: fc.constant('ask' as const), days: fc.integer({ min: 1, max: 40 }), legal: fc.boolean() }),
    fc.record({ do: fc.constantFrom('sign', 'undo', 'close', 'reopen', 'merge', 'admit', 'sweep') }),
    fc.record({ do: fc.constant('received' as const), back: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ do: fc.constant('class' as const), kind: fc.constantFrom('appeal', 'suggestion', 'litigation') }),
    fc.record({ do: fc.constant('known' as const), known: fc.boolean() }),
  );
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  async function take(town: TestTown, matter: Matter, now: LocalDay, move: Step): Promise<unknown> {
    switch (move.do) {
      case 'assign':
        return town.assign('u-desk1', matter, move.unit, { n: move.days, unit: 'days' });
      case 'ask':
        return ask(town, matter, move.days, move.legal, true);
      case 'received':
        return town.act('u-desk1', matter, (ctx, actor, petition) =>
          supplement(ctx, actor, petition, { receivedOn: addDays(now, -move.back) }),
        );
      case 'class':
        return town.act('u-desk1', matter, (ctx, actor, petition) =>
          classify(ctx, actor, petition, { kind: move.kind }),
        );
      case 'known':
        return town.act('u-desk1', matter, (ctx, actor, petition) =>
          supplement(ctx, actor, petition, { identityKnown: move.known }),
        );
      case 'admit':
        return town.act('u-desk1', matter, (ctx, actor, petition) =>
          admit(ctx, actor, petition, 'admit', undefined, undefined),
        );
      case 'sign':
        for (const signer of ['u-lead1', 'u-lead2', 'u-lead3']) {
          const open = await town.run((ctx) => openFor(ctx, matter.id, signer, 'extend'));
          if (open.length > 0) return sign(town, signer, matter);
        }
        return undefined;
      case 'undo':
        return town.act('u-desk1', matter, (ctx, actor, petition) => undo(ctx, actor, petition));
      case 'close':
        await town.answer('u-cj1', matter);
        return town.act('u-desk1', matter, (ctx, actor, petition) =>
          close(ctx, actor, petition, '书面答复', undefined),
        );
      case 'reopen':
        return town.act('u-desk1', matter, (ctx, actor, petition) => reopen(ctx, actor, petition, '没有办好'));
      case 'merge': {
        const again = await town.register('u-desk1', {});
        return town.act('u-desk1', again, async (ctx, actor, petition) => {
          const earlier = await lockPetition(ctx, matter.id);
          return merge(ctx, actor, { again: petition, earlier });
        });
      }
      case 'sweep':
        return town.run((ctx) => sweepBatch(ctx, 100));
      case 'wait':
        return undefined;
    }
  }

  for (const policy of ['fenjie', 'national', 'lihai']) {
    townTest(
      `${policy}: no course of a matter takes a missed day back`,
      async ({ town }) => {
        town.go('2025-12-01');
        await town.import({
          ...sampleTown,
          town: { ...sampleTown.town, policy },
          settings: { otherDays: 20 },
        } as never);
        const met = new Set<string>();
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 14, maxLength: 22 }), async (moves) => {
            let now = '2026-01-05' as LocalDay;
            town.go(now);
            const matter = await town.register('u-desk1', { receivedOn: now });
            await town.assign('u-desk1', matter, 'cjb', { n: 10, unit: 'days' });
            const missed = new Map<string, LocalDay>();
            for (const move of moves) {
              if (move.do === 'wait') now = addDays(now, move.days);
              town.go(now);
              const fault = move.do === 'wait' ? 'done' : await faultOf(take(town, matter, now, move));
              expect(fault, fault).toMatch(/^(?:done|[a-z-]+(?:\.[a-z-]+)*)$/u);
              const { all } = await town.clocks(matter);
              const undone = new Set(
                (await town.db.select().from(events).where(eq(events.petitionId, matter.id))).map(
                  ({ undoes }) => undoes,
                ),
              );
              const sooner = (clock: Clock): boolean =>
                all.some(
                  // A day sooner may come to the same working day.
                  ({ id, kind, state, dueOn }) =>
                    id !== clock.id && kind === clock.kind && state !== 'superseded' && dueOn <= clock.dueOn,
                );
              for (const clock of all) {
                // Received earlier than was written: missed by as many days or more.
                if (clock.state === 'superseded' && move.do === 'received' && sooner(clock)) missed.delete(clock.id);
                if (missed.has(clock.id) && !undone.has(clock.startedBy)) {
                  met.add(move.do);
                  expect([move.do, clock.kind, clock.dueOn]).toEqual([move.do, clock.kind, missed.get(clock.id)]);
                  expect(['missed', 'running'], `${move.do} ${clock.kind}`).toContain(clock.state);
                }
                if (clock.state === 'missed' || (clock.state === 'running' && now > clock.dueOn)) {
                  missed.set(clock.id, clock.dueOn);
                }
              }
            }
          }),
          { ...RUNS, endOnFailure: true },
        );
        // The histories did touch missed clocks with each sort of act.
        expect([...met].toSorted()).toEqual(
          expect.arrayContaining(['assign', 'ask', 'class', 'known', 'received', 'undo']),
        );
      },
      PATIENCE_MS,
    );
  }
});
