import { eq } from 'drizzle-orm';

import type { LocalTime } from '../../../src/core/local-day.ts';
import { outbox, people, reminderClaims } from '../../../src/db/schema.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

const sweep = (town: TestTown, limit = 100) => town.run((ctx) => sweepBatch(ctx, limit));
/** 城建办, fifteen days from 9 March: half-time 16 March, yellow 20 March (under five days left), due 24 March. */
async function given(town: TestTown, more = {}) {
  const matter = await town.register('u-desk1', { identityKnown: false, ...more });
  await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
  await town.db.delete(outbox);
  return matter;
}
const told = async (town: TestTown) =>
  (await town.db.select().from(outbox)).map((row) => `${String(row.refs['stage'])} ${row.toId}`).toSorted();
const claims = async (town: TestTown) =>
  (await town.db.select().from(reminderClaims).orderBy(reminderClaims.stage)).map(({ stage, outcome, reason }) => ({
    stage,
    outcome,
    reason,
  }));

describe('a stage of a clock', () => {
  townTest('speaks at 08:50 of its day, and not before', async ({ town }) => {
    await given(town);
    town.go('2026-03-16', '08:49');
    expect(await sweep(town)).toBe(0);
    town.go('2026-03-16', '08:50');
    expect(await sweep(town)).toBe(1);
    expect(await told(town)).toEqual(['half u-cj1']);
  });

  townTest('speaks once, however often the sweep runs', async ({ town }) => {
    await given(town);
    town.go('2026-03-16');
    expect([await sweep(town), await sweep(town), await sweep(town)]).toEqual([1, 0, 0]);
    expect(await told(town)).toEqual(['half u-cj1']);
  });

  townTest('speaks once when two sweeps run at the same time', async ({ town }) => {
    for (let i = 0; i < 10; i += 1) await given(town);
    town.go('2026-03-16');
    const claimed = await Promise.all([sweep(town), sweep(town), sweep(town)]);
    expect(claimed.reduce((sum, n) => sum + n, 0)).toBe(10);
    expect(await told(town)).toEqual(Array.from({ length: 10 }, () => 'half u-cj1'));
  });

  townTest('speaks once although the first sweep was rolled back', async ({ town }) => {
    await given(town);
    town.go('2026-03-16');
    const crashed = town.run(async (ctx) => {
      await sweepBatch(ctx, 100);
      throw new Error('crash');
    });
    await expect(crashed).rejects.toThrow('crash');
    expect(await told(town)).toEqual([]);
    expect(await sweep(town)).toBe(1);
    expect(await told(town)).toEqual(['half u-cj1']);
  });

  townTest('is worked off in batches until nothing is left', async ({ town }) => {
    for (let i = 0; i < 5; i += 1) await given(town);
    town.go('2026-03-16');
    expect([await sweep(town, 2), await sweep(town, 2), await sweep(town, 2), await sweep(town, 2)]).toEqual([
      2, 2, 1, 0,
    ]);
  });

  townTest('is silent once the matter is closed', async ({ town }) => {
    const matter = await given(town);
    await town.finish('u-cj1', matter);
    await town.db.delete(outbox);
    town.go('2026-04-30');
    expect(await sweep(town)).toBe(0);
    expect(await told(town)).toEqual([]);
  });
});

describe('after an outage', () => {
  townTest('only the last stage due speaks; the others are skipped, with the reason', async ({ town }) => {
    await given(town);
    town.go('2026-03-25', '09:00');
    await sweep(town);
    expect(await told(town)).toEqual([
      'overdue u-cj1',
      'overdue u-desk1',
      'overdue u-desk2',
      'overdue u-lead2',
      'overdue wrLead',
      'overdue wrTown',
    ]);
    const late = { outcome: 'skipped', reason: 'a later stage was due as well' };
    expect(await claims(town)).toEqual([
      { stage: 'assign', outcome: 'told', reason: null },
      { stage: 'before-2', ...late },
      { stage: 'due', ...late },
      { stage: 'half', ...late },
      { stage: 'overdue', outcome: 'told', reason: null },
      { stage: 'yellow', ...late },
    ]);
  });

  townTest('what is still to come speaks in its turn', async ({ town }) => {
    await given(town);
    town.go('2026-03-25', '09:00');
    await sweep(town);
    await town.db.delete(outbox);
    town.go('2026-03-27', '09:00');
    await sweep(town);
    expect((await told(town)).filter((line) => line.includes(' u-'))).toEqual([
      'overdue+3 u-cj1',
      'overdue+3 u-desk1',
      'overdue+3 u-desk2',
      'overdue+3 u-lead2',
    ]);
  });
});

describe('a reminder', () => {
  const leave = (town: TestTown, userid: string) =>
    town.db.update(people).set({ leftOn: town.day }).where(eq(people.userid, userid));

  townTest('for somebody who left goes to the next rung', async ({ town }) => {
    await given(town);
    await leave(town, 'u-cj1');
    town.go('2026-03-16');
    await sweep(town);
    expect(await told(town)).toEqual(['half u-lead2']);
  });

  townTest('for a rung where everybody left reaches the main leader', async ({ town }) => {
    await given(town);
    await leave(town, 'u-cj1');
    await leave(town, 'u-lead2');
    town.go('2026-03-16');
    await sweep(town);
    expect(await told(town)).toEqual(['half u-lead1']);
  });

  townTest('of a sealed matter is said in no group', async ({ town }) => {
    await given(town, { accused: '五里墩村' });
    town.go('2026-03-25');
    await sweep(town);
    const rows = await town.db.select().from(outbox);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.toKind === 'group')).toEqual([]);
  });
});

describe('what is told outside office hours', () => {
  const heldUntil = async (town: TestTown, day: string, time: LocalTime) => {
    const matter = await town.register('u-desk1', { identityKnown: false });
    town.go(day, time);
    await town.assign('u-desk1', matter, 'cjb');
    const [row] = await town.db.select().from(outbox).where(eq(outbox.toId, 'u-cj1'));
    return row!.holdUntil.toISOString();
  };

  townTest('leaves at once in office hours', async ({ town }) => {
    expect(await heldUntil(town, '2026-03-13', '17:59')).toBe('2026-03-13T09:59:00.000Z');
  });

  townTest('waits from Friday 19:00 for Monday 08:00', async ({ town }) => {
    expect(await heldUntil(town, '2026-03-13', '19:00')).toBe('2026-03-16T00:00:00.000Z');
  });

  townTest('waits before 08:00 for 08:00 of the same day', async ({ town }) => {
    expect(await heldUntil(town, '2026-03-13', '06:30')).toBe('2026-03-13T00:00:00.000Z');
  });

  townTest('waits from the evening before 国庆 for the first working morning after it', async ({ town }) => {
    expect(await heldUntil(town, '2026-09-30', '19:00')).toBe('2026-10-08T00:00:00.000Z');
  });

  townTest('leaves on a Saturday that is worked', async ({ town }) => {
    expect(await heldUntil(town, '2026-10-10', '10:00')).toBe('2026-10-10T02:00:00.000Z');
  });

  townTest('leaves at once when it is due that day', async ({ town }) => {
    await given(town);
    town.go('2026-03-24', '19:00');
    await sweep(town);
    const rows = await town.db.select().from(outbox);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.holdUntil.toISOString()).toBe('2026-03-24T11:00:00.000Z');
  });
});
