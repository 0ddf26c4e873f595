import type { OrgFile } from '../../src/domain/org/file.ts';
import { buttonsOf } from '../support/chat.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const lihai: OrgFile = { ...sampleOrg, town: { ...sampleOrg.town, policy: 'lihai' }, settings: {} };
const registered = async (town: Town, more = '姓名:匿名'): Promise<void> => {
  await town.say('赵某', `/登记 路灯不亮 题目:路灯不亮 ${more}`);
  town.forget();
};
const lastCard = (town: Town) => town.messages('赵某').findLast(({ kind }) => kind === 'card')!;
/** What 赵某 is answered. */
const answered = async (town: Town, line: string): Promise<string> => {
  await town.say('赵某', line);
  return town.expectMessage('赵某', /./u).text;
};

describe('the legal sorter', () => {
  for (const [name, org] of [
    ['fenjie', sampleOrg],
    ['lihai', lihai],
  ] as const) {
    flowTest(`${name}: asks by cards, and each tap is a line that can be typed`, async ({ start }) => {
      const town = await start({ org });
      await registered(town);
      town.forget();
      await town.say('赵某', '/分类 1');
      town.expectMessage('赵某', /^FJ2026-0001 属于哪一类？\n[\s\S]*\/分类 FJ2026-0001 申诉求决 情形:1—6/u);
      expect(buttonsOf(lastCard(town))[0]!.key).toBe('/分类 FJ2026-0001 {choice}');
      await town.click('赵某', '请定类别', '确定', { choose: '申诉求决' });
      expect(buttonsOf(lastCard(town))[0]!.key).toBe('/分类 FJ2026-0001 申诉求决 情形:{choice}');
      await town.click('赵某', '哪一种', '确定', { choose: '6' });
      await town.click('赵某', '是否简易办理', '简易办理');
      const { text } = town.expectMessage('赵某', /按简易办理/u);
      expect(text).toContain('简易受理：3月5日(周四)前');
      expect(text).toContain(
        '3个工作日内决定受理，\n受理后10个工作日内答复。\n（2016年试行办法的数字，\n2022年办法请核对）',
      );
      expect(town.messages('赵某').filter(({ kind }) => kind === 'card')).toHaveLength(3);
    });
  }

  flowTest('tells clock, paper and article of each kind', async ({ town }) => {
    await registered(town);
    const says: [string, RegExp][] = [
      ['建议意见', /第二十九条[\s\S]*没有60天时限/u],
      ['涉法涉诉', /第二十条、\n第二十二条、第二十八条[\s\S]*\/受理 FJ2026-0001 不予受理 理由:属涉法涉诉/u],
      ['申诉求决 情形:1', /第（一）项：\n导入诉讼、检察监督[\s\S]*没有60天时限/u],
      ['申诉求决 情形:2', /第（二）项：\n导入仲裁/u],
      ['申诉求决 情形:3', /第（三）项：\n导入党员申诉/u],
      ['申诉求决 情形:4', /第（四）项：\n导入行政复议/u],
      ['申诉求决 情形:5', /第（五）项：\n[\s\S]*依法履行或者答复[\s\S]*没有60天时限/u],
      ['申诉求决 情形:6 业务:城乡建设', /申诉求决，城乡建设\n[\s\S]*第（六）项：[\s\S]*60天内（第三十四条）/u],
    ];
    for (const [line, pattern] of says) expect(await answered(town, `/分类 1 ${line}`)).toMatch(pattern);
    town.expectNothingElse();
  });

  flowTest('ends the sixty days where another procedure runs, and tells the citizen which', async ({ town, sql }) => {
    await registered(town);
    await town.say('赵某', '/受理 1');
    expect(await sql`select kind from clock where state = 'running' and kind = 'handle'`).toHaveLength(1);
    await town.say('赵某', '/分类 1 申诉求决 情形:2');
    expect(await sql`select kind from clock where state = 'running' and kind = 'handle'`).toHaveLength(0);
    town.forget();
    expect(await answered(town, '/告知 1')).toContain('应当走仲裁，期限按那里的规定');
    await town.say('赵某', '/撤销 1');
    expect(await sql`select kind from clock where state = 'running' and kind = 'handle'`).toHaveLength(1);
  });

  flowTest('an accusation goes to discipline, leaves the groups, and asks whom it is about', async ({ town }) => {
    await town.say('赵某', '/登记 低保评议不公 题目:低保评议 姓名:匿名');
    town.forget();
    const text = await answered(town, '/分类 1 检举控告');
    expect(text).toContain('第三十条：转纪检依规办理');
    expect(text).toContain('还没写被反映方，请补，好让其回避：\n/补充 FJ2026-0001 涉及:单位或姓名');
    expect(text).toContain('/交办 FJ2026-0001 镇纪委');
    await town.say('赵某', '/补充 1 涉及:民政办');
    town.forget();
    expect(await answered(town, '/交办 1 民政办')).toMatch(/须回避/u);
    await town.say('褚某兰', '/查 1');
    town.expectMessage('褚某兰', /查无此号/u);
    await town.say('赵某', '@信访助手 /分类 1 检举控告', { chat: '信访工作群' });
    expect(town.expectMessage('信访工作群', /./u).text).not.toContain('FJ2026-0001');
    town.expectMessage('赵某', /FJ2026-0001 已分类：检举控告/u);
    expect(await answered(town, '/交办 1 镇纪委')).toContain('已交办镇纪委');
    town.expectMessage('秦某', /FJ2026-0001 交办函/u);
    town.expectNothingElse();
  });

  flowTest('in a group shows no question and no text', async ({ town }) => {
    await registered(town);
    await town.say('赵某', '@信访助手 /分类 1', { chat: '信访工作群' });
    town.expectMessage('信访工作群', /分类卡已单独发给您。$/u);
    town.expectMessage('赵某', /FJ2026-0001 请定类别/u);
    town.expectNothingElse();
  });

  flowTest('says what to type for what it cannot read', async ({ town }) => {
    await registered(town);
    expect(await answered(town, '/分类 1 情形:7')).toMatch(/情形请写 1 到 6/u);
    expect(await answered(town, '/分类 1 办理:快')).toMatch(/办理请写：简易 或 普通/u);
    expect(await answered(town, '/分类 1 线路:甲')).toMatch(/线路请写：业务线、片区 或 干部作风/u);
    expect(await answered(town, '/分类 99')).toMatch(/查无此号/u);
    town.expectNothingElse();
  });
});

