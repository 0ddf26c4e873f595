import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const under = (policy: string) => ({ org: { ...sampleOrg, town: { ...sampleOrg.town, policy }, settings: {} } });

/** Two demands, at 城建办 with 王某强; under 沥海 the main leader signs the assignment. */
async function twoDemands(town: Town): Promise<void> {
  await town.say('赵某', '/登记 路灯不亮路面破损 题目:路灯路面 姓名:匿名 类别:申诉求决 诉求:修灯;修路');
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
  await town.say('钱某', '/批示 1 同意');
  await town.say('王某强', '/签收 1');
  town.forget();
}
const lastTo = (town: Town, person: string): string => town.messages(person).at(-1)?.text ?? '';
async function ask(town: Town, person: string, line: string): Promise<string> {
  await town.say(person, line);
  return lastTo(town, person);
}

for (const policy of ['fenjie', 'lihai', 'national']) {
  describe(`the answer of every demand, under ${policy}`, () => {
    flowTest('is asked for part by part, and nothing is closed before', async ({ start }) => {
      const town = await start(under(policy));
      await twoDemands(town);
      expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toBe(
        'FJ2026-0001 诉求1还没有答复，不能办结。\n请发：\n/答复 FJ2026-0001 诉求:1 事实:查明的情况 依据:法律、政策或规定 内容:答复意见',
      );
      expect(await ask(town, '郑某', '/答复 1 诉求:1 事实:三盏不亮 依据:照明管理规定 内容:灯已修')).toMatch(
        /事实、依据、答复已记下。\n还有1条诉求没有答齐。\n读作：[^\n]*\n事项：[^\n]*\n\nFJ2026-0001 诉求2查明的事实是什么？\n直接回复就行/u,
      );
      expect(await ask(town, '郑某', '/答复 1 诉求:2 事实:路面破损 内容:4月底前修好')).toMatch(/诉求2依据哪条/u);
      // Left for later: the desk that wants to close is shown the one thing that is missing, and may write it at once.
      expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toBe(
        'FJ2026-0001 诉求2缺依据，不能办结。\n直接回复就行，或发：\n/答复 FJ2026-0001 诉求:2 依据:法律、政策或规定',
      );
      await town.say('赵某', '公路养护规定');
      expect(lastTo(town, '赵某')).toMatch(/^FJ2026-0001 依据已记下。/u);
      if (policy === 'fenjie') await town.say('郑某', '/审核 1 同意');
      const closed = await ask(town, '赵某', '/办结 1 依据:书面答复');
      expect(closed).toMatch(policy === 'lihai' ? /办结已拟好/u : /【绿】FJ2026-0001 已办结/u);
      if (policy === 'lihai') expect(await ask(town, '钱某', '/批示 1 同意')).toMatch(/已办结/u);
    });

    flowTest('may be one line, for all demands at once', async ({ start }) => {
      const town = await start(under(policy));
      await twoDemands(town);
      const text = await ask(
        town,
        '郑某',
        '/答复 1 结论:支持 事实:灯和路都查看过 依据:管理规定 内容:灯已修\n路4月底前修好',
      );
      expect(text).toMatch(/^FJ2026-0001 事实、依据、答复、结论（支持）已记下。/u);
      expect(text).not.toMatch(/查明|还有/u);
      expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/已办结|已拟好/u);
    });
  });
}

