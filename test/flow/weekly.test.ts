import { answered, describe, expect, flowTest } from '../support/town.ts';

const PNG = '89504e470d0a1a0a';

describe('the weekly summary', () => {
  flowTest(
    'reaches the bound groups, the main leader and the desk on Monday, as text and as a picture',
    async ({ start }) => {
      const town = await start({ at: '2026-03-05T09:30' });
      await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮');
      await town.say('赵某', '/交办 1 城建办');
      town.forget();
      await town.at('2026-03-09T09:20');
      const readers = ['信访工作群', '镇领导督办群', '钱某', '赵某', '周某梅'];
      for (const reader of readers) {
        town.expectMessage(
          reader,
          /^\*\*分界镇信访周报\*\*\n3月2日—3月8日[\s\S]*新收 1 件[\s\S]*城建办：新收 1，办结 0/u,
        );
        const picture = town.expectMessage(reader, /^周报 .*\.png$/u);
        expect(picture.kind).toBe('image');
        expect((await town.bytesOf(picture)).subarray(0, 8).toString('hex')).toBe(PNG);
      }
      town.forgetRhythm();
      town.expectNothingElse();
      await town.at('2026-03-10T09:00');
      expect(town.unexpected().filter((line) => line.includes('周报'))).toEqual([]);
    },
  );

  flowTest('counts what is open and overdue against the rate, so that a pile cannot hide', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    for (const [i, title] of ['路灯不亮', '路面塌陷', '沟渠堵塞'].entries()) {
      await town.say('赵某', `/登记 ${title} 姓名:匿名 题目:${title}`);
      await town.say('赵某', `/交办 ${i + 1} 城建办 期限:2026-03-05`);
    }
    await answered(town, 1);
    await town.say('赵某', '/办结 1 依据:书面答复');
    await town.at('2026-03-06T10:00');
    await answered(town, 2);
    await town.say('赵某', '/办结 2 依据:书面答复');
    town.forget();
    await town.at('2026-03-09T09:20');
    town.expectMessage(
      '信访工作群',
      /按期办结率 33\.3%\*\*\n按期办结 1 ÷（办结 2＋逾期未结 1）[\s\S]*【红·超期4天】FJ2026-0003 城建办/u,
    );
  });

  flowTest('on a holiday waits for the working morning after it', async ({ start }) => {
    const town = await start({ at: '2026-04-03T10:00' });
    await town.at('2026-04-06T20:00');
    expect(town.messages('信访工作群')).toEqual([]);
    await town.at('2026-04-07T08:01');
    town.expectMessage('信访工作群', /信访周报/u);
  });
});
