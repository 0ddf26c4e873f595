import type { OrgFile } from '../../src/domain/org/file.ts';
import { buttonsOf } from '../support/chat.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const handles: Readonly<Record<string, string[]>> = { cjb: ['路灯', '道路'], nyb: ['水渠'] };
const withWords: OrgFile = {
  ...sampleOrg,
  units: sampleOrg.units.map((unit) => ({ ...unit, ...(handles[unit.id] && { handles: handles[unit.id] }) })),
};
const lihai: OrgFile = { ...withWords, town: { ...sampleOrg.town, policy: 'lihai' }, settings: {} };
const answered = async (town: Town, line: string, who = '赵某'): Promise<string> => {
  await town.say(who, line);
  return town.expectMessage(who, /./u).text;
};

describe('a feedback date of the sender', () => {
  flowTest('has a clock of its own, presses the unit, and is met by 办结报告', async ({ town, sql }) => {
    const text = await answered(
      town,
      '/登记 河道采砂 题目:河道采砂 姓名:匿名 类别:申诉求决 方式:上级交办 反馈:2026-03-20 来文:县信〔2026〕12号',
    );
    expect(text).toContain('反馈上级：3月20日(周五)前，还有18天');
    expect(await answered(town, '/为什么 1')).toMatch(
      /反馈上级｜到期 2026-03-20｜依据《信访工作条例》第二十二条第（三）项/u,
    );
    expect(await answered(town, '/查 1')).toContain('来文：县信〔2026〕12号');
    await town.say('赵某', '/交办 1 城建办 期限:40天');
    expect(town.expectMessage('郑某', /FJ2026-0001 交办函/u).text).toContain('3月20日');
    town.forget();
    await town.at('2026-03-18T10:00');
    for (const person of ['赵某', '郑某']) {
      expect(town.expectMessage(person, /FJ2026-0001 时限提醒[\s\S]*反馈上级/u).text).toContain('3月20日');
    }
    await town.say('赵某', '/送达 1 文书:办结报告 日期:2026-03-18');
    expect(await sql`select state from clock where kind = 'feedback'`).toEqual([{ state: 'met' }]);
    town.forget();
    await town.at('2026-03-21T10:00');
    expect(town.unexpected().filter((line) => line.includes('反馈上级'))).toEqual([]);
  });

  flowTest(
    'may come later, be put right and taken back; a wrong one never holds a registration up',
    async ({ town, sql }) => {
      const text = await answered(town, '/登记 河道采砂 题目:河道采砂 姓名:匿名 类别:申诉求决 反馈:2026-01-20');
      expect(text).toMatch(/^已登记：FJ2026-0001[\s\S]*反馈日期“2026-01-20”要在收到之后/u);
      await town.say('赵某', '/补充 1 反馈:2026-03-20');
      await town.say('赵某', '/补充 1 反馈:2026-03-25');
      const running = () => sql`select due_on::text as due from clock where kind = 'feedback' and state = 'running'`;
      expect(await running()).toEqual([{ due: '2026-03-25' }]);
      await town.say('赵某', '/撤销 1');
      expect(await running()).toEqual([{ due: '2026-03-20' }]);
      await town.say('赵某', '/补充 1 收到:2026-03-01');
      expect(await running()).toEqual([{ due: '2026-03-20' }]);
      town.forget();
      expect(await answered(town, '/补充 1 反馈:2026-02-01')).toMatch(/要在收到之后，请写成 反馈:2026-11-25/u);
    },
  );
});

describe('电话先报', () => {
  flowTest('is registered at once and asked for in writing on the next working day', async ({ town, sql }) => {
    const text = await answered(town, '/登记 电话先报 堤坝渗水，三户转移 题目:堤坝渗水 姓名:匿名 类别:申诉求决');
    expect(text).toMatch(/^已登记：FJ2026-0001[\s\S]*补齐书面：3月3日\(周二\)前/u);
    expect(text).toContain('电话先报已收下，书面齐了请发：/补充 FJ2026-0001 书面:内容');
    await town.at('2026-03-03T09:30');
    expect(town.expectMessage('赵某', /FJ2026-0001 时限提醒/u).text).toContain('补齐书面');
    expect(town.unexpected().filter((line) => line.startsWith('周某梅') && line.includes('补齐书面'))).toEqual([]);
    town.forget();
    expect(await answered(town, '/补充 1 书面:')).toMatch(/请写上书面情况/u);
    await town.say('赵某', '/补充 1 书面:三户十一人已安置，堤坝已加固');
    town.forget();
    expect(
      await sql`select state, (select written_by from petition) as by from clock where kind = 'written-report'`,
    ).toEqual([{ state: 'met', by: null }]);
    await town.at('2026-03-05T10:00');
    expect(town.unexpected().filter((line) => line.includes('补齐书面'))).toEqual([]);
    await town.say('赵某', '/查 1');
    expect(town.expectMessage('赵某', /^\*\*FJ2026-0001/u).text).toContain('三户十一人已安置');
  });

  flowTest('is known by a pair too, climbs to the desk, and is not every town’s', async ({ start }) => {
    const town = await start();
    await town.say('韩某山', '/登记 堤坝渗水 先报:是 题目:堤坝渗水 姓名:匿名 类别:申诉求决');
    town.forget();
    await town.at('2026-03-04T10:00');
    for (const person of ['韩某山', '赵某', '周某梅']) town.expectMessage(person, /补齐书面/u);
  });

  flowTest('elsewhere is an ordinary registration, and the reply says so', async ({ start }) => {
    const town = await start({ org: { ...lihai, town: { ...lihai.town } } });
    expect(await answered(town, '/登记 堤坝渗水 先报:是 题目:堤坝渗水')).toContain('本镇没有先报的规定，按普通登记。');
  });
});

