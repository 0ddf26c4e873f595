import type { OrgFile } from '../../src/domain/org/file.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const orgOf = (id: string, name: string, prefix: string, settings: OrgFile['settings']): OrgFile => ({
  ...sampleOrg,
  town: { id, name, prefix, policy: id },
  settings,
});

const reports = (town: Town, person: string): string[] =>
  town
    .messages(person)
    .map((message) => message.text.split('\n').slice(0, 2).join(' '))
    .filter((line) => /^\*\*[^*]+\*\* \d+月\d+日—/u.test(line));

describe('periodic reports', () => {
  flowTest(
    'come on the first working day, about the period that ended, to their readers and nobody else',
    async ({ start }) => {
      const town = await start({ at: '2026-03-30T10:00' });
      await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
      await town.say('赵某', '/交办 1 城建办 期限:30天');
      await town.at('2026-04-01T08:45');
      town.forget();
      await town.at('2026-04-01T10:00');
      for (const reader of ['钱某', '赵某', '周某梅']) {
        town.expectMessage(reader, /^\*\*分界镇月讲评\*\*\n3月1日—3月31日\n[\s\S]*新收 1 件[\s\S]*城建办：不足3件/u);
        town.expectMessage(reader, /^\*\*分界镇季点评\*\*\n1月1日—3月31日\n/u);
      }
      town.expectNothingElse();
      await town.at('2026-04-30T20:00');
      expect(reports(town, '钱某').filter((line) => line.includes('月讲评'))).toHaveLength(1);
      await town.at('2026-05-06T10:00');
      expect(reports(town, '钱某').at(-1), 'the first working day after 1 May').toBe('**分界镇月讲评** 4月1日—4月30日');
    },
  );

  flowTest('are not asked of a town for a time before it began', async ({ start }) => {
    const town = await start({ at: '2026-04-01T08:00' });
    await town.at('2026-04-01T12:00');
    expect(reports(town, '钱某')).toEqual([]);
  });

  flowTest('twice a month hold what a meeting has to look at', async ({ start }) => {
    const town = await start({ org: orgOf('yuanzhu', '元祝镇', 'YZ', {}), at: '2026-04-10T10:00' });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:2026-04-13');
    await town.at('2026-04-16T09:21');
    town.expectMessage(
      '钱某',
      /^\*\*元祝镇半月分析研判例会\*\*\n4月1日—4月15日\n[\s\S]*未办结清单（1件，按单位）\*\*\n城建办 1件\n【红】YZ2026-0001 其他：办理期限超期3天[\s\S]*\*\*接访\*\*\n没有接访记录$/u,
    );
    await town.at('2026-05-06T09:21');
    expect(reports(town, '钱某').at(-1)).toBe('**元祝镇半月分析研判例会** 4月16日—4月30日');
  });

  flowTest(
    'every week list the open matters by unit where the town consults on them, in private only',
    async ({ start }) => {
      const town = await start({ org: orgOf('lihai', '梨海街道', 'LH', { otherDays: 30 }), at: '2026-03-05T10:00' });
      await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
      await town.say('赵某', '/交办 1 城建办 期限:30天');
      await town.say('钱某', '/批示 1 同意');
      await town.at('2026-03-09T09:11');
      town.expectMessage('钱某', /信访周报[\s\S]*未办结清单（1件，按单位）\*\*\n城建办 1件\nLH2026-0001 其他/u);
      const group = town.expectMessage('信访工作群', /信访周报/u);
      expect(group.text).not.toContain('未办结清单');
    },
  );
});

describe('reports on demand', () => {
  flowTest('say to each what that person may know, and to a group nothing of a sealed matter', async ({ start }) => {
    const town = await start({ at: '2026-03-10T10:00' });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:30天');
    await town.say('赵某', '/登记 村务 姓名:匿名 涉及:五里墩村 类别:其他');
    await town.say('赵某', `/交办 ${town.sealed()} 农业办 期限:30天`);
    town.forget();
    await town.say('钱某', '/统计');
    town.expectMessage(
      '钱某',
      /\*\*分界镇在办情况\*\* 2026-03-10 10:0\d\n未办结 2 件[\s\S]*来访 2 件[\s\S]*城建办 1 件\n农业办 1 件$/u,
    );
    await town.say('郑某', '/统计');
    town.expectMessage('郑某', /未办结 1 件[\s\S]*城建办 1 件$/u);
    await town.say('韩某山', '/统计');
    town.expectMessage('韩某山', /未办结 0 件/u);
    await town.say('钱某', '/统计', { chat: '信访工作群' });
    const stats = town.expectMessage('信访工作群', /未办结 1 件/u);
    expect(stats.text).not.toContain('农业办');
    await town.say('钱某', '/周报');
    town.expectMessage('钱某', /信访周报\*\*\n3月9日—3月15日[\s\S]*新收 2 件/u);
    await town.say('钱某', '/周报 上周');
    town.expectMessage('钱某', /信访周报\*\*\n3月2日—3月8日[\s\S]*新收 0 件/u);
    await town.say('赵某', '/月报 2026年2月');
    town.expectMessage('赵某', /月讲评\*\*\n2月1日—2月28日/u);
    await town.say('赵某', '/季报');
    town.expectMessage('赵某', /季点评\*\*\n1月1日—3月31日/u);
    await town.say('赵某', '/季报 第5季度');
    town.expectMessage('赵某', /请写哪一季度/u);
    await town.say('赵某', '/月报 12月');
    town.expectMessage('赵某', /请写哪个月/u);
    await town.say('赵某', '/年报');
    town.expectMessage(
      '赵某',
      /信访年报\*\*\n1月1日—12月31日[\s\S]*第四十一条[\s\S]*转送 0 件次，交办 2 件次，督办 0 件次/u,
    );
    await town.say('王某强', '/月报');
    town.expectMessage('王某强', /“月报”由/u);
    town.expectNothingElse();
  });
});
