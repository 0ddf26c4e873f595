/** What takes a matter from whoever has it wants it said which: not even the one last spoken of is meant. */
import { describe, expect, townTest } from '../../support/domain.ts';
import type { Step } from '../../support/talk.ts';
import { filled, LAST, number } from '../../support/twelve-matters.ts';

describe('what takes a matter away from whoever has it', () => {
  const TAKING = [
    ['交办', '农业办'],
    ['交办', '农业办 3天'],
    ['转办', '党政办 理由:职责在那边'],
    ['分类', '检举控告'],
    ['补充', '涉及:综治办'],
    ['补充', '类别:检举控告'],
    ['补充', '检举:是'],
  ] as const;

  townTest('says which: never the one last spoken of, and who has it is told', async ({ town }) => {
    const talk = await filled(town);
    for (const [verb, rest] of TAKING) {
      const unsaid = await talk.try(`/${verb} ${rest}`, { last: LAST });
      expect([verb, rest, unsaid.wrote, unsaid.said]).toEqual([
        ...[verb, rest, []],
        expect.stringMatching(
          /^没写编号，没有动：FJ2026-0007 邻里噪声，现在由综治办办。\n哪一件？回编号就行：\nFJ2026-0007/u,
        ),
      ]);
      expect([verb, rest, (await talk.try(`/${verb} 7 ${rest}`, { last: number(2) })).wrote]).toEqual([
        verb,
        rest,
        [LAST],
      ]);
      const quoted = await talk.try(`/${verb} ${rest}`, { quote: `【黄】${LAST}｜邻里噪声`, last: number(2) });
      expect([verb, rest, quoted.wrote]).toEqual([verb, rest, [LAST]]);
      const grouped = await talk.try(`/${verb} ${rest}`, { last: LAST, chatid: 'wrTown' });
      expect([verb, grouped.wrote, grouped.outcome.chat]).toEqual([verb, [], expect.not.stringMatching(/0007|噪声/u)]);
    }
    const helped: Step[] = [['u-desk1', '/协办 7 民政办']];
    expect((await talk.try('/协办 民政办 取消', { before: helped, last: LAST })).said).toMatch(/^没写编号，没有动/u);
    expect((await talk.try('/协办 7 民政办 取消', { before: helped, last: LAST })).wrote).toEqual([LAST]);
  });

  townTest('of one that nobody has yet is what was last spoken of', async ({ town }) => {
    const talk = await filled(town);
    const fresh: Step[] = [['u-desk1', '/登记 路口积水 题目:路口积水 姓名:匿名 类别:申诉求决']];
    for (const [verb, rest] of TAKING.filter(([one]) => one !== '转办')) {
      const turn = await talk.try(`/${verb} ${rest}`, { before: fresh, quote: `${number(13)} 路口积水` });
      expect([verb, rest, turn.wrote.length]).toEqual([verb, rest, 1]);
    }
    // The only one that waits for it is not taken from its office either.
    const [, , third] = TAKING;
    expect((await talk.try(`/${third[0]} ${third[1]}`)).wrote).toEqual([]);
  });
});
