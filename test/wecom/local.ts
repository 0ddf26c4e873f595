import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createLocalWecom, type Behaviour, type ChatMessage, type LocalWecom } from '../../sandbox/server.ts';
import { movableClock, type MovableClock } from '../../src/core/clock.ts';
import { randomIds } from '../../src/core/ids.ts';
import { createLogger, type Logger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Chat, Incoming } from '../../src/contract/channel.ts';
import type { ChannelState } from '../../src/wecom/channel.ts';
import { LongConnection, type LongConnectionOptions } from '../../src/wecom/long-connection.ts';
import { test } from '../support/test.ts';

const BOT = { id: 'aibTest', secret: 'right', name: '信访助手' };
const words = {
  tones: { info: 'info', warn: 'warn', danger: 'danger', done: 'done' },
  orType: 'or type:',
  several: '(several)',
  openPage: 'open',
};
export const DESK: Chat = { kind: 'person', id: 'u-desk1' };
export const GROUP: Chat = { kind: 'group', id: 'wrTown' };

/** What has come and what is still awaited, in order. */
interface Inbox<T> {
  next(): Promise<T>;
  all: T[];
  put(item: T): void;
}

function inbox<T>(): Inbox<T> {
  const all: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  let read = 0;
  return {
    all,
    put(item) {
      all.push(item);
      const take = waiting.shift();
      if (take === undefined) return;
      read += 1;
      take(item);
    },
    next() {
      if (read < all.length) return Promise.resolve(all[read++]!);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

interface Bot {
  connection: LongConnection;
  incoming: Inbox<Incoming>;
  states: Inbox<ChannelState>;
}

export interface Wecom {
  local: LocalWecom;
  clock: MovableClock;
  log: Logger;
  lines: string[];
  /** Messages of the bot, newest last. */
  fromBot(chat: Chat): ChatMessage[];
  /** The next message of the bot has arrived. */
  arrival(): Promise<void>;
  /** A log line with these words has been written. */
  logged(words: string): Promise<void>;
  /** A started bot; `handle` runs for each message besides the inbox. */
  bot(options?: Partial<LongConnectionOptions>, handle?: (incoming: Incoming) => Promise<void>): Promise<Bot>;
}

const close = (server: Server): Promise<unknown> => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  return closed;
};

/** The local WeCom on a port of its own: two people, one group, nobody has written yet. */
export async function startWecom(behaviour: Partial<Behaviour> = {}): Promise<Wecom & { close(): Promise<void> }> {
  const clock = movableClock();
  const local = createLocalWecom({
    bots: [BOT],
    people: [
      { userid: 'u-desk1', name: '赵某', unit: '信访办', roles: ['desk'] },
      { userid: 'u-cj1', name: '郑某', unit: '城建办', roles: ['unit-head'] },
    ],
    chats: [{ chatid: 'wrTown', name: '信访工作群', members: ['u-desk1', 'u-cj1'] }],
    now: () => clock.now(),
    behaviour: { takeoverCloseDelayMs: 0, ...behaviour },
  });
  const server = createServer((req, res) => void local.handle(req, res));
  server.on('upgrade', local.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wsUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  const write = (line: string): void => {
    lines.push(line);
    for (const watch of watchers) watch();
  };
  const log = createLogger({ level: 'debug', write });
  const connections: LongConnection[] = [];
  return {
    local,
    clock,
    log,
    lines,
    fromBot: (chat) => local.messages(chat.id).filter((message) => message.sender === BOT.id),
    arrival: () =>
      new Promise((resolve) => {
        const off = local.bus.on((event) => {
          if (event.type !== 'message' || event.data.sender !== BOT.id) return;
          off();
          resolve();
        });
      }),
    logged: (sought) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!lines.some((line) => line.includes(sought))) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    async bot(options = {}, handle = async () => {}) {
      const connection = new LongConnection({
        bot: { id: BOT.id, secret: new Secret(BOT.secret) },
        wsUrl,
        words,
        clock,
        ids: randomIds,
        log,
        reconnectMs: 1,
        ...options,
      });
      connections.push(connection);
      const incoming = inbox<Incoming>();
      const states = inbox<ChannelState>();
      connection.onState((state) => states.put(state));
      await connection.start(async (message) => {
        incoming.put(message);
        await handle(message);
      });
      return { connection, incoming, states };
    },
    async close() {
      await Promise.all(connections.map((connection) => connection.stop()));
      await local.close();
      await close(server);
    },
  };
}

export const wecomTest = test.extend<{ wecom: Wecom }>({
  wecom: async ({}, use) => {
    const wecom = await startWecom();
    await use(wecom);
    await wecom.close();
  },
});
