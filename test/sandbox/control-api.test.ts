import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { bot, chats, Inbox, markdown, NOON, openTown, people } from './support.ts';
import type { Town } from './support.ts';

interface SentEvent {
  name: string;
  data: Record<string, unknown>;
}

async function listen(town: Town): Promise<Inbox<SentEvent>> {
  const inbox = new Inbox<SentEvent>();
  const [response] = (await once(get(`${town.url}/sandbox/api/events`), 'response')) as [IncomingMessage];
  expect(response.headers['content-type']).toMatch(/^text\/event-stream/);
  let buffer = '';
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (piece: string) => {
    buffer += piece;
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const found = /^event: (\w+)\ndata: (.*)$/.exec(block);
      if (found) inbox.put({ name: found[1] ?? '', data: JSON.parse(found[2] ?? '') as Record<string, unknown> });
    }
  });
  return inbox;
}

describe('control API', () => {
  test('people, chats and state', async () => {
    const town = await openTown();
    expect((await town.get('/sandbox/api/people')).body).toEqual(people);
    expect((await town.get('/sandbox/api/chats')).body).toEqual(chats);
    expect((await town.get('/sandbox/api/state')).body).toMatchObject({
      bot: { id: bot.id, name: bot.name, connected: false },
      now: new Date(NOON).toISOString(),
    });
    await town.sdk();
    expect((await town.get('/sandbox/api/state')).body).toMatchObject({ bot: { connected: true } });
  });

  test('the commands of the bot are those that whoever runs it told last', async () => {
    const town = await openTown();
    const events = await listen(town);
    const path = '/sandbox/api/commands';
    expect((await town.get(path)).body).toEqual([]);
    const told = [{ name: '办结', aliases: ['close'], summary: '凭依据办结', examples: ['/办结 {number}'] }];
    expect(await town.post(path, { commands: told })).toEqual({ status: 200, body: told });
    expect(await events.next()).toEqual({ name: 'commands', data: told });
    for (const wrong of [{}, { commands: [{}] }, { commands: [{ name: '两 词' }] }, { commands: told, more: 1 }]) {
      const { status, body } = await town.post(path, wrong);
      expect({ status, body }).toEqual({ status: 400, body: { error: expect.stringContaining('请求内容不对') } });
    }
    expect((await town.get(path)).body).toEqual(told);
    await town.post(path, { commands: [{ name: '帮助' }] });
    expect((await town.get(path)).body).toEqual([{ name: '帮助', aliases: [], summary: '', examples: [] }]);
  });

  test('a message has the fixed fields and the virtual moment', async () => {
    const town = await openTown();
    const { body } = await town.post('/sandbox/api/messages', { from: 'u-desk', text: '你好' });
    expect(body['msgid']).toEqual(expect.any(String));
    expect((await town.get('/sandbox/api/messages?chat=u-desk')).body).toEqual([
      {
        id: body['msgid'],
        chat: 'u-desk',
        sender: 'u-desk',
        at: new Date(NOON).toISOString(),
        kind: 'text',
        text: '你好',
        undelivered: 'offline',
      },
    ]);
  });

  test('messages can be read after an id, per chat or all together', async () => {
    const town = await openTown();
    const ids: string[] = [];
    for (const from of ['u-desk', 'u-office', 'u-desk']) {
      const { body } = await town.post('/sandbox/api/messages', { from, text: from });
      ids.push(String(body['msgid']));
    }
    const read = async (query: string) => {
      const { body } = await town.get(`/sandbox/api/messages${query}`);
      return (body as { id: string }[]).map((message) => message.id);
    };
    expect(await read('')).toEqual(ids);
    expect(await read('?chat=u-desk')).toEqual([ids[0], ids[2]]);
    expect(await read(`?chat=u-desk&after=${ids[0]}`)).toEqual([ids[2]]);
    expect(await read(`?chat=u-desk&after=${ids[2]}`)).toEqual([]);
    expect(await read(`?after=${ids[1]}`)).toEqual([ids[2]]);
    expect(await read('?chat=u-desk&limit=1')).toEqual([ids[2]]);
    expect((await town.get(`/sandbox/api/messages?chat=u-desk&after=${ids[1]}`)).status).toBe(404);
  });

  test.for([
    [{ from: 'nobody', text: 'x' }, 404, '没有账号为 nobody 的人员'],
    [{ from: 'u-desk', chatid: 'wrNone', text: 'x' }, 404, '没有编号为 wrNone 的群'],
    [{ from: 'u-lead', chatid: 'wrTown', text: 'x' }, 403, '钱某不在群“信访工作群”里'],
    [{ from: 'u-desk', text: '  ' }, 400, '不能发送空白消息'],
    [{ from: 'u-desk' }, 400, '要有 text 或 file'],
    [{ from: 'u-desk', file: { name: 'a.txt', base64: '' } }, 400, '文件是空的'],
    [{ from: 'u-desk', file: { name: 'a.txt', base64: '不是' } }, 400, '请求内容不对'],
    [{ text: 'x' }, 400, '请求内容不对'],
  ] as const)('refuses %j', async ([body, status, sentence]) => {
    const town = await openTown();
    const answer = await town.post('/sandbox/api/messages', body);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toContain(sentence);
  });

  test('bad JSON, unknown calls, wrong methods and oversized bodies are refused', async () => {
    const town = await openTown();
    const raw = (body: string) => fetch(`${town.url}/sandbox/api/messages`, { method: 'POST', body });
    expect((await raw('{')).status).toBe(400);
    expect((await town.get('/sandbox/api/none')).status).toBe(404);
    expect((await town.get('/sandbox/api/clicks')).status).toBe(405);
    expect((await town.get('/elsewhere')).status).toBe(404);
    expect((await town.get('/cgi-bin/no/such')).body).toMatchObject({ errcode: 40066 });
    const huge = await raw(`{"from":"u-desk","text":"${'x'.repeat(31 * 1024 * 1024)}"}`);
    expect(huge.status).toBe(413);
  });

  test('events: message, update, connection and clock arrive at the page', async () => {
    const town = await openTown();
    const inbox = await listen(town);
    const sdk = await town.sdk();
    expect(await inbox.next()).toEqual({ name: 'connection', data: { bot: bot.id, connected: true } });
    const frame = await town.hear(sdk, 'u-desk', '你好');
    expect(await inbox.next()).toMatchObject({ name: 'message', data: { sender: 'u-desk', text: '你好' } });
    await sdk.client.replyStream(frame, 's', '一');
    expect(await inbox.next()).toMatchObject({ name: 'message', data: { sender: bot.id, text: '一' } });
    await sdk.client.replyStream(frame, 's', '二', true);
    expect(await inbox.next()).toMatchObject({ name: 'update', data: { text: '二' } });
    await town.post('/sandbox/api/clock', { advance: 'P1D' });
    expect(await inbox.next()).toEqual({ name: 'clock', data: { now: '2026-03-03T04:00:00.000Z' } });
    sdk.client.disconnect();
    expect(await inbox.next()).toEqual({ name: 'connection', data: { bot: bot.id, connected: false } });
  });

  test('the town can be replaced while running', async () => {
    const town = await openTown();
    const person = { userid: 'u-new', name: '新某', unit: '民政办', roles: ['handler'] };
    town.wecom.setTown({ people: [person], chats: [] });
    expect((await town.get('/sandbox/api/people')).body).toEqual([person]);
    expect((await town.post('/sandbox/api/messages', { from: 'u-desk', text: 'x' })).status).toBe(404);
    expect((await town.post('/sandbox/api/messages', { from: 'u-new', text: 'x' })).status).toBe(200);
  });

  test('10,000 messages in one chat: reading after an id touches only what is new', async () => {
    const town = await openTown({ behaviour: { perMinute: 1e9, perHour: 1e9 }, everyoneHasSpoken: true });
    for (let count = 0; count < 10_000; count += 1) town.wecom.people.say({ from: 'u-desk', text: `${count}` });
    const { client } = await town.sdk();
    const last = town.chat('u-desk').at(-1)?.id ?? '';
    await client.sendMessage('u-desk', markdown('最后'));
    expect((await town.get(`/sandbox/api/messages?chat=u-desk&after=${last}`)).body).toMatchObject([{ text: '最后' }]);
  });
});

