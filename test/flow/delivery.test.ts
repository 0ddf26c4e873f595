import { doctor } from '../../src/cli/doctor/doctor.ts';
import { createLogger } from '../../src/core/logger.ts';
import { appChat, describe, expect, flowTest, ROBOT_URL, sampleOrg, type Town } from '../support/town.ts';

const SEND = 'aibot_send_msg';
const silent = createLogger({ level: 'silent', write: () => {} });

async function assigned(town: Town): Promise<void> {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  await town.say('赵某', '/交办 1 城建办 经办:王某强');
}
const letters = (town: Town, chat = '王某强') =>
  town.messages(chat).filter((message) => /FJ2026-0001/u.test(message.text));

/** The bot is connected again, or no longer. */
const connection = (town: Town, wanted: boolean): Promise<void> =>
  new Promise((resolve) => {
    const off = town.wecom.bus.on((event) => {
      if (event.type !== 'connection' || event.data.connected !== wanted) return;
      off();
      resolve();
    });
  });

describe('whom the bot may not write to yet', () => {
  flowTest('gets what waited as soon as they write a first word', async ({ start }) => {
    const town = await start({ everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    await assigned(town);
    expect(letters(town)).toEqual([]);
    expect(letters(town, '城建办工作群')).toEqual([]);
    await town.say('王某强', '/我的');
    town.expectMessage('王某强', /手上1件/u);
    town.expectMessage('王某强', /FJ2026-0001 交办函/u);
    await town.say('郑某', '/帮助', { chat: '城建办工作群' });
    town.expectMessage('城建办工作群', /已交办城建办，请签收/u);
    await town.settle();
    expect(letters(town, '城建办工作群')).toHaveLength(1);
  });

  flowTest('is told that any first word will do; the second is read like every other', async ({ start }) => {
    const town = await start({ everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    await assigned(town);
    await town.say('王某强', '你好');
    town.expectMessage('王某强', /^好，现在能给您发消息了。\n以后的提醒会发到这里。\n/u);
    town.expectMessage('王某强', /FJ2026-0001 交办函/u);
    await town.say('王某强', '你好');
    town.expectMessage('王某强', /^收到。有事直接说/u);
  });

  flowTest('is named to the desk as not reached the next morning', async ({ start }) => {
    const town = await start({ everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    await assigned(town);
    await town.at('2026-03-03T09:00');
    town.expectMessage('赵某', /有\d+条消息没送到：[\s\S]*王某强：对方还没和我单聊过\n[\s\S]*随便发一句/u);
  });
});

describe("the desk's morning list", () => {
  flowTest('names the way that is refused and who mends it, not what one reader could do', async ({ start }) => {
    const town = await start({ wecom: { app: true }, everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    await town.say('赵某', '/帮助');
    town.wecom.behaviour.trustedIps = ['203.0.113.9'];
    await assigned(town);
    await town.at('2026-03-03T09:00');
    const list = town.expectMessage('赵某', /有\d+条消息没送到：/u).text;
    expect(list).toMatch(
      /王某强\S*：自建应用被拒，企业微信不认本机的地址\n[\s\S]*管理员把它加进“企业可信IP”。\n修好后自动补发/u,
    );
    expect(list).not.toContain('随便发一句');
  });

  flowTest('has what is refused for days and still tried, and nothing that is only late', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    const there = town.userid('王某强');
    town.wecom.setFaults({ errorOn: { cmd: SEND, code: 853000, times: 999, chat: there } });
    await assigned(town);
    const [row] = await town.app.database
      .sql`select state, reason from outbox where to_id = ${there} and kind = 'assigned'`;
    expect(row).toEqual({ state: 'pending', reason: 'wecom 853000' });
    const listed = async (): Promise<string[]> => {
      const lines: string[] = [];
      await doctor(town.app, (line) => void lines.push(line), { log: silent, now: () => town.app.clock.now() });
      return lines.filter((line) => line.includes('没送到'));
    };
    expect(await listed()).toEqual([]);
    await town.at('2026-03-03T09:00');
    town.expectMessage(
      '赵某',
      /有\d条消息没送到：\n王某强\S*：企业微信不让机器人连（凭据不对）\n.*核对机器人的 Secret/u,
    );
    expect(await listed()).toEqual([expect.stringMatching(/^\[提示\] 分界镇有\d条消息没送到/u)]);
    town.wecom.setFaults({ reset: true });
    await town.passMachineTime(300_000);
    expect(letters(town)).not.toEqual([]);
    expect(await listed()).toEqual([]);
  });
});

describe('a reminder reaches its reader once', () => {
  flowTest('when the acknowledgement of its card is lost', async ({ town }) => {
    town.wecom.setFaults({ dropAcks: { count: 3, cmd: SEND } });
    await assigned(town);
    await town.passMachineTime(60_000);
    for (const person of ['王某强', '郑某']) expect(letters(town, person), person).toHaveLength(1);
    // A plain text carries nothing by which WeCom could know it again: the one in flight may come twice, never oftener.
    expect(letters(town, '城建办工作群').length).toBeLessThanOrEqual(2);
    await town.passMachineTime(600_000);
    expect(letters(town, '城建办工作群').length).toBeLessThanOrEqual(2);
  });

  flowTest('when the acknowledgement of an answer is lost', async ({ town }) => {
    town.wecom.setFaults({ dropAcks: { count: 1, cmd: 'aibot_respond_msg' } });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.passMachineTime(60_000);
    expect(town.messages('赵某').map((message) => message.text)).toEqual([
      expect.stringContaining('已登记：FJ2026-0001'),
    ]);
  });

  for (const code of [-1, 6000, 42001]) {
    flowTest(`when WeCom answers ${code} at first`, async ({ town }) => {
      town.wecom.setFaults({ errorOn: { cmd: SEND, code, times: 2, chat: town.userid('王某强') } });
      await assigned(town);
      expect(letters(town)).toEqual([]);
      expect(letters(town, '郑某')).toHaveLength(1);
      await town.passMachineTime(300_000);
      await town.passMachineTime(300_000);
      expect(letters(town)).toHaveLength(1);
      await town.passMachineTime(300_000);
      expect(letters(town)).toHaveLength(1);
    });
  }

  flowTest('when WeCom has had too many messages of us', async ({ town }) => {
    town.wecom.setFaults({ errorOn: { cmd: SEND, code: 45009, times: 1, chat: town.userid('王某强') } });
    await assigned(town);
    expect(letters(town)).toEqual([]);
    await town.advance({ hours: 1 });
    await town.passMachineTime(300_000);
    expect(letters(town)).toHaveLength(1);
  });

  flowTest('when the connection breaks and comes back', async ({ town }) => {
    const gone = connection(town, false);
    town.wecom.setFaults({ refuseConnections: true, disconnect: true });
    await gone;
    await town.app.transact(town.app.clock.now(), async () => {});
    const back = connection(town, true);
    town.wecom.setFaults({ reset: true });
    await back;
    await assigned(town);
    await town.passMachineTime(60_000);
    for (const chat of ['王某强', '郑某', '城建办工作群']) expect(letters(town, chat), chat).toHaveLength(1);
  });

  flowTest('when the connection breaks while reminders fall due', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30' });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:5工作日 经办:王某强');
    await town.at('2026-03-06T20:00');
    const gone = connection(town, false);
    town.wecom.setFaults({ refuseConnections: true, disconnect: true });
    await gone;
    const before = letters(town).length;
    await town.at('2026-03-09T10:00');
    expect(letters(town)).toHaveLength(before);
    const back = connection(town, true);
    town.wecom.setFaults({ reset: true });
    await back;
    await town.passMachineTime(60_000);
    const late = letters(town)
      .slice(before)
      .filter((message) => message.kind === 'card');
    expect(late.map((message) => message.text)).toEqual([expect.stringMatching(/时限提醒[\s\S]*今天到期/u)]);
  });

  flowTest('and one that WeCom will never take is reported, not repeated', async ({ town }) => {
    town.wecom.setFaults({ errorOn: { cmd: SEND, code: 93006, times: 9, chat: town.chatid('城建办工作群') } });
    await assigned(town);
    await town.passMachineTime(300_000);
    expect(letters(town, '城建办工作群')).toEqual([]);
    expect(letters(town)).toHaveLength(1);
    expect(town.logs.filter((line) => line.includes('message not sent'))).toHaveLength(1);
  });
});

describe('a file that WeCom will not take', () => {
  flowTest('is named to its reader, and the desk hears that it did not go out', async ({ town }) => {
    town.wecom.setFaults({ errorOn: { cmd: 'aibot_upload_media_init', code: 45001, times: 9 } });
    await assigned(town);
    expect(town.letters()).toEqual([]);
    const told = town.messages('赵某').filter(({ text }) => /FJ2026-0001 文书没送到郑某：文件太大/u.test(text));
    expect(told).toHaveLength(1);
    await town.passMachineTime(600_000);
    expect(town.messages('赵某').filter(({ text }) => /没送到郑某/u.test(text))).toHaveLength(1);
  });
});

describe('what no way to a group takes', () => {
  const told = /FJ2026-0001 交办通知没送到城建办工作群/u;
  const toldDesk = (town: Town) => town.messages('赵某').filter((message) => told.test(message.text));

  flowTest('is told to the desk at once, with the reason and what to do, and never twice', async ({ start }) => {
    const town = await start({ everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    expect(toldDesk(town).map((message) => message.text)).toEqual([
      'FJ2026-0001 交办通知没送到城建办工作群：群里还没人@过我。\n请在群里@我发一句，会自动补发。',
    ]);
    await town.passMachineTime(600_000);
    await town.advance({ hours: 2 });
    expect(toldDesk(town)).toHaveLength(1);
    expect(town.messages('城建办工作群')).toEqual([]);
    for (const person of ['王某强', '郑某']) expect(town.messages(person), person).toEqual([]);
    await town.at('2026-03-03T09:00');
    town.expectMessage('赵某', /条消息没送到：[\s\S]*城建办工作群：群里还没人@过我/u);
    // Once somebody speaks there it arrives, and nobody is told again.
    await town.say('郑某', '/帮助', { chat: '城建办工作群' });
    town.expectMessage('城建办工作群', /已交办城建办，请签收/u);
    expect(toldDesk(town)).toHaveLength(1);
  });

  flowTest('names the way that could be mended, robot included', async ({ start }) => {
    const groups = sampleOrg.groups.map((group) =>
      group.name === '城建办工作群' ? { ...group, webhook: `${ROBOT_URL}robot-key` } : group,
    );
    const town = await start({ org: { ...sampleOrg, groups }, wecom: { bot: 'callback', app: true } });
    town.wecom.setFaults({ errorOn: { cmd: 'webhook/send', code: 93000, times: 9 } });
    await assigned(town);
    await town.passMachineTime(300_000);
    const desk = town.messages(appChat(town.userid('赵某'))).filter((message) => told.test(message.text));
    expect(desk.map((message) => message.text)).toEqual([
      expect.stringMatching(/群机器人已移除或停用。\n请在群里重加消息推送/u),
    ]);
    expect(desk.map((message) => message.text).join('')).not.toContain('robot-key');
  });
});
