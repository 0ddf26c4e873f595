import type { LocalDay } from '../../src/core/local-day.ts';
import { zhDay } from '../../src/copy/terms.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const org = (policy: string, mains: readonly string[] = ['u-lead1']) => ({
  ...sampleOrg,
  town: { ...sampleOrg.town, policy },
  settings: policy === 'fenjie' ? sampleOrg.settings : {},
  people: sampleOrg.people.map((person) =>
    mains.includes(person.userid) ? { ...person, roles: ['main-leader' as const] } : person,
  ),
});
async function ask(town: Town, person: string, line: string): Promise<string> {
  await town.say(person, line);
  return town.messages(person).at(-1)?.text ?? '';
}
const important = (town: Town): Promise<void> =>
  town.say('赵某', '/登记 沟渠堵塞淹了六户 题目:沟渠堵塞 姓名:匿名 类别:申诉求决 人数:6');

describe('whoever is away', () => {
  flowTest(
    'has a delegate, who is asked too and signs with both names; not after the days are over',
    async ({ town }) => {
      await important(town);
      town.forget();
      expect(await ask(town, '钱某', '/设置 外出 3月2日—3月4日')).toMatch(/委托谁代签/u);
      expect(await ask(town, '钱某', '李某平')).toMatch(
        /已设置：钱某3月2日\(周一\)至3月4日\(周三\)外出，由李某平代签。\n等签的1件已同时请李某平/u,
      );
      town.forget(/外出|委托/u);
      town.expectMessage('李某平', /FJ2026-0001 请批示[\s\S]*代签[\s\S]*钱某/u);
      town.expectNothingElse();
      await town.say('赵某', '/交办 1 城建办 经办:王某强');
      town.forget();
      await town.click('李某平', '请批示', '同意');
      town.expectMessage('李某平', /批示：同意，已记下。\n交办城建办已生效/u);
      town.expectMessage('赵某', /李某平（代钱某）已批“同意”/u);
      expect(await ask(town, '赵某', '/查 1')).toMatch(/批示 李某平（代钱某）/u);
      // Asked while away, signed after the return: only by the one who is back.
      await important(town);
      expect(town.expectMessage('李某平', /FJ2026-0002 请批示/u).kind).toBe('card');
      await town.at('2026-03-05T10:00');
      expect(await ask(town, '李某平', '/批示 2 同意 事项:批示')).toMatch(/没有等您签批的事|查无此号/u);
      expect(await ask(town, '钱某', '/批示 2 同意')).toMatch(/批示：同意/u);
    },
  );

  flowTest(
    'is not stood in for by who is barred or asked for it; others are set by the admin only',
    async ({ town }) => {
      await town.say('赵某', '/登记 账目不清 涉及:李某平 姓名:匿名 类别:申诉求决 人数:6');
      town.forget();
      expect(await ask(town, '孙某', '/设置 外出 3月2日—3月4日 委托:李某平 人员:钱某')).toMatch(/只能设自己的外出/u);
      expect(await ask(town, '孙某', '/设置 1 5')).toMatch(/由管理员、主要领导使用/u);
      expect(await ask(town, '钱某', '/设置 外出 3月2日—3月4日 委托:钱某')).toMatch(/不能委托给本人/u);
      expect(await ask(town, '钱某', '/设置 外出 3月2日—3月4日 委托:王某强')).toMatch(/只能委托给领导或单位负责人/u);
      expect(await ask(town, '尤某', '/设置 外出 3月2日—3月4日 委托:李某平 人员:钱某')).toMatch(
        /由李某平代签。\n须回避/u,
      );
      town.forget(/设置|外出|委托/u);
      expect(town.messages('李某平'), 'barred from the only question').toEqual([]);
      expect(await ask(town, '尤某', '/设置 外出 取消 人员:钱某')).toMatch(/钱某已回来/u);
    },
  );
});

