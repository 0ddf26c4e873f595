import { eq, sql } from 'drizzle-orm';
import { clockRules, clocks, outbox, reminderClaims, settingChanges, towns } from '../../../src/db/schema.ts';
import { carryRules } from '../../../src/domain/clock/carry.ts';
import { ruleOf } from '../../../src/domain/clock/kept.ts';
import { close } from '../../../src/domain/handling/steps.ts';
import { recuse } from '../../../src/domain/handling/recusal.ts';
import { createPolicyBook } from '../../../src/domain/policy/book.ts';
import { changeSetting, settingsFor } from '../../../src/domain/policy/settings.ts';
import { lostStages } from '../../../src/domain/reminder/lost.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';
import { say, wordsOf } from '../../support/parley.ts';
import { loaded } from '../../unit/policy/support.ts';

const sweep = (town: TestTown) => town.run((ctx) => sweepBatch(ctx, 500));
const govern = (town: TestTown, policy: string) => town.db.update(towns).set({ policy });

/** What is told of one assigned matter through its ladder, each stage with its readers. */
async function ladderOf(town: TestTown, meanwhile: () => Promise<unknown>): Promise<string[]> {
  const matter = await town.register('u-desk1', { identityKnown: false });
  await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
  await town.db.delete(outbox);
  await meanwhile();
  for (const day of ['16', '18', '20', '24', '25', '27', '30']) {
    town.go(`2026-03-${day}`);
    await sweep(town);
  }
  const rows = await town.db.select().from(outbox).where(eq(outbox.petitionId, matter.id));
  return rows.map((row) => `${row.kind} ${String(row.refs['stage'])} ${row.toId}`).toSorted();
}

describe('a running clock keeps the rule it started under', () => {
  for (const [first, then] of [
    ['fenjie', 'national'],
    ['fenjie', 'xiji'],
    ['xiji', 'lihai'],
    ['sanwu', 'fenjie'],
    ['yuanzhu', 'national'],
  ] as const) {
    townTest(`its ladder speaks as ${first} wrote it after the town went over to ${then}`, async ({ town }) => {
      await govern(town, first);
      const alone = await ladderOf(town, () => Promise.resolve());
      town.go('2026-03-09');
      const changed = await ladderOf(town, () => govern(town, then));
      expect(alone.length).toBeGreaterThan(3);
      expect(changed).toEqual(alone);
      expect(await town.run(lostStages)).toBe(0);
    });
  }

  townTest(
    'it is stored with the first clock that stays, not with one of a command that was refused',
    async ({ town }) => {
      const number = /FJ\d{4}-\d{4}/u.exec(
        wordsOf(await say(town, 'u-desk1', '/登记 村口路灯不亮 收到:2026-03-02')),
      )![0];
      const stored = () => town.db.select().from(clockRules).where(eq(clockRules.kind, 'resolve'));
      await town.db.delete(clockRules);
      town.go('2026-03-10');
      expect(wordsOf(await say(town, 'u-desk1', `/交办 ${number} 城建办 期限:1天`))).toContain('还没有交办');
      expect(await stored()).toEqual([]);
      await say(town, 'u-desk1', `/交办 ${number} 城建办 期限:30天`);
      expect(await stored()).toHaveLength(1);
    },
  );

  townTest('what meets it and what it may be extended by stay, too', async ({ town }) => {
    const matter = await town.register('u-desk1', { identityKnown: false });
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    const { running } = await town.clocks(matter);
    await govern(town, 'national');
    const kept = await town.run((ctx) => ruleOf(ctx, running['resolve']!));
    expect(kept?.rule.ladder.map(({ id }) => id)).toContain('overdue+7');
    expect(kept?.source).toMatch(/分界/u);
    await town.answer('u-cj1', matter);
    await town.act('u-desk1', matter, (ctx, actor, petition) => close(ctx, actor, petition, '书面答复', undefined));
    const { all } = await town.clocks(matter);
    expect(all.find(({ kind }) => kind === 'resolve')?.state).toBe('met');
  });

  townTest(
    'a threshold that the town fills in is filled into the rules that lacked it, and into no other',
    async ({ town }) => {
      await town.db.update(towns).set({ settings: {} });
      const matter = await town.register('u-desk1', { identityKnown: false });
      await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
      const change = (value: string) =>
        town.act('u-desk1', matter, async (ctx, actor) => {
          const setting = (await settingsFor(ctx, 'fenjie')).find(({ name }) => name === 'yellowUnderMonthDays');
          return changeSetting(ctx, actor, setting!, value);
        });
      expect((await town.clocks(matter)).running['resolve']?.yellowOn).toBeNull();
      await change('5');
      const filled = (await town.clocks(matter)).running['resolve'];
      expect(filled?.yellowOn).toBe('2026-03-20');
      await change('9');
      expect((await town.clocks(matter)).running['resolve']).toEqual(filled);
      town.go('2026-03-20');
      await sweep(town);
      const said = await town.db.select().from(outbox).where(eq(outbox.kind, 'reminder'));
      expect(said.map(({ refs }) => refs['stage'])).toContain('yellow');
    },
  );
});

