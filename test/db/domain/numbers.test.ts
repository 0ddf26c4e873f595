import { register, supplement } from '../../../src/domain/petition/intake.ts';
import { describe, expect, refusalOf, townTest } from '../../support/domain.ts';

const numbered = (count: number, series: string): string[] =>
  Array.from({ length: count }, (_, i) => `${series}2026-${String(i + 1).padStart(4, '0')}`);

describe('numbers of matters', () => {
  townTest('have no gap and no double under twenty registrations at once', async ({ town }) => {
    const all = await Promise.all(Array.from({ length: 20 }, () => town.register('u-desk1')));
    expect(all.map((matter) => matter.number).toSorted()).toEqual(numbered(20, 'FJ'));
  });

  townTest('have no gap after a registration that was rolled back', async ({ town }) => {
    await town.register('u-desk1');
    const actor = await town.actor('u-desk1');
    const failed = town.run(async (ctx) => {
      await register(ctx, actor, {
        text: '村口路灯不亮',
        channel: 'visit',
        headcount: 1,
        receivedOn: ctx.today,
        demands: [],
        important: false,
        sensitive: false,
        identityKnown: true,
      });
      throw new Error('power cut');
    });
    expect(await refusalOf(failed)).toBe('power cut');
    expect((await town.register('u-desk1')).number).toBe('FJ2026-0002');
  });

  townTest('of sealed matters are a series of their own, so that no gap betrays them', async ({ town }) => {
    const first = await town.register('u-desk1');
    const sealed = await town.register('u-desk1', { accused: '五里墩村' });
    const second = await town.register('u-desk1');
    expect([first, sealed, second].map((matter) => matter.number)).toEqual([
      'FJ2026-0001',
      'FJJ2026-0001',
      'FJ2026-0002',
    ]);
  });

  townTest('stay when a matter is sealed afterwards, beside the sealed one of the same serial', async ({ town }) => {
    const sealed = await town.register('u-desk1', { accused: '五里墩村' });
    const open = await town.register('u-desk1');
    const changed = await town.act('u-desk1', open, (ctx, actor, petition) =>
      supplement(ctx, actor, petition, { accused: '城建办' }),
    );
    expect(changed).toMatchObject({ number: 'FJ2026-0001', sealed: true });
    expect(sealed.number).toBe('FJJ2026-0001');
  });

  townTest('begin anew with the year', async ({ town }) => {
    town.go('2026-12-31');
    await town.register('u-desk1');
    town.go('2027-01-04');
    expect((await town.register('u-desk1')).number).toBe('FJ2027-0001');
  });

  townTest('with an accused nobody knows is sealed all the same', async ({ town }) => {
    const matter = await town.register('u-desk1', { accused: '无此单位' });
    expect(matter).toMatchObject({ number: 'FJJ2026-0001', sealed: true });
  });
});