describe('a question nobody signs', () => {
  flowTest(
    'stands in the morning digest, climbs to the other main leader once, and the desk is told',
    async ({ start }) => {
      const town = await start({ org: org('fenjie', ['u-lead1', 'u-lead3']) });
      await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名 类别:申诉求决');
      await town.say('赵某', '/交办 1 城建办 经办:王某强');
      await town.say('王某强', '/答复 1 事实:看过 依据:规定 内容:已清');
      town.forget();
      await town.at('2026-03-03T09:00');
      expect(town.messages('郑某').at(-1)?.text).toMatch(/等您签批 1件/u);
      town.forgetRhythm();
      await town.at('2026-03-05T08:29');
      town.forgetRhythm();
      town.expectNothingElse();
      await town.at('2026-03-05T09:00');
      town.forgetRhythm();
      for (const leader of ['钱某', '李某平']) {
        town.expectMessage(leader, /答复全文/u);
        town.expectMessage(leader, /FJ2026-0001 请审核答复/u);
      }
      town.expectMessage('赵某', /FJ2026-0001 请签答复审核一直没有签，已转请主要领导/u);
      town.expectNothingElse();
      await town.at('2026-03-09T09:00');
      expect(town.messages('赵某').filter(({ text }) => /一直没有签/u.test(text))).toHaveLength(1);
      expect(await ask(town, '钱某', '/审核 1 同意')).toMatch(/答复审核通过/u);
    },
  );

  flowTest(
    'of the only main leader is told to the desk, and signed in time it is told to nobody',
    async ({ start }) => {
      const town = await start({ org: org('lihai') });
      await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名');
      await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名');
      await town.say('钱某', '/批示 2 同意');
      await town.at('2026-03-06T10:00');
      const said = town.messages('赵某').filter(({ text }) => /一直没有签/u.test(text));
      expect(said.map(({ text }) => text)).toEqual([expect.stringMatching(/FJ2026-0001 .*请当面提醒/u)]);
    },
  );
});

flowTest('an instruction that nobody waited for is kept as one, and says what does wait', async ({ town }) => {
  await town.say('赵某', '/登记 村口路灯不亮 题目:路灯不亮 姓名:匿名 类别:申诉求决');
  await important(town);
  expect(await ask(town, '钱某', '/批示 1 同意 意见:尽快修好')).toMatch(
    /^FJ2026-0001 批示：同意，已记下。\n[\s\S]*没有等您签的事，已作为领导批示记下，不算签批答复。\n等您签的是：\nFJ2026-0002 沟渠堵塞\n要签请发：\/批示 FJ2026-0002 同意[\s\S]*事项：路灯不亮/u,
  );
  expect(await ask(town, '赵某', '/查 1')).toMatch(/批示 钱某：[\s\S]*尽快修好/u);
  expect(await ask(town, '钱某', '/批示 2 同意')).not.toMatch(/不算签批答复/u);
  expect(await ask(town, '钱某', '/批示 1 同意 意见:再核实')).toMatch(/不算签批答复。\n事项：路灯不亮$/u);
  // What waits for them is no business of a group's.
  await important(town);
  town.forget();
  await town.say('钱某', '/批示 1 同意 意见:按期办', { chat: '信访工作群' });
  expect(town.expectMessage('信访工作群', /FJ2026-0001/u).text).not.toMatch(/FJ2026-0003|等您签/u);
  town.expectMessage('钱某', /等您签的是：\nFJ2026-0003/u);
});

describe('two people', () => {
  flowTest(
    'a main leader who assigns has signed with it, and taken back it is unsigned again',
    async ({ town, sql }) => {
      await important(town);
      town.forget();
      await town.say('钱某', '/交办 1 城建办 经办:王某强');
      town.expectMessage('钱某', /已交办城建办/u);
      expect(await sql`select state, decided_by from approval`).toEqual([{ state: 'approved', decided_by: 'u-lead1' }]);
      await town.say('钱某', '/撤销 1');
      town.expectMessage('钱某', /“交办”已撤销。\n这件仍等签批/u);
      town.forget();
      expect(await ask(town, '赵某', '/交办 1 城建办')).toMatch(/已拟好/u);
    },
  );

  flowTest('a leader who asks for more legal time does not sign it himself', async ({ start }) => {
    const town = await start({ org: org('national', ['u-lead1', 'u-lead3']) });
    await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名 类别:申诉求决');
    await town.say('赵某', '/受理 1');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    town.forget();
    await town.say('孙某', '/延期 1 10天 时限:法定 理由:需要检测');
    town.expectMessage('孙某', /已报钱某、李某平审批/u);
    for (const leader of ['钱某', '李某平']) town.expectMessage(leader, /请审批延期/u);
    town.expectNothingElse();
  });
});

