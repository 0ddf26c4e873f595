import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const register = (town: Town, rest = '') => town.say('赵某', `/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他${rest}`);

const without = (userid: string) => ({
  ...sampleOrg,
  people: sampleOrg.people.filter((person) => person.userid !== userid),
});

describe('whoever is not meant gets a clear answer and nothing else', () => {
  flowTest('a person unknown to the org file is told whom to ask', async ({ town }) => {
    town.addStranger('路人', 'u-stranger');
    await register(town);
    town.forget();
    for (const line of ['/查 1', '/登记 沟渠堵塞', '/今天', '你好']) {
      await town.say('路人', line);
      town.expectMessage('路人', /^通讯录里还没有您[\s\S]*请联系信访办或管理员/u);
    }
    await town.say('路人', '/查 1', { chat: '信访工作群' });
    town.expectMessage('信访工作群', /^通讯录里还没有您/u);
    town.expectNothingElse();
    await register(town);
    town.expectMessage('赵某', /已登记：FJ2026-0002/u);
  });

  flowTest('a person who has left can do nothing, and what was theirs passes on', async ({ town }) => {
    await register(town);
    await town.say('赵某', '/交办 1 城建办 期限:5工作日 经办:王某强');
    await town.say('王某强', '/签收 1');
    town.forget();
    await town.importOrg(without('u-cj2'));
    await town.say('王某强', '/进展 1 换灯');
    town.expectMessage('王某强', /^通讯录里还没有您/u);
    await town.click('王某强', '交办函', '看详情');
    town.expectMessage('王某强', /^通讯录里还没有您/u);
    await town.at('2026-03-09T10:00');
    town.forgetRhythm();
    town.expectMessage('郑某', /FJ2026-0001 时限提醒[\s\S]*今天到期/u);
    expect(town.messages('王某强').filter((message) => message.text.includes('时限提醒'))).toEqual([]);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    town.expectMessage('赵某', /通讯录里没有这个人/u);
  });

  flowTest('a reminder that waits overnight for somebody who leaves meanwhile is not sent', async ({ town }) => {
    await town.at('2026-03-02T19:00');
    await register(town);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    await town.importOrg(without('u-cj2'));
    await town.at('2026-03-03T09:00');
    town.expectMessage('郑某', /交办函/u);
    expect(town.messages('王某强')).toEqual([]);
  });

  flowTest('a role that may not is told who may, and that answer betrays nothing', async ({ town }) => {
    await register(town);
    await town.say('王某强', '/交办 1 城建办');
    const denied = town.expectMessage('王某强', /“交办”由信访办、分管领导、主要领导、纪检使用。\n查无此号/u);
    await town.say('王某强', '/交办 99 城建办');
    expect(town.expectMessage('王某强', /“交办”/u).text).toBe(denied.text);
    await town.say('王某强', '/查 1');
    const hidden = town.expectMessage('王某强', /^查无此号/u);
    await town.say('王某强', '/查 99');
    expect(town.expectMessage('王某强', /^查无此号/u).text).toBe(hidden.text);
  });

  flowTest('a number of another town is no number here', async ({ town }) => {
    const { groups: _groups, ...org } = sampleOrg;
    await town.importOrg({
      ...org,
      town: { id: 'lihe', name: '梨河镇', prefix: 'LH', policy: 'national' },
      units: [{ id: 'xfb', name: '信访办', kind: 'desk', head: 'lh-desk' }],
      people: [{ userid: 'lh-desk', name: '梨某', unit: 'xfb', roles: ['desk'] }],
      groups: [],
      settings: {},
    });
    await town.say('梨某', '/登记 沟渠堵塞 姓名:匿名 题目:沟渠堵塞 类别:其他');
    town.expectMessage('梨某', /已登记：LH2026-0001/u);
    await register(town);
    town.forget();
    for (const line of [
      '/查 LH2026-0001',
      '/交办 LH2026-0001 城建办',
      '/办结 LH2026-0001 依据:书面答复',
      '/为什么 LH2026-0001',
    ]) {
      await town.say('赵某', line);
      town.expectMessage('赵某', /^查无此号/u);
    }
    await town.say('赵某', '/搜 沟渠');
    town.expectMessage('赵某', /没有找到/u);
    await town.say('梨某', '/查 FJ2026-0001');
    town.expectMessage('梨某', /^查无此号/u);
    await town.say('梨某', '/查 1');
    town.expectMessage('梨某', /LH2026-0001[\s\S]*状态：已登记，待交办/u);
    town.expectNothingElse();
  });
});
