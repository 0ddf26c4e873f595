import { WSClient } from '@wecom/aibot-node-sdk';
import { APP, appChat, BOT, describe, expect, flowTest, ROBOT_URL, sampleOrg, type Town, vi } from '../support/town.ts';

const none = (): void => {};
const QUIET = { debug: none, info: none, warn: none, error: none };
const PATIENCE = { timeout: 20_000, interval: 20 };
/** The admin of the sample town. */
const ADMIN = '尤某';

/** Another program with the bot's id and Secret. */
async function takeOver(town: Town): Promise<WSClient> {
  const wsUrl = town.environment['WECOM_BOT_WS_URL']!;
  const stranger = new WSClient({ botId: BOT.id, secret: BOT.secret, wsUrl, logger: QUIET, maxReconnectAttempts: 0 });
  const isIn = new Promise<void>((resolve) => stranger.once('authenticated', () => resolve()));
  stranger.connect();
  await isIn;
  await outOfOrder(town);
  return stranger;
}

/** The row is there before anything else is asked for. */
const outOfOrder = (town: Town): Promise<void> =>
  vi.waitFor(
    async () => expect(await town.app.database.sql`select 1 from outbox where kind = 'bot-down'`).not.toEqual([]),
    PATIENCE,
  );

const rows = (town: Town, kind: string) =>
  town.app.database.sql<
    { to_id: string; state: string; via: string | null; reason: string | null; attempts: number }[]
  >`select to_id, state, via, reason, attempts from outbox where kind = ${kind} order by to_id`;

const assign = async (town: Town): Promise<void> => {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他', { bot: APP });
  await town.say('赵某', '/交办 1 城建办 经办:王某强', { bot: APP });
};

describe('a bot that is out of order', () => {
  flowTest(
    'taken over by another program: messages go by the app, and the admin hears of it once',
    async ({ start }) => {
      const town = await start({ wecom: { bot: 'real', app: true }, at: '2026-03-02T09:30' });
      const stranger = await takeOver(town);
      await town.settle();
      town.expectMessage(
        appChat(town.userid(ADMIN)),
        /^机器人从.*09:30起离线：另一个程序用同一个 BotID 连上了企业微信。请先停掉那个程序，再重启本程序。$/u,
      );
      await assign(town);
      town.expectMessage(appChat(town.userid('赵某')), /已登记：FJ2026-0001/u);
      expect(town.expectMessage(appChat(town.userid('王某强')), /FJ2026-0001 交办函/u).kind).toBe('card');
      expect(await rows(town, 'bot-down')).toMatchObject([{ state: 'sent', via: 'app' }]);
      // A group without a robot waits for the bot, and the row says why.
      await town.passMachineTime(60_000);
      expect((await rows(town, 'group-line')).map(({ state, reason }) => [state, reason])).toContainEqual([
        'pending',
        'wecom -2',
      ]);
      expect(await rows(town, 'bot-down')).toHaveLength(1);
      expect(stranger.isConnected).toBe(true);
      stranger.disconnect();
    },
  );

  flowTest('its Secret revoked: the same, and what to do is another', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real', app: true }, at: '2026-03-02T09:30' });
    town.wecom.setFaults({ errorOn: { cmd: 'aibot_subscribe', code: 853000, times: 99 }, disconnect: true });
    await vi.waitFor(async () => expect(await town.app.state()).toMatchObject({ channelState: 'refused' }), PATIENCE);
    await assign(town);
    await town.passMachineTime(30_000);
    await outOfOrder(town);
    await town.passMachineTime(10_000);
    town.expectMessage(
      appChat(town.userid(ADMIN)),
      /^机器人从.*起离线：企业微信不认它的 BotID 或 Secret。请核对 WECOM_BOT_SECRET，/u,
    );
    town.expectMessage(appChat(town.userid('王某强')), /FJ2026-0001 交办函/u);
    expect(await rows(town, 'bot-down')).toMatchObject([{ state: 'sent', via: 'app' }]);
  });

  flowTest('a bot without connection for ten minutes is passed over too, until it is back', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real', app: true }, at: '2026-03-02T09:30' });
    town.wecom.setFaults({ refuseConnections: true, disconnect: true });
    await vi.waitFor(async () => expect(await town.app.state()).toMatchObject({ isConnected: false }), PATIENCE);
    await assign(town);
    await town.passMachineTime(300_000);
    // It may come back any moment: what goes by another way now would have come twice had the bot's acknowledgement only been lost.
    expect(town.messages(appChat(town.userid('王某强')))).toEqual([]);
    await town.passMachineTime(300_000);
    await outOfOrder(town);
    await town.passMachineTime(10_000);
    town.expectMessage(
      appChat(town.userid(ADMIN)),
      /^机器人从.*起离线：连不上企业微信。请检查网络，通了会自动连上。$/u,
    );
    town.expectMessage(appChat(town.userid('王某强')), /FJ2026-0001 交办函/u);

    town.wecom.setFaults({ reset: true });
    await vi.waitFor(async () => expect(await town.app.state()).toMatchObject({ isConnected: true }), {
      ...PATIENCE,
      timeout: 60_000,
    });
    await vi.waitFor(() => town.expectMessage(ADMIN, /^机器人恢复了：.*离线。没发出的消息正在补发。$/u), PATIENCE);
    // What waited for the bot goes out, and the groups hear since when nobody listened.
    await town.settle();
    town.expectMessage('城建办工作群', /FJ2026-0001.*已交办城建办/su);
    for (const group of ['信访工作群', '城建办工作群', '五里墩村群', '镇领导督办群']) {
      town.expectMessage(group, /我没有在线/u);
    }
    expect([await rows(town, 'bot-down'), await rows(town, 'bot-up')].map(({ length }) => length)).toEqual([1, 1]);
  });

  flowTest('without an app the robot of the desk says it in its group', async ({ start }) => {
    const org = {
      ...sampleOrg,
      groups: sampleOrg.groups.map((group) =>
        group.name === '信访工作群' ? { ...group, webhook: `${ROBOT_URL}robot-key` } : group,
      ),
    };
    const town = await start({ wecom: { bot: 'real' }, org, at: '2026-03-02T09:30' });
    const stranger = await takeOver(town);
    await town.settle();
    town.expectMessage('信访工作群', /^机器人从.*起离线：另一个程序/u);
    expect((await rows(town, 'bot-down')).map(({ state }) => state).toSorted()).toEqual(['pending', 'sent']);
    stranger.disconnect();
  });
});
