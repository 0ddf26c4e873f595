import { inbound } from '../../src/db/schema.ts';
import type { Incoming } from '../../src/contract/channel.ts';
import { describe, expect, flowTest, type Town } from '../support/town.ts';

const typed = (town: Town, from: string, text: string, chat?: string): Incoming => ({
  msgid: 'the-same',
  reqId: '',
  via: 'bot-callback',
  chat: chat === undefined ? { kind: 'person', id: town.userid(from) } : { kind: 'group', id: town.chatid(chat) },
  userid: town.userid(from),
  what: { kind: 'text', text },
});

describe('what is heard', () => {
  flowTest('a copy has the same id, sender and chat: anything else is another message', async ({ town }) => {
    const take = async (incoming: Incoming): Promise<void> => {
      await town.app.take(incoming);
      await town.settle();
    };
    await take(typed(town, '赵某', '/登记 村口路灯不亮 题目:路灯不亮'));
    town.expectMessage('赵某', /^已登记：FJ2026-0001/u);
    await take(typed(town, '赵某', '/登记 村口路灯不亮 题目:路灯不亮'));
    town.expectNothingElse();
    await take(typed(town, '郑某', '/今天'));
    expect(town.messages('郑某')).toHaveLength(1);
    town.forget();
    await take(typed(town, '赵某', '/登记 沟渠堵塞', '信访工作群'));
    town.expectMessage('信访工作群', /已登记/u);
    town.forget();
    await take(typed(town, '赵某', '/登记 沟渠堵塞', '信访工作群'));
    town.expectNothingElse();
  });

  flowTest('of a type nobody can read is answered where it came from', async ({ town }) => {
    for (const chat of [undefined, '信访工作群']) {
      const incoming = {
        ...typed(town, '赵某', '', chat),
        msgid: `odd ${chat}`,
        what: { kind: 'other', type: 'location' } as const,
      };
      await town.app.take(incoming);
      await town.settle();
      town.expectMessage(chat ?? '赵某', /这种消息我看不了，请发文字/u);
      town.expectNothingElse();
    }
  });

  flowTest(
    'and answered beyond the limit gets its answer when it is lifted, however the clock is moved meanwhile',
    async ({ town, db }) => {
      const attempts = async (): Promise<readonly number[]> =>
        (await db.select({ n: inbound.attempts }).from(inbound)).map(({ n }) => n);
      const commands = ['aibot_respond_msg', 'aibot_send_msg'];
      town.wecom.setFaults({ errorOn: commands.map((cmd) => ({ cmd, code: 846607, times: 1_000 })) });
      await town.say('赵某', '/今天');
      expect(town.messages('赵某')).toEqual([]);
      for (let hop = 0; hop < 5; hop += 1) {
        await town.advance({ minutes: 30 });
        await town.app.sweepOnce();
        await town.settle();
      }
      expect(town.messages('赵某')).toEqual([]);
      // Counted by machine time, of which next to none has passed.
      expect(Math.max(...(await attempts()))).toBeLessThanOrEqual(1);
      town.wecom.setFaults({ reset: true });
      await town.passMachineTime(20_000);
      await town.app.sweepOnce();
      await town.settle();
      expect(town.messages('赵某')).toHaveLength(1);
      await town.app.sweepOnce();
      await town.settle();
      expect(town.messages('赵某')).toHaveLength(1);
    },
  );
});
