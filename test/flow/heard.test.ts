import resumeInbound from '../../jobs/resume-inbound.ts';
import { createInbound } from '../../src/bot/inbound.ts';
import { randomIds } from '../../src/core/ids.ts';
import { inbound, petitions } from '../../src/db/schema.ts';
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

/** Stored by a process that was killed before it worked on it; this one began later. */
async function left(town: Town, lines: readonly string[]): Promise<string[]> {
  const { database, storage } = town.app;
  const before = new Date(town.app.clock.now().getTime() - 3_600_000);
  const rows = createInbound({
    database,
    clock: { now: () => before },
    base: { ids: randomIds, vault: storage.vault },
  });
  const ids: string[] = [];
  for (const [index, line] of lines.entries()) {
    ids.push(await rows.storeHeld({ ...typed(town, '赵某', line), msgid: `left ${index}` }));
  }
  return ids;
}

async function resume(town: Town, id: string): Promise<void> {
  await town.app.queue.enqueue(resumeInbound, { id });
}

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

  for (const [how, takeUp] of [
    ['with the next words of its author', (town: Town) => town.say('赵某', '/今天')],
    ['the last of it first', (town: Town, ids: readonly string[]) => resume(town, ids.at(-1)!)],
    ['by the sweep', (town: Town) => town.advance({ minutes: 1 })],
  ] as const) {
    flowTest(`what a crash left is done in the order in which it was written: ${how}`, async ({ town, db }) => {
      const ids = await left(town, [
        '/登记 塔吊夜里响 题目:塔吊夜里响',
        '/登记 围墙倒了 题目:围墙倒了',
        '/交办 城建办',
      ]);
      await takeUp(town, ids);
      await town.settle();
      const matters = await db.select().from(petitions).orderBy(petitions.serial);
      expect(matters.map(({ title, ownerUnit }) => [title, ownerUnit])).toEqual([
        ['塔吊夜里响', null],
        ['围墙倒了', 'cjb'],
      ]);
    });
  }

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