describe('the card of an extension', () => {
  for (const [which, isLegal] of [
    ['法定', true],
    ['镇内', false],
  ] as const) {
    flowTest(`shows the day of the clock that it is about: ${which}`, async ({ town, sql }) => {
      await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名 类别:申诉求决');
      await town.say('赵某', '/受理 1');
      await town.say('赵某', '/交办 1 城建办 经办:王某强');
      await town.say('郑某', `/延期 1 10天 时限:${which} 理由:需要检测`);
      const [clock] = await sql<{ title: string; due_on: string }[]>`
        select title, due_on::text from clock where owner = 'unit' and state = 'running' and legal = ${isLegal} and extended_days = 0
        and id::text = (select held ->> 'clockId' from approval where kind = 'extend')`;
      const { text } = town.messages().find((message) => message.text.includes('请审批延期'))!;
      expect(text).toContain(`${clock!.title} ${zhDay(clock!.due_on as LocalDay, '2026-03-02' as LocalDay)}`);
    });
  }
});

describe('不同意', () => {
  flowTest('takes its reason by either name, once', async ({ town }) => {
    for (const [index, line] of ['意见:先核实', '理由:先核实', '先核实'].entries()) {
      await important(town);
      await town.say('钱某', `/批示 ${index + 1} 不同意 ${line}`);
      town.expectMessage('赵某', /已批“不同意”。\n理由：先核实\n/u);
    }
  });
});

describe('which of several questions', () => {
  for (const [answer, done] of [
    ['作废', /FJ2026-0001 作废：同意/u],
    ['签作废', /FJ2026-0001 作废：同意/u],
    ['更正', /FJ2026-0001 更正：同意/u],
  ] as const) {
    flowTest(`is answered with ${answer}, though a command is called so`, async ({ town }) => {
      await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名 类别:申诉求决');
      await town.say('赵某', '/受理 1');
      await town.say('赵某', '/交办 1 城建办');
      await town.say('赵某', '/更正 1 类别:建议意见 理由:登记时看错');
      await town.say('赵某', '/作废 1 误登 理由:误登');
      expect(await ask(town, '钱某', '/批示 1 同意')).toMatch(/这件有2项等您签批：[\s\S]*签哪一项？\n直接回复就行/u);
      expect(await ask(town, '钱某', answer)).toMatch(done);
    });
  }
});

describe('before it takes effect', () => {
  flowTest('the asker may take back a question, a day later too; its signer is told', async ({ town }) => {
    await important(town);
    await town.say('赵某', '/交办 1 城建办');
    await town.say('钱某', '/批示 1 同意');
    await town.say('郑某', '/延期 1 10天 时限:镇内 理由:需要检测');
    town.forget();
    await town.at('2026-03-03T10:00');
    town.forget();
    expect(await ask(town, '郑某', '/撤销 1')).toMatch(/“延期申请”已撤销/u);
    town.expectMessage('孙某', /前一条通知已撤销/u);
    expect(await ask(town, '孙某', '/批示 1 同意 事项:延期')).toMatch(/没有等您签批的事/u);
  });

  flowTest('the signer may take back within ten minutes what nobody has acted on', async ({ town }) => {
    await important(town);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    await town.say('钱某', '/批示 1 同意');
    town.forget();
    expect(await ask(town, '钱某', '/撤销 1')).toMatch(/“批示”已撤销。\n这件仍等签批，可以重新签/u);
    for (const person of ['王某强', '郑某']) town.expectMessage(person, /前一条通知已撤销，不用办理/u);
    expect(await ask(town, '王某强', '/查 1')).toMatch(/查无此号/u);
    expect(await ask(town, '钱某', '/批示 1 同意')).toMatch(/交办城建办已生效/u);
    await town.say('王某强', '/签收 1');
    expect(await ask(town, '钱某', '/撤销 1')).toMatch(/不能撤销/u);
  });
});
