import { describe, expect, flowTest, type Town } from '../support/town.ts';

async function assigned(town: Town): Promise<void> {
  await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  await town.say('赵某', '/交办 1 城建办 期限:5工作日 经办:王某强');
}
const told = (town: Town, person = '王某强'): string[] =>
  town
    .messages(person)
    .filter((m) => m.kind === 'card')
    .map((m) => m.at.slice(0, 16));

describe("the town's clock", () => {
  flowTest('moved over several days reaches each due moment as if the bot had been up', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30', queue: 'postgres' });
    await assigned(town);
    await town.at('2026-03-11T12:00');
    expect(told(town)).toEqual(['2026-03-02T01:30', '2026-03-05T00:50', '2026-03-09T00:50', '2026-03-10T00:50']);
  });

  flowTest('moved back tells nothing again, and moved forward once more neither', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30', queue: 'postgres' });
    await assigned(town);
    await town.at('2026-03-10T12:00');
    const before = town.messages().length;
    await town.at('2026-03-04T09:00');
    expect(town.messages()).toHaveLength(before);
    await town.at('2026-03-10T12:00');
    const again = town
      .messages()
      .slice(before)
      .filter((message) => !/提醒核对|^\*\*/u.test(message.text) && message.kind !== 'image');
    expect(again.map((message) => message.text)).toEqual([]);
    await town.at('2026-03-12T09:00');
    expect(told(town, '郑某').at(-1), 'what lay ahead is still told').toBe('2026-03-12T00:50');
  });

  flowTest('ticks on from where it was set', async ({ town }) => {
    const set = Date.parse('2026-03-02T12:00:00+08:00');
    await town.at('2026-03-02T12:00');
    const after = town.app.clock.now().getTime() - set;
    expect(after).toBeGreaterThanOrEqual(0);
    expect(after).toBeLessThan(60_000);
  });

  flowTest('moved twice at the same time is moved one after the other', async ({ start }) => {
    const town = await start({ at: '2026-03-02T09:30', queue: 'postgres' });
    await assigned(town);
    await Promise.all([town.at('2026-03-06T12:00'), town.at('2026-03-10T12:00')]);
    expect(told(town)).toEqual(['2026-03-02T01:30', '2026-03-05T00:50', '2026-03-09T00:50', '2026-03-10T00:50']);
  });
});
