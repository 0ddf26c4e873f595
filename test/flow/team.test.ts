import { answered, describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const GROUP = '城建办工作群';
const assigned = async (town: Town, extra = ''): Promise<void> => {
  await town.say('赵某', `/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 类别:申诉求决 ${extra}`);
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
  await town.say('王某强', '/签收 1');
  town.forget();
};
const last = (town: Town, person: string): string => town.messages(person).at(-1)?.text ?? '';

describe('a unit that helps', () => {
  flowTest('is asked by a card, sees the matter, answers, and the handler hears it', async ({ town }) => {
    await assigned(town);
    await town.say('卫某', '/查 1');
    town.expectMessage('卫某', /^查无此号/u);
    await town.say('赵某', '/协办 1 民政办 要求:核实低保情况');
    town.expectMessage('赵某', /FJ2026-0001 已请民政办协办/u);
    const card = town.expectMessage('褚某兰', /FJ2026-0001 请协办[\s\S]*民政办[\s\S]*城建办[\s\S]*核实低保情况/u);
    town.expectNothingElse();

    await town.say('赵某', '/协办 1 民政办 要求:核实低保情况');
    town.expectMessage('赵某', /民政办已经在协办/u);
    town.expectNothingElse();

    await town.click('褚某兰', '请协办', '签收');
    town.expectMessage('褚某兰', /协办已签收/u);
    expect(card.text).toContain('［已签收］');
    await town.say('王某强', '/查 1');
    town.expectMessage('王某强', /协办：民政办（待答复）/u);
    await town.say('卫某', '/进展 1 已入户');
    town.expectMessage('卫某', /进展已记下/u);
    await town.say('卫某', '/我的');
    town.expectMessage('卫某', /FJ2026-0001/u);

    await town.say('卫某', '/协办 1 答复:符合低保条件');
    town.expectMessage('卫某', /协办答复已记下/u);
    for (const person of ['王某强', '赵某']) {
      town.expectMessage(person, /民政办已协办答复（卫某）。\n答复：符合低保条件/u);
    }
    town.expectNothingElse();
    await town.say('王某强', '/查 1');
    town.expectMessage('王某强', /协办：民政办（已答复）/u);
  });

  flowTest('may read and answer, and nothing more', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/协办 1 民政办');
    for (const line of [
      '/办结 1 依据:书面答复',
      '/延期 1 5天 理由:忙',
      '/退回 1 不归我们',
      '/联系 1 已联系',
      '/答复 1 已办好',
      '/查 1 明文 理由:看看',
    ]) {
      await town.say('褚某兰', line);
      expect(last(town, '褚某兰'), line).toMatch(/查无此号/u);
    }
    await town.say('褚某兰', '/为什么 1');
    expect(last(town, '褚某兰')).toMatch(/FJ2026-0001/u);
    await town.say('褚某兰', '/协办 1 综治办');
    expect(last(town, '褚某兰')).toMatch(/请信访办、领导或承办单位负责人来定/u);
  });

  flowTest('can be answered from the card, word by word', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/协办 1 民政办');
    await town.click('褚某兰', '请协办', '协办答复');
    town.expectMessage('褚某兰', /请写上协办答复的内容/u);
    await town.say('褚某兰', '已核实');
    town.expectMessage('褚某兰', /协办答复已记下/u);
    town.expectMessage('王某强', /答复：已核实/u);
  });

  flowTest('that was released, or whose matter is closed, knows nothing more of it', async ({ town }) => {
    await assigned(town);
    await town.say('郑某', '/协办 1 民政办、综治办');
    town.expectMessage('郑某', /已请民政办、综治办协办/u);
    town.forget();
    await town.say('赵某', '/协办 1 民政办 取消');
    town.expectMessage('赵某', /已取消民政办的协办/u);
    town.expectMessage('褚某兰', /FJ2026-0001 不用您再办了/u);
    town.expectNothingElse();
    await town.say('褚某兰', '/查 1');
    town.expectMessage('褚某兰', /^查无此号/u);
    await town.say('赵某', '/撤销 1');
    town.expectMessage('褚某兰', /前一条通知已撤销/u);
    await town.say('褚某兰', '/查 1');
    town.expectMessage('褚某兰', /协办：民政办（待答复）、综治办（待答复）|协办：综治办（待答复）、民政办（待答复）/u);
    town.forget();

    await answered(town, 1);
    await town.say('赵某', '/办结 1 依据:书面答复');
    for (const head of ['褚某兰', '蒋某']) town.expectMessage(head, /FJ2026-0001 已办结，不用再协办/u);
    await town.say('蒋某', '/查 1');
    expect(last(town, '蒋某')).toMatch(/查无此号/u);
  });

  flowTest('stands in its head’s morning digest until it has answered', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/协办 1 民政办');
    await town.at('2026-03-03T10:00');
    town.expectMessage('褚某兰', /等您单位协办答复 1件\nFJ2026-0001｜民政办/u);
    await town.say('褚某兰', '/协办 1 答复:已核实');
    await town.at('2026-03-04T10:00');
    expect(last(town, '褚某兰')).not.toMatch(/等您单位协办答复/u);
  });

  flowTest('is never the accused, and hears nothing', async ({ town }) => {
    await town.say('赵某', '/登记 村账目不清 涉及:五里墩村 姓名:匿名 类别:检举控告');
    await town.say('赵某', `/交办 ${town.sealed()} 镇纪委`);
    await town.say('赵某', `/协办 ${town.sealed()} 五里墩村`);
    town.expectMessage('赵某', /不能交办给它：该单位或人员与这件事有关，须回避/u);
    await town.say('赵某', `/协办 ${town.sealed()} 代办:杨某`);
    town.expectMessage('赵某', /须回避/u);
    await town.say('赵某', `/包案 ${town.sealed()} 李某平 专班:五里墩村`);
    town.expectMessage('赵某', /须回避/u);
    await town.say('赵某', `/协办 ${town.sealed()} 民政办`);
    await town.say('赵某', `/补充 ${town.sealed()} 涉及:民政办`);
    await town.say('褚某兰', `/查 ${town.sealed()}`);
    expect(last(town, '褚某兰'), 'known as accused only later').toMatch(/查无此号/u);
    for (const person of ['韩某山', '杨某']) expect(town.messages(person)).toEqual([]);
    for (const group of ['信访工作群', '五里墩村群', '镇领导督办群', GROUP]) {
      expect(town.messages(group).filter((m) => m.text.includes('FJJ'))).toEqual([]);
    }
  });

  flowTest('asked by mistake is taken back', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/协办 1 民政办');
    town.forget();
    await town.say('赵某', '/撤销 1');
    town.expectMessage('赵某', /“协办”已撤销/u);
    town.expectMessage('褚某兰', /前一条通知已撤销/u);
    town.expectNothingElse();
    await town.say('褚某兰', '/查 1');
    town.expectMessage('褚某兰', /^查无此号/u);
  });
});

