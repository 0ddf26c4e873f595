import { describe, expect, flowTest } from '../support/town.ts';

const DESK = '信访工作群';
const SURE = '/登记 韩某山把集体的鱼塘租给了自己的弟弟 姓名:匿名';
const DOUBTFUL = '/登记 修桥的钱不知道去哪了，有人拿了好处 姓名:匿名';
const numberIn = (text: string): string => /FJJ?\d{4}-\d{4}/u.exec(text)![0];

describe('what the words of a petition betray', () => {
  flowTest(
    'an accusation is sealed at once and goes to nobody but discipline until 涉及 is filled',
    async ({ town }) => {
      await town.say('赵某', SURE);
      const number = numberIn(
        town.expectMessage('赵某', /已登记：FJJ\d{4}-\d{4}[\s\S]*像是反映干部或单位[\s\S]*反映的是干部或单位的问题吗/u)
          .text,
      );
      town.forget();
      for (const line of [
        `/交办 ${number} 五里墩村`,
        `/交办 ${number} 城建办`,
        `/协办 ${number} 民政办`,
        `/包案 ${number} 孙某`,
        `/到场 ${number} 6人`,
      ]) {
        await town.say('赵某', line);
        town.expectMessage('赵某', /还没写被反映方，只能交给纪委。\n请先发：\/补充 FJJ\d{4}-\d{4} 涉及:单位或姓名/u);
      }
      town.expectNothingElse();
      await town.say('赵某', `/交办 ${number} 镇纪委`);
      town.expectMessage('秦某', new RegExp(`${number} 交办函`, 'u'));
      await town.say('赵某', `/补充 ${number} 涉及:韩某山`);
      await town.say('赵某', `/交办 ${number} 城建办`);
      town.expectMessage('郑某', new RegExp(`${number} 交办函`, 'u'));
      expect(town.messages('韩某山')).toEqual([]);
    },
  );

  flowTest(
    'a doubtful one takes a sealed number; 不是 gives it an open one, and the clerk reads both',
    async ({ town }) => {
      await town.say('赵某', DOUBTFUL);
      const sealed = numberIn(town.expectMessage('赵某', /已登记：FJJ\d{4}-\d{4}[\s\S]*不一定是/u).text);
      await town.say('赵某', '不是');
      town.expectMessage(
        '赵某',
        new RegExp(`${sealed} 已改为普通件，\n从现在起编号是 FJ2026-0001。[\\s\\S]*FJ2026-0001 还差题目`, 'u'),
      );
      await town.say('赵某', '修桥款去向');
      town.expectMessage('赵某', /FJ2026-0001 已补充/u);
      await town.say('赵某', `/查 ${sealed}`);
      town.expectMessage('赵某', /查无此号/u);
      await town.say('赵某', '/撤销 FJ2026-0001');
      await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
      town.expectMessage('赵某', /已登记：FJ2026-0002/u);
    },
  );

  flowTest('the answer may name whom it is about', async ({ town }) => {
    await town.say('赵某', SURE);
    town.expectMessage('赵某', /反映的是干部或单位的问题吗/u);
    await town.say('赵某', '韩某山');
    town.expectMessage('赵某', /FJJ\d{4}-\d{4} 已补充/u);
    const number = numberIn(town.messages('赵某').at(-1)!.text);
    await town.say('韩某山', `/查 ${number}`);
    town.expectMessage('韩某山', /^查无此号/u);
  });

  flowTest('typed in a group it is asked to be withdrawn, and neither number nor title is added', async ({ town }) => {
    for (const line of [SURE, DOUBTFUL, '/登记 账目不清 涉及:柳树湾村']) {
      await town.say('赵某', line, { chat: DESK });
      expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toMatch(/FJ|鱼塘|好处|账目/u);
      town.expectMessage('赵某', /已登记：FJJ/u);
      town.forget();
    }
    await town.say('赵某', '@信访助手 韩书记贪污了修路款', { chat: DESK });
    expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toMatch(/FJ|修路款/u);
    await town.say('赵某', '/登记 尊敬的镇长，村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他', { chat: DESK });
    town.expectMessage(DESK, /FJ2026-0001[\s\S]*村口路灯不亮/u);
  });

  flowTest('what discipline was given is sealed from then on, and goes nowhere else', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
    await town.say('赵某', '/交办 1 镇纪委');
    town.forget();
    await town.say('赵某', '/转办 1 城建办 理由:涉及建设');
    town.expectMessage('赵某', /只能交给纪委/u);
    await town.at('2026-03-12T10:00');
    expect(
      town.messages(DESK).filter((message) => message.at > '2026-03-02T02' && message.text.includes('路灯')),
    ).toEqual([]);
  });

  flowTest('what was added makes it one', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
    await town.say('赵某', '/补充 1 内容:村支书收了钱，虚报了路灯');
    town.expectMessage('赵某', /已转为密件。\n请补被反映方/u);
    await town.say('赵某', '/交办 1 城建办');
    town.expectMessage('赵某', /只能交给纪委/u);
    await town.say('赵某', '/补充 1 检举:否');
    town.expectMessage('赵某', /FJ2026-0001 已改为普通件/u);
    await town.say('赵某', '/交办 1 城建办');
    town.expectMessage('郑某', /FJ2026-0001 交办函/u);
  });

  flowTest('a title that reads as a name is asked about', async ({ town }) => {
    await town.say('赵某', '/登记 房屋漏水没人管 姓名:匿名 类别:其他');
    town.forget();
    await town.say('赵某', '王建国家漏水');
    town.expectMessage('赵某', /题目“王建国家漏水”里好像有人名/u);
    await town.say('赵某', '房屋漏水');
    town.expectMessage('赵某', /FJ2026-0001 已补充/u);
    await town.say('赵某', '/补充 1 题目:郑某办事慢');
    town.expectMessage('赵某', /不要有信访人的姓名，也不要有干部/u);
    await town.say('赵某', '/补充 1 题目:王建国家漏水');
    town.expectMessage('赵某', /题目里好像有人名[\s\S]*确认:是/u);
    await town.say('赵某', '/补充 1 题目:王建国家漏水 确认:是');
    town.expectMessage('赵某', /FJ2026-0001 已补充/u);
  });
});
