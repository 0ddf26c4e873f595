import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** 尤某 is the town's admin. */
const unset = { org: { ...sampleOrg, settings: {} } };
const numberOf = (town: Town, title: RegExp): string => {
  const line = town
    .messages('尤某')
    .at(-1)!
    .text.split('\n')
    .find((one) => title.test(one));
  return /^(\d+)．/u.exec(line ?? '')![1]!;
};

describe('/设置', () => {
  flowTest('lists what a town may set by number, without a word of code', async ({ town }) => {
    await town.say('尤某', '/设置');
    const { text } = town.expectMessage('尤某', /本镇参数/u);
    expect(text.replace(/\/设置 3 5/u, '')).not.toMatch(/[A-Za-z]{3}/u);
    expect(text).toMatch(/^1．.+：.+（.+）$/mu);
    town.expectNothingElse();
  });

  flowTest('asks the admin for the number that the paper leaves out, and takes it by number', async ({ start }) => {
    const town = await start(unset);
    await town.say('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞 姓名:匿名');
    await town.say('赵某', '/交办 1 城建办 期限:20天');
    const asked = town.expectMessage('尤某', /漏了一个数/u).text;
    const line = /请发：(\/设置 \d+) 数值/u.exec(asked)![1]!;
    await town.say('尤某', '/设置');
    expect(line).toBe(`/设置 ${numberOf(town, /待填/u)}`);
    town.forget();

    await town.say('尤某', `${line} 5`);
    town.expectMessage('尤某', /已设置：.+ 5\n原来缺的一步已给1件在办事项补上。/u);
    await town.say('尤某', '/设置 记录');
    town.expectMessage('尤某', /3月2日\(周一\) 尤某：.+ 待填→5$/u);
    town.expectNothingElse();
  });

  flowTest('moves no clock that runs already; the next one has the new rule', async ({ start }) => {
    const town = await start({ org: { ...sampleOrg, town: { ...sampleOrg.town, policy: 'lihai' } } });
    const register = async (): Promise<void> => town.say('赵某', '/登记 沟渠堵塞 方式:来电 题目:沟渠堵塞 姓名:匿名');
    const dueOf = async (n: number): Promise<string> => {
      await town.say('赵某', `/交办 ${n} 城建办`);
      await town.say('钱某', `/批示 ${n} 同意`);
      await town.say('赵某', `/为什么 ${n}`);
      return /办结并答复（电话、网络）｜到期 (\S+?)｜/u.exec(town.messages('赵某').at(-1)!.text)![1]!;
    };
    await register();
    expect(await dueOf(1)).toBe('2026-03-09');
    await town.say('尤某', '/设置');
    await town.say('尤某', `/设置 ${numberOf(town, /电话、网络形式几天内/u)} 3`);
    await town.say('赵某', '/为什么 1');
    expect(town.messages('赵某').at(-1)!.text).toContain('到期 2026-03-09');
    await register();
    expect(await dueOf(2)).toBe('2026-03-05');
  });

  flowTest('takes every kind of value as it is typed', async ({ town, sql }) => {
    const typed: readonly [line: string, name: string, value: unknown][] = [
      ['/设置 每日晨报时间 09:30', 'digestAt', '09:30'],
      ['/设置 每日晨报时间：09：15', 'digestAt', '09:15'],
      ['/设置 每日晨报时间=9:45', 'digestAt', '09:45'],
      ['/设置 信访办分工 关', 'deskShare', false],
      ['/设置 信访办每人每天 4', 'budgetDesk', 4],
      ['/设置 信访办联系电话 86000012 转 3', 'deskPhone', '86000012 转 3'],
    ];
    for (const [line, name, value] of typed) {
      await town.say('尤某', line);
      const [row] = await sql<{ settings: Record<string, unknown> }[]>`select settings from town where id = 'fenjie'`;
      expect([line, row!.settings[name]]).toEqual([line, value]);
    }
  });

  flowTest('says what is allowed, and refuses everybody else', async ({ town }) => {
    await town.say('尤某', '/设置 1 100000');
    town.expectMessage('尤某', /请填/u);
    await town.say('尤某', '/设置 99 1');
    town.expectMessage('尤某', /没有这项设置。可以设置：\n1．/u);
    await town.say('尤某', '/设置 记录');
    town.expectMessage('尤某', /还没有改过参数/u);
    await town.say('王某强', '/设置 1 3');
    town.expectMessage('王某强', /管理员/u);
    town.expectNothingElse();
  });
});
