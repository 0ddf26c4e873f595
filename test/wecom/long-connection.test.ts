import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

import type { Card } from '../../src/contract/card.ts';
import { Secret } from '../../src/core/secret.ts';
import { WecomError } from '../../src/wecom/errcodes.ts';
import { describe, expect, vi } from '../support/test.ts';
import { DESK, GROUP, startWecom, wecomTest as test } from './local.ts';

const card: Card = {
  kind: 'card',
  key: 'petition-1',
  tone: 'warn',
  title: 'FJ2026-0012 路灯',
  fields: [{ label: '承办', value: '城建办' }],
  actions: [
    { label: '签收', command: '/签收 FJ2026-0012', primary: true },
    { label: '退回', command: '/退回 FJ2026-0012' },
  ],
};
const spent: Card = { ...card, tone: 'done', spent: '郑某已签收' };
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const failure = async (promise: Promise<unknown>): Promise<WecomError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WecomError);
  return error as WecomError;
};

describe('in', () => {
  test('text in private, with what it quotes', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    expect(connection.connected()).toBe(true);
    wecom.local.people.say({ from: 'u-desk1', text: '/今天', quote: '昨天说过' });
    expect(await incoming.next()).toEqual({
      msgid: expect.any(String),
      reqId: expect.any(String),
      chat: DESK,
      userid: 'u-desk1',
      what: { kind: 'text', text: '/今天', quote: '昨天说过' },
    });
  });

  test('text in a group keeps the mention', async ({ wecom }) => {
    const { incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-cj1', chatid: 'wrTown', text: '/查 12' });
    expect(await incoming.next()).toMatchObject({
      chat: GROUP,
      userid: 'u-cj1',
      what: { kind: 'text', text: '@信访助手 /查 12' },
    });
  });

  test('a file is fetched and decrypted, its name too', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    const bytes = Buffer.from('序号,事项\n1,路灯');
    wecom.local.people.say({ from: 'u-desk1', file: { name: '台账 一.csv', base64: bytes.toString('base64') } });
    const { what } = await incoming.next();
    expect(what).toMatchObject({ kind: 'file', mediaKind: 'file' });
    if (what.kind !== 'file') throw new Error('no file');
    expect(await connection.download(what)).toEqual({ bytes, name: '台账 一.csv' });
  });

  test('a picture with words, a voice message', async ({ wecom }) => {
    const { incoming } = await wecom.bot();
    const file = { name: 'a.png', base64: PNG.toString('base64') };
    wecom.local.people.say({ from: 'u-desk1', file, text: '现场' });
    expect((await incoming.next()).what).toMatchObject({ kind: 'file', mediaKind: 'mixed', text: '现场' });
    wecom.local.people.say({ from: 'u-desk1', voice: '已经修好了' });
    expect((await incoming.next()).what).toEqual({ kind: 'file', mediaKind: 'voice', text: '已经修好了' });
  });

  test('a failing handler is logged by ids and the next message comes', async ({ wecom }) => {
    let isFirst = true;
    const { incoming } = await wecom.bot({}, async () => {
      if (!isFirst) return;
      isFirst = false;
      throw new Error('王小明的电话');
    });
    wecom.local.people.say({ from: 'u-desk1', text: '王小明来电' });
    const first = await incoming.next();
    wecom.local.people.say({ from: 'u-desk1', text: '再来' });
    await incoming.next();
    const line = wecom.lines.find((one) => one.includes('handler failed'));
    expect(line).toContain(first.msgid);
    expect(wecom.lines.join('\n')).not.toMatch(/王小明|再来/u);
  });

  test('unknown events and feedback are ignored', async ({ wecom }) => {
    const { incoming } = await wecom.bot();
    wecom.local.people.enter({ from: 'u-desk1' });
    expect((await incoming.next()).what).toEqual({ kind: 'enter' });
    expect(incoming.all).toHaveLength(1);
  });
});

