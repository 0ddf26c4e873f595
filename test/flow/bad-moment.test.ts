import { answered, describe, expect, flowTest, type Town } from '../support/town.ts';

const assigned = async (town: Town): Promise<void> => {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
};

describe('what comes too late, twice or on an impossible day is explained and changes nothing', () => {
  flowTest('a closed matter is not assigned again', async ({ town }) => {
    await assigned(town);
    await answered(town, 1);
    await town.say('赵某', '/办结 1 依据:书面答复');
    town.forget();
    await town.say('赵某', '/交办 1 农业办');
    town.expectMessage(
      '赵某',
      /^FJ2026-0001 已于2026年3月2日\(周一\)办结。\n要继续办，请先发：\/重启 FJ2026-0001 理由/u,
    );
    town.expectNothingElse();
  });

  flowTest('two people press 签收 at once: one signs in, the other is told who did', async ({ town }) => {
    await assigned(town);
    town.forget(/已|请签收/u);
    const his = town.expectMessage('王某强', /交办函/u);
    const hers = town.expectMessage('郑某', /交办函/u);
    town.press('王某强', his, '签收');
    town.press('郑某', hers, '签收');
    await town.settle();
    const answers = [...town.messages('王某强'), ...town.messages('郑某')].map((message) => message.text);
    expect(answers.filter((text) => /FJ2026-0001 已签收/u.test(text))).toHaveLength(1);
    expect(answers.filter((text) => /FJ2026-0001 已由(郑某|王某强)签收/u.test(text))).toHaveLength(1);
    expect([his.text, hers.text].filter((text) => text.includes('［已签收］'))).toHaveLength(2);
  });

  flowTest('two people press 同意 at once: one decides, the other is told so', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/答复 1 事实:现场查看属实 依据:有关管理规定 内容:已修');
    town.press('郑某', town.messages('郑某').at(-1)!, '同意');
    town.press('孙某', town.messages('孙某').at(-1)!, '同意');
    await town.settle();
    const answers = [...town.messages('孙某'), ...town.messages('郑某')].map((message) => message.text);
    expect(answers.filter((text) => /答复(审核通过|退回修改)/u.test(text))).toHaveLength(1);
    expect(answers.filter((text) => /现在没有等您签批的事/u.test(text))).toHaveLength(1);
  });

  flowTest('the same button pressed twice does nothing twice', async ({ town, sql }) => {
    await assigned(town);
    const card = town.messages('王某强').at(-1)!;
    town.press('王某强', card, '签收');
    town.press('王某强', card, '签收');
    await town.settle();
    expect(await sql`select count(*)::int as n from event where kind = 'signed'`).toEqual([{ n: 1 }]);
  });

  flowTest("last month's card tells what has become of the matter", async ({ start }) => {
    const town = await start({ at: '2026-09-30T09:30' });
    await assigned(town);
    const card = town.messages('王某强').at(-1)!;
    await answered(town, 1);
    await town.say('赵某', '/办结 1 依据:书面答复');
    await town.at('2026-10-09T10:00');
    town.forget();
    town.press('王某强', card, '签收');
    await town.settle();
    town.expectMessage('王某强', /^FJ2026-0001 已于2026年9月30日\(周三\)办结/u);
    town.expectNothingElse();
  });

  flowTest('a day in the past or the future is refused where it cannot be', async ({ town }) => {
    await assigned(town);
    town.forget();
    const refused: [string, RegExp][] = [
      ['/交办 1 城建办 期限:2026-02-01', /期限“2026-02-01”已经过了/u],
      ['/送达 1 文书:受理告知书 日期:2026-03-03', /日期 2026-03-03 还没到/u],
      ['/送达 1 文书:受理告知书 日期:2026-03-01', /日期 2026-03-01 早于收到日 2026-03-02/u],
      ['/受理 1 受理 送达:2027-01-01', /日期 2027-01-01 还没到/u],
    ];
    for (const [line, answer] of refused) {
      await town.say('赵某', line);
      town.expectMessage('赵某', answer);
    }
    town.expectNothingElse();
    await town.say('赵某', '/补充 1 收到:2026-03-03');
    town.expectMessage('赵某', /“2026-03-03”还没到，收到日期不能晚于今天/u);
    await town.say('赵某', '/补充 1 收到:1999-03-03');
    town.expectMessage('赵某', /“1999-03-03”太早了/u);
    await town.say('赵某', '/登记 沟渠堵塞 收到:2026-02-20');
    town.expectMessage('赵某', /^已登记：FJ2026-0002\n书面告知：3月9日/u);
  });

  flowTest('no command takes a day ten years away, and none stops the bot', async ({ town }) => {
    await assigned(town);
    await town.say('赵某', '/分类 1 民生');
    town.forget();
    for (const line of [
      '/交办 1 城建办 期限:9999-12-31',
      '/交办 1 城建办 期限:9999天',
      '/延期 1 9999-12-31 理由:需要检测',
      '/补充 1 反馈:9999-12-31',
      '/补充 1 收到:1000-12-31',
      '/送达 1 文书:受理告知书 日期:9999-12-31',
      '/受理 1 受理 送达:0001-01-01',
      '/听证 1 定于:9999-12-31 地点:镇会议室',
      '/调解 1 自愿:双方自愿 日期:9999-12-31 参加:司法所 协议:三日内清理',
      '/复查 1 申请 日期:9999-12-31',
      '/值班 9999-12-31 孙某',
      '/接访 3批 8人次 日期:1000-12-31',
      '/零报告 排查 9999-12-31',
      '/月报 9999年12月',
      '/年报 0000年',
      '/台账 9999年12月',
    ]) {
      await town.say('赵某', line);
      town.expectMessage('赵某', /请核对|例如/u);
    }
    await town.say('孙某', '/设置 外出 9999-12-30—9999-12-31 委托:李某平');
    town.expectMessage('孙某', /“9999-12-30”太远了，请核对年份/u);
    town.expectNothingElse();
  });

  flowTest('a day that does not exist is named', async ({ town }) => {
    await assigned(town);
    town.forget();
    for (const line of ['/送达 1 文书:受理告知书 日期:2026/2/30', '/交办 1 农业办 期限:2026年2月30日']) {
      await town.say('赵某', line);
      town.expectMessage('赵某', /^没有“2.*30日?”这一天，请核对。\n例如：\//u);
    }
    town.expectNothingElse();
    // A registration is never held up: it counts from today until 收到 is put right.
    await town.say('赵某', '/登记 沟渠堵塞 收到:2026-02-30');
    town.expectMessage(
      '赵某',
      /^已登记：FJ2026-0002\n书面告知：3月17日[\s\S]*没有“2026-02-30”这一天[\s\S]*\/补充 FJ2026-0002 收到/u,
    );
    await town.say('赵某', '/补充 2 收到:2026-02-27');
    town.expectMessage('赵某', /已补充/u);
    await town.say('赵某', '/为什么 2');
    town.expectMessage('赵某', /到期 2026-03-16/u);
  });
});