describe('代办员', () => {
  flowTest('is told, sees the matter, and stands in /查', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/协办 1 代办:卫某');
    town.expectMessage('赵某', /代办员：卫某/u);
    town.expectMessage('卫某', /FJ2026-0001 请代办/u);
    await town.say('赵某', '/协办 1 代办:卫某');
    town.expectMessage('赵某', /代办员：卫某/u);
    town.expectNothingElse();
    await town.say('卫某', '/联系 1 已上门');
    town.expectMessage('卫某', /联系情况已记下/u);
    await town.say('卫某', '/查 1');
    town.expectMessage('卫某', /代办员：卫某/u);
    await town.say('赵某', '/协办 1 代办:杨某');
    town.expectMessage('杨某', /请代办/u);
    town.expectMessage('卫某', /不用您再办了/u);
    await town.say('赵某', '/撤销 1');
    await town.say('赵某', '/查 1');
    expect(last(town, '赵某')).toMatch(/代办员：卫某/u);
  });
});

const YUANZHU = { ...sampleOrg, town: { ...sampleOrg.town, policy: 'yuanzhu' }, settings: {} };

describe('包案', () => {
  flowTest('names one leader, one team, one plan; the checklist says what is missing', async ({ start }) => {
    const town = await start({ org: YUANZHU });
    await assigned(town);
    await town.say('赵某', '/包案 1 李某平');
    town.expectMessage(
      '赵某',
      /FJ2026-0001 由李某平包案，已通知。\n包案限期办结：4月1日[\s\S]*还缺：一个班子、一套方案、一包到底/u,
    );
    town.expectMessage('李某平', /FJ2026-0001 包案[\s\S]*李某平[\s\S]*还缺/u);
    for (const person of ['王某强', '郑某', '孙某']) town.expectMessage(person, /FJ2026-0001 包案/u);
    town.expectNothingElse();
    await town.say('赵某', '/包案 1 李某平');
    town.expectMessage('赵某', /已经由李某平包案，没有变化/u);
    town.expectNothingElse();

    await town.at('2026-03-05T10:00');
    town.forget();
    await town.say('李某平', '/包案 1 方案:先排水再修 专班:民政办、综治办');
    town.expectMessage('李某平', /还缺：一包到底/u);
    for (const head of ['褚某兰', '蒋某']) town.expectMessage(head, /FJ2026-0001 请协办/u);
    for (const person of ['王某强', '郑某', '孙某']) town.expectMessage(person, /包案[\s\S]*先排水再修/u);
    town.expectNothingElse();
    await town.say('钱某', '/查 1');
    town.expectMessage(
      '钱某',
      /协办：民政办（待答复）、综治办（待答复）\n包案领导：李某平\n包案已有：一个问题、一名领导、一个班子、一套方案\n包案还缺：一包到底\n[\s\S]*包案限期办结：4月1日/u,
    );
  });

  flowTest('passes to another leader with both told, and the period goes on', async ({ start }) => {
    const town = await start({ org: YUANZHU });
    await assigned(town);
    await town.say('赵某', '/包案 1 李某平 专班:民政办');
    await town.at('2026-03-10T10:00');
    town.forget();
    await town.say('孙某', '/包案 1 李某平');
    town.expectMessage('孙某', /可以由自己包案/u);
    await town.say('钱某', '/包案 1 孙某 专班:综治办');
    town.expectMessage('钱某', /由孙某包案[\s\S]*包案限期办结：4月1日/u);
    town.expectMessage('李某平', /包案领导已改为孙某，您不用再包/u);
    town.expectMessage('孙某', /FJ2026-0001 包案/u);
    town.expectMessage('褚某兰', /不用您再办了/u);
    town.expectMessage('蒋某', /请协办/u);
    for (const person of ['王某强', '郑某']) town.expectMessage(person, /FJ2026-0001 包案/u);
    town.expectNothingElse();
    await town.say('李某平', '/查 1');
    town.expectMessage('李某平', /^查无此号/u);
    await town.say('钱某', '/撤销 1');
    town.forget();
    await town.say('李某平', '/查 1');
    town.expectMessage('李某平', /协办：民政办（待答复）\n包案领导：李某平/u);
  });

  flowTest(
    'not closed in thirty days: the case leader explains in writing, then a circular of the matter',
    async ({ start }) => {
      const town = await start({ org: YUANZHU });
      await assigned(town);
      await town.say('赵某', '/包案 1 李某平');
      town.forget();
      await town.at('2026-04-02T10:00');
      town.expectMessage('李某平', /FJ2026-0001[\s\S]*书面说明/u);
      town.forget();
      await town.say('李某平', '/进展 1 说明:管道改造要等资金');
      town.expectMessage('钱某', /FJ2026-0001 李某平已作书面说明/u);
      await town.say('赵某', '/为什么 1');
      town.expectMessage('赵某', /书面说明｜到期 [\s\S]*已按期完成/u);
      await town.at('2026-04-17T10:00');
      town.expectMessage('镇领导督办群', /办结通报期限超期/u);
    },
  );

  flowTest('is for a leader of the town who is not barred', async ({ start }) => {
    const town = await start({ org: YUANZHU });
    await assigned(town);
    await town.say('赵某', '/包案 1 王某强');
    town.expectMessage('赵某', /包案领导要从镇领导里选/u);
    await town.say('赵某', '/回避 1 人员:李某平 理由:亲属');
    await town.say('赵某', '/包案 1 李某平');
    town.expectMessage('赵某', /须回避/u);
    expect(town.messages('李某平').filter((m) => m.text.includes('包案'))).toEqual([]);
  });
});
