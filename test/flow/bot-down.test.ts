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

describe('a bot that another program has taken over', () => {
  flowTest('messages go by the app, and the admin hears of it once', async ({ start }) => {
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