describe('an answer', () => {
  flowTest('of a matter without listed demands is asked for three times at most', async ({ town, sql }) => {
    await town.say('赵某', '/登记 路灯不亮 题目:路灯不亮 姓名:匿名');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    town.forget();
    await town.say('王某强', '/答复 1 路灯已修好');
    town.expectMessage('王某强', /^FJ2026-0001 答复已记下。\n事项：路灯不亮\n\nFJ2026-0001 查明的事实是什么？/u);
    await town.say('王某强', '三盏老化\n一盏断线');
    town.expectMessage(
      '王某强',
      /^FJ2026-0001 事实已记下。\n读作：事实 三盏老化 一盏断线\n事项：路灯不亮\n\nFJ2026-0001 依据哪条/u,
    );
    await town.say('王某强', '城市照明管理规定');
    town.expectMessage(
      '王某强',
      /^FJ2026-0001 依据已记下。\n已报郑某、孙某审核。\n读作：依据 城市照明管理规定\n事项：路灯不亮$/u,
    );
    expect(await sql`select position, body, fact, basis, answer from demand`).toEqual([
      { position: 1, body: '路灯不亮', fact: '三盏老化 一盏断线', basis: '城市照明管理规定', answer: '路灯已修好' },
    ]);
    for (const head of ['郑某', '孙某']) {
      town.expectMessage(head, /答复全文：\n事实：三盏老化 一盏断线\n依据：城市照明管理规定\n答复：路灯已修好$/u);
      town.expectMessage(head, /请审核答复/u);
    }
    town.expectNothingElse();
  });

  flowTest('taken back leaves what stood there before', async ({ town, sql }) => {
    await twoDemands(town);
    await town.say('王某强', '/答复 1 诉求:1 事实:三盏不亮 依据:照明规定 内容:灯已修');
    await town.say('王某强', '/答复 1 诉求:1 内容:灯已全部换新');
    await town.say('王某强', '/撤销 1');
    expect(lastTo(town, '王某强')).toMatch(/“答复”已撤销/u);
    const rows = () => sql`select position, fact, basis, answer from demand order by position`;
    const second = { position: 2, fact: null, basis: null, answer: null };
    expect(await rows()).toEqual([{ position: 1, fact: '三盏不亮', basis: '照明规定', answer: '灯已修' }, second]);
    await town.say('王某强', '/撤销 1');
    expect(lastTo(town, '王某强')).toMatch(/上一步已经撤销过了/u);
  });

  flowTest('of a suggestion needs no basis; of a matter not accepted the notice is the answer', async ({ town }) => {
    await town.say('赵某', '/登记 建议多装路灯 题目:多装路灯 姓名:匿名 类别:建议意见');
    await town.say('赵某', '/交办 1 城建办');
    expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/还?缺答复|没有答复/u);
    expect(await ask(town, '郑某', '/答复 1 已列入明年计划')).toMatch(/答复已记下。\n您是第一责任人/u);
    expect(await ask(town, '赵某', '/办结 1 依据:书面答复')).toMatch(/已办结/u);
    await town.say('赵某', '/登记 判决不服 题目:判决不服 姓名:匿名');
    await town.say('赵某', '/受理 2 不予受理 理由:应向法院提出');
    expect(await ask(town, '赵某', '/办结 2 依据:不予受理告知书')).toMatch(/已办结/u);
  });

  flowTest('closes on evidence of a kind that the rules name, and never on a waiver', async ({ town }) => {
    await twoDemands(town);
    await town.say('郑某', '/答复 1 事实:看过 依据:规定 内容:办好了');
    expect(await ask(town, '赵某', '/办结 1 依据:已经没事了')).toMatch(
      /请写明是哪一种[\s\S]*调解[\s\S]*\/办结 FJ2026-0001/u,
    );
    expect(await ask(town, '赵某', '/办结 1 依据:停诉息访承诺书')).toMatch(/不用停诉息访承诺书/u);
    expect(await ask(town, '赵某', '/办结 1 依据:网上评价满意')).toMatch(/已办结/u);
  });

  flowTest('of a sealed matter is asked for in private, and does not exist for who is barred', async ({ town }) => {
    await town.say('赵某', '/登记 账目不清 涉及:五里墩村 姓名:匿名 类别:申诉求决');
    await town.say('赵某', `/交办 ${town.sealed()} 镇纪委`);
    expect(await ask(town, '韩某山', `/答复 ${town.sealed()} 内容:没有的事`)).toMatch(/查无此号/u);
    town.forget();
    await town.say('秦某', `/答复 ${town.sealed()} 账目已公布`, { chat: '信访工作群' });
    town.expectMessage('信访工作群', /^已处理，结果已单独发给您。|单聊/u);
    town.expectMessage('秦某', /查明的事实是什么/u);
    await town.say('秦某', '三笔支出没有公示');
    town.expectMessage('秦某', /事实已记下/u);
    town.expectNothingElse();
  });
});
