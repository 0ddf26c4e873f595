import { describe, expect, flowTest, type Town } from '../support/town.ts';

const assigned = async (town: Town): Promise<void> => {
  await town.say('赵某', '/登记 水渠堵塞 题目:水渠堵塞 姓名:匿名 类别:申诉求决');
  await town.say('赵某', '/交办 1 城建办 期限:10工作日 经办:王某强');
  town.forget();
};

describe('退回 by a unit', () => {
  flowTest('waits for the desk, and the unit answers for it until then', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/退回 1 理由:属水利站职责');
    town.expectMessage('王某强', /FJ2026-0001 退回已报信访办。\n信访办同意以前，\n仍由本单位办理，时限照算。/u);
    for (const clerk of ['赵某', '周某梅']) {
      const { text } = town.expectMessage(clerk, /FJ2026-0001 请定是否退回/u);
      expect(text).toContain('退回：属水利站职责');
    }
    town.expectNothingElse();
    await town.say('王某强', '/退回 1 理由:属水利站职责');
    town.expectMessage('王某强', /已经申请退回，在等信访办同意/u);
    await town.say('赵某', '/查 1');
    expect(town.expectMessage('赵某', /^\*\*FJ2026-0001/u).text).toMatch(/承办：城建办/u);
    town.expectNothingElse();

    await town.click('周某梅', '请定是否退回', '同意');
    town.expectMessage('周某梅', /FJ2026-0001 已退回信访办。\n重新交办：\/交办 FJ2026-0001 单位/u);
    town.expectMessage('赵某', /FJ2026-0001 城建办已退回，请重新交办/u);
    town.expectMessage('王某强', /FJ2026-0001 信访办已同意退回/u);
    town.expectNothingElse();
    await town.click('赵某', '请定是否退回', '同意');
    town.expectMessage('赵某', /没有等您同意的退回/u);
    await town.say('赵某', '/交办 1 农业办');
    town.expectMessage('赵某', /FJ2026-0001 已交办农业办/u);
  });

  flowTest('refused with a reason stays with the unit', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/退回 1 理由:属水利站职责');
    town.forget();
    await town.say('赵某', '/退回 1 不同意');
    town.expectMessage('赵某', /请写上理由/u);
    await town.say('赵某', '/退回 1 不同意 理由:沟渠在村道旁，归城建办');
    town.expectMessage('赵某', /不同意退回，\n仍由城建办办理/u);
    town.expectMessage('王某强', /信访办不同意退回，\n请继续办理/u);
    town.expectNothingElse();
    await town.at('2026-03-17T10:00');
    expect(town.expectMessage('王某强', /督办函/u).text).toContain('FJ2026-0001');
  });

  flowTest('by quoting the card, from one who does not hold it, and taken back', async ({ town, sql }) => {
    await assigned(town);
    await town.say('陈某', '/退回 1 理由:不属我办');
    town.expectMessage('陈某', /查无此号/u);
    await town.say('王某强', '/退回 1 理由:属水利站职责');
    await town.say('王某强', '/撤销 1');
    expect(await sql`select state from approval where kind = 'return'`).toEqual([{ state: 'withdrawn' }]);
    await town.say('王某强', '/退回 1 理由:属水利站职责');
    await town.say('赵某', '同意', { quote: town.messages('赵某').at(-1)! });
    expect(town.messages('赵某').at(-1)?.text).toMatch(/FJ2026-0001 已退回信访办/u);
    await town.say('赵某', '/撤销 1');
    expect(await sql`select status, owner_unit from petition`).toEqual([{ status: 'assigned', owner_unit: 'cjb' }]);
  });

  flowTest('in a group says nothing of the reason', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '@信访助手 /退回 1 理由:属水利站职责', { chat: '城建办工作群' });
    const { text } = town.expectMessage('城建办工作群', /申请退回，信访办同意前仍由其办理/u);
    expect(text).not.toContain('水利站');
  });
});

describe('异议 to the sender', () => {
  const fromAbove = async (town: Town, more = ''): Promise<void> => {
    await town.say('赵某', `/登记 河道采砂 题目:河道采砂 姓名:匿名 类别:申诉求决 方式:上级交办 ${more}`);
    town.forget();
  };

  flowTest(
    'within five working days is filed, and the matter leaves only when the sender agrees',
    async ({ town, sql }) => {
      await fromAbove(town);
      await town.say('赵某', '/退回 1 上级同意');
      town.expectMessage('赵某', /还没有提出异议。\n先发：\/退回 FJ2026-0001 异议:理由/u);
      await town.say('赵某', '/退回 1 异议:属市水利局职权');
      town.expectMessage('赵某', /异议已记下。[\s\S]*上级同意了：\/退回 FJ2026-0001 上级同意/u);
      await town.say('赵某', '/退回 1 异议:属市水利局职权');
      town.expectMessage('赵某', /已提出异议（2026年3月2日\(周一\)），等上级答复/u);
      expect(await sql`select state from clock where kind = 'objection'`).toEqual([{ state: 'met' }]);
      await town.say('赵某', '/退回 1 上级同意');
      town.expectMessage('赵某', /FJ2026-0001 已退回上级/u);
      expect(
        await sql`select status, (select count(*)::int from clock where state = 'running') as running from petition`,
      ).toEqual([{ status: 'sent-back', running: 0 }]);
      await town.say('赵某', '/交办 1 城建办');
      town.expectMessage('赵某', /已退回上级，不在本镇办理/u);
      await town.say('赵某', '/撤销 1');
      town.expectMessage('赵某', /“退回上级”已撤销/u);
      await town.say('赵某', '/退回 1 上级不同意');
      town.expectMessage('赵某', /上级不同意退回，继续办理/u);
      await town.say('赵某', '/交办 1 城建办');
      town.expectMessage('赵某', /FJ2026-0001 已交办城建办/u);
    },
  );

  flowTest('comes too late on the sixth working day, and handling goes on', async ({ town }) => {
    await fromAbove(town);
    await town.at('2026-03-10T10:00');
    town.forget();
    await town.say('赵某', '/退回 1 异议:属市水利局职权');
    town.expectMessage(
      '赵某',
      /5个工作日已过（2026年3月9日\(周一\)）。\n条例第二十三条没有以后再退回的规定（按条文理解），请继续办理/u,
    );
    town.expectNothingElse();
  });

  flowTest('is for what a superior sent, before 受理, and by the desk', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/退回 1 异议:不属本镇');
    town.expectMessage('赵某', /不是上级转送、交办的，不适用异议/u);
    await town.say('王某强', '/退回 1 异议:不属本镇');
    town.expectMessage('王某强', /向上级提出异议由信访办办理/u);
    await fromAbove(town);
    await town.say('赵某', '/受理 2');
    town.forget();
    await town.say('赵某', '/退回 2 异议:不属本镇');
    town.expectMessage('赵某', /已作受理决定，不能再提异议/u);
    town.expectNothingElse();
  });
});
