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
      // It may stand on a paper: the desk finds it by either, nobody else by the first.
      await town.say('赵某', `/查 ${sealed}`);
      town.expectMessage('赵某', /FJ2026-0001[\s\S]*修桥款去向/u);
      await town.say('孙某', `/查 ${sealed}`);
      town.expectMessage('孙某', /^查无此号/u);
      await town.say('赵某', '/撤销 FJ2026-0001');
      await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
      town.expectMessage('赵某', /已登记：FJ2026-0002/u);
    },
  );

  flowTest(
    'said by a colleague, whoever registered it reads both, and is asked nothing about the first',
    async ({ town }) => {
      await town.say('卫某', DOUBTFUL);
      const sealed = numberIn(town.expectMessage('卫某', /反映的是干部或单位的问题吗/u).text);
      await town.say('赵某', `/补充 ${sealed} 检举:否`);
      town.expectMessage(
        '卫某',
        new RegExp(`^FJ2026-0001[\\s\\S]*改为普通件[\\s\\S]*登记时的 ${sealed} 不再使用`, 'u'),
      );
      town.forget();
      await town.say('卫某', '修桥款去向');
      town.expectMessage('卫某', /FJ2026-0001 已补充/u);
      await town.say('卫某', '结束');
      expect(town.messages('卫某').at(-1)!.text).not.toContain(sealed);
      await town.say('卫某', `/查 ${sealed}`);
      town.expectMessage('卫某', /FJ2026-0001/u);
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

  flowTest('what makes one in a group is named in none, whichever command it stands in', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
    await town.say('赵某', '/交办 1 五里墩村');
    town.forget();
    await town.say('赵某', '/督办 1 要求:查清韩某山贪污修渠款', { chat: DESK });
    town.expectMessage(DESK, /请长按撤回那条消息/u);
    await town.say('赵某', '/补充 1 内容:修灯的钱不知道去哪了，有人拿了好处', { chat: DESK });
    town.expectMessage(DESK, /请长按撤回那条消息/u);
    await town.say('赵某', '/补充 1 内容:韩某山把路灯钱吞了', { chat: DESK });
    town.expectMessage(DESK, /请长按撤回那条消息/u);
    const groups = town.messages().filter(({ chat, text }) => town.isGroup(chat) && /FJ|路灯/u.test(text));
    expect(groups.slice(2).map(({ text }) => text)).toEqual([]);
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

  flowTest('an important one is put before nobody who may be the accused', { timeout: 120_000 }, async ({ town }) => {
    await town.say('赵某', '/登记 镇长把修路的工程包给了自己小舅子，收了回扣 姓名:匿名 人数:7');
    const number = numberIn(town.expectMessage('赵某', /已登记：FJJ(?![\s\S]*批示)/u).text);
    town.expectNothingElse();
    // To discipline it goes without the main leader's word.
    await town.say('赵某', `/交办 ${number} 镇纪委`);
    town.expectMessage('秦某', new RegExp(`${number} 交办函`, 'u'));
    // Past every day of its clocks nobody but the desk and discipline is told of it.
    await town.at('2026-05-12T10:00');
    const told = town.messages().filter(({ text, kind }) => text.includes(number) && kind === 'card');
    expect(new Set(told.map(({ chat }) => chat))).toEqual(new Set(['u-jw1', 'u-desk1', 'u-desk2']));
  });

  flowTest('once it is known whom it is about, the others are asked; 不是 asks the main leader', async ({ town }) => {
    await town.say('赵某', '/登记 五里墩的书记收了回扣，工程包给了小舅子 姓名:匿名 人数:8 类别:其他');
    await town.say('赵某', '韩某山');
    town.expectMessage('钱某', /FJJ\d{4}-\d{4} 请批示/u);
    await town.say('赵某', `${DOUBTFUL} 人数:8`);
    expect(town.messages('钱某').filter(({ text }) => text.includes('修桥'))).toEqual([]);
    await town.say('赵某', '不是');
    town.expectMessage('钱某', /FJ2026-0001 请批示/u);
  });

  flowTest('a name of the town in a group counts beside grave words, and stands in everyday work', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:其他');
    await town.say('赵某', '/交办 1 城建办');
    town.forget();
    for (const words of ['王某强已核实，补贴没发到位', '陈某说没公示是因为系统故障', '冯某把补贴名册交给信访办']) {
      await town.say('郑某', `/进展 1 ${words}`, { chat: DESK });
      town.expectMessage(DESK, /FJ2026-0001｜村口路灯不亮/u);
    }
    for (const line of ['/进展 1 韩某山收了三千块好处费', '/进展 1 韩某山贪污了修路款', '/联系 1 群众说韩某山打人']) {
      await town.say('郑某', line, { chat: DESK });
      expect(town.expectMessage(DESK, /请长按撤回那条消息/u).text).not.toMatch(/FJ|路灯/u);
      town.expectMessage('郑某', /FJ2026-0001/u);
    }
  });

  flowTest('a sealed number without its letters is answered the same for all in a group, too', async ({ town }) => {
    await town.say('赵某', SURE);
    const serial = town.sealed().slice(-4);
    const another = serial === '1234' ? '1235' : '1234';
    town.forget();
    const answers = new Set<string>();
    for (const typed of [serial, another]) {
      for (const line of [
        `/查 ${typed}`,
        `/查 2026-${typed}`,
        `/进展 编号${typed} 已转`,
        `/并案 1 ${typed}`,
        `/到场 ${typed} 6人`,
      ]) {
        for (const by of ['赵某', '郑某']) {
          if (by === '郑某' && line.startsWith('/并案')) continue;
          await town.say(by, line, { chat: DESK });
          answers.add(town.expectMessage(DESK, /./u).text);
          await town.advance({ minutes: 1 });
        }
      }
    }
    expect([...answers]).toHaveLength(1);
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

  flowTest('what was added leaves it open where it is in doubt, and says how to seal it', async ({ town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:路灯不亮 姓名:匿名 类别:其他');
    for (const line of [
      '/补充 1 内容:修桥的钱不知道去哪了，有人拿了好处',
      '/更正 1 理由:没写全 内容:修桥的钱不知道去哪了，有人拿了好处。',
    ]) {
      await town.say('赵某', line);
      town.expectMessage('赵某', /像是（不一定是）反映干部或单位。\n是的话请发：\/补充 FJ2026-0001 检举:是/u);
    }
    await town.say('赵某', '/补充 1 内容:已向钱某说过');
    town.expectMessage('赵某', /若是反映所提到的干部，请发：\/补充 FJ2026-0001 涉及:姓名/u);
    await town.say('赵某', '/补充 1 地点:村口');
    expect(town.messages('赵某').at(-1)!.text).not.toMatch(/反映/u);
  });

  flowTest('an office accused in three words, or a report announced, takes a sealed number', async ({ town }) => {
    for (const words of ['城建办乱收费', '我要举报民政办', '我是来举报的']) {
      await town.say('赵某', `/登记 ${words}`);
      town.expectMessage('赵某', /已登记：FJJ\d{4}-\d{4}/u);
      town.forget();
    }
  });

  flowTest('a title that reads as a name is asked about', async ({ town }) => {
    await town.say('赵某', '/登记 房屋漏水没人管 姓名:匿名 类别:其他');
    town.forget();
    await town.say('赵某', '王建国家漏水');
    town.expectMessage('赵某', /题目“王建国家漏水”里好像有人名/u);
    await town.say('赵某', '房屋漏水');
    town.expectMessage('赵某', /FJ2026-0001 已补充/u);
    for (const title of ['城建办乱收费', '非得请客才给盖章', '冯某让我说已办']) {
      await town.say('赵某', `/补充 1 题目:${title}`);
      town.expectMessage('赵某', /不写举报和被反映的人|不要有信访人的姓名/u);
    }
    await town.say('赵某', '/补充 1 题目:郑某办事慢');
    town.expectMessage('赵某', /不要有信访人的姓名，也不要有干部/u);
    await town.say('赵某', '/补充 1 题目:王建国家漏水');
    town.expectMessage('赵某', /题目里好像有人名[\s\S]*确认:是/u);
    await town.say('赵某', '/补充 1 题目:王建国家漏水 确认:是');
    town.expectMessage('赵某', /FJ2026-0001 已补充/u);
  });

  flowTest('after 是 it is asked whom it is about, and a second 是 is nobody’s name', async ({ town }) => {
    await town.say('赵某', '/登记 王队长拿了砖厂的钱不管事');
    const number = numberIn(town.expectMessage('赵某', /反映的是干部或单位的问题吗/u).text);
    town.forget();
    await town.say('赵某', '是');
    town.expectMessage('赵某', new RegExp(`${number} 反映的是哪个单位或哪个人？[\\s\\S]*跳过`, 'u'));
    for (const word of ['是的', '嗯', '不是']) {
      await town.say('赵某', word);
      town.expectMessage('赵某', new RegExp(`没有记。\n${number} 反映的是哪个单位或哪个人？`, 'u'));
    }
    await town.say('赵某', '王某强');
    town.expectMessage('赵某', new RegExp(`${number} 已补充。[\\s\\S]*${number} 信访人姓名？`, 'u'));
    await town.say('王某强', `/查 ${number}`);
    town.expectMessage('王某强', /^查无此号/u);
    await town.say('赵某', '虞小舟');
    town.expectMessage('赵某', /联系电话？/u);
    await town.say('赵某', `/查 ${number}`);
    town.expectMessage('赵某', /姓名：虞＊＊/u);
  });

  flowTest('whoever is known to be accused of something unnamed is asked for first', async ({ town }) => {
    await town.say('赵某', '/登记 账目不清 类别:检举控告');
    town.expectMessage('赵某', /反映的是哪个单位或哪个人？/u);
    await town.say('赵某', '跳过');
    town.expectMessage('赵某', /信访人姓名？/u);
    await town.say('赵某', '/登记 账目不清，要求公开 姓名:匿名 题目:账目公开');
    town.expectMessage('赵某', /属于哪一类？/u);
    await town.say('赵某', '2');
    town.expectMessage('赵某', /反映的是哪个单位或哪个人？/u);
    await town.say('赵某', '柳树湾村');
    town.expectMessage('赵某', /登记信息已齐/u);
  });

  flowTest('no is read however it is put; another name behind it is no no', async ({ town }) => {
    for (const said of ['不 是。', '不是的，是邻居的事', '不是！', '不是干部的问题']) {
      await town.say('赵某', DOUBTFUL);
      town.forget();
      await town.say('赵某', said);
      town.expectMessage('赵某', /已改为普通件/u);
    }
    await town.say('赵某', DOUBTFUL);
    town.forget();
    for (const said of ['不是韩某山，是王某强', '不是，是王某强', '好']) {
      await town.say('赵某', said);
      expect([said, town.expectMessage('赵某', /./u).text]).toEqual([said, expect.not.stringMatching(/已/u)]);
    }
    await town.say('赵某', '是的，王某强');
    town.expectMessage('赵某', /FJJ\d{4}-\d{4} 已补充/u);
  });

  flowTest('it may be answered late: quoted, or with the number; /查 says that it is open', async ({ town }) => {
    for (const answer of [
      (number: string) => `${number} 不是`,
      (number: string) => `不是 ${number}`,
      (number: string) => `${number} 不是，是邻居的事`,
      () => '不是',
    ]) {
      await town.say('赵某', DOUBTFUL);
      const asked = town.expectMessage('赵某', /反映的是干部或单位的问题吗/u);
      const number = numberIn(asked.text);
      await town.say('赵某', '/今天');
      town.forget();
      await town.say('赵某', `/查 ${number}`);
      town.expectMessage(
        '赵某',
        new RegExp(`还没确认：[\\s\\S]*/补充 ${number} 涉及:[\\s\\S]*/补充 ${number} 检举:否`, 'u'),
      );
      const said = answer(number);
      await town.say('赵某', said, said === '不是' ? { quote: asked } : {});
      town.expectMessage('赵某', new RegExp(`${number} 已改为普通件`, 'u'));
    }
    // While something else is asked, the answer is of the matter that it names.
    await town.say('赵某', DOUBTFUL);
    const asked = town.expectMessage('赵某', /反映的是干部或单位的问题吗/u);
    await town.say('赵某', '/登记 村口路灯不亮 题目:村口路灯不亮');
    town.forget();
    await town.say('赵某', `${numberIn(asked.text)} 是`);
    town.expectMessage('赵某', /已补充。\n检举控告/u);
    await town.say('赵某', '虞小舟');
    town.expectMessage('赵某', /FJ2026-\d{4} 已补充。[\s\S]*联系电话？/u);
    await town.say('赵某', DOUBTFUL);
    const named = town.expectMessage('赵某', /反映的是干部或单位的问题吗/u);
    await town.say('赵某', '/今天');
    await town.say('赵某', '王某强', { quote: named });
    town.expectMessage('赵某', /FJJ\d{4}-\d{4} 已补充/u);
    await town.say('王某强', `/查 ${numberIn(named.text)}`);
    town.expectMessage('王某强', /^查无此号/u);
  });

  flowTest('a person is understood beside their unit, and a post with a surname that fits one', async ({ town }) => {
    for (const [said, who] of [
      ['城建办，王某强', '王某强'],
      ['城建办 王某强', '王某强'],
      ['城建办的王某强', '王某强'],
      ['五里墩村的韩书记', '韩某山'],
      ['五里墩韩某山书记', '韩某山'],
    ] as const) {
      await town.say('赵某', DOUBTFUL);
      await town.say('赵某', said);
      const number = numberIn(town.messages('赵某').at(-1)!.text);
      expect([said, town.messages('赵某').at(-1)!.text]).toEqual([said, expect.stringMatching(/已补充/u)]);
      await town.say(who, `/查 ${number}`);
      town.expectMessage(who, /^查无此号/u);
      town.forget();
    }
    await town.say('赵某', DOUBTFUL);
    for (const said of ['城建办的韩书记', '农业办，王某强', '韩书记']) {
      await town.say('赵某', said);
      expect([said, town.messages('赵某').at(-1)!.text]).toEqual([said, expect.stringMatching(/没有这个单位或人员/u)]);
    }
  });
});
