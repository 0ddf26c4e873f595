import type { OrgFile } from '../../src/domain/org/file.ts';
import { describe, flowTest, sampleOrg } from '../support/town.ts';

const withoutLeader: OrgFile = {
  ...sampleOrg,
  people: sampleOrg.people.filter((person) => person.userid !== 'u-lead2'),
  units: sampleOrg.units.map(({ leader, areaLeader, ...unit }) => ({
    ...unit,
    leader: leader === 'u-lead2' ? 'u-lead3' : leader,
    areaLeader: areaLeader === 'u-lead2' ? 'u-lead3' : areaLeader,
  })),
};

describe('the roster of leaders', () => {
  flowTest('shows the week with its gaps, and who receives today is told in the morning', async ({ town }) => {
    await town.say('王某强', '/值班');
    town.expectMessage(
      '王某强',
      /^\*\*领导接访值班\*\* 3月2日—3月8日\n周一 3月2日　缺\n[\s\S]*缺：周一、周二、周三、周四、周五\n【黄】主要领导本周接访0天，应1天。/u,
    );
    await town.say('王某强', '/值班 周一 孙某');
    town.expectMessage('王某强', /“值班”由信访办、管理员使用/u);
    await town.say('赵某', '/值班 周二 孙某 替班:李某平');
    town.expectMessage('赵某', /领导接访周二：孙某，替班李某平。/u);
    await town.say('赵某', '/值班 周三 钱某');
    await town.say('尤某', '/值班 3月5日 李某平');
    town.expectMessage('尤某', /领导接访3月5日\(周四\)：李某平/u);
    await town.say('赵某', '/值班 周四 郑某');
    town.expectMessage('赵某', /郑某不是镇领导/u);
    await town.say('赵某', '/值班');
    town.expectMessage(
      '赵某',
      /周二 3月3日　孙某（替班：李某平）\n周三 3月4日　钱某\n周四 3月5日　李某平\n周五 3月6日　缺\n缺：周一、周五\n主要领导本周接访1天。/u,
    );
    town.forget();

    await town.at('2026-03-03T08:31');
    town.expectMessage('孙某', /^\*\*3月3日\(周二\)\*\*\n今天由您接访。/u);
    for (const reader of ['赵某', '周某梅']) {
      town.expectMessage(reader, /^\*\*3月3日\(周二\)\*\*\n今天接访领导：孙某$/u);
    }
    town.expectMessage('信访工作群', /3月3日\(周二\)接访\*\*\n今天接访领导：孙某$/u);
    town.expectNothingElse();
    await town.at('2026-03-05T08:31');
    town.expectMessage('钱某', /3月4日[\s\S]*今天由您接访/u);
    town.expectMessage('李某平', /3月5日[\s\S]*今天由您接访/u);
    town.forget();
    await town.at('2026-03-06T09:00');
    for (const desk of ['赵某', '周某梅']) {
      town.expectMessage(desk, /今天没有接访领导。\n请排：\/值班 2026-03-06 姓名$/u);
    }
    town.expectNothingElse();

    await town.importOrg(withoutLeader);
    await town.at('2026-03-08T20:00');
    town.forget();
    await town.at('2026-03-10T08:31');
    town.expectMessage('李某平', /3月10日[\s\S]*今天由您接访/u);
    await town.say('赵某', '/值班');
    town.expectMessage('赵某', /周二 3月10日　李某平（替已离开的人员）[\s\S]*缺：周一、周四、周五/u);
  });

  flowTest('keeps a place for somebody always there in a village', async ({ town }) => {
    await town.say('赵某', '/值班 五里墩村 周一 韩某山 替班:杨某');
    town.expectMessage('赵某', /五里墩村周一：韩某山，替班杨某/u);
    await town.say('韩某山', '/值班 五里墩村');
    town.expectMessage('韩某山', /\*\*五里墩村值班\*\*[\s\S]*周一 3月2日　韩某山（替班：杨某）[\s\S]*缺：周二/u);
    await town.say('赵某', '/值班 五里墩村 周一 取消');
    town.expectMessage('赵某', /五里墩村周一的值班已取消/u);
    await town.say('韩某山', '/值班 五里墩村');
    town.expectMessage('韩某山', /缺：周一、周二/u);
    await town.say('赵某', '/值班 某日 韩某山');
    town.expectMessage('赵某', /请写星期几或哪一天/u);
    town.expectNothingElse();
  });

  flowTest(
    'asks nobody for a leader where the town’s text wants none, and nothing on days of rest',
    async ({ start }) => {
      const town = await start({
        org: {
          ...sampleOrg,
          town: { id: 'xiji', name: '西吉镇', prefix: 'XJ', policy: 'xiji' },
          settings: { resolveDays: 30 },
        },
        at: '2026-09-29T10:00',
      });
      await town.at('2026-09-30T09:00');
      town.expectNothingElse();
      await town.say('赵某', '/值班 周四 孙某');
      town.forget();
      await town.at('2026-10-07T20:00');
      town.expectNothingElse();
      await town.at('2026-10-08T08:31');
      town.expectMessage('孙某', /今天由您接访/u);
    },
  );
});

