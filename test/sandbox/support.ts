/** A local WeCom on a free port, the official SDK as the stranger who connects, and a raw client for odd frames. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WSClient } from '@wecom/aibot-node-sdk';
import type { WSClientOptions, WsFrame } from '@wecom/aibot-node-sdk';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createLocalWecom } from '../../sandbox/server.ts';
import type { ChatMessage, LocalWecom, LocalWecomOptions } from '../../sandbox/server.ts';

export const bot = { id: 'aib-test', secret: 'secret-test', name: '信访助手' };
export const otherBot = { id: 'aib-other', secret: 'secret-other', name: 'Claude Code' };

export const people = [
  { userid: 'u-desk', name: '赵某', unit: '信访办', roles: ['desk'] },
  { userid: 'u-office', name: '郑某', unit: '城建办', roles: ['handler'] },
  { userid: 'u-lead', name: '钱某', unit: '党政办', roles: ['leader'] },
];

export const chats = [
  { chatid: 'wrTown', name: '信访工作群', members: ['u-desk', 'u-office'] },
  { chatid: 'wrQuiet', name: '没人说过话的群', members: ['u-desk'] },
];

export type Frame = WsFrame & { cmd?: string; errcode?: number; errmsg?: string };

/** Things arrive in order; `next` waits for the one it is asked for and never for time. */
export class Inbox<T> {
  private readonly waiting: T[] = [];
  private readonly readers: ((value: T) => void)[] = [];

  put(value: T): void {
    const reader = this.readers.shift();
    if (reader) reader(value);
    else this.waiting.push(value);
  }

  next(): Promise<T> {
    const value = this.waiting.shift();
    if (value !== undefined) return Promise.resolve(value);
    return new Promise((resolve) => this.readers.push(resolve));
  }

  /** What is here and was not read. */
  rest(): T[] {
    return this.waiting.splice(0);
  }
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface SdkBot {
  client: WSClient;
  messages: Inbox<Frame>;
  events: Inbox<Frame>;
  /** Every `error` event. */
  errors: Inbox<Error>;
  gone: Promise<string>;
}

/** A client without the SDK: any frame, and every answer in order. */
export interface RawBot {
  socket: WebSocket;
  frames: Inbox<Frame>;
  send(cmd: string, reqId: string, body?: unknown): void;
  ask(cmd: string, reqId: string, body?: unknown): Promise<Frame>;
  closed: Promise<void>;
}

export interface Town {
  wecom: LocalWecom;
  url: string;
  wsUrl: string;
  /** Moves the virtual clock. */
  pass(ms: number): void;
  /** Moves the monotonic clock. */
  passReal(ms: number): void;
  sdk(options?: Partial<WSClientOptions>): Promise<SdkBot>;
  raw(as?: { id: string; secret: string } | null): Promise<RawBot>;
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>;
  post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  chat(key: string): ChatMessage[];
  /** Connect, let the person write, and give the frame the bot received. */
  hear(bot: SdkBot, from: string, text: string, chatid?: string): Promise<Frame>;
  close(): Promise<void>;
}

export const NOON = Date.parse('2026-03-02T12:00:00+08:00');

/** A local WeCom that ends with the test. */
export async function openTown(options: Partial<LocalWecomOptions> = {}): Promise<Town> {
  let virtual = NOON;
  let real = 0;
  const wecom = createLocalWecom({
    bots: [bot, otherBot],
    people,
    chats,
    now: () => new Date(virtual),
    monotonic: () => real,
    ...options,
  });
  const server = createServer((req, res) => void wecom.handle(req, res));
  server.on('upgrade', wecom.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const wsUrl = `ws://127.0.0.1:${port}/`;
  const clients: WSClient[] = [];
  const sockets: WebSocket[] = [];

  const town: Town = {
    wecom,
    url,
    wsUrl,
    pass: (ms) => {
      virtual += ms;
    },
    passReal: (ms) => {
      real += ms;
    },
    sdk: async (more = {}) => {
      const client = new WSClient({
        botId: bot.id,
        secret: bot.secret,
        wsUrl,
        logger: quiet,
        maxReconnectAttempts: 0,
        maxAuthFailureAttempts: 0,
        ...more,
      });
      clients.push(client);
      const made: SdkBot = {
        client,
        messages: new Inbox(),
        events: new Inbox(),
        errors: new Inbox(),
        gone: new Promise((resolve) => client.once('disconnected', resolve)),
      };
      client.on('message', (frame) => made.messages.put(frame as Frame));
      client.on('event', (frame) => made.events.put(frame as Frame));
      client.on('error', (error) => made.errors.put(error));
      const ready = new Promise<void>((resolve) => client.once('authenticated', resolve));
      client.connect();
      await Promise.race([ready, made.gone]);
      return made;
    },
    raw: async (as = bot) => {
      const socket = new WebSocket(wsUrl);
      sockets.push(socket);
      const frames = new Inbox<Frame>();
      socket.on('message', (data: Buffer) => frames.put(JSON.parse(data.toString()) as Frame));
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await once(socket, 'open');
      const send = (cmd: string, reqId: string, body?: unknown): void =>
        socket.send(JSON.stringify({ cmd, headers: { req_id: reqId }, ...(body !== undefined && { body }) }));
      const made: RawBot = {
        socket,
        frames,
        send,
        ask: (cmd, reqId, body) => {
          send(cmd, reqId, body);
          return frames.next();
        },
        closed,
      };
      if (as) await made.ask('aibot_subscribe', 'aibot_subscribe_1', { bot_id: as.id, secret: as.secret });
      return made;
    },
    get: async (path, headers = {}) => {
      const response = await fetch(url + path, { headers, redirect: 'manual' });
      const text = await response.text();
      return { status: response.status, body: parse(text) };
    },
    post: async (path, body) => {
      const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
      return { status: response.status, body: parse(await response.text()) as Record<string, unknown> };
    },
    chat: (key) => wecom.messages(key),
    hear: async (made, from, text, chatid) => {
      wecom.people.say({ from, text, ...(chatid !== undefined && { chatid }) });
      return made.messages.next();
    },
    close: async () => {
      for (const client of clients) client.disconnect();
      for (const socket of sockets) socket.terminate();
      await wecom.close();
      server.close();
      server.closeAllConnections();
    },
  };
  onTestFinished(() => town.close());
  return town;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The errcode a refused SDK call rejects with. */
export async function codeOf(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return 0;
  } catch (error) {
    return (error as Frame).errcode;
  }
}

export const markdown = (content: string) => ({ msgtype: 'markdown' as const, markdown: { content } });

export const buttonCard = (taskId: string, title = 'FJ2026-0001 待签收') => ({
  card_type: 'button_interaction',
  main_title: { title },
  task_id: taskId,
  button_list: [
    { text: '签收', style: 1, key: 'sign' },
    { text: '退回', style: 2, key: 'return' },
  ],
});

export const doneCard = (taskId: string) => ({
  card_type: 'text_notice',
  main_title: { title: '已签收' },
  task_id: taskId,
  card_action: { type: 1, url: 'https://example.com/h5' },
});

export const cardBody = (card: object) => ({ msgtype: 'template_card' as const, template_card: card as never });