describe('a stage that the rule of its clock does not know', () => {
  townTest('is told to no admin who may not know of its matter', async ({ town }) => {
    const sealed = await town.register('u-desk1', { accused: '五里墩村', identityKnown: false });
    const left = await town.register('u-desk1', { identityKnown: false });
    await town.assign('u-desk1', sealed, 'jw', { n: 15, unit: 'days' });
    await town.assign('u-desk1', left, 'cjb', { n: 15, unit: 'days' });
    await town.act('u-desk1', left, (ctx, actor, petition) => recuse(ctx, actor, petition, 'u-dz1', '亲属'));
    await town.db.delete(outbox);
    await town.db.update(clocks).set({ ruleVersion: 'lost@0' });
    town.go('2026-03-16');
    await sweep(town);
    const rows = await town.db.select().from(outbox);
    for (const { id } of [sealed, left]) expect(rows.map(({ petitionId }) => petitionId)).toContain(id);
    expect(rows.filter(({ toId }) => toId === 'u-dz1')).toEqual([]);
  });

  townTest('is an error that the desk and an admin hear of, once, and never a silent claim', async ({ town }) => {
    const matter = await town.register('u-desk1', { identityKnown: false });
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    const other = await town.register('u-desk1', { identityKnown: false });
    await town.assign('u-desk1', other, 'cjb', { n: 15, unit: 'days' });
    await town.db.delete(outbox);
    await town.db.update(clocks).set({ ruleVersion: 'lost@0' }).where(eq(clocks.petitionId, matter.id));
    town.go('2026-03-16');
    await sweep(town);
    await sweep(town);
    const rows = await town.db.select().from(outbox);
    const about = (id: string | null) => rows.filter(({ petitionId }) => petitionId === id);
    expect(about(matter.id).map(({ kind }) => kind)).toEqual(about(matter.id).map(() => 'stage-lost'));
    expect(about(matter.id).map(({ toId }) => toId)).toContain('u-desk1');
    expect(about(null)).toMatchObject([
      { kind: 'stage-lost', refs: { version: 'lost@0', kind: 'resolve', stage: 'half' } },
    ]);
    // One clock without a rule holds up no other.
    expect(about(other.id)).toMatchObject([{ kind: 'reminder' }]);
    const failed = await town.db.select().from(reminderClaims).where(eq(reminderClaims.outcome, 'failed'));
    expect(failed).toMatchObject([{ stage: 'half', reason: 'its rule knows no such stage' }]);
    expect(await town.run(lostStages)).toBe(1);
    town.go('2026-03-17', '11:00');
    expect(await town.run(lostStages)).toBe(0);
  });

  townTest('a clock without a rule still ends with its matter', async ({ town }) => {
    const matter = await town.register('u-desk1', { identityKnown: false });
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    await town.db.update(clocks).set({ ruleVersion: 'lost@0' });
    await town.finish('u-cj1', matter);
    expect((await town.clocks(matter)).running).toEqual({});
  });
});

describe('clocks from before rules were stored', () => {
  const stored = async (town: TestTown) =>
    (await town.db.select().from(clockRules).orderBy(clockRules.version, clockRules.kind)).map(
      ({ version, kind, content }) => ({ version, kind, content }),
    );
  const carry = (town: TestTown) =>
    carryRules(town.db, createPolicyBook(loaded.policies), () => Promise.resolve(new Map()));

  townTest('get the very rule, although the town has changed its settings since', async ({ town }) => {
    for (const [day, value] of [
      ['2026-03-09', 30],
      ['2026-03-10', 40],
      ['2026-03-11', 50],
    ] as const) {
      town.go(day);
      const [row] = await town.db.select().from(towns);
      const settings = { ...row!.settings, resolveDays: value };
      await town.db.insert(settingChanges).values({
        id: `00000000-0000-7000-9000-0000000000${day.slice(-2)}`,
        townId: row!.id,
        name: 'resolveDays',
        fromValue: row!.settings['resolveDays'] ?? null,
        toValue: value,
        by: 'u-desk1',
        at: new Date(`${day}T09:00:00+08:00`),
      });
      await town.db.update(towns).set({ settings });
      const matter = await town.register('u-desk1', {});
      await town.assign('u-desk1', matter, 'cjb');
    }
    const before = await stored(town);
    expect(new Set(before.map(({ version }) => version)).size).toBe(3);
    await town.db.execute(sql`delete from clock_rule`);
    expect(await carry(town)).toEqual({ exact: before.length, nearest: 0, unknown: [] });
    expect(await stored(town)).toEqual(before);
    expect(await carry(town)).toBeUndefined();
  });

  townTest('get the nearest where the files have changed, and are named where no file knows them', async ({ town }) => {
    const matter = await town.register('u-desk1', { identityKnown: false });
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    await town.db.execute(sql`delete from clock_rule`);
    await town.db.update(clocks).set({ ruleVersion: 'fenjie@000000000000' });
    await town.db.update(clocks).set({ kind: 'forgotten' }).where(eq(clocks.kind, 'notice'));
    const found = await carry(town);
    expect(found).toMatchObject({ exact: 0, unknown: [] });
    const kept = (await stored(town)).find(({ kind }) => kind === 'resolve');
    expect(kept).toMatchObject({ version: 'fenjie@000000000000', content: { rule: { kind: 'resolve' } } });
    await town.db.update(clocks).set({ kind: 'forgotten' }).where(eq(clocks.kind, 'resolve'));
    expect((await carry(town))?.unknown).toEqual([expect.stringMatching(/fenjie@000000000000 forgotten$/u)]);
  });
});
