import { runCli } from '../support/cli.ts';
import { appChat, describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

/** The console moves somebody into or out of the app's range; resolves when the bot has been told, and all that follows is done. */
async function range(town: Town, person: string, inside: boolean, copies = 1): Promise<void> {
  let left = copies;
  const heard = new Promise<void>((resolve) => {
    const off = town.wecom.bus.on((event) => {
      if (event.type !== 'callback' || !event.data.url.endsWith('/wecom/app')) return;
      left -= 1;
      if (left > 0) return;
      off();
      resolve();
    });
  });
  if (copies > 1) town.wecom.setFaults({ duplicateInbound: { count: 1, times: copies } });
  town.wecom.people.range({ userid: town.userid(person), inside });
  await heard;
  await town.settle();
}

/** Nobody of this name is in the corporation any more. */
function leaves(town: Town, name: string): void {
  const people = sampleOrg.people.filter((person) => person.name !== name);
  town.wecom.setTown({ people: people.map((person) => ({ ...person, unit: '' })), chats: [] });
}
const inApp = (town: Town, person: string) => town.messages(appChat(town.userid(person)));
const about = (town: Town, person: string, what: RegExp) => inApp(town, person).filter(({ text }) => what.test(text));

async function given(town: Town): Promise<void> {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  await town.say('赵某', '/交办 1 城建办 期限:15工作日 经办:王某强');
  await town.say('王某强', '/签收 1');
  town.forget();
}

describe('unsubscribe', () => {
  flowTest(
    'of who has left the corporation: the matters are asked of the head at once, and once',
    async ({ start }) => {
      const town = await start({ wecom: { bot: 'callback', app: true } });
      await given(town);
      leaves(town, '王某强');
      await range(town, '王某强', false, 3);
      town.expectMessage(appChat(town.userid('郑某')), /请接收1件事项/u);
      for (const desk of ['赵某', '周某梅']) {
        town.expectMessage(appChat(town.userid(desk)), /王某强已离开，手上1件已请郑某接收/u);
      }
      town.expectNothingElse();
      await range(town, '王某强', false);
      town.expectNothingElse();
    },
  );

  flowTest('of who only left the range of the app changes nothing before the next message', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    await given(town);
    await range(town, '王某强', false);
    town.expectNothingElse();
    // doctor names whom nothing reaches, before anything had to be sent.
    const { code, text } = await runCli(['doctor'], town.environment);
    expect(text).toMatch(/\[要处理\] 分界镇有1人不在自建应用的可见范围：王某强。/u);
    expect(code).toBe(1);
    await town.say('赵某', '/催办 1');
    town.expectMessage('赵某', /已催办/u);
    const told = /没送到王某强：不在应用可见范围，或已离开单位。\n请管理员核对/u;
    for (const desk of ['赵某', '周某梅']) town.expectMessage(appChat(town.userid(desk)), told);
    town.forget(/催办/u);
    town.expectNothingElse();
    expect(about(town, '王某强', /催办/u)).toEqual([]);

    // Back in the range: what was lost meanwhile comes by itself, once, however often it is told.
    await range(town, '王某强', true, 3);
    expect(about(town, '王某强', /FJ2026-0001[\s\S]*催办/u)).toHaveLength(1);
    await range(town, '王某强', true);
    await town.passMachineTime(300_000);
    expect(about(town, '王某强', /FJ2026-0001[\s\S]*催办/u)).toHaveLength(1);
    town.forget(/催办/u);
    town.expectNothingElse();
  });

  flowTest('and what no longer holds by then is not sent any more', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    await range(town, '王某强', false);
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:15工作日 经办:王某强');
    await town.say('郑某', '/签收 1');
    await range(town, '王某强', true);
    expect(about(town, '王某强', /交办函/u)).toEqual([]);
  });

  flowTest('of people of no town is heard by nobody: no greeting, no answer, nothing kept', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    town.addStranger('生某', 'u-stranger');
    await range(town, '生某', true);
    await range(town, '生某', false);
    town.expectNothingElse();
    const rows = await town.app.database.sql`select 1 from inbound where userid = 'u-stranger'`;
    expect([...rows]).toEqual([]);
  });

  flowTest('at night waits for the morning with what it sets free', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    await given(town);
    await range(town, '王某强', false);
    await town.say('赵某', '/催办 1');
    await town.at('2026-03-02T22:00');
    town.forget();
    await range(town, '王某强', true);
    town.expectNothingElse();
    await town.at('2026-03-03T09:00');
    expect(about(town, '王某强', /FJ2026-0001[\s\S]*催办/u)).toHaveLength(1);
  });
});
