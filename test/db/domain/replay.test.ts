import { readReplayOptions, policyReplay } from '../../../src/cli/policy-replay.ts';
import { clocks, events, outbox, petitions, reminderClaims } from '../../../src/db/schema.ts';
import { instantOf, localDayOf, type LocalDay } from '../../../src/core/local-day.ts';
import { admit, serve } from '../../../src/domain/handling/steps.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { resolvePolicy } from '../../../src/domain/policy/resolve.ts';
import { replayTown } from '../../../src/domain/policy/replay/store.ts';
import type { Spoken } from '../../../src/domain/policy/replay/simulate.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { it } from 'vitest';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';
import { definition } from '../../unit/policy/support.ts';

type Matter = { id: string };
const MARCH = { from: '2026-03-01' as LocalDay, to: '2026-03-31' as LocalDay };
const policyOf = (id: string) => resolvePolicy(definition(id), sampleTown.settings);
const act = {
  admit: (town: TestTown, matter: Matter) =>
    town.act('u-desk1', matter, (ctx, actor, p) => admit(ctx, actor, p, 'admit', undefined, undefined)),
  notice: (town: TestTown, matter: Matter) =>
    town.act('u-desk1', matter, (ctx, actor, p) =>
      serve(ctx, actor, p, { paper: 'notice', paperName: '受理告知书', on: town.day, method: undefined }),
    ),
  close: (town: TestTown, matter: Matter) => town.finish('u-cj1', matter),
};

/** One month of three matters, swept as it goes: one by phone and late, one visit closed in time, one taken back. */
async function march(town: TestTown): Promise<void> {
  const sweepUntil = async (day: string) => {
    for (let at = town.day; at < day;) {
      at = localDayOf(new Date(instantOf(at).getTime() + 36 * 3_600_000));
      for (const time of ['00:01', '08:50'] as const) {
        town.go(at, time);
        await town.run((ctx) => sweepBatch(ctx, 1000));
      }
    }
    town.go(day);
  };
  town.go('2026-03-02');
  const phone = await town.register('u-desk1', { channel: 'phone' });
  await town.assign('u-desk1', phone, 'cjb', { n: 15, unit: 'days' });
  await sweepUntil('2026-03-04');
  const visit = await town.register('u-desk1', { channel: 'visit' });
  const sealed = await town.register('u-desk1', { channel: 'visit' });
  await town.act('u-desk1', sealed, (ctx, actor, p) => supplement(ctx, actor, p, { accused: '农业办' }));
  await town.assign('u-desk1', sealed, 'cjb', { n: 5, unit: 'days' });
  await act.admit(town, visit);
  await act.notice(town, visit);
  await sweepUntil('2026-03-06');
  await town.assign('u-desk1', visit, 'cjb', { n: 10, unit: 'days' });
  const back = await town.register('u-desk1');
  await town.act('u-desk1', back, (ctx, actor, p) => undo(ctx, actor, p));
  await sweepUntil('2026-03-12');
  await act.close(town, visit);
  await sweepUntil('2026-03-31');
}

const stageOf = (said: Spoken): string =>
  said.what === 'stage' ? `${said.number} ${localDayOf(said.at)} ${said.clock.kind} ${said.stage.id}` : '';
const stages = (list: readonly Spoken[]) =>
  list
    .map(stageOf)
    .filter((line) => line !== '')
    .toSorted();

