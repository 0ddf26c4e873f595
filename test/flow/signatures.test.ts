import { describe, expect, flowTest, type Town } from '../support/town.ts';

const important = (town: Town) =>
  town.say('赵某', '/登记 沟渠堵塞淹了三户 题目:沟渠堵塞 姓名:匿名 类别:申诉求决 标记:重要');

describe('an important matter', () => {
  flowTest('assigned before the signature is held, and takes effect with 同意 without retyping', async ({ town }) => {
    await important(town);
    town.expectMessage('赵某', /属重要事项：已报主要领导批示/u);
    town.expectMessage('钱某', /FJ2026-0001 请批示/u);
    await town.say('赵某', '/交办 1 城建办 期限:10工作日 经办:王某强 要求:先排水');
    town.expectMessage('赵某', /交办城建办已拟好/u);
    town.expectNothingElse();

    await town.click('钱某', 'FJ2026-0001 请批示', '同意');
    town.expectMessage('钱某', /批示：同意，已记下。\n交办城建办已生效。\n化解时限：3月16日/u);
    town.expectMessage('赵某', /钱某已批“同意”/u);
    for (const person of ['王某强', '郑某']) town.expectMessage(person, /FJ2026-0001 交办函[\s\S]*3月16日/u);
    town.expectMessage('城建办工作群', /已交办城建办，请签收/u);
    town.expectNothingElse();
    await town.say('王某强', '/查 1');
    expect(town.expectMessage('王某强', /FJ2026-0001/u).text).toContain('先排水');
  });

  flowTest('signed first is assigned at once', async ({ town }) => {
    await important(town);
    await town.say('钱某', '同意，请抓紧', { quote: town.messages('钱某').at(-1)! });
    town.expectMessage('钱某', /批示：同意，已记下/u);
    town.forget();
    await town.say('赵某', '/交办 1 城建办');
    town.expectMessage('赵某', /已交办城建办/u);
    town.expectMessage('郑某', /交办函/u);
  });

  flowTest('refused stays with the desk, and assigning it asks again', async ({ town }) => {
    await important(town);
    await town.say('赵某', '/交办 1 城建办');
    await town.say('钱某', '/批示 1 不同意 意见:先核实情况');
    town.expectMessage('赵某', /钱某已批“不同意”/u);
    expect(town.messages('郑某'), 'the office hears nothing').toEqual([]);
    town.forget();
    await town.say('赵某', '/交办 1 城建办');
    town.expectMessage('赵某', /已拟好/u);
    town.expectMessage('钱某', /FJ2026-0001 请批示/u);
    town.expectNothingElse();
  });

  flowTest('is known by its headcount too', async ({ town }) => {
    await town.say('赵某', '/登记 沟渠堵塞 人数:5');
    town.expectMessage('钱某', /请批示/u);
  });
});

