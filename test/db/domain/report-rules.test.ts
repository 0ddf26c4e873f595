/** The town changes its paper in the middle of the period: what runs, and what ran out, is reported by the rule it started under. */
import { towns } from '../../../src/db/schema.ts';
import type { LocalDay } from '../../../src/core/local-day.ts';
import { askExtension } from '../../../src/domain/handling/extension.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { warn } from '../../../src/domain/handling/warning.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { openMatters, standing } from '../../../src/domain/report/period.ts';
import { weeklyFigures } from '../../../src/domain/report/weekly.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

const changeTo = (town: TestTown, policy: string) => town.db.update(towns).set({ policy, settings: {} });
const leader = async (town: TestTown) => ({ kind: 'reader', actor: await town.actor('u-lead1') }) as const;
const agenda = (town: TestTown) =>
  town.run(async (ctx) =>
    (await openMatters(ctx, 'fenjie', await leader(town))).map(({ missedAgain, explanation }) => ({
      missedAgain,
      explanation,
    })),
  );

describe('after the town took another paper', () => {
  townTest('a second limit that was missed, and the explanation it asks for, stay on the agenda', async ({ town }) => {
    town.go('2026-03-02');
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'days' });
    town.go('2026-03-18');
    await town.act('u-cj1', matter, (ctx, actor, petition) =>
      askExtension(ctx, actor, petition, { longer: { n: 10, unit: 'days' }, which: '镇内', reason: '需要检测' }),
    );
    await town.act('u-lead2', matter, (ctx, actor, petition) =>
      decide(ctx, actor, petition, true, undefined, { kind: 'extend' }),
    );
    expect(await agenda(town)).toEqual([{ missedAgain: false, explanation: false }]);
    town.go('2026-04-02');
    await town.run((ctx) => sweepBatch(ctx, 100));
    const owed = [{ missedAgain: true, explanation: true }];
    expect(await agenda(town)).toEqual(owed);
    await changeTo(town, 'xiji');
    expect(await agenda(town), 'xiji knows neither second limits nor explanations').toEqual(owed);
  });

  townTest('steps on the way stay steps, and contacts that fell due stay counted', async ({ town }) => {
    await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: 'lihai' }, settings: {} });
    town.go('2026-03-02');
    const matter = await town.register('u-desk1', { channel: 'superior' });
    await town.assign('u-desk1', matter, 'cjb', { n: 60, unit: 'days' });
    await town.act('u-lead1', matter, (ctx, actor, petition) => decide(ctx, actor, petition, true, undefined));
    await town.act('u-desk1', matter, (ctx, actor, petition) => warn(ctx, actor, petition, '进展缓慢'));
    town.go('2026-03-23');
    const week = { from: '2026-03-02' as LocalDay, to: '2026-03-08' as LocalDay };
    const seen = () =>
      town.run(async (ctx) => ({
        overdue: (await standing(ctx, 'fenjie', await leader(town))).overdue,
        contacts: (await weeklyFigures(ctx, 'fenjie', week, { kind: 'group' })).contacts,
      }));
    const before = await seen();
    expect(before).toEqual({ overdue: 0, contacts: { due: 1, inTime: 0 } });
    await changeTo(town, 'fenjie');
    expect(await seen(), 'fenjie knows no answer to a warning, and runs no contact clock').toEqual(before);
  });
});
