import { describe, expect, flowTest } from '../support/town.ts';

describe('a duty of the desk', () => {
  flowTest('is not told as the office’s, and does not climb in its line', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 收到:2026-02-17');
    await town.say('赵某', '/交办 1 城建办 期限:60天');
    await town.say('郑某', '/签收 1');
    await town.at('2026-03-06T09:00');
    const group = town.messages('信访工作群').map((message) => message.text);
    expect(group.filter((text) => text.includes('书面告知超期'))).toEqual([
      expect.stringMatching(/^【红】FJ2026-0001｜村口路灯不亮｜信访办｜超期1天/u),
    ]);
    expect(town.messages('郑某').filter((message) => message.text.includes('提醒未阅'))).toEqual([]);
    // 孙某 leads the desk.
    expect(town.messages('孙某').some((message) => message.text.includes('FJ2026-0001｜信访办｜提醒未阅'))).toBe(true);
  });
});
