import type { OrgFile } from '../../src/domain/org/file.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** The invented town with a second handler in 城建办. */
const org: OrgFile = {
  ...sampleOrg,
  people: [...sampleOrg.people, { userid: 'u-cj3', name: '吕某', unit: 'cjb', roles: ['handler'] }],
};
const withoutHandler: OrgFile = { ...org, people: org.people.filter((person) => person.userid !== 'u-cj2') };

async function given(town: Town, n = 2): Promise<void> {
  for (let i = 1; i <= n; i += 1) {
    await town.tell('赵某', `/登记 第${i}件 姓名:匿名 题目:第${'一二三'[i - 1]}件 类别:其他`);
    await town.tell('赵某', `/交办 ${i} 城建办 期限:30天 经办:王某强`);
  }
  await town.settle();
  await town.say('王某强', '/签收 1');
  town.forget();
}

async function handlerOf(town: Town, number: string): Promise<string> {
  await town.say('赵某', `/查 ${number}`);
  return town.expectMessage('赵某', new RegExp(`^\\*\\*FJ2026-000${number}`, 'u')).text;
}

async function clocksOf(town: Town): Promise<string> {
  await town.say('赵某', '/为什么 1');
  return town.expectMessage('赵某', /化解时限/u).text;
}

describe('a handover', () => {
  flowTest('takes effect on acceptance only, moves no day, and is answered once', async ({ start }) => {
    const town = await start({ org });
    await given(town);
    const before = await clocksOf(town);
    await town.say('王某强', '/交接 王某强 吕某');
    town.expectMessage('王某强', /已请吕某接收2件，对方接收后才生效/u);
    town.expectMessage('吕某', /请接收2件事项[\s\S]*FJ2026-0001、FJ2026-0002/u);
    expect(await handlerOf(town, '1')).toContain('王某强');
    await town.say('王某强', '/交接 王某强 吕某');
    town.expectMessage('王某强', /已经请人接收了/u);
    await town.click('吕某', '请接收', '接收');
    town.expectMessage('吕某', /已接收2件，现在由您经办/u);
    town.expectMessage('王某强', /吕某已接收王某强的事项/u);
    expect(await handlerOf(town, '1')).toMatch(/吕某/u);
    expect(await clocksOf(town)).toBe(before);
    await town.say('吕某', '/交接 接收');
    town.expectMessage('吕某', /现在没有等您答复的交接/u);
    await town.say('吕某', '/撤销 1');
    town.expectMessage('吕某', /不能撤销/u);
    town.expectNothingElse();
  });

  flowTest('is withdrawn before an answer, and then its card answers nothing', async ({ start }) => {
    const town = await start({ org });
    await given(town);
    await town.say('赵某', '/交接 1 吕某');
    town.expectMessage('赵某', /已请吕某接收1件/u);
    town.expectMessage('吕某', /请接收1件事项/u);
    await town.say('赵某', '/交接 撤回');
    town.expectMessage('赵某', /交接已撤回/u);
    town.expectMessage('吕某', /赵某撤回了交接/u);
    await town.click('吕某', '请接收', '接收');
    town.expectMessage('吕某', /已经有人答复或撤回了/u);
    expect(await handlerOf(town, '1')).toContain('王某强');
    await town.say('冯某', '/交接 王某强 吕某');
    town.expectMessage('冯某', /手上没有可交接的/u);
    await town.say('赵某', '/交接 1 冯某');
    town.expectMessage('赵某', /冯某不在承办单位/u);
    town.expectNothingElse();
  });

  flowTest('that is refused goes to the head, who may name another at once', async ({ start }) => {
    const town = await start({ org });
    await given(town);
    await town.say('王某强', '/交接 王某强 吕某');
    town.forget();
    await town.click('吕某', '请接收', '不接收');
    town.expectMessage('吕某', /已记下不接收/u);
    town.expectMessage('王某强', /吕某没有接收王某强的事项/u);
    town.expectMessage('郑某', /2件事项没人接收[\s\S]*FJ2026-0001/u);
    expect(await handlerOf(town, '1')).toContain('王某强');
    await town.say('郑某', '/交接 王某强 吕某');
    town.expectMessage('郑某', /已定由吕某经办，共2件/u);
    town.expectMessage('吕某', /FJ2026-0001 郑某已定由您经办/u);
    town.expectMessage('吕某', /FJ2026-0002 郑某已定由您经办/u);
    town.expectMessage('王某强', /吕某已接收王某强的事项/u);
    expect(await handlerOf(town, '1')).toContain('吕某');
    town.expectNothingElse();
  });

  flowTest(
    'that nobody answers climbs after the next working day, to the head and then the leader',
    async ({ start }) => {
      const town = await start({ org });
      await given(town);
      await town.say('王某强', '/交接 王某强 吕某');
      await town.at('2026-03-03T20:00');
      expect(town.messages('郑某').filter((message) => message.text.includes('没人接收'))).toEqual([]);
      await town.at('2026-03-04T09:00');
      town.expectMessage('郑某', /2件事项没人接收/u);
      await town.at('2026-03-05T20:00');
      expect(town.messages('孙某').filter((message) => message.text.includes('没人接收'))).toEqual([]);
      await town.at('2026-03-06T09:00');
      town.expectMessage('孙某', /2件事项没人接收/u);
      await town.click('孙某', '没人接收', '我来办');
      town.expectMessage('孙某', /已接收2件/u);
      expect(await handlerOf(town, '1')).toContain('孙某');
      await town.at('2026-03-16T12:00');
      const told = ['郑某', '孙某', '钱某'].map(
        (person) => town.messages(person).filter((message) => message.text.includes('没人接收')).length,
      );
      expect(told).toEqual([1, 1, 0]);
    },
  );

  flowTest('of who left is asked of the head by itself, once, and may be passed on', async ({ start }) => {
    const town = await start({ org });
    await given(town);
    await town.importOrg(withoutHandler);
    await town.settle();
    town.expectMessage('郑某', /请接收2件事项[\s\S]*王某强（已离开）/u);
    for (const desk of ['赵某', '周某梅']) {
      town.expectMessage(desk, /王某强已离开，手上2件已请郑某接收。[\s\S]*\/交接 王某强 姓名/u);
    }
    await town.importOrg(withoutHandler);
    await town.at('2026-03-03T10:00');
    town.forgetRhythm();
    town.expectNothingElse();
    await town.say('郑某', '/交接 王某强 吕某');
    town.expectMessage('郑某', /已请吕某接收2件/u);
    await town.click('吕某', '请接收', '接收');
    town.expectMessage('吕某', /已接收2件/u);
    expect(await handlerOf(town, '2')).toContain('吕某');
  });

  flowTest(
    'never shows a matter to who is barred from it: it stays, and the head hears that something does',
    async ({ start }) => {
      const town = await start({ org });
      await given(town, 3);
      await town.say('吕某', '/回避 2 亲属');
      town.forget();
      await town.say('王某强', '/交接 王某强 吕某');
      town.expectMessage('王某强', /已请吕某接收2件[\s\S]*另有1件不能交给吕某/u);
      const { text } = town.expectMessage('吕某', /请接收2件事项/u);
      expect(text).not.toContain('FJ2026-0002');
      expect(town.expectMessage('郑某', /王某强交接时，有事项没有交出/u).text).not.toContain('FJ2026');
      await town.click('吕某', '请接收', '接收');
      town.expectMessage('吕某', /已接收2件/u);
      expect(await handlerOf(town, '2')).toContain('王某强');
      await town.say('吕某', '/交接 2 王某强');
      town.expectMessage('吕某', /查无此号/u);
    },
  );
});
