import type { DomainContext } from '../../../src/domain/context.ts';
import { register, supplement } from '../../../src/domain/intake/register.ts';
import { takeNumber } from '../../../src/domain/matter/serial.ts';
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

  townTest(
    'of sealed matters are drawn, so that neither a gap nor a number betrays how many there are',
    async ({ town }) => {
      const made = [];
      for (const accused of Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? undefined : '五里墩村'))) {
        made.push(await town.register('u-desk1', { accused }));
      }
      const [open, sealed] = [made.filter((one) => !one.sealed), made.filter((one) => one.sealed)];
      expect(open.map(({ number }) => number)).toEqual(numbered(4, 'FJ'));
      for (const { number } of sealed) expect(number).toMatch(/^FJJ2026-[1-9]\d{3}$/u);
      const serials = sealed.map(({ serial }) => serial);
      expect(new Set(serials).size).toBe(4);
      expect(
        serials.some((serial) => serials.includes(serial + 1)),
        'nothing counts up',
      ).toBe(false);
    },
  );

  townTest(
    'of sealed matters stay apart when the draw repeats itself, and grow when the range is full',
    async ({ town }) => {
      const draws = [4831, 4831, 4831, 2718];
      const again = (ctx: DomainContext): DomainContext => ({
        ...ctx,
        ids: { ...ctx.ids, integer: (low) => Math.max(low, draws.shift() ?? 4831) },
      });
      const take = (): Promise<string> =>
        town.run(async (ctx) => (await takeNumber(again(ctx), { id: 'fenjie', prefix: 'FJ' }, true)).number);
      expect([await take(), await take(), await take()]).toEqual(['FJJ2026-4831', 'FJJ2026-2718', 'FJJ2026-10000']);
    },
  );

  townTest('of sealed matters are each given once to ten at once', async ({ town }) => {
    const low = (ctx: DomainContext): DomainContext => {
      let drawn = 0;
      return { ...ctx, ids: { ...ctx.ids, integer: (from) => from + ((drawn += 1) % 5) } };
    };
    const taken = await Promise.all(
      Array.from({ length: 10 }, () =>
        town.run(async (ctx) => (await takeNumber(low(ctx), { id: 'fenjie', prefix: 'FJ' }, true)).number),
      ),
    );
    expect(new Set(taken).size).toBe(10);
  });

  townTest('stay when a matter is sealed afterwards, beside the sealed one of the same serial', async ({ town }) => {
    const sealed = await town.register('u-desk1', { accused: '五里墩村' });
    const open = await town.register('u-desk1');
    const changed = await town.act('u-desk1', open, (ctx, actor, petition) =>
      supplement(ctx, actor, petition, { accused: '城建办' }),
    );
    expect(changed).toMatchObject({ number: 'FJ2026-0001', sealed: true });
    expect(sealed.number).toMatch(/^FJJ/u);
  });

  townTest('begin anew with the year', async ({ town }) => {
    town.go('2026-12-31');
    await town.register('u-desk1');
    town.go('2027-01-04');
    expect((await town.register('u-desk1')).number).toBe('FJ2027-0001');
  });

  townTest('with an accused nobody knows is sealed all the same', async ({ town }) => {
    const matter = await town.register('u-desk1', { accused: '无此单位' });
    expect(matter.sealed).toBe(true);
    expect(matter.number).toMatch(/^FJJ/u);
  });
});
