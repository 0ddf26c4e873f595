import type { OrgFile } from '../../src/domain/org/file.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** The invented town under the sanwu policy, with one grid below a village. */
const sanwu: OrgFile = {
  ...sampleOrg,
  town: { id: 'sanwu', name: '三吴镇', prefix: 'SW', policy: 'sanwu' },
  units: [
    ...sampleOrg.units,
    { id: 'wg1', name: '五里墩一网格', kind: 'grid', parent: 'wld', head: 'u-wld2' },
    { id: 'hbz', name: '环保站', kind: 'station', leader: 'u-lead3' },
  ],
  settings: { resolveDays: 30 },
};
const xiji: OrgFile = {
  ...sampleOrg,
  town: { id: 'xiji', name: '西吉镇', prefix: 'XJ', policy: 'xiji' },
  settings: { resolveDays: 30 },
};

const HEADS = ['尤某', '郑某', '冯某', '褚某兰', '蒋某', '韩某山', '朱某田'];
const WEEKLY = /请报：每周矛盾纠纷报送/u;

/** Day and title of what a person was asked for. */
const asked = (town: Town, person: string, pattern = /报：/u): string[] =>
  town
    .messages(person)
    .filter((message) => message.kind === 'card' && pattern.test(message.text))
    .map((message) => {
      const local = new Date(Date.parse(message.at) + 8 * 3_600_000).toISOString();
      return `${local.slice(5, 16).replace('T', ' ')} ${/[请没还]+报：[^\n｜]*/u.exec(message.text)?.[0] ?? ''}`;
    });

describe('the Wednesday prompt of a town whose units report every week', () => {
  flowTest('asks each unit once, takes one tap, and tells the desk who has not answered', async ({ start }) => {
    const town = await start({ org: sanwu, at: '2026-09-29T10:00' });
    await town.at('2026-09-30T09:05');
    for (const person of HEADS) town.expectMessage(person, WEEKLY);
    town.expectMessage('李某平', /环保站[\s\S]*请报：每周矛盾纠纷报送|请报：每周矛盾纠纷报送[\s\S]*环保站/u);
    town.expectMessage('杨某', /请报：社日排查日报告/u);
    town.forgetRhythm();
    town.expectNothingElse();

    await town.click('韩某山', WEEKLY, '零报告');
    town.expectMessage('韩某山', /已记下零报告[\s\S]*五里墩村：没有发现问题/u);
    await town.say('韩某山', '/零报告');
    town.expectMessage('韩某山', /五里墩村的每周矛盾纠纷报送已经报过零报告/u);
    await town.say('郑某', '/登记 两户争宅基地 姓名:匿名 方式:排查 题目:宅基地纠纷 类别:其他');
    await town.say('郑某', '/零报告');
    town.expectMessage('郑某', /城建办本期已登记排查事项1件/u);
    town.forget(/SW2026-0001/u);
    town.expectNothingElse();

    await town.at('2026-09-30T17:31');
    for (const desk of ['赵某', '周某梅']) {
      town.expectMessage(
        desk,
        /每周矛盾纠纷报送\*\*（9月24日—9月30日）\n应报 8，已报 2。\n其中零报告 1，登记了事项 1。\n未报：党政办、农业办、民政办、综治办、柳树湾村、环保站$/u,
      );
    }
    town.expectMessage('韩某山', /社日排查日报告[\s\S]*应报 1，已报 0[\s\S]*未报：五里墩一网格$/u);
    town.expectNothingElse();
    await town.at('2026-09-30T18:30');
    town.expectNothingElse();
  });

  flowTest(
    'keeps working days: nothing in the National Day week, Thursday after it, the worked Saturday',
    async ({ start }) => {
      const town = await start({ org: sanwu, at: '2026-09-29T10:00' });
      await town.at('2026-10-31T12:00');
      expect(asked(town, '冯某', WEEKLY)).toEqual([
        '09-30 09:00 请报：每周矛盾纠纷报送',
        '10-08 09:00 请报：每周矛盾纠纷报送',
        '10-14 09:00 请报：每周矛盾纠纷报送',
        '10-21 09:00 请报：每周矛盾纠纷报送',
        '10-28 09:00 请报：每周矛盾纠纷报送',
      ]);
      expect(asked(town, '杨某').map((line) => line.slice(0, 5))).toEqual([
        ...['09-30', '10-08', '10-09', '10-10', '10-12', '10-13', '10-14', '10-15', '10-16', '10-19', '10-20'],
        ...['10-21', '10-22', '10-23', '10-26', '10-27', '10-28', '10-29', '10-30'],
      ]);
      const monthly = asked(town, '冯某', /月排查/u);
      expect(monthly, 'the 25th is a Sunday: closed on Friday the 23rd').toEqual([
        '10-20 09:00 请报：镇属单位月排查月报告',
        '10-22 09:00 还没报：镇属单位月排查月报告',
      ]);
      expect(asked(town, '韩某山', /月排查/u), 'a village is not asked').toEqual([]);
      const receipts = town.messages('赵某').filter((message) => /\*\*镇属单位月排查月报告/u.test(message.text));
      expect(receipts.map((message) => message.at.slice(0, 16))).toEqual(['2026-10-23T09:30']);
      expect(receipts[0]?.text).toMatch(/（9月25日—10月23日）\n应报 6，已报 0/u);
      const all = town.messages();
      expect(
        all.filter((message) => message.kind === 'card'),
        '5 weeks of 8 units, 19 days of a grid, 6 units twice',
      ).toHaveLength(5 * 8 + 19 + 6 * 2);
      expect(
        all.filter((message) => /应报 \d/u.test(message.text)),
        'two at the desk, and the village for its grid',
      ).toHaveLength(2 * (5 + 1) + 19);
      town.forgetRhythm();
      town.forget(/报：|应报 /u);
      town.expectNothingElse();
      const before = town.messages().length;
      await town.at('2026-10-20T12:00');
      await town.at('2026-10-31T12:00');
      expect(
        town
          .messages()
          .slice(before)
          .filter((message) => /报：|应报/u.test(message.text)),
        'played again: nothing is asked twice',
      ).toEqual([]);
    },
  );
});