describe('answers', () => {
  test('go out as one finished message', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-desk1', text: '/今天' });
    const { reqId } = await incoming.next();
    await connection.reply(reqId, { markdown: '**今天** 没有到期的' });
    const [message] = wecom.fromBot(DESK);
    expect(message).toMatchObject({ kind: 'markdown', text: '**今天** 没有到期的' });
    expect(message?.streaming).toBeUndefined();
  });

  test('long ones in several parts, in order', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-desk1', text: '/台账' });
    const lines = Array.from({ length: 900 }, (_, index) => `第${index}行：一件事项的题目与承办单位`);
    await connection.reply((await incoming.next()).reqId, { markdown: lines.join('\n') });
    const parts = wecom.fromBot(DESK).map(({ text }) => text);
    expect(parts.length).toBeGreaterThan(1);
    // Each says which it is: other messages may come in between.
    expect(parts.flatMap((part) => part.split('\n').slice(0, -1))).toEqual(lines);
    expect(parts.map((part) => part.split('\n').at(-1))).toEqual(parts.map((_, i) => `(${i + 1}/${parts.length})`));
  });

  test('an answer whose acknowledgement was lost is there once', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-desk1', text: '/今天' });
    const { reqId } = await incoming.next();
    wecom.local.setFaults({ dropAcks: { count: 1, cmd: 'aibot_respond_msg' } });
    // The SDK gives an acknowledgement five seconds.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const arrived = wecom.arrival();
    const replied = connection.reply(reqId, { markdown: '好' });
    await arrived;
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await replied;
    expect(wecom.fromBot(DESK)).toHaveLength(1);
  });

  test('a card, clicked, updated for everybody, then dead', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-cj1', chatid: 'wrTown', text: '/查 12' });
    await connection.reply((await incoming.next()).reqId, { card, taskId: 'petition-1-a' });
    const [message] = wecom.fromBot(GROUP);
    wecom.local.people.click({ from: 'u-desk1', messageId: message!.id, key: '/签收 FJ2026-0012' });
    const click = await incoming.next();
    expect(click).toMatchObject({
      chat: GROUP,
      userid: 'u-desk1',
      what: { kind: 'click', taskId: 'petition-1-a', key: '/签收 FJ2026-0012', selected: {} },
    });
    await connection.updateCard(click.reqId, spent, 'petition-1-a');
    const [updated] = wecom.fromBot(GROUP);
    expect(updated?.card).toMatchObject({ replace_text: '郑某已签收' });
    expect(updated?.views).toBeUndefined();
    expect(() =>
      wecom.local.people.click({ from: 'u-cj1', messageId: message!.id, key: '/签收 FJ2026-0012' }),
    ).toThrow();
  });

  test('a choice comes with the click', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-desk1', text: '/交办 12' });
    const options = [
      { id: 'cjb', text: '城建办' },
      { id: 'nyb', text: '农业办' },
    ];
    const chosen: Card = {
      ...card,
      actions: [{ label: '交办', command: '/交办 12 {choice}' }],
      choice: { key: 'unit', title: '承办单位', options },
    };
    await connection.reply((await incoming.next()).reqId, { card: chosen, taskId: 'choice-1' });
    const [message] = wecom.fromBot(DESK);
    const selected = { unit: ['nyb'] };
    wecom.local.people.click({ from: 'u-desk1', messageId: message!.id, key: '/交办 12 {choice}', selected });
    expect((await incoming.next()).what).toMatchObject({ kind: 'click', key: '/交办 12 {choice}', selected });
  });

  test('a welcome is plain text, and an event cannot be answered like a message', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.enter({ from: 'u-desk1' });
    const { reqId } = await incoming.next();
    expect(await failure(connection.reply(reqId, { markdown: '你好' }))).toMatchObject({
      errcode: 846605,
      fate: 'spent',
    });
    await connection.welcome(reqId, '# 你好\n**/帮助** 看命令');
    expect(wecom.fromBot(DESK)).toMatchObject([{ kind: 'text', text: '你好\n/帮助 看命令' }]);
    expect(await failure(connection.welcome(reqId, '你好'))).toMatchObject({ fate: 'spent' });
  });

  test('a card that WeCom refuses goes out as text', async ({ wecom }) => {
    const { connection, incoming } = await wecom.bot();
    wecom.local.people.say({ from: 'u-desk1', text: '/查 12' });
    const { reqId } = await incoming.next();
    await connection.reply(reqId, { card, taskId: '有汉字' });
    expect(wecom.fromBot(DESK)).toMatchObject([
      { kind: 'markdown', text: expect.stringContaining('/签收 FJ2026-0012') },
    ]);
    await connection.push(DESK, { card: { ...card, actions: [] }, taskId: 'no-buttons' });
    expect(wecom.fromBot(DESK).at(-1)).toMatchObject({
      kind: 'markdown',
      text: expect.stringContaining('> 承办：城建办'),
    });
  });
});