describe('the reception log', () => {
  flowTest(
    'counts 批 and 人次 by kind, for the week and the month, and is corrected the same day',
    async ({ town }) => {
      await town.say('赵某', '/接访 3批 8人次');
      town.expectMessage('赵某', /请写上是谁/u);
      await town.say('赵某', '/接访 3批 8人次 领导:孙某');
      town.expectMessage('赵某', /已记：3月2日\(周一\) 接访 3批8人次，孙某接访/u);
      await town.say('钱某', '/接访 1批 2人次');
      town.expectMessage('钱某', /接访 1批2人次，钱某接访/u);
      await town.say('赵某', '/接访 带案下访 1批 4人次 日期:3月1日 领导:李某平');
      town.expectMessage('赵某', /带案下访 1批4人次/u);
      await town.say('赵某', '/接访 上访 1批 2人次');
      town.expectMessage('赵某', /可以记：接访、约访、专题接访、带案下访/u);
      await town.say('赵某', '/接访 3批 2人次');
      town.expectMessage('赵某', /人次不能比批数少/u);
      await town.say('孙某', '/接访');
      town.expectMessage(
        '孙某',
        /本周（3月2日—3月8日）\n接访 4批 10人次\n本月（3月1日—3月31日）\n接访 4批 10人次\n带案下访 1批 4人次$/u,
      );
      await town.say('钱某', '/接访 撤销');
      town.expectMessage('钱某', /已撤销：接访 1批2人次/u);
      await town.say('钱某', '/接访 撤销');
      town.expectMessage('钱某', /没有可撤销的/u);
      await town.say('孙某', '/接访');
      town.expectMessage('孙某', /本周（3月2日—3月8日）\n接访 3批 8人次\n本月/u);
      town.expectNothingElse();
    },
  );
});

describe('the list before a holiday', () => {
  flowTest('names each matter whose last day falls into it, to those who may know it', async ({ start }) => {
    const town = await start({
      org: {
        ...sampleOrg,
        town: { id: 'xiji', name: '西吉镇', prefix: 'XJ', policy: 'xiji' },
        settings: { resolveDays: 30 },
      },
      at: '2026-09-14T10:00',
    });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:20天');
    await town.say('赵某', '/登记 沟渠堵塞 姓名:匿名 题目:沟渠堵塞 类别:其他');
    await town.say('赵某', '/交办 2 农业办 期限:2026-11-20');
    await town.say('赵某', '/登记 村务 姓名:匿名 涉及:五里墩村 类别:其他');
    await town.say('赵某', `/交办 ${town.sealed()} 农业办 期限:20天`);
    await town.at('2026-09-22T20:00');
    town.forget();
    await town.at('2026-09-23T08:31');
    const line = /节前清单｜国庆节（10月1日—10月7日）[\s\S]*XJ2026-0001[\s\S]*办结期限，最后一个工作日9月30日\(周三\)/u;
    for (const reader of ['钱某', '赵某', '周某梅']) {
      const { text } = town.expectMessage(reader, line);
      if (!text.includes(town.sealed()) || text.includes('XJ2026-0002')) throw new Error(text);
    }
    for (const reader of ['郑某', '孙某']) {
      const { text } = town.expectMessage(reader, line);
      if (text.includes('XJJ')) throw new Error(`sealed matter told to ${reader}`);
    }
    for (const reader of ['冯某', '李某平']) {
      const { text } = town.expectMessage(reader, /节前清单[\s\S]*XJJ2026-\d{4}/u);
      if (text.includes('XJ2026')) throw new Error(text);
    }
    town.forgetRhythm();
    town.expectNothingElse();
    await town.at('2026-09-30T20:00');
    if (town.unexpected().some((one) => one.includes('节前清单'))) throw new Error('told twice');
  });
});
