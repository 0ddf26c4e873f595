import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { appChat, describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const DESK = ['赵某', '周某梅'] as const;
const inApp = (town: Town, person: string) => town.messages(appChat(town.userid(person)));
const everywhere = (town: Town, person: string) => [...town.messages(person), ...inApp(town, person)];
const seen = (town: Town, person: string, what: RegExp) =>
  everywhere(town, person).filter(({ text }) => what.test(text));
const states = async (town: Town, person: string, kind: string): Promise<unknown[]> => [
  ...(await town.app.database.sql`
    select state, via, waits_for from outbox where to_id = ${town.userid(person)} and kind = ${kind} order by created_at`),
];
const alarms = async (town: Town): Promise<number> => (await town.app.database.sql`select 1 from way_alarm`).length;

const LETTER = /FJ2026-0001 交办函/u;
const REFUSED =
  /^自建应用发不出消息，从3月2日\(周一\) \d\d:\d\d起。\n原因：企业微信不认本机的地址（60020，127\.0\.0\.1）。\n请管理员把它加进“企业可信IP”。/u;
const MENDED = /^自建应用恢复了（3月\d+日.{4} \d\d:\d\d）。\n没发出的消息正在补发。$/u;

const refuse = (town: Town): void => void (town.wecom.behaviour.trustedIps = ['203.0.113.9']);
const mend = (town: Town): void => void (town.wecom.behaviour.trustedIps = null);
async function assigned(town: Town): Promise<void> {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  await town.say('赵某', '/交办 1 城建办 期限:15工作日 经办:王某强');
}
/** The way is tried again by one message, and what follows from it is done. */
const tryAgain = (town: Town): Promise<void> => town.passMachineTime(300_000);

describe('an app that WeCom refuses until its set-up is changed', () => {
  flowTest('parks, tells the desk once; mended, everything goes out by itself and once', async ({ start }) => {
    const town = await start({ wecom: { app: true }, everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    // One of the desk has spoken to the bot: the line about the app does not depend on the app.
    await town.say('赵某', '/帮助');
    refuse(town);
    await assigned(town);
    expect(await states(town, '王某强', 'assigned')).toEqual([{ state: 'parked', via: null, waits_for: 'app' }]);
    expect(seen(town, '赵某', REFUSED)).toHaveLength(1);
    expect(seen(town, '赵某', /自建应用/u)).toHaveLength(1);

    // Refused still: one tries now and then, nothing is told again.
    const tries = (): number => town.logs.filter((line) => line.includes('message not sent')).length;
    const before = tries();
    await tryAgain(town);
    expect(tries()).toBe(before + 1);
    await town.passMachineTime(60_000);
    expect(tries()).toBe(before + 1);
    await town.say('赵某', '/登记 井盖松动 姓名:匿名 题目:井盖松动 类别:其他');
    await town.say('赵某', '/交办 2 城建办 期限:15工作日 经办:王某强');
    expect(seen(town, '赵某', REFUSED)).toHaveLength(1);

    mend(town);
    await tryAgain(town);
    for (const person of ['王某强', '郑某']) {
      expect(seen(town, person, LETTER), person).toHaveLength(1);
      expect(seen(town, person, /FJ2026-0002 交办函/u), person).toHaveLength(1);
    }
    for (const desk of DESK) expect(seen(town, desk, MENDED), desk).toHaveLength(1);
    // Who could not be told before hears only that it is over.
    expect(seen(town, '周某梅', REFUSED)).toEqual([]);
    expect(await alarms(town)).toBe(0);

    town.forget();
    for (let round = 0; round < 3; round += 1) await tryAgain(town);
    await town.advance({ minutes: 10 });
    town.expectNothingElse();
  });

  flowTest('where the app is the only way: nothing is sent anew for each message', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    town.wecom.behaviour.appStopped = true;
    await assigned(town);
    expect(await states(town, '王某强', 'assigned')).toEqual([{ state: 'parked', via: null, waits_for: 'app' }]);
    await town.passMachineTime(60_000);
    expect(everywhere(town, '王某强')).toEqual([]);
    town.wecom.behaviour.appStopped = false;
    // The first message that is taken sets the others free, whoever it is for.
    await town.say('赵某', '/登记 井盖松动 姓名:匿名 题目:井盖松动 类别:其他');
    await town.say('赵某', '/交办 2 城建办 期限:15工作日 经办:王某强');
    expect(seen(town, '王某强', LETTER)).toHaveLength(1);
    expect(seen(town, '王某强', /FJ2026-0002 交办函/u)).toHaveLength(1);
    for (const desk of DESK) expect(seen(town, desk, MENDED), desk).toHaveLength(1);
    town.forget();
    await tryAgain(town);
    town.expectNothingElse();
  });

  flowTest('sends nothing that is no longer true, and of a clock only the last word', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 期限:5工作日 经办:王某强');
    await town.say('赵某', '/登记 井盖松动 姓名:匿名 题目:井盖松动 类别:其他');
    refuse(town);
    await town.say('赵某', '/交办 2 城建办 期限:15工作日 经办:王某强');
    await town.say('郑某', '/签收 2');
    // Through the yellow day, the day itself, and beyond.
    await town.at('2026-03-10T10:00');
    const waiting = await town.app.database.sql`
      select 1 from outbox where to_id = ${town.userid('王某强')} and kind = 'reminder' and state = 'parked'`;
    expect(waiting.length).toBeGreaterThan(1);
    const before = inApp(town, '王某强').length;
    mend(town);
    await tryAgain(town);
    const late = inApp(town, '王某强').slice(before);
    expect(late.filter(({ text }) => /FJ2026-0002 交办函/u.test(text))).toEqual([]);
    const reminders = late.filter(({ text }) => /时限：化解时限/u.test(text)).map(({ text }) => text);
    expect(reminders).toEqual([expect.stringMatching(/FJ2026-0001[\s\S]*超期1天/u)]);
    // No digest of days that are over.
    expect(inApp(town, '赵某').filter(({ text }) => /^\*\*3月[369]日/u.test(text))).toEqual([]);
  });

  flowTest('mended at night wakes nobody', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T17:00' });
    refuse(town);
    await assigned(town);
    await town.at('2026-03-02T23:00');
    mend(town);
    town.forget();
    await tryAgain(town);
    town.expectNothingElse();
    await town.at('2026-03-03T09:00');
    expect(seen(town, '王某强', LETTER)).toHaveLength(1);
    await tryAgain(town);
    expect(seen(town, '王某强', LETTER)).toHaveLength(1);
    for (const desk of DESK) expect(seen(town, desk, MENDED), desk).toHaveLength(1);
  });

  flowTest('does not hold the reader up who writes to the bot meanwhile', async ({ start }) => {
    const town = await start({ wecom: { app: true }, everyoneHasSpoken: false, at: '2026-03-02T09:30' });
    refuse(town);
    await assigned(town);
    await town.say('王某强', '/帮助');
    expect(seen(town, '王某强', LETTER)).toHaveLength(1);
    mend(town);
    for (let round = 0; round < 2; round += 1) await tryAgain(town);
    expect(seen(town, '王某强', LETTER)).toHaveLength(1);
    expect(seen(town, '郑某', LETTER)).toHaveLength(1);
  });

  flowTest('of its groups is told apart, and their lines come once it may write there', async ({ start }) => {
    const groups = sampleOrg.groups.map((group) =>
      group.name === '城建办工作群' ? { ...group, chatid: 'appCjb', appchat: true } : group,
    );
    const town = await start({ wecom: { app: true }, org: { ...sampleOrg, groups }, at: '2026-03-02T09:30' });
    town.wecom.setTown({ people: sampleOrg.people.map((person) => ({ ...person, unit: '' })), chats: [] });
    await runCli(['groups', 'create', join(town.app.config.dataDir, 'fenjie.yaml')], town.environment);
    town.wecom.setFaults({ errorOn: { cmd: 'appchat/send', code: 48002, times: 99 } });
    await assigned(town);
    const line = /FJ2026-0001[\s\S]*已交办城建办/u;
    const inGroup = () => town.messages('appCjb').filter(({ text }) => line.test(text));
    for (const desk of DESK) {
      expect(seen(town, desk, /^应用建的群发不出消息，从[^\n]+\n原因：应用没有这个权限（48002）/u), desk).toHaveLength(
        1,
      );
    }
    // What goes to persons says nothing of the groups.
    await town.say('赵某', '/登记 井盖松动 姓名:匿名 题目:井盖松动 类别:其他');
    expect(await alarms(town)).toBe(1);
    expect(inGroup()).toEqual([]);
    town.wecom.setFaults({ reset: true });
    for (let round = 0; round < 2; round += 1) await tryAgain(town);
    expect(inGroup()).toHaveLength(1);
    for (const desk of DESK) {
      expect(seen(town, desk, /^应用建的群恢复了/u), desk).toHaveLength(1);
      expect(seen(town, desk, /^应用建的群/u), desk).toHaveLength(2);
    }
  });
});
