import { WSClient } from '@wecom/aibot-node-sdk';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalWecom, readTown, SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { type App, buildApp } from '../../src/app.ts';
import { checksOf } from '../../src/app/channel/readiness.ts';
import { readConfig } from '../../src/config/index.ts';
import { createLogger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';
import { dbTest, describe, expect, vi } from '../support/test.ts';

const none = (): void => {};
const QUIET = { debug: none, info: none, warn: none, error: none };
/** What an operator would be woken by. */
const alarms: string[] = [];
const log = createLogger({ level: 'error', write: (line) => void alarms.push(line) });
const observers = { inbound: none, delivery: none, hop: none, lost: none };
/** Machine time that a test can set forward: outages are measured by it. */
const machine = { aheadMs: 0, now: () => new Date(Date.now() + machine.aheadMs) };
const PATIENCE = { timeout: 20_000, interval: 20 };

const LONG_CONNECTION = { WECOM_BOT_ID: 'aib', WECOM_BOT_SECRET: 'right' };
const CALLBACK = { WECOM_BOT_CALLBACK_TOKEN: 'botToken', WECOM_BOT_CALLBACK_AES_KEY: 'a'.repeat(43) };

const pairTest = dbTest.extend<{
  wecom: ReturnType<typeof createLocalWecom>;
  build: (environment?: Readonly<Record<string, string>>) => Promise<App>;
  /** Where the long connection is. */
  url: string;
  start: (app: App) => Promise<void>;
}>({
  wecom: async ({}, use) => {
    const wecom = createLocalWecom({
      ...readTown(SAMPLE_TOWN_FILE),
      bots: [{ id: 'aib', secret: 'right', name: '信访助手' }],
      now: () => new Date(),
      everyoneHasSpoken: true,
    });
    await use(wecom);
    await wecom.close();
  },
  build: async ({ databaseUrl }, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'xinfang-pair-'));
    const apps: App[] = [];
    await use(async (environment = LONG_CONNECTION) => {
      const config = readConfig({
        SANDBOX: '0',
        ...environment,
        DATABASE_URL: databaseUrl,
        DATA_DIR: dir,
      });
      const app = await buildApp(config, log, observers, { machine });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.close().catch(none);
    await rm(dir, { recursive: true, force: true });
  },
  url: async ({ wecom }, use) => {
    const server = createServer((req, res) => void wecom.handle(req, res));
    server.on('upgrade', (req, socket, head) => wecom.upgrade(req, socket, head));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await use(`ws://127.0.0.1:${port}/`);
    server.closeAllConnections();
    server.close();
  },
  start: async ({ url }, use) => use((app) => app.start({ id: 'aib', secret: new Secret('right'), wsUrl: url })),
});

const of = async (check: string, app: App) => (await checksOf(app)).find(({ name }) => name === check);

const repliesIn = (wecom: ReturnType<typeof createLocalWecom>, chat: string): string[] =>
  wecom
    .messages(chat)
    .filter((message) => message.sender === 'aib')
    .map((message) => message.text);

describe('two processes and one bot', () => {
  pairTest('one holds it, the other stands by and takes over when the first ends', async ({ wecom, build, start }) => {
    const [first, second] = [await build(), await build()];
    await first.importTown(SAMPLE_TOWN_FILE);
    await start(first);
    await start(second);
    expect(await first.state()).toMatchObject({ isConnected: true, isStandby: false });
    expect(await second.state()).toMatchObject({ isConnected: false, isStandby: true });
    // One sweeps for all: a third, whose workers never ran, is as ready as they are.
    await first.sweepOnce();
    expect(await of('sweep', await build())).toEqual({ name: 'sweep', ok: true });
    await first.close();
    await vi.waitFor(async () => expect(await second.state()).toMatchObject({ isConnected: true }), PATIENCE);
    wecom.people.say({ from: 'u-desk1', text: '/登记 村口路灯不亮' });
    await vi.waitFor(() => expect(repliesIn(wecom, 'u-desk1').join()).toContain('已登记：FJ'), PATIENCE);
  });

  pairTest(
    'a stranger with the same bot id: step back, raise the alarm, never fight',
    async ({ wecom, build, start, url }) => {
      const [first, second] = [await build(), await build()];
      await first.importTown(SAMPLE_TOWN_FILE);
      await start(first);
      await start(second);
      let subscriptions = 0;
      wecom.bus.on((event) => void (subscriptions += Number(event.type === 'connection' && event.data.connected)));
      const stranger = new WSClient({
        botId: 'aib',
        secret: 'right',
        wsUrl: url,
        logger: QUIET,
        maxReconnectAttempts: 0,
      });
      const heard = new Promise<unknown>((resolve) => stranger.once('message', resolve));
      const isIn = new Promise<void>((resolve) => stranger.once('authenticated', () => resolve()));
      stranger.connect();
      await isIn;
      await vi.waitFor(async () => expect(await first.state()).toMatchObject({ isConnected: false }), PATIENCE);
      // The lock is still the first's: the standby does not take up the fight in its place.
      await vi.waitFor(() => expect(alarms.join()).toContain('another program took the bot over'), PATIENCE);
      wecom.people.say({ from: 'u-desk1', text: '/登记 村口路灯不亮' });
      expect(await heard).toMatchObject({ body: { text: { content: '/登记 村口路灯不亮' } } });
      expect(await first.state()).toMatchObject({ isConnected: false, isStandby: false });
      expect(await second.state()).toMatchObject({ isConnected: false, isStandby: true });
      expect([subscriptions, stranger.isConnected]).toEqual([1, true]);
      // A standby is well as long as somebody serves.
      expect(await of('wecom', second)).toEqual({ name: 'wecom', ok: true, detail: 'standby' });
      machine.aheadMs = 61_000;
      expect(await of('wecom', second)).toEqual({ name: 'wecom', ok: false, detail: 'standby, nobody serves' });
      machine.aheadMs = 0;
      stranger.disconnect();
      // The admin is to be told, once; without an app or a robot that waits for the bot, and says so.
      const told = () => first.database.sql<{ kind: string; state: string; reason: string | null }[]>`
        select kind, state, reason from outbox where kind like 'bot-%' order by created_at`;
      await vi.waitFor(
        async () => expect(await told()).toEqual([{ kind: 'bot-down', state: 'pending', reason: 'wecom -2' }]),
        PATIENCE,
      );
      // Somebody has ended the stranger and restarts the first: the standby serves.
      await first.close();
      await vi.waitFor(async () => expect(await second.state()).toMatchObject({ isConnected: true }), PATIENCE);
      await vi.waitFor(() => expect(repliesIn(wecom, 'u-dz1').join()).toMatch(/^机器人恢复了：.*离线。/u), PATIENCE);
      // The row is settled once WeCom has acknowledged what stands in the chat already.
      const after = () => second.database.sql<{ kind: string; state: string }[]>`
        select kind, state from outbox where kind like 'bot-%' order by created_at`;
      await vi.waitFor(
        async () =>
          expect(await after()).toEqual([
            { kind: 'bot-down', state: 'superseded' },
            { kind: 'bot-up', state: 'sent' },
          ]),
        PATIENCE,
      );
    },
  );

  pairTest(
    'one that loses its database session steps back before the other connects',
    async ({ wecom, build, start, sql }) => {
      const [first, second] = [await build(), await build()];
      await first.importTown(SAMPLE_TOWN_FILE);
      await start(first);
      await start(second);
      await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and pid <> pg_backend_pid()
          and database = (select oid from pg_database where datname = current_database())`;
      await vi.waitFor(async () => {
        const states = [await first.state(), await second.state()];
        expect(states.filter((state) => state.isConnected)).toHaveLength(1);
        expect(states.filter((state) => state.isStandby)).toHaveLength(1);
      }, PATIENCE);
      wecom.people.say({ from: 'u-desk1', text: '/登记 村口路灯不亮' });
      await vi.waitFor(() => expect(repliesIn(wecom, 'u-desk1').join()).toContain('已登记：FJ'), PATIENCE);
      expect(repliesIn(wecom, 'u-desk1').filter((text) => text.includes('已登记'))).toHaveLength(1);
    },
  );

  pairTest(
    'after an outage of more than two minutes the bound groups are told once from when to when',
    async ({ wecom, build, start }) => {
      machine.aheadMs = 0;
      const first = await build();
      await first.importTown(SAMPLE_TOWN_FILE);
      await start(first);
      await first.sweepOnce();
      await first.close();
      machine.aheadMs = 10 * 60_000;
      const second = await build();
      await start(second);
      const waiting = await second.database.sql<
        { kind: string; to_id: string }[]
      >`select kind, to_id from outbox where kind = 'outage' order by to_id`;
      expect(waiting.map((row) => row.to_id)).toEqual(['wrCjb', 'wrLead', 'wrTown', 'wrWld']);
      await second.close();
      const third = await build();
      await start(third);
      expect(await third.database.sql`select 1 from outbox where kind = 'outage'`).toHaveLength(4);
      machine.aheadMs = 0;
      expect(wecom.connected()).toBe(true);
    },
  );

  pairTest('in callback mode too, when nobody was there to be called', async ({ build }) => {
    const told = async (app: App) =>
      (await app.database.sql<{ to_id: string }[]>`select to_id from outbox where kind = 'outage' order by to_id`).map(
        (row) => row.to_id,
      );
    machine.aheadMs = 0;
    const first = await build(CALLBACK);
    await first.importTown(SAMPLE_TOWN_FILE);
    await first.start(undefined);
    const second = await build(CALLBACK);
    await second.start(undefined);
    await first.close();
    // The second has been there all the time.
    machine.aheadMs = 60_000;
    await second.close();
    machine.aheadMs = 170_000;
    const third = await build(CALLBACK);
    await third.start(undefined);
    expect(await told(third)).toEqual([]);
    await third.close();
    machine.aheadMs = 470_000;
    const together = [await build(CALLBACK), await build(CALLBACK)] as const;
    await Promise.all(together.map((app) => app.start(undefined)));
    expect(await told(together[0])).toEqual(['wrCjb', 'wrLead', 'wrTown', 'wrWld']);
    machine.aheadMs = 0;
  });
});