describe('a monthly ledger asked from the 20th', () => {
  flowTest(
    'reminds only who is silent on the eve, and an answer after the first card drops the rest',
    async ({ start }) => {
      const town = await start({ org: xiji, at: '2026-10-19T10:00' });
      await town.at('2026-10-20T10:00');
      expect(asked(town, '冯某')).toEqual(['10-20 09:00 请报：排查台账']);
      await town.say('冯某', '/零报告 排查台账');
      town.expectMessage('冯某', /已记下零报告/u);
      await town.at('2026-10-22T10:00');
      expect(asked(town, '冯某')).toHaveLength(1);
      expect(asked(town, '郑某')).toEqual(['10-20 09:00 请报：排查台账', '10-22 09:00 还没报：排查台账']);
      await town.at('2026-10-23T17:31');
      town.expectMessage(
        '赵某',
        /排查台账[\s\S]*应报 7，已报 1[\s\S]*未报：党政办、城建办、民政办、综治办、五里墩村、柳树湾村$/u,
      );
      await town.say('郑某', '/零报告 排查台账');
      town.expectMessage('郑某', /已记下零报告/u);
    },
  );

  flowTest(
    'says what is open when two prompts are, and who may not answer for a unit is told so',
    async ({ start }) => {
      const town = await start({ org: xiji, at: '2026-10-19T10:00' });
      await town.at('2026-10-23T10:00');
      town.forget();
      await town.say('韩某山', '/零报告');
      town.expectMessage(
        '韩某山',
        /要报的有好几项[\s\S]*\/零报告 排查台账 2026-10-01 单位:五里墩村\n\/零报告 月度例会小结 2026-10-01 单位:五里墩村$/u,
      );
      await town.say('韩某山', '/零报告 月度例会小结 2026-10-01 单位:五里墩村');
      town.expectMessage('韩某山', /已记下零报告/u);
      await town.say('韩某山', '/零报告 排查台账 单位:城建办');
      town.expectMessage('韩某山', /现在没有等您报的事/u);
      await town.say('赵某', '/零报告 排查台账 单位:城建办');
      town.expectMessage('赵某', /城建办：没有发现问题/u);
      await town.say('郑某', '/零报告 周报');
      town.expectMessage('郑某', /没有这项报送。现有：排查台账、月度例会小结/u);
      town.expectNothingElse();
    },
  );

  flowTest('a registration that is taken back is no answer', async ({ start }) => {
    const town = await start({ org: xiji, at: '2026-10-22T08:30' });
    await town.at('2026-10-23T10:00');
    await town.say('郑某', '/登记 两户争宅基地 姓名:匿名 方式:排查 题目:宅基地纠纷 类别:其他');
    await town.say('赵某', '/台账');
    town.expectMessage(
      '赵某',
      /\*\*排查台账\*\* 10月1日—10月31日，1件\nXJ2026-0001\n　事项：宅基地纠纷\n　起因：宅基地纠纷\n　地点：待填\n　单位：待交办\n　涉及人数：1人\n　排查日期：10月23日\(周五\)\n　调处情况：已登记/u,
    );
    await town.say('郑某', '/撤销 1');
    await town.say('赵某', '/台账');
    town.expectMessage('赵某', /10月1日—10月31日\n没有排查登记的事项/u);
    await town.at('2026-10-23T17:31');
    town.expectMessage('赵某', /排查台账[\s\S]*应报 7，已报 0/u);
  });
});
