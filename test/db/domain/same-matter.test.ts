import { candidateText } from '../../../src/cards/same-matter.ts';
import { matterMarks } from '../../../src/db/schema.ts';
import { sameMatter, wordPairs } from '../../../src/domain/intake/similar.ts';
import { petitionById } from '../../../src/domain/matter/find.ts';
import { record } from '../../../src/domain/matter/record.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

const PLACE = '五里墩村口';
const candidates = async (town: TestTown, by: string, matter: { id: string }) => {
  const actor = await town.actor(by);
  return town.run(async (ctx) => sameMatter(ctx, actor, (await petitionById(ctx, matter.id))!));
};

describe('the same matter', () => {
  townTest('decided by 复核 is not accepted again, with the reason prepared', async ({ town }) => {
    const first = await town.register('u-desk1', { place: PLACE });
    await town.act('u-desk1', first, (ctx, actor, p) =>
      record(ctx, p, { kind: 're-examined', by: actor.userid, data: { level: 'review' } }),
    );
    const second = await town.register('u-desk1', { place: PLACE });
    expect((await candidates(town, 'u-desk1', second)).map(({ standing }) => standing)).toEqual(['in-progress']);
    await town.act('u-desk1', first, (ctx, actor, p) =>
      record(ctx, p, { kind: 're-examined', by: actor.userid, data: { level: 'recheck' } }),
    );
    const found = await candidates(town, 'u-desk1', second);
    expect(found.map(({ standing }) => standing)).toEqual(['exhausted']);
    expect(candidateText(second.number, found, town.day)).toBe(
      [
        '可能是同一事项，请核对：',
        'FJ2026-0001（已复核终结）',
        '同一事实和理由，不再受理',
        '（《信访工作条例》第三十六条）。',
        '核对无误再发：/受理 FJ2026-0002 不再受理 理由:已经复核终结，仍以同一事实和理由提出（FJ2026-0001）',
      ].join('\n'),
    );
    await town.act('u-desk1', first, undo);
    expect((await candidates(town, 'u-desk1', second)).map(({ standing }) => standing)).toEqual(['in-progress']);
  });

  townTest('is at most two, the nearest first, and of this town', async ({ town }) => {
    for (const text of ['村口路灯不亮很久了', '村口路灯不亮', '村口路面坑洼', '路灯不亮晚上很黑']) {
      await town.register('u-desk1', { text, place: PLACE });
    }
    const again = await town.register('u-desk1', { text: '村口路灯不亮', place: '五里墩村' });
    const numbers = (await candidates(town, 'u-desk1', again)).map(({ petition }) => petition.number);
    expect(numbers).toHaveLength(2);
    expect(numbers).toContain('FJ2026-0002');
    expect(numbers).not.toContain('FJ2026-0003');
  });

  townTest('is found behind any number that its reader may not know of', async ({ town }) => {
    const first = await town.register('u-desk1', { place: PLACE });
    for (let n = 0; n < 12; n += 1) await town.register('u-desk1', { place: PLACE, accused: '柳树湾村' });
    const again = await town.register('u-lsw1', { place: PLACE });
    // The matter of another village is theirs to see; what is said of their own is not.
    await town.assign('u-desk1', first, 'lsw');
    expect((await candidates(town, 'u-lsw1', again)).map(({ petition }) => petition.number)).toEqual([first.number]);
  });

  townTest('leaves out what was taken back, and is not looked for where nothing is known', async ({ town }) => {
    const first = await town.register('u-desk1', { place: PLACE });
    await town.act('u-desk1', first, undo);
    const second = await town.register('u-desk1', { place: PLACE });
    expect(await candidates(town, 'u-desk1', second)).toEqual([]);
    const bare = await town.register('u-desk1', { text: '村口路灯不亮' });
    expect(await candidates(town, 'u-desk1', bare)).toEqual([]);
  });

  townTest('is marked without any name or number in clear', async ({ town }) => {
    const phone = ['138', '0000', '7788'].join('');
    await town.register('u-desk1', { name: '某丙', phone, place: PLACE, text: `路灯不亮，电话${phone}` });
    const rows = await town.db.select().from(matterMarks);
    expect(rows.filter((row) => row.kind === 'contact')).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/138|某丙|五里墩|路灯/u);
  });
});

describe('the words of a matter', () => {
  townTest('are pairs of neighbouring characters without what every petition says', () => {
    expect(wordPairs({ title: '路灯不亮', body: '反映村口路灯不亮的问题，请求尽快解决。另一句不看' })).toEqual([
      '路灯',
      '灯不',
      '不亮',
      '村口',
      '口路',
      '亮的',
    ]);
    expect(wordPairs({ title: undefined, body: '[#name]反映[#phone]' })).toEqual([]);
  });
});