test('switches are shown and set; what is none is refused in Chinese', async () => {
  const town = await openTown();
  expect((await town.get('/sandbox/api/behaviour')).body).toMatchObject({ whenOffline: 'drop', trustedIps: null });
  const set = (body: object) => town.post('/sandbox/api/behaviour', body);
  expect(await set({ whenOffline: 'queue', trustedIps: ['203.0.113.9'] })).toMatchObject({
    status: 200,
    body: { whenOffline: 'queue', trustedIps: ['203.0.113.9'] },
  });
  town.wecom.people.say({ from: 'u-desk', text: '有人吗' });
  expect(town.chat('u-desk')[0]?.undelivered).toBe('queued');
  expect(await set({ poem: 1 })).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/^没有开关 poem/u) },
  });
  expect((await set({ perMinute: '30' })).status).toBe(400);
});

describe('clock', () => {
  const clock = (town: Town, body: object) => town.post('/sandbox/api/clock', body);

  test('moves to a moment or by a duration, also back', async () => {
    const town = await openTown();
    expect((await town.get('/sandbox/api/clock')).body).toEqual({ now: '2026-03-02T04:00:00.000Z' });
    expect((await clock(town, { advance: 'P1DT2H30M' })).body).toEqual({ now: '2026-03-03T06:30:00.000Z' });
    expect((await clock(town, { advance: 'P1M' })).body).toEqual({ now: '2026-04-03T06:30:00.000Z' });
    expect((await clock(town, { now: '2026-01-01T08:00:00+08:00' })).body).toEqual({ now: '2026-01-01T00:00:00.000Z' });
    town.pass(1000);
    expect((await town.get('/sandbox/api/clock')).body).toEqual({ now: '2026-01-01T00:00:01.000Z' });
  });

  test('refuses what is no time', async () => {
    const town = await openTown();
    for (const body of [{}, { now: '明天' }, { now: '2026-03-02' }, { advance: 'P' }, { advance: 'P1DT' }, { by: 1 }]) {
      expect((await clock(town, body)).status).toBe(400);
    }
  });

  test('is handed to the host when it brings its own', async () => {
    const asked: unknown[] = [];
    const town = await openTown({
      clock: {
        get: () => Promise.resolve({ now: 'host' }),
        set: (body) => {
          asked.push(body);
          return Promise.resolve({ status: 202, body: { played: 3 } });
        },
      },
    });
    expect((await town.get('/sandbox/api/clock')).body).toEqual({ now: 'host' });
    expect(await clock(town, { advance: 'P1D' })).toEqual({ status: 202, body: { played: 3 } });
    expect(asked).toEqual([{ advance: 'P1D' }]);
  });
});