describe('policy replay', () => {
  townTest('under the town’s own rules it says exactly what was said', { timeout: 60_000 }, async ({ town }) => {
    await march(town);
    const { spoken } = await replayTown(town.db, 'fenjie', MARCH, [policyOf('fenjie')]);
    const claims = await town.db.select().from(reminderClaims);
    const all = new Map((await town.db.select().from(clocks)).map((clock) => [clock.id, clock]));
    const matters = new Map((await town.db.select().from(petitions)).map((matter) => [matter.id, matter]));
    const told = claims.flatMap((claim) => {
      const clock = all.get(claim.clockId)!;
      const matter = matters.get(clock.petitionId)!;
      if (claim.outcome !== 'told' || claim.stage === '_missed' || matter.sealed || matter.status === 'void') return [];
      return [`${matter.number} ${localDayOf(claim.claimedAt)} ${clock.kind} ${claim.stage}`];
    });
    expect(told.length).toBeGreaterThan(8);
    expect(stages(spoken[0]!)).toEqual(told.toSorted());
  });

  townTest(
    'under 沥海: a week for the phone, the contact call, two signatures, nothing written',
    { timeout: 60_000 },
    async ({ town }) => {
      await march(town);
      const tables = [events, clocks, outbox, reminderClaims, petitions];
      const rows = () => Promise.all(tables.map((table) => town.db.$count(table)));
      const before = await rows();
      const { matters, spoken } = await replayTown(town.db, 'fenjie', MARCH, [policyOf('lihai')]);
      expect(matters).toBe(2);
      const list = spoken[0]!;
      const phone = list.filter(({ number }) => number === 'FJ2026-0001');
      expect(stages(phone)).toEqual([
        'FJ2026-0001 2026-03-02 resolve-remote assign',
        'FJ2026-0001 2026-03-03 contact due',
        'FJ2026-0001 2026-03-04 contact overdue',
        'FJ2026-0001 2026-03-05 resolve-remote before-2',
        'FJ2026-0001 2026-03-09 notice half',
        'FJ2026-0001 2026-03-09 resolve-remote due',
        'FJ2026-0001 2026-03-10 resolve-remote overdue',
        'FJ2026-0001 2026-03-12 resolve-remote overdue+3',
        'FJ2026-0001 2026-03-13 notice before-2',
        'FJ2026-0001 2026-03-17 notice due',
        'FJ2026-0001 2026-03-18 notice overdue',
      ]);
      const signs = list.flatMap((said) => (said.what === 'signature' ? [[said.number, said.signature.kind]] : []));
      expect(signs).toEqual([
        ['FJ2026-0001', 'instruct'],
        ['FJ2026-0002', 'instruct'],
        ['FJ2026-0002', 'close'],
      ]);
      expect(list.filter(({ what }) => what === 'follow-up').map(({ number }) => number)).toEqual(['FJ2026-0002']);
      expect(await rows()).toEqual(before);
    },
  );

  townTest(
    'prints a table and the counts beside those of the present rules; a sealed matter is not in it',
    { timeout: 60_000 },
    async ({ town }) => {
      await march(town);
      const lines: string[] = [];
      const args = ['--from', '2026-03-01', '--to', '2026-03-31', '--policy', 'lihai', '--town', 'fenjie'];
      expect(await policyReplay(town.db, args, instantOf(town.day), (line) => lines.push(line))).toBe(0);
      const text = lines.join('\n');
      expect(lines[0]).toBe('\n■ 分界镇｜2026-03-01 至 2026-03-31｜试算规则：沥海街道（只试算，不发消息，不写数据）');
      expect(lines[1]).toBe('  涉及2件事项；密件不列入。');
      expect(text).toContain('待填的数（相关提醒未计入）：上级交办、领导批转、排查的事项几天内办结');
      expect(text).toMatch(/3月10日\(周二\) 08:50 {2}FJ2026-0001 {2}办结并答复（电话、网络） 超期1天 +督办函/u);
      expect(text).toContain('    交办函：现行 2，试算 2');
      expect(text).toContain('    请签：现行 0，试算 3');
      expect(text).not.toContain('FJJ');
    },
  );
});

describe('its arguments', () => {
  const today = '2026-11-22' as LocalDay;
  it('take last month when none is named, and the whole month of --from', () => {
    expect(readReplayOptions(['--policy', 'lihai'], today)).toMatchObject({ from: '2026-10-01', to: '2026-10-31' });
    expect(readReplayOptions(['--policy', 'lihai', '--from', '2026-02-01'], today).to).toBe('2026-02-28');
  });
  it.each([
    [['--from', '2026-10-01']],
    [['--policy', 'lihai', '--from', 'yesterday']],
    [['--policy', 'lihai', '--from', '2026-10-02', '--to', '2026-10-01']],
    [['--policy', 'lihai', '--month', '10']],
  ])('%j is refused', (args) => {
    expect(() => readReplayOptions(args, today)).toThrow();
  });
});
