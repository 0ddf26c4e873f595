import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { APP, appChat, describe, expect, flowTest, ROBOT_URL, sampleOrg, type Town } from '../support/town.ts';

const SEND = 'aibot_send_msg';

async function assigned(town: Town, period = ''): Promise<void> {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  await town.say('赵某', `/交办 1 城建办${period} 经办:王某强`);
}
const inApp = (town: Town, person: string) => town.messages(appChat(town.userid(person)));
const lettersIn = (messages: readonly { text: string }[]) => messages.filter(({ text }) => /FJ2026-0001/u.test(text));
const wayOf = async (town: Town, kind: string): Promise<(string | null)[]> => {
  const rows = await town.app.database.sql<{ via: string | null }[]>`
    select distinct via from outbox where kind = ${kind} and state = 'sent' order by via`;
  return rows.map((row) => row.via);
};
const withRobot = {
  ...sampleOrg,
  groups: sampleOrg.groups.map((group) =>
    group.name === '城建办工作群' ? { ...group, webhook: `${ROBOT_URL}robot-key` } : group,
  ),
};

describe('the bot in callback mode', () => {
  flowTest(
    'does its work: answers by response_url, cards and reminders by the app, groups by their robot',
    async ({ start }) => {
      const town = await start({ wecom: { bot: 'callback', app: true }, org: withRobot, at: '2026-03-02T09:30' });
      expect(await town.wecom.verifyCallback('bot')).toBe(true);
      expect(await town.wecom.verifyCallback('app')).toBe(true);
      await assigned(town, ' 期限:5工作日');
      town.expectMessage('赵某', /已登记：FJ2026-0001/u);
      town.expectMessage('城建办工作群', /FJ2026-0001[\s\S]*已交办城建办/u);
      const letter = town.expectMessage(appChat(town.userid('王某强')), /FJ2026-0001 交办函/u);
      expect(letter.kind).toBe('card');
      town.press('王某强', letter, '签收');
      await town.settle();
      town.expectMessage(appChat(town.userid('王某强')), /已签收/u);
      expect(inApp(town, '王某强').find((message) => message.id === letter.id)?.text).toMatch(/签收/u);
      const before = inApp(town, '王某强').length;
      await town.at('2026-03-09T10:00');
      const reminders = inApp(town, '王某强').slice(before);
      expect(reminders.some((message) => /时限提醒[\s\S]*今天到期/u.test(message.text))).toBe(true);
      expect(town.messages('王某强')).toEqual([]);
      expect(await wayOf(town, 'reminder')).toEqual(['app']);
    },
  );

  flowTest('hears commands in the app, and copies of a callback change nothing', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    town.wecom.setFaults({ duplicateInbound: { count: 2, times: 3 } });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他', { bot: APP });
    town.expectMessage(appChat(town.userid('赵某')), /已登记：FJ2026-0001/u);
    await town.say('赵某', '/登记 井盖松动 姓名:匿名 题目:井盖松动 类别:其他');
    town.expectMessage('赵某', /已登记：FJ2026-0002/u);
    town.expectNothingElse();
  });

  flowTest('without an app parks what it cannot push, with the reason', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback' } });
    await assigned(town);
    town.expectMessage('赵某', /已登记：FJ2026-0001/u);
    expect(town.messages('王某强')).toEqual([]);
    await town.advance({ minutes: 10 });
    const rows = await town.app.database.sql`select distinct state, reason from outbox where kind = 'assigned'`;
    expect([...rows]).toEqual([{ state: 'parked', reason: 'wecom: no way out' }]);
  });
});

