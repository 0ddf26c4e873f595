/** Nothing that is heard is lost or met with silence while the database is away: a real server, really stopped. */
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { BOT, startTown, type Town } from '../support/town.ts';
import { describe, expect, test as base, vi } from '../support/test.ts';

const PATIENCE = { timeout: 40_000, interval: 50 };

const awayTest = base.extend<{ server: OwnPostgres; town: Town }>({
  server: async ({}, use) => {
    const server = await startOwnPostgres();
    await use(server);
    await server.close();
  },
  town: async ({ server }, use) => {
    const town = await startTown({ databaseUrl: server.url, queue: 'postgres' });
    await use(town);
    await town.close();
  },
});

const registered = (town: Town): string[] =>
  town.messages('赵某').flatMap(({ text }) => /^已登记：(\S+)/mu.exec(text)?.[1] ?? []);

describe('while the database is away', { timeout: 120_000 }, () => {
  awayTest('what is said is kept, and done once in its order when the database is back', async ({ server, town }) => {
    await town.say('赵某', '/登记 村口路灯不亮 题目:路灯不亮');
    await server.stop();
    town.post('赵某', '/登记 沟渠堵塞 题目:沟渠堵塞');
    town.post('赵某', '/补充 2 地点:村东头');
    town.post('郑某', '/今天');
    town.post('赵某', '/进展 1 内容:已经派人去看', { chat: '信访工作群' });
    expect(town.messages('郑某').filter(({ text }) => text.includes('没收到'))).toEqual([]);
    expect(town.wecom.connected(BOT.id)).toBe(true);
    await server.start();
    await town.settle();
    await vi.waitFor(() => expect(registered(town)).toEqual(['FJ2026-0001', 'FJ2026-0002']), PATIENCE);
    expect(town.messages('赵某').filter(({ text }) => text.startsWith('FJ2026-0002 已补充'))).toHaveLength(1);
    expect(town.messages('郑某')).toHaveLength(1);
    expect(town.messages('信访工作群').filter(({ text }) => text.includes('进展已记下'))).toHaveLength(1);
    const rows = await town.app.database.sql<{ state: string; begun: number }[]>`select state, begun from inbound`;
    expect([...rows].filter(({ state, begun }) => state !== 'answered' || begun !== 0)).toEqual([]);
  });

  awayTest('sessions that are ended in the middle of the work cost nothing', async ({ server, town }) => {
    let ended = 0;
    for (let round = 0; round < 6; round += 1) {
      for (const word of ['路灯', '沟渠', '道路']) town.post('赵某', `/登记 ${word}${round}坏了 题目:${word}坏了`);
      town.post('郑某', '/今天');
      await new Promise((resolve) => setImmediate(resolve));
      ended += await server.endSessions();
      await town.answered();
    }
    expect(ended).toBeGreaterThan(6);
    await town.settle();
    const numbers = registered(town);
    expect(numbers.toSorted()).toEqual(
      Array.from({ length: 18 }, (_, i) => `FJ2026-${String(i + 1).padStart(4, '0')}`),
    );
    expect(town.messages('郑某')).toHaveLength(6);
    expect(town.messages('赵某').filter(({ text }) => text.startsWith('出了点问题'))).toEqual([]);
  });
});