describe('the routing table', () => {
  flowTest('line two: leads, handles and helps by area, with the reason; the clerk decides', async ({ start }) => {
    const town = await start({ org: lihai });
    await town.say('赵某', '/登记 村里垃圾没人清 题目:村里垃圾 姓名:匿名 类别:申诉求决 地点:五里墩村');
    const { text } = town.expectMessage('赵某', /^已登记/u);
    expect(text).toContain(
      '交办建议（线路二：片、村居面上工作），由您定：\n牵头：李某平\n承办：李某平、五里墩村\n理由：属地五里墩村\n依据：沥工委〔2020〕38号一（一）2',
    );
    town.forget();
    await town.say('赵某', '/交办 1');
    town.expectMessage('赵某', /^交办建议（线路二[\s\S]*别的单位，直接回单位名称。\n事项：村里垃圾$/u);
    const card = town.expectMessage('赵某', /FJ2026-0001 请定承办单位/u);
    expect(buttonsOf(card).map(({ key }) => key)).toEqual(['/交办 FJ2026-0001 五里墩村']);
    await town.say('赵某', '城建办');
    town.expectMessage('赵某', /交办城建办已拟好/u);
    town.expectNothingElse();
  });

  flowTest('line one by the words of an office, and put right by 线路 and 属地', async ({ start }) => {
    const town = await start({ org: lihai });
    const text = await answered(town, '/登记 路灯不亮 题目:路灯不亮 姓名:匿名 类别:申诉求决 地点:五里墩村');
    expect(text).toMatch(
      /线路一[\s\S]*牵头：孙某\n承办：城建办\n协办：李某平、五里墩村\n理由：属地五里墩村；业务词“路灯”/u,
    );
    expect(await answered(town, '/分类 1 线路:片区')).toContain('线路：片、村居工作');
    expect(await answered(town, '/补充 1 属地:柳树湾村')).toContain('FJ2026-0001 已补充');
    await town.say('赵某', '/交办 1');
    town.expectMessage('赵某', /线路二[\s\S]*承办：孙某、柳树湾村\n协办：城建办/u);
    const card = town.messages('赵某').findLast(({ kind }) => kind === 'card')!;
    expect(buttonsOf(card).map(({ key }) => key)).toEqual(['/交办 FJ2026-0001 柳树湾村', '/交办 FJ2026-0001 城建办']);
    town.forget();
    expect(await answered(town, '/补充 1 属地:城建办')).toMatch(/没有这个村，请写全称。\n现有：五里墩村、柳树湾村/u);
  });

  flowTest('line three goes to discipline and never names the accused or their unit', async ({ start }) => {
    const town = await start({ org: lihai });
    const text = await answered(town, '/登记 路灯工程验收走过场 涉及:城建办 姓名:匿名 类别:检举控告 地点:五里墩村');
    expect(text).toMatch(/线路三[\s\S]*承办：镇纪委/u);
    expect(text).not.toContain('城建办');
    town.forget();
    await town.say('赵某', `/交办 ${town.sealed()}`);
    const card = town.expectMessage('赵某', /FJJ2026-\d{4} 请定承办单位/u);
    expect(card.text).not.toContain('城建办');
    expect(buttonsOf(card).map(({ key }) => key)).toEqual([`/交办 ${town.sealed()} 镇纪委`]);
  });

  flowTest('a town without a table has the words of its offices, and is silent without them', async ({ start }) => {
    const town = await start({ org: withWords });
    expect(await answered(town, '/登记 水渠堵塞 题目:水渠堵塞 姓名:匿名 类别:申诉求决')).toContain(
      '交办建议，由您定：\n承办：农业办\n理由：业务词“水渠”\n/交办 FJ2026-0001 农业办',
    );
    expect(await answered(town, '/登记 低保申请 题目:低保申请 姓名:匿名 类别:申诉求决')).not.toContain('交办建议');
    expect(await answered(town, '/交办 2')).toMatch(/请写上承办单位/u);
    await town.say('赵某', '@信访助手 /交办 1', { chat: '信访工作群' });
    expect(town.expectMessage('信访工作群', /交办建议已单独发给您/u).text).not.toContain('农业办');
  });
});

describe('the number in the state system', () => {
  flowTest('is asked for by name, five at most', async ({ town }) => {
    for (const name of '甲乙丙丁戊己') {
      await town.say('赵某', `/登记 ${name}村的事情 题目:事情${name} 姓名:匿名 类别:申诉求决`);
    }
    await town.say('赵某', '/补充 1 系统编号:XF1');
    await town.say('赵某', '/登记 再一件 题目:再一件 姓名:匿名 类别:申诉求决');
    town.forget();
    await town.at('2026-03-06T09:00');
    expect(town.expectMessage('赵某', /还没填国家信访信息系统编号/u).text).toContain(
      '6件还没填国家信访信息系统编号：\nFJ2026-0002\nFJ2026-0003\nFJ2026-0004\nFJ2026-0005\nFJ2026-0006\n……另有1件\n请录入后发：/补充 FJ2026-0002 系统编号:…',
    );
  });
});
