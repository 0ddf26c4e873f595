import { letters, petitionKeys } from '../../../src/db/schema.ts';
import { letterOnce, lettersOfMatter, readLetter } from '../../../src/domain/letter/store.ts';
import { unitByName } from '../../../src/domain/org/service.ts';
import { assign } from '../../../src/domain/handling/assign.ts';
import { brokenLink } from '../../../src/domain/matter/chain.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

const numbers = async (town: TestTown): Promise<string[]> =>
  (await town.db.select().from(letters))
    .map(({ number }) => number)
    .toSorted((a, b) => a.localeCompare(b, 'zh', { numeric: true }));

describe('numbers of letters', () => {
  townTest('have no gap, however many are made at once, and a command taken back uses none', async ({ town }) => {
    const matters = await Promise.all(Array.from({ length: 12 }, () => town.register('u-desk1')));
    const attempts = matters.map((matter, i) =>
      town
        .act('u-desk1', matter, async (ctx, actor, petition) => {
          const unit = (await unitByName(ctx.tx, petition.townId, '城建办'))!;
          await assign(ctx, actor, petition, { unit, period: { n: 20, unit: 'days' } });
          if (i % 3 === 0) throw new Error('taken back');
        })
        .catch(() => {}),
    );
    await Promise.all(attempts);
    expect(await numbers(town)).toEqual(Array.from({ length: 8 }, (_, i) => `分界信交〔2026〕${i + 1}号`));
  });

  townTest('leave no gap for a sealed matter, whose own are drawn', async ({ town }) => {
    const period = { n: 20, unit: 'days' } as const;
    for (const accused of [undefined, '五里墩村', undefined, '五里墩村']) {
      await town.assign('u-desk1', await town.register('u-desk1', { accused }), '城建办', period);
    }
    const all = await numbers(town);
    expect(all.filter((one) => !one.includes('专'))).toEqual(['分界信交〔2026〕1号', '分界信交〔2026〕2号']);
    const drawn = all.filter((one) => one.includes('专'));
    expect(new Set(drawn).size).toBe(2);
    for (const one of drawn) expect(one).toMatch(/^分界信.专〔2026〕[1-9]\d{3}号$/u);
  });

  townTest('begin anew with the year', async ({ town }) => {
    await town.assign('u-desk1', await town.register('u-desk1'), '城建办', { n: 20, unit: 'days' });
    town.go('2027-01-04');
    await town.assign('u-desk1', await town.register('u-desk1'), '城建办', { n: 20, unit: 'days' });
    expect(await numbers(town)).toEqual(['分界信交〔2026〕1号', '分界信交〔2027〕1号']);
  });
});

describe('a letter', () => {
  townTest('is kept sealed with the key of its matter and cannot be read without it', async ({ town }) => {
    const matter = await town.register('u-desk1', { name: '林晓雾' });
    await town.assign('u-desk1', matter, '城建办', { n: 20, unit: 'days' });
    const [row] = await town.run((ctx) => lettersOfMatter(ctx, matter.id));
    const opened = await town.run((ctx) => readLetter(ctx, row!.id));
    expect(opened?.facts.unit?.name).toBe('城建办');
    expect(row!.fields.includes(Buffer.from('城建办'))).toBe(false);
    expect(await town.run((ctx) => letterOnce(ctx, row!.once))).toMatchObject({ id: row!.id });
    await town.db.delete(petitionKeys);
    expect(await town.run((ctx) => readLetter(ctx, row!.id))).toBeUndefined();
    expect(await town.run((ctx) => brokenLink(ctx, matter.id))).toBeUndefined();
  });
});
