import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import checkPeople from '../../jobs/check-people.ts';
import { readOrgFile } from '../../src/org-file/read.ts';
import { browserOf } from '../support/browser-of.ts';
import { runCli } from '../support/cli.ts';
import { appChat, describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const inWecom = (town: Town, change: (people: typeof sampleOrg.people) => typeof sampleOrg.people): void => {
  const names = new Map(sampleOrg.units.map((unit) => [unit.id, unit.name]));
  const everybody = change(sampleOrg.people);
  town.wecom.setTown({
    people: everybody.map((person) => ({ ...person, unit: names.get(person.unit) ?? person.unit })),
    chats: sampleOrg.groups.map((group) => ({ ...group, members: everybody.map(({ userid }) => userid) })),
  });
};
const without =
  (...names: string[]) =>
  (people: typeof sampleOrg.people) =>
    people.filter(({ name }) => !names.includes(name));

async function given(town: Town): Promise<void> {
  for (const text of ['路灯不亮', '井盖松动']) {
    await town.say('赵某', `/登记 ${text} 姓名:匿名 题目:${text} 类别:其他`);
  }
  for (const number of [1, 2]) await town.say('赵某', `/交办 ${number} 城建办 期限:15工作日 经办:王某强`);
  await town.say('王某强', '/签收 1');
  town.forget();
}
const asked = (town: Town) => town.messages('郑某').filter(({ text }) => /请接收2件事项/u.test(text));
const deskTold = (town: Town) =>
  town.messages('赵某').filter(({ text }) => /王某强已离开，手上2件已请郑某接收/u.test(text));

describe('who left the corporation', () => {
  flowTest(
    'is noticed in the morning; the matters are asked of the head, the desk hears it, once',
    async ({ start }) => {
      const town = await start({ wecom: { app: true } });
      await given(town);
      inWecom(town, without('王某强'));
      await town.at('2026-03-03T09:00');
      expect(asked(town)).toHaveLength(1);
      expect(deskTold(town)).toHaveLength(1);
      await town.at('2026-03-04T08:20');
      await town.app.queue.enqueue(checkPeople, { townId: 'fenjie', suspect: town.userid('王某强') });
      await town.settle();
      expect(asked(town)).toHaveLength(1);
      expect(deskTold(town)).toHaveLength(1);
      await town.click('郑某', '请接收', '接收');
      await town.say('郑某', '/查 2');
      expect(town.messages('郑某').at(-1)?.text).toMatch(/承办：城建办（郑某）/u);
    },
  );

  flowTest('is noticed as soon as a message to them is refused', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    await given(town);
    inWecom(town, without('王某强'));
    await town.say('赵某', '/催办 1');
    expect(town.messages(appChat(town.userid('郑某'))).filter(({ text }) => /请接收2件事项/u.test(text))).toHaveLength(
      1,
    );
  });

  flowTest('who only lies outside the range of the app stays', async ({ start }) => {
    const town = await start({ wecom: { app: true } });
    await given(town);
    town.wecom.setFaults({ errorOn: { cmd: 'user/get', code: 60011, times: 50 } });
    await town.at('2026-03-03T09:00');
    expect(asked(town)).toEqual([]);
  });

  flowTest('half a town unknown to WeCom at once is a slip, and nobody is marked', async ({ start }) => {
    const town = await start({ wecom: { app: true } });
    await given(town);
    inWecom(town, (people) => people.slice(0, 8).filter(({ name }) => name !== '王某强'));
    await town.app.queue.enqueue(checkPeople, { townId: 'fenjie' });
    await town.settle();
    expect(asked(town)).toEqual([]);
    expect(town.logs.join('')).toContain('too many unknown to WeCom at once');
    await town.say('赵某', '/今天');
  });
});