describe('the ladder', () => {
  flowTest('whom the bot may not write to gets it from the app, exactly once', async ({ start }) => {
    const town = await start({ wecom: { app: true }, everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    await assigned(town);
    expect(town.messages('王某强')).toEqual([]);
    expect(lettersIn(inApp(town, '王某强'))).toHaveLength(1);
    expect(await wayOf(town, 'assigned')).toEqual(['app']);
    await town.say('王某强', '/我的');
    await town.passMachineTime(300_000);
    expect(lettersIn(inApp(town, '王某强'))).toHaveLength(1);
    expect(lettersIn(town.messages('王某强').filter((message) => message.kind === 'card'))).toHaveLength(0);
  });

  flowTest('a lost answer of the app is asked again and delivered once', async ({ start }) => {
    const town = await start({ wecom: { app: true }, everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    town.wecom.setFaults({ dropAcks: { count: 2, cmd: 'message/send' }, revokeTokens: true });
    await assigned(town);
    await town.passMachineTime(300_000);
    await town.passMachineTime(300_000);
    for (const person of ['王某强', '郑某']) expect(lettersIn(inApp(town, person)), person).toHaveLength(1);
  });

  flowTest('a group that refuses the bot hears it from its robot, once', async ({ start }) => {
    const town = await start({ org: withRobot, at: '2026-03-02T09:30' });
    town.wecom.setFaults({ errorOn: { cmd: SEND, code: 93006, times: 9, chat: town.chatid('城建办工作群') } });
    await assigned(town);
    await town.passMachineTime(300_000);
    const here = town.messages('城建办工作群');
    expect(here.map((message) => [message.sender, message.text])).toEqual([
      // A real @ of the official who is to sign in, and of nobody else.
      ['robot-wrCjb', expect.stringMatching(/FJ2026-0001[\s\S]*已交办城建办[^<]*\n<@u-cj2>$/u)],
    ]);
    expect(town.logs.join('')).not.toContain('robot-key');
    const [row] = await town.app.database.sql`select webhook from chat_group where chatid = 'wrCjb'`;
    expect(String(row?.['webhook'])).not.toContain('robot-key');
  });
});

describe('what WeCom refuses until somebody changes the set-up', () => {
  flowTest('is an alarm with the address to add, waits, and goes out once it is mended', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    expect((await town.app.state()).refusals).toEqual([]);
    town.wecom.behaviour.trustedIps = ['203.0.113.9'];
    await assigned(town);
    await town.passMachineTime(60_000);
    const { refusals } = await town.app.state();
    expect(refusals).toContainEqual({ path: 'message/send', errcode: 60020, address: '127.0.0.1' });
    expect(town.logs.filter((line) => line.includes('trusted IPs') && line.includes('message/send'))).toHaveLength(1);
    expect(inApp(town, '王某强')).toEqual([]);
    town.wecom.behaviour.trustedIps = null;
    for (let round = 0; round < 3; round += 1) await town.passMachineTime(300_000);
    expect(lettersIn(inApp(town, '王某强')).filter(({ text }) => /交办函/u.test(text))).toHaveLength(1);
    expect((await town.app.state()).refusals).toEqual([]);
  });
});

describe('a group that the app makes', () => {
  const appchat = {
    ...sampleOrg,
    groups: sampleOrg.groups.map((group) =>
      group.name === '城建办工作群' ? { ...group, chatid: 'appCjb', appchat: true } : group,
    ),
  };

  flowTest('is made from the org file by one command, and hears its lines with a real @', async ({ start }) => {
    const town = await start({ wecom: { app: true }, org: appchat, at: '2026-03-02T09:30' });
    // In WeCom there is none yet.
    town.wecom.setTown({
      people: sampleOrg.people.map((person) => ({ ...person, unit: '' })),
      chats: [],
    });
    const file = join(town.app.config.dataDir, 'fenjie.yaml');
    const made = await runCli(['groups', 'create', file], town.environment);
    expect(made.text).toContain('城建办工作群：已建好，5人。');
    expect(made.code).toBe(0);
    expect((await runCli(['groups', 'create', file], town.environment)).text).toContain(
      '城建办工作群：没有变化，5人。',
    );
    await assigned(town);
    const here = town.messages('appCjb').map(({ text }) => text);
    expect(here).toEqual([
      expect.stringContaining('城建办工作群已建好'),
      expect.stringMatching(/FJ2026-0001[\s\S]*已交办城建办[^<]*\n<@u-cj2>$/u),
    ]);
    expect(await wayOf(town, 'group-line')).toContain('appchat');
  });

  flowTest('that is not there is told to the desk, with the command that makes it', async ({ start }) => {
    const town = await start({ wecom: { app: true }, org: appchat, at: '2026-03-02T09:30' });
    town.wecom.setTown({ people: sampleOrg.people.map((person) => ({ ...person, unit: '' })), chats: [] });
    await assigned(town);
    town.expectMessage('赵某', /交办通知没送到城建办工作群：应用建的群已不在。\n.*groups create/u);
  });
});

describe('a card of the app', () => {
  const cardOf = (town: Town, person: string) =>
    inApp(town, person).find((message) => message.kind === 'card' && /FJ2026-0001 交办函/u.test(message.text));
  const UPDATE = 'message/update_template_card';

  flowTest('whose question somebody else answered says who did, how and when', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    await assigned(town, ' 期限:5工作日');
    await town.say('王某强', '/答复 1 事实:三盏灯不亮 依据:照明规定 内容:已修好');
    const asked = (person: string) =>
      inApp(town, person).find((message) => message.kind === 'card' && /请审核答复/u.test(message.text));
    expect(asked('孙某')?.text).not.toContain('已签');
    await town.say('郑某', '/审核 1 同意');
    await town.advance({ minutes: 1 });
    expect(asked('孙某')?.text).toMatch(/郑某 同意 3月2日\(周一\) 09:3\d[^]*已处理/u);
  });

  flowTest('is greyed in place once somebody did the step without it, and only once', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    await assigned(town, ' 期限:5工作日');
    expect(cardOf(town, '王某强')?.updatedAt).toBeUndefined();
    await town.say('王某强', '/签收 1');
    const renewed = cardOf(town, '王某强');
    expect(renewed?.text).toContain('已处理');
    const [row] = await town.app.database
      .sql`select response_code from card where to_id = 'u-cj2' and kind = 'assigned'`;
    expect(row?.['response_code']).toBeNull();
    await town.say('王某强', '/联系 1 已电话联系，约好下周查看');
    expect(cardOf(town, '王某强')?.updatedAt).toBe(renewed?.updatedAt);
  });

  flowTest("takes the code of its sending when the click's own is refused", async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    await assigned(town);
    town.wecom.setFaults({ errorOn: { cmd: UPDATE, code: 60140, times: 1 } });
    town.press('王某强', cardOf(town, '王某强')!, '签收');
    await town.settle();
    expect(cardOf(town, '王某强')?.text).toContain('已签收');
    expect(
      inApp(town, '王某强').filter((message) => /已签收/u.test(message.text) && message.kind !== 'card'),
    ).toHaveLength(1);
  });

  flowTest('that cannot be changed any more is followed by words', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    await assigned(town);
    town.wecom.setFaults({ errorOn: { cmd: UPDATE, code: 60140, times: 9 } });
    town.press('王某强', cardOf(town, '王某强')!, '签收');
    await town.settle();
    expect(cardOf(town, '王某强')?.text).not.toContain('已签收');
    town.expectMessage(appChat(town.userid('王某强')), /已签收/u);
  });

  flowTest('older than three days is left as it is', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    await assigned(town, ' 期限:15工作日');
    const before = cardOf(town, '王某强');
    await town.at('2026-03-06T10:00');
    await town.say('王某强', '/签收 1');
    expect(cardOf(town, '王某强')).toEqual(before);
  });
});