describe('简易办理', () => {
  flowTest('has its own short clocks beside the sixty days, and goes back to ordinary', async ({ town }) => {
    await registered(town);
    expect(await answered(town, '/分类 1 申诉求决 办理:简易')).toMatch(/简易受理：3月5日\(周四\)前/u);
    expect(await answered(town, '/受理 1')).toMatch(/简易办理：3月16日\(周一\)前[\s\S]*办结时限：5月6日/u);
    expect(await answered(town, '/为什么 1')).toMatch(
      /简易办理｜到期 2026-03-16｜依据《信访事项简易办理办法》（以2016年试行办法的数字，2022年办法请核对）/u,
    );
    expect(await answered(town, '/分类 1 简易')).toMatch(/已经是简易办理，没有改动/u);
    const ordinary = await answered(town, '/分类 1 普通');
    expect(ordinary).toMatch(/按普通程序办理/u);
    expect(ordinary).not.toContain('简易办理：3月16日');
    expect(ordinary).toContain('办结时限：5月6日');
    await town.say('赵某', '/撤销 1');
    town.forget();
    expect(await answered(town, '/为什么 1')).toMatch(/简易办理｜到期 2026-03-16/u);
  });

  flowTest('reminds the desk on the third working day', async ({ town }) => {
    await registered(town);
    await town.say('赵某', '/分类 1 申诉求决 办理:简易');
    town.forget();
    await town.at('2026-03-05T10:00');
    expect(town.expectMessage('赵某', /FJ2026-0001 时限提醒/u).text).toContain('简易受理');
  });

  flowTest('is refused with the reason in words', async ({ town }) => {
    const cases: [string, string, RegExp][] = [
      ['方式:上级交办', '申诉求决', /上级交办、领导批转的/u],
      ['人数:5', '申诉求决', /多人联名或集体反映的/u],
      ['标记:敏感', '申诉求决', /疑难复杂、重要或敏感/u],
      ['', '涉法涉诉', /应走别的法定程序/u],
      ['', '申诉求决 情形:4', /应走别的法定程序/u],
      ['收到:2026-02-10', '申诉求决', /来不及按简易期限办/u],
    ];
    for (const [i, [more, kind, reason]] of cases.entries()) {
      await registered(town, `姓名:匿名 ${more}`);
      const text = await answered(town, `/分类 ${i + 1} ${kind} 办理:简易`);
      expect(text).toMatch(/^FJ2026-000\d 不能简易办理：/u);
      expect(text).toMatch(reason);
      expect(text).toContain('/分类 FJ2026-000' + String(i + 1) + ' 普通');
    }
    await registered(town);
    expect(await answered(town, `/分类 ${cases.length + 1} 简易`)).toMatch(/还没有定类别/u);
    await town.say('赵某', `/分类 ${cases.length + 1} 建议意见`);
    await town.say('赵某', `/并案 ${cases.length + 1} 1 新情况`);
    town.forget();
    expect(await answered(town, `/分类 ${cases.length + 1} 简易`)).toMatch(/不是初次反映/u);
  });
});