describe('an extension', () => {
  const assigned = async (town: Town): Promise<void> => {
    await town.say('赵某', '/登记 路面塌陷 题目:路面塌陷 姓名:匿名 类别:申诉求决');
    await town.say('赵某', '/受理 1');
    await town.say('赵某', '/交办 1 城建办 期限:10工作日 经办:王某强');
    town.forget();
  };

  flowTest(
    'of the town period is asked of the line leader, moves the day, and leaves the legal day alone',
    async ({ town }) => {
      await assigned(town);
      await town.say('王某强', '/延期 1 10天 时限:镇内 理由:需要专业检测');
      town.expectMessage('王某强', /化解时限申请延10天，到\S+，已报孙某审批。\n这是镇内时限，法定期限不变。/u);
      town.expectMessage('孙某', /FJ2026-0001 请审批延期[\s\S]*化解时限延长10天/u);
      town.expectNothingElse();
      await town.click('孙某', '请审批延期', '同意');
      town.expectMessage('孙某', /延期：同意，已记下。\n化解时限：3月26日[\s\S]*\n办结时限：5月6日/u);
      town.expectMessage('王某强', /延期：孙某已批“同意”/u);
      town.expectMessage('赵某', /延期：孙某已批“同意”/u);
      town.expectNothingElse();

      await town.at('2026-03-17T10:00');
      town.forgetRhythm();
      expect(town.unexpected().filter((line) => line.includes('督办函'))).toEqual([]);
      await town.at('2026-03-27T10:00');
      town.expectMessage('王某强', /【红】FJ2026-0001 督办函[\s\S]*3月26日/u);
    },
  );

  flowTest('of the legal period is asked of the main leader and never passes thirty days', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/延期 1 31天 时限:法定 理由:情况复杂');
    town.expectMessage('王某强', /最多延30天/u);
    await town.say('王某强', '/延期 1 30天 时限:法定 理由:情况复杂');
    town.expectMessage('王某强', /办结时限申请延30天，到\S+，已报钱某审批。\n事项：路面塌陷$/u);
    await town.click('钱某', '请审批延期', '同意');
    town.expectMessage('钱某', /要书面告知信访人延期理由[\s\S]*文书:延期告知书[\s\S]*办结时限：6月1日/u);
    town.expectMessage('王某强', /延期：钱某已批“同意”。\n要书面告知信访人延期理由/u);
    town.forget();
    await town.say('王某强', '/延期 1 1天 时限:法定 理由:情况复杂');
    town.expectMessage('王某强', /最多延30天，已延30天/u);
  });

  flowTest('refused changes nothing', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/延期 1 10天 时限:镇内 理由:需要检测');
    await town.click('孙某', '请审批延期', '不同意');
    town.expectMessage('孙某', /不同意要写明理由，提请人会收到。\n直接回复就行/u);
    await town.say('孙某', '先把检测报告补上');
    town.expectMessage('孙某', /延期：不同意，已记下/u);
    town.expectMessage('王某强', /延期：孙某已批“不同意”。\n理由：先把检测报告补上/u);
    await town.say('赵某', '/为什么 1');
    town.expectMessage('赵某', /化解时限｜到期 2026-03-16｜依据实施方案四（一）/u);
  });
});

describe('a reply under review', () => {
  const replied = async (town: Town): Promise<void> => {
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 诉求:修灯;修路');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    await town.say('王某强', '/答复 1 诉求:1 事实:三盏不亮 依据:照明管理规定 内容:灯已修');
    town.expectMessage('王某强', /事实、依据、答复已记下。\n还有1条诉求没有答齐。[\s\S]*诉求2查明的事实是什么/u);
    await town.say('王某强', '/答复 1 诉求:2 事实:路面破损 依据:公路养护规定 内容:路下周修');
  };

  flowTest('keeps the matter open', async ({ town }) => {
    await replied(town);
    await town.say('赵某', '/办结 1 依据:书面答复');
    town.expectMessage('赵某', /答复还在审核/u);
  });

  flowTest('goes back to the handler with 不同意, and a better one closes it', async ({ town }) => {
    await replied(town);
    await town.click('孙某', '请审核答复', '不同意');
    await town.say('孙某', '请写明哪天修好');
    town.expectMessage('王某强', /答复被退回修改。\n理由：请写明哪天修好/u);
    await town.say('赵某', '/办结 1 依据:书面答复');
    town.expectMessage('赵某', /的答复被退回修改。\n请先重新答复/u);
    await town.say('王某强', '/答复 1 灯已修，路3月底前修好');
    await town.say('郑某', '同意', { quote: town.messages('郑某').at(-1)! });
    town.expectMessage('郑某', /答复审核通过/u);
    await town.say('赵某', '/办结 1 依据:书面答复');
    town.expectMessage('赵某', /【绿】FJ2026-0001 已办结/u);
  });

  flowTest('of the head of the office needs no other signature', async ({ town }) => {
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮');
    await town.say('赵某', '/交办 1 城建办');
    await town.say('郑某', '/答复 1 事实:现场查看属实 依据:有关管理规定 内容:灯已修');
    town.expectMessage('郑某', /您是第一责任人，答复已按审核通过记录/u);
    town.forget(/交办|登记/u);
    town.expectNothingElse();
  });
});