describe('pushes', () => {
  const spoken = (wecom: {
    local: { people: { say(body: { from: string; chatid?: string; text: string }): unknown } };
  }) => {
    wecom.local.people.say({ from: 'u-desk1', text: 'hi' });
    wecom.local.people.say({ from: 'u-desk1', chatid: 'wrTown', text: '@信访助手 hi' });
  };

  test('reach a person and a group', async ({ wecom }) => {
    const { connection } = await wecom.bot();
    spoken(wecom);
    await connection.push(DESK, { markdown: '私下' });
    await connection.push(GROUP, { markdown: '群里' });
    await connection.push(GROUP, { card, taskId: 'push-1' });
    expect(wecom.fromBot(DESK)).toMatchObject([{ text: '私下' }]);
    expect(wecom.fromBot(GROUP)).toMatchObject([{ text: '群里' }, { kind: 'card' }]);
  });

  test('always say which kind of chat is meant', async ({ wecom }) => {
    const { connection } = await wecom.bot();
    spoken(wecom);
    const wrong = await failure(connection.push({ kind: 'group', id: 'u-desk1' }, { markdown: 'x' }));
    expect(wrong).toMatchObject({ errcode: 93006, fate: 'final', maybeDelivered: false });
  });

  test('a picture and a file of several pieces', async ({ wecom }) => {
    const { connection } = await wecom.bot();
    spoken(wecom);
    const pdf = Buffer.alloc(1_300_000, 'x');
    await connection.push(DESK, { image: PNG, name: '周报.png' });
    await connection.push(GROUP, { file: pdf, name: '告知书.pdf' });
    expect(wecom.fromBot(DESK)).toMatchObject([{ kind: 'image', media: { name: '周报.png', size: PNG.length } }]);
    expect(wecom.fromBot(GROUP)).toMatchObject([{ kind: 'file', media: { name: '告知书.pdf', size: pdf.length } }]);
    const notPicture = await failure(connection.push(DESK, { image: pdf, name: 'x.png' }));
    expect(notPicture).toMatchObject({ errcode: 846697, fate: 'content', maybeDelivered: false });
  });

  test('846607 is unreachable where nobody wrote, a limit where something passed', async ({ wecom }) => {
    const { connection } = await wecom.bot();
    expect(await failure(connection.push(DESK, { markdown: 'x' }))).toMatchObject({
      errcode: 846607,
      fate: 'unreachable',
    });
    wecom.local.people.say({ from: 'u-desk1', text: 'hi' });
    wecom.local.setFaults({ rateLimit: { perMinute: 2 } });
    await connection.push(DESK, { markdown: '1' });
    await connection.push(DESK, { markdown: '2' });
    const limited = await failure(connection.push(DESK, { markdown: '3' }));
    expect(limited).toMatchObject({ errcode: 846607, fate: 'wait', retryAfterMs: 60_000 });
    wecom.clock.setOffset(120_000);
    await connection.push(DESK, { markdown: '3' });
  });

  test('the fate of each refusal', async ({ wecom }) => {
    const { connection } = await wecom.bot();
    spoken(wecom);
    const fates = { 45009: 'wait', [-1]: 'retry', 93006: 'final', 40058: 'content', 853000: 'config', 77777: 'retry' };
    for (const [code, fate] of Object.entries(fates)) {
      wecom.local.setFaults({ errorOn: { cmd: 'aibot_send_msg', code: Number(code) } });
      expect(await failure(connection.push(DESK, { markdown: 'x' }))).toMatchObject({ errcode: Number(code), fate });
    }
  });

  test('a card whose acknowledgement was lost is not sent twice', async ({ wecom }) => {
    const { connection, states } = await wecom.bot();
    spoken(wecom);
    expect(await states.next()).toBe('connected');
    wecom.local.setFaults({ dropAcks: { count: 1, cmd: 'aibot_send_msg' } });
    const arrived = wecom.arrival();
    const lost = failure(connection.push(DESK, { card, taskId: 'lost-1' }));
    await arrived;
    wecom.local.setFaults({ disconnect: true });
    expect(await lost).toMatchObject({ fate: 'retry', maybeDelivered: true });
    expect(await states.next()).toBe('disconnected');
    expect(await states.next()).toBe('connected');
    await connection.push(DESK, { card, taskId: 'lost-1' });
    expect(wecom.fromBot(DESK)).toHaveLength(1);
  });
});