describe('org pull', () => {
  async function pulled(town: Town) {
    const file = join(town.app.config.dataDir, 'town.yaml');
    // As an engineer's keyboard may have typed it.
    await writeFile(
      file,
      (await readFile('sandbox/sample-town.yaml', 'utf8')).replace('userid: u-mz2', 'userid: ｕ-mz2'),
    );
    const { code, text } = await runCli(['org', 'pull', file], town.environment);
    return { code, text, proposal: join(town.app.config.dataDir, 'town.proposed.yaml') };
  }

  flowTest(
    'shows what differs and writes a copy; nothing is imported and nobody with matters goes',
    async ({ start }) => {
      const town = await start({ wecom: { app: true } });
      await given(town);
      inWecom(town, (people) => [
        ...people
          .filter(({ name }) => !['王某强', '陈某', '郑某'].includes(name))
          .map((person) => (person.name === '卫某' ? { ...person, name: '卫某国' } : person)),
        { userid: 'u-new1', name: '许某', unit: 'nyb', roles: [] },
        { userid: 'u-far1', name: '吴某', unit: '县里', roles: [] },
      ]);
      const { code, text, proposal } = await pulled(town);
      expect(text).toMatch(/＋ 许某（u-new1）在农业办/u);
      expect(text).toMatch(/～ 卫某（u-mz2）现在叫卫某国/u);
      expect(text).toMatch(/－ 陈某（u-ny2）已不在企业微信/u);
      expect(text).toMatch(/！ 王某强 已不在企业微信，手上还有2件没办完，建议里保留/u);
      expect(text).toMatch(/！ 郑某 已不在企业微信，但仍是城建办的负责人/u);
      expect(text).toContain('另有1人在别的部门');
      expect(code).toBe(0);
      const proposed = await readOrgFile(proposal);
      const names = proposed.people.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['许某', '卫某国', '王某强', '郑某']));
      expect(names).not.toContain('陈某');
      expect(await readFile(proposal, 'utf8')).toContain('# 示例镇，人名地名均为虚构');
      const [row] = await town.app.database.sql`select left_on from person where userid = 'u-ny2'`;
      expect(row?.['left_on']).toBeNull();
    },
  );

  flowTest('says so when nothing differs, and what to do without an app', async ({ start }) => {
    const town = await start({ wecom: { app: true } });
    expect((await pulled(town)).text).toContain('没有要改的。');
    const { WECOM_CORP_ID: _, WECOM_AGENT_ID: __, WECOM_AGENT_SECRET: ___, ...rest } = town.environment;
    const bare = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('WECOM_CALLBACK')));
    const { code, text } = await runCli(['org', 'pull', 'sandbox/sample-town.yaml'], bare);
    expect(text).toContain('读通讯录要有自建应用');
    expect(code).toBe(1);
  });
});

describe('a bot not made by a super administrator', () => {
  flowTest('hears encrypted userids; the app converts each once, and answers go to them', async ({ start }) => {
    const town = await start({ wecom: { app: true }, behaviour: { encryptUserids: true } });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    town.expectMessage('赵某', /已登记：FJ2026-0001/u);
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    // Before the first word the bot has no id for him: the app has.
    expect(town.messages(appChat(town.userid('王某强'))).some(({ text }) => /FJ2026-0001 交办函/u.test(text))).toBe(
      true,
    );
    await town.say('王某强', '/签收 1');
    town.expectMessage('王某强', /已签收/u);
    await town.say('赵某', '/催办 1');
    town.expectMessage('王某强', /FJ2026-0001 赵某催办/u);
    await town.say('赵某', '/催办 1 今天下午去拍照');
    town.expectMessage('王某强', /FJ2026-0001 赵某催办[^\n]*\n要求：今天下午去拍照\n/u);
    const rows = await town.app.database.sql`select userid from open_userid order by userid`;
    expect(rows.map((row) => row['userid'])).toEqual(['u-cj2', 'u-desk1']);
    expect(town.logs.join('')).not.toContain('encrypted userid not converted');
  });

  flowTest('without an app knows nobody, and says so to whoever writes', async ({ start }) => {
    const town = await start({ behaviour: { encryptUserids: true } });
    await town.say('赵某', '/今天');
    expect(town.messages('赵某')).toHaveLength(1);
    expect(await town.app.database.sql`select 1 from open_userid`).toHaveLength(0);
  });
});

describe('a userid that the org file spells otherwise than WeCom', () => {
  const spelled = {
    ...sampleOrg,
    people: sampleOrg.people.map((person) => (person.userid === 'u-cj1' ? { ...person, userid: 'U-Cj1' } : person)),
    units: sampleOrg.units.map((unit) => (unit.head === 'u-cj1' ? { ...unit, head: 'U-Cj1' } : unit)),
  };
  /** As WeCom knows them: the bot delivers to that spelling only. */
  const wecomKnows = (town: Town): void => inWecom(town, (people) => people);

  flowTest('is the same person in the chat, for what is sent to them, and on the pages', async ({ start }) => {
    const town = await start({ org: spelled, pages: true, wecom: { app: true } });
    wecomKnows(town);
    await town.say('u-cj1', '/我的');
    expect(town.messages('u-cj1').at(-1)?.text).not.toMatch(/不在|通讯录|组织名单/u);
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:5工作日');
    expect(town.messages('u-cj1').some(({ text }) => text.includes('FJ2026-0001 交办函'))).toBe(true);
    await town.say('u-cj1', '/签收 1');
    expect(town.messages('u-cj1').at(-1)?.text).toMatch(/FJ2026-0001 已签收/u);
    const browser = browserOf(town);
    expect(await browser.signIn('u-cj1', '/h5/matters/FJ2026-0001')).toBe('/h5/matters/FJ2026-0001');
    expect((await browser.get('/api/me')).body).toMatchObject({ name: '郑某', unit: '城建办' });
  });
});
