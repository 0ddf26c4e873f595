import { eq } from 'drizzle-orm';
import { createVault } from '../../../src/core/vault.ts';
import { occurrences, outbox } from '../../../src/db/schema.ts';
import { claim, dueSlots } from '../../../src/domain/schedule/claim.ts';
import { occur } from '../../../src/domain/schedule/run.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

const due = async (town: TestTown): Promise<string[]> =>
  (await town.run((ctx) => dueSlots(ctx))).map(({ kind, slot }) => `${kind} ${slot}`);
/** What another process, which remembers nothing, finds due. */
const dueElsewhere = async (town: TestTown): Promise<string[]> =>
  (await town.run((ctx) => dueSlots({ ...ctx, vault: createVault(Buffer.alloc(32, 9)) }))).map(
    ({ kind, slot }) => `${kind} ${slot}`,
  );
const takePlace = async (town: TestTown): Promise<void> => {
  for (const { townId, kind, slot } of await town.run((ctx) => dueSlots(ctx))) {
    await town.run((ctx) => occur(ctx, townId, kind, slot, async () => true));
  }
};

describe('the occasions of a town', () => {
  townTest('are claimed by one of those who try at once, and by nobody afterwards', async ({ town }) => {
    town.go('2026-03-10', '09:00');
    const tryIt = () => town.run((ctx) => claim(ctx, 'fenjie', 'morning', town.day));
    const all = await Promise.all([tryIt(), tryIt(), tryIt()]);
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await tryIt()).toBe(false);
    expect(await town.db.select().from(occurrences)).toHaveLength(1);
  });

  townTest('are due once: claimed by one, they are due for nobody, whatever a process remembers', async ({ town }) => {
    town.go('2026-03-10', '09:00');
    expect(await due(town)).toEqual(['morning 2026-03-10', 'reception 2026-03-10']);
    expect(await due(town), 'looking claims nothing').toHaveLength(2);
    await takePlace(town);
    const told = (await town.db.select().from(outbox)).length;
    await town.run((ctx) => occur(ctx, 'fenjie', 'reception', town.day, async () => true));
    expect(await town.db.select().from(outbox)).toHaveLength(told);
    expect(await due(town)).toEqual([]);
    expect(await dueElsewhere(town)).toEqual([]);
    town.go('2026-03-11', '08:29');
    expect(await due(town)).toEqual([]);
    town.go('2026-03-11', '08:30');
    expect(await due(town)).toEqual(['morning 2026-03-11', 'reception 2026-03-11']);
    expect(await dueElsewhere(town)).toEqual(['morning 2026-03-11', 'reception 2026-03-11']);
  });

  townTest(
    'are skipped with the reason when nothing ran, and what is still worth it is caught up',
    async ({ town }) => {
      town.go('2026-03-16', '10:00');
      expect(await due(town)).toEqual(['morning 2026-03-16', 'reception 2026-03-16', 'weekly 2026-03-16']);
      const skipped = await town.db.select().from(occurrences).where(eq(occurrences.outcome, 'skipped'));
      expect(skipped.map((row) => `${row.kind} ${row.slot}`).toSorted()).toEqual([
        'morning 2026-03-10',
        'morning 2026-03-11',
        'morning 2026-03-12',
        'morning 2026-03-13',
        'reception 2026-03-10',
        'reception 2026-03-11',
        'reception 2026-03-12',
        'reception 2026-03-13',
      ]);
      expect(new Set(skipped.map((row) => row.reason))).toEqual(new Set(['nothing was running at its time']));
      await takePlace(town);
      expect(await due(town)).toEqual([]);
      town.go('2026-03-12', '12:00');
      expect(await due(town), 'a clock set back finds nothing anew').toEqual([]);
    },
  );
});
