/** Words behind a command that makes nothing of them: they name another matter and are asked about, or it is said that they were not kept. */
import { describe, expect, townTest } from '../../support/domain.ts';
import type { Step } from '../../support/talk.ts';
import { filled, LAST, number } from '../../support/twelve-matters.ts';

const SIGNING: Step[] = [['u-desk1', '/联系 2 已通话，约好明天']];

describe('words behind a number', () => {
  townTest('that are the title of another matter are asked about', async ({ town }) => {
    const talk = await filled(town);
    for (const verb of ['催办', '督办', '进展', '联系', '签收', '撤销', '告知', '为什么', '查']) {
      for (const rest of ['2 老年卡换发', '老年卡换发 2']) {
        const { wrote, said } = await talk.try(`/${verb} ${rest}`, { last: LAST });
        expect([verb, rest, wrote, said]).toEqual([
          verb,
          rest,
          [],
          expect.stringMatching(rest.startsWith('2') ? /哪一件？[\s\S]*FJ2026-0003/u : /哪一件？|^请写上编号/u),
        ]);
      }
    }
    for (const line of [
      '/催办 2 水渠堵塞',
      '/进展 2 已告诉老年卡换发的人',
      '/催办 2 请抓紧',
      '/进展 2 老年卡已转民政办',
    ]) {
      expect([line, (await talk.try(line, { last: LAST })).wrote]).toEqual([line, [number(2)]]);
    }
    // All of another title at the beginning is another matter, whatever follows.
    expect((await talk.try('/进展 2 老年卡换发 已转民政办', { last: LAST })).wrote).toEqual([]);
    expect((await talk.try('/催办 2 请抓紧')).said).toMatch(/要求：请抓紧\n/u);
  });

  townTest('that a command has no place for are said not to be kept', async ({ town }) => {
    const talk = await filled(town);
    for (const [line, before] of [
      ['/撤销 2 写错了', SIGNING],
      ['/告知 2 快一点', []],
      ['/为什么 2 这么久', []],
      ['/查 2 快一点', []],
      ['/今天 已到场三户', []],
      ['/我的 已到场三户', []],
      ['/统计 已到场三户', []],
    ] as const) {
      const { said } = await talk.try(line, { before });
      const words = line.split(' ').at(-1)!;
      expect([line, said]).toEqual([line, expect.stringContaining(`“${words}”没有记下`)]);
      const bare = line.slice(0, -words.length).trim();
      expect([bare, (await talk.try(bare, { before })).said]).toEqual([bare, expect.not.stringContaining('没有记下')]);
    }
    const grouped = await talk.try('@信访助手 /撤销 2 写错了', { before: SIGNING, chatid: 'wrTown' });
    expect(grouped.outcome.chat).not.toMatch(/写错了/u);
    expect(grouped.outcome.private).toMatch(/“写错了”没有记下/u);
  });
});