describe('the connection', () => {
  test('comes back by itself and messages flow again', async ({ wecom }) => {
    const { connection, incoming, states } = await wecom.bot();
    expect(await states.next()).toBe('connected');
    wecom.local.setFaults({ disconnect: true, refuseConnections: 2 });
    expect(await states.next()).toBe('disconnected');
    expect(connection.connected()).toBe(false);
    expect(await failure(connection.push(DESK, { markdown: 'x' }))).toMatchObject({
      fate: 'retry',
      maybeDelivered: false,
    });
    expect(await states.next()).toBe('connected');
    wecom.local.people.say({ from: 'u-desk1', text: 'again' });
    await connection.reply((await incoming.next()).reqId, { markdown: 'here' });
    expect(wecom.fromBot(DESK)).toHaveLength(1);
  });

  test('start returns although WeCom cannot be reached', async ({ wecom }) => {
    wecom.local.setFaults({ refuseConnections: 1 });
    const { connection, states } = await wecom.bot();
    expect(connection.connected()).toBe(false);
    expect(await states.next()).toBe('disconnected');
    expect(await states.next()).toBe('connected');
  });

  test('a second process displaces the first, which stays away until told to come back', async ({ wecom }) => {
    const first = await wecom.bot();
    expect(await first.states.next()).toBe('connected');
    const second = await wecom.bot();
    expect(await first.states.next()).toBe('displaced');
    expect(first.connection.connected()).toBe(false);
    wecom.local.people.say({ from: 'u-desk1', text: 'who?' });
    await second.incoming.next();
    expect(first.incoming.all).toEqual([]);
    await second.connection.stop();
    await first.connection.start(async (message) => first.incoming.put(message));
    expect(await first.states.next()).toBe('connected');
    wecom.local.people.say({ from: 'u-desk1', text: 'back?' });
    await first.incoming.next();
  });

  test('refused credentials are reported, tried quickly a few times and then slowly', async ({ wecom }) => {
    const { connection, states } = await wecom.bot({
      bot: { id: 'aibTest', secret: new Secret('wrong') },
      refusedMs: 1,
    });
    expect(connection.connected()).toBe(false);
    expect(await states.next()).toBe('refused');
    expect(states.all).toEqual(['refused']);
    expect(wecom.lines.join('\n')).not.toContain('wrong');
    expect(wecom.lines.some((line) => line.includes('853000') && line.includes('"level":"error"'))).toBe(true);
    // The quick attempts are used up and one slow one has been made.
    await wecom.logged('credentials were refused');
  });

  test('an unanswered subscription does not hang for ever', async ({ wecom }) => {
    let subscriptions = 0;
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) =>
      socket.on('message', (data: Buffer) => {
        subscriptions += 1;
        const { headers } = JSON.parse(data.toString()) as { headers: unknown };
        if (subscriptions > 1) socket.send(JSON.stringify({ headers, errcode: 0, errmsg: 'ok' }));
      }),
    );
    await once(server, 'listening');
    const wsUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { connection } = await wecom.bot({ wsUrl, subscribeMs: 50 });
    expect(connection.connected()).toBe(true);
    expect(subscriptions).toBe(2);
    await connection.stop();
    server.close();
  });

  test('stop lets a running handler answer first', async ({ wecom }) => {
    let answer = async (): Promise<void> => {};
    let go = (): void => {};
    const ready = new Promise<void>((resolve) => (go = resolve));
    const bot = await wecom.bot({}, async ({ reqId }) => {
      await ready;
      answer = () => bot.connection.reply(reqId, { markdown: 'done' });
      await answer();
    });
    wecom.local.people.say({ from: 'u-desk1', text: 'slow' });
    await bot.incoming.next();
    const stopped = bot.connection.stop();
    go();
    await stopped;
    expect(wecom.fromBot(DESK)).toHaveLength(1);
  });
});

test('the log never carries what was said', async ({ wecom }) => {
  const { connection, incoming } = await wecom.bot();
  wecom.local.people.say({ from: 'u-desk1', text: 'inbound-secret-words' });
  await connection.reply((await incoming.next()).reqId, { markdown: 'outbound-secret-words' });
  wecom.local.setFaults({ errorOn: { cmd: 'aibot_send_msg', code: 40058 } });
  await failure(connection.push(DESK, { markdown: 'outbound-secret-words' }));
  expect(wecom.lines.join('\n')).not.toMatch(/secret-words/u);
});

test('an expired right to push shows as unreachable', async () => {
  const wecom = await startWecom({ pushRightMs: 60_000 });
  const { connection } = await wecom.bot();
  wecom.local.people.say({ from: 'u-desk1', text: 'hi' });
  await connection.push(DESK, { markdown: 'evening' });
  wecom.clock.setOffset(12 * 3_600_000);
  expect(await failure(connection.push(DESK, { markdown: 'morning' }))).toMatchObject({ fate: 'unreachable' });
  await wecom.close();
});
