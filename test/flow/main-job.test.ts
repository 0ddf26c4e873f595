import { describe, expect, flowTest, type Town } from '../support/town.ts';

const DESK = '信访工作群';
const OFFICE = '城建办工作群';
/** Bound to no unit: it speaks for the town, like the desk's own group. */
const LEADERS = '镇领导督办群';

/** Registered, admitted and assigned on 2 March with ten working days: due on 16 March. */
async function assigned(town: Town): Promise<void> {
  await town.say('赵某', '/登记 村口路灯不亮 姓名:虞小舟 电话:0523-0000000 题目:村口路灯不亮 类别:申诉求决');
  await town.say('赵某', '/受理 1 受理 送达:2026-03-02 方式:当面');
  await town.say('赵某', '/交办 1 城建办 期限:10工作日 经办:王某强');
}

async function isReminded(town: Town, moment: string, told: readonly string[], card: RegExp): Promise<void> {
  await town.at(moment);
  town.forgetRhythm();
  for (const person of told) town.expectMessage(person, card);
}

describe('the main job', () => {
  flowTest('goes from registration to follow-up, and each step reaches whom it concerns', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30', queue: 'postgres' });

    await assigned(town);
    town.expectMessage('赵某', /^已登记：FJ2026-0001\n书面告知：3月17日\(周二\)前/u);
    town.expectMessage('赵某', /已登记为受理/u);
    town.expectMessage('赵某', /已交办城建办，经办：王某强。\n化解时限：3月16日\(周一\)前，还有14天/u);
    town.expectMessage(
      OFFICE,
      /^FJ2026-0001｜村口路灯不亮｜城建办｜还有14天，3月16日\(周一\)\n已交办城建办，请签收。$/u,
    );
    town.expectMessage('郑某', /FJ2026-0001 交办函/u);
    const letter = town.expectMessage('王某强', /FJ2026-0001 交办函/u);
    town.expectNothingElse();

    await town.click('王某强', '交办函', '签收');
    expect(letter.text, 'the card itself shows what became of it').toContain('［已签收］');
    town.expectMessage('王某强', /FJ2026-0001 已签收/u);
    town.expectNothingElse();

    await isReminded(town, '2026-03-09T10:00', ['王某强'], /FJ2026-0001 时限提醒[\s\S]*还有7天/u);
    town.expectNothingElse();
    await town.click('王某强', '时限提醒', '已阅');
    town.expectMessage('王某强', /FJ2026-0001 提醒已阅/u);

    await isReminded(town, '2026-03-12T10:00', ['王某强', '郑某'], /【黄】FJ2026-0001 提醒函[\s\S]*还有4天/u);
    town.expectMessage(OFFICE, /^【黄】FJ2026-0001｜.*\n已发提醒函：化解时限还有4天。$/u);
    town.expectNothingElse();
    await town.say('王某强', '已派人现场查看，待换灯', { quote: town.messages('王某强').at(-1)! });
    town.expectMessage('王某强', /FJ2026-0001 进展已记下/u);

    await isReminded(
      town,
      '2026-03-16T10:00',
      // 赵某 registered it and reads it for the desk, until it is red.
      ['王某强', '郑某', '赵某'],
      /FJ2026-0001 时限提醒[\s\S]*今天到期/u,
    );
    town.expectMessage(OFFICE, /今天到期/u);
    town.expectNothingElse();

    const overdue = ['王某强', '郑某', '孙某', '赵某', '周某梅'];
    await isReminded(town, '2026-03-17T10:00', overdue, /紧急\n【红】FJ2026-0001 督办函[\s\S]*超期1天/u);
    for (const group of [DESK, LEADERS]) {
      town.expectMessage(group, /^【红】FJ2026-0001｜.*\n已发督办函：化解时限超期1天。$/u);
    }
    town.expectNothingElse();

    await isReminded(town, '2026-03-19T10:00', overdue.slice(1), /【红】FJ2026-0001 时限提醒[\s\S]*超期3天/u);
    for (const group of [DESK, LEADERS]) town.expectMessage(group, /超期3天/u);
    await isReminded(town, '2026-03-25T10:00', ['孙某', '钱某'], /【红】FJ2026-0001 时限提醒[\s\S]*超期9天/u);
    for (const group of [DESK, LEADERS]) town.expectMessage(group, /超期9天/u);
    town.expectNothingElse();

    await town.say('王某强', '/答复 1 路灯已修好');
    town.expectMessage('王某强', /答复已记下。\n事项：村口路灯不亮\n\nFJ2026-0001 查明的事实是什么？\n直接回复就行/u);
    await town.say('王某强', '三盏灯老化不亮');
    town.expectMessage(
      '王某强',
      /事实已记下。\n读作：[^\n]*\n事项：村口路灯不亮\n\nFJ2026-0001 依据哪条法律、政策或规定？/u,
    );
    await town.say('王某强', '城市照明管理规定');
    town.expectMessage('王某强', /依据已记下。\n已报郑某、孙某审核/u);
    for (const reviewer of ['郑某', '孙某']) {
      town.expectMessage(reviewer, /答复全文：\n事实：三盏灯老化不亮\n依据：[^\n]+\n答复：路灯已修好/u);
    }
    town.expectMessage('孙某', /FJ2026-0001 请审核答复/u);
    const asked = town.expectMessage('郑某', /FJ2026-0001 请审核答复/u);
    await town.click('郑某', '请审核答复', '同意');
    expect(asked.text).toContain('［审核通过］');
    town.expectMessage('郑某', /答复审核通过/u);
    town.expectMessage('王某强', /答复审核已通过，可以送达/u);
    town.expectNothingElse();

    await town.say('赵某', '/送达 1 文书:处理意见书 日期:2026-03-25 方式:直接送达');
    town.expectMessage('赵某', /处理意见书已于3月25日\(周三\)送达/u);
    await town.say('赵某', '/办结 1 依据:书面答复 结果:路灯已修好');
    town.expectMessage('赵某', /【绿】FJ2026-0001 已办结/u);
    town.expectMessage(OFFICE, /FJ2026-0001｜村口路灯不亮｜城建办\n【绿】已办结/u);
    town.expectNothingElse();

    await town.at('2026-03-30T10:00');
    town.forgetRhythm();
    const call = town.expectMessage('赵某', /FJ2026-0001 请回访/u);
    town.expectNothingElse();
    await town.click('赵某', '请回访', '不满意');
    expect(call.text).toContain('［已回访］');
    town.expectMessage('赵某', /回访已记下。\n信访人不满意/u);
    await town.say('赵某', '/重启 1 理由:还有一盏不亮');
    town.expectMessage('赵某', /FJ2026-0001 已重启。\n化解时限：5月29日/u);
    for (const person of ['郑某', '王某强']) town.expectMessage(person, /FJ2026-0001 已重启，请继续办理/u);
    town.expectMessage(OFFICE, /已重启，继续办理/u);
    town.expectNothingElse();
  });
});
