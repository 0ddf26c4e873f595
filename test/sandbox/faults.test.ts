import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { app, APP_CHAT, openRest } from './rest-support.ts';
import { bot, codeOf, markdown, openTown } from './support.ts';
import type { Town } from './support.ts';

const set = (town: Town, body: object) => town.post('/sandbox/api/faults', body);
const spoken = { everyoneHasSpoken: true };
const push = (content: string) => ({ chatid: 'u-desk', chat_type: 1, ...markdown(content) });

/** Delays pass only when the test says so; sockets do not use these timers. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('Late ack (> 5 s), lost ack after delivery, ack out of order across req_ids, reconnect in the middle of a stream', () => {
  test('lost acknowledgement: the message is there, the answer never comes', async () => {
    const town = await openTown(spoken);
    const raw = await town.raw();
    await set(town, { dropAcks: 1 });
    raw.send('aibot_send_msg', 'r1', push('一'));
    expect((await raw.ask('aibot_send_msg', 'r2', push('二'))).headers.req_id).toBe('r2');
    expect(town.chat('u-desk').map((message) => message.text)).toEqual(['一', '二']);
    await set(town, { dropAcks: { count: 1, cmd: 'aibot_upload_media_init' } });
    expect((await raw.ask('aibot_send_msg', 'r3', push('三'))).headers.req_id).toBe('r3');
  });

  test('late acknowledgement: later commands overtake it', async () => {
    const town = await openTown(spoken);
    const raw = await town.raw();
    holdTimers();
    await set(town, { delayAcksMs: 6000 });
    const stored = new Promise<void>((resolve) => town.wecom.bus.on(() => resolve()));
    raw.send('aibot_send_msg', 'late', push('一'));
    await stored;
    await set(town, { reset: true });
    expect((await raw.ask('aibot_send_msg', 'fast', push('二'))).headers.req_id).toBe('fast');
    vi.advanceTimersByTime(5999);
    expect((await raw.ask('ping', 'ping_1')).headers.req_id).toBe('ping_1');
    vi.advanceTimersByTime(1);
    expect((await raw.frames.next()).headers.req_id).toBe('late');
  });

  test('acknowledgements out of order across req_ids', async () => {
    const town = await openTown(spoken);
    const raw = await town.raw();
    await set(town, { reorderAcks: 3 });
    for (const id of ['r1', 'r2', 'r3']) raw.send('aibot_send_msg', id, push(id));
    const order = [await raw.frames.next(), await raw.frames.next(), await raw.frames.next()];
    expect(order.map((ack) => ack.headers.req_id)).toEqual(['r3', 'r2', 'r1']);
  });

  test('a stream goes on after a reconnect in the middle', async () => {
    const town = await openTown();
    const first = await town.sdk();
    const frame = await town.hear(first, 'u-desk', '你好');
    await first.client.replyStream(frame, 's1', '一');
    await set(town, { disconnect: true });
    await first.gone;
    const second = await town.sdk();
    await second.client.replyStream(frame, 's1', '二', true);
    expect(town.chat('u-desk').at(-1)?.text).toBe('二');
  });
});

describe('faults', () => {
  test('duplicate delivery repeats the same msgid', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    await set(town, { duplicateInbound: 1 });
    town.wecom.people.say({ from: 'u-desk', text: '一' });
    town.wecom.people.say({ from: 'u-desk', text: '二' });
    const ids = [await sdk.messages.next(), await sdk.messages.next(), await sdk.messages.next()].map(
      (frame) => (frame.body as { msgid: string }).msgid,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    await set(town, { duplicateInbound: { count: 1, times: 4 } });
    town.wecom.people.say({ from: 'u-desk', text: '三' });
    for (let copy = 0; copy < 4; copy += 1) expect((await sdk.messages.next()).body).toMatchObject({ msgtype: 'text' });
  });

  test('dropped and delayed callbacks', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    holdTimers();
    await set(town, { dropInbound: 1, delayInboundMs: 1000 });
    town.wecom.people.say({ from: 'u-desk', text: '丢了' });
    town.wecom.people.say({ from: 'u-desk', text: '慢了' });
    await set(town, { reset: true });
    const textOf = (frame: { body?: unknown }) => (frame.body as { text: unknown }).text;
    expect(textOf(await town.hear(sdk, 'u-desk', '快的'))).toEqual({ content: '快的' });
    vi.advanceTimersByTime(1000);
    expect(textOf(await sdk.messages.next())).toEqual({ content: '慢了' });
  });

  test('errorOn refuses a command so many times, for one chat when named', async () => {
    const town = await openTown(spoken);
    const { client } = await town.sdk();
    await set(town, { errorOn: { cmd: 'aibot_send_msg', code: 846607, times: 2, chat: 'u-desk' } });
    await client.sendMessage('u-lead', markdown('别处'));
    expect(await codeOf(client.sendMessage('u-desk', markdown('一')))).toBe(846607);
    expect(await codeOf(client.sendMessage('u-desk', markdown('二')))).toBe(846607);
    await client.sendMessage('u-desk', markdown('三'));
    expect(town.chat('u-desk').map((message) => message.text)).toEqual(['三']);
  });

  test('rateLimit sets other limits, null restores them', async () => {
    const town = await openTown(spoken);
    const { client } = await town.sdk();
    await set(town, { rateLimit: { perMinute: 1 } });
    await client.sendMessage('u-desk', markdown('一'));
    expect(await codeOf(client.sendMessage('u-desk', markdown('二')))).toBe(846607);
    await set(town, { rateLimit: null });
    await client.sendMessage('u-desk', markdown('三'));
  });

  test('disconnect cuts the connection, the SDK comes back', async () => {
    const town = await openTown();
    const { client, gone } = await town.sdk({ maxReconnectAttempts: -1, reconnectInterval: 1 });
    const back = new Promise<void>((resolve) => client.once('authenticated', resolve));
    await set(town, { disconnect: true });
    await gone;
    await back;
    expect(town.wecom.connected()).toBe(true);
  });

  test('refuseConnections turns the next ones away', async () => {
    const town = await openTown();
    await set(town, { refuseConnections: 2 });
    const { client, errors } = await town.sdk({ maxReconnectAttempts: -1, reconnectInterval: 1 });
    expect((await errors.next()).message).toMatch(/503/);
    expect((await errors.next()).message).toMatch(/503/);
    await new Promise<void>((resolve) => client.once('authenticated', resolve));
  });

  test('a half-open connection looks alive, but nothing passes either way', async () => {
    const town = await openTown(spoken);
    const raw = await town.raw();
    await set(town, { disconnect: 'halfOpen' });
    expect(town.wecom.connected()).toBe(true);
    expect(town.wecom.people.say({ from: 'u-desk', text: '听得到吗' }).delivered).toBe(true);
    raw.send('aibot_send_msg', 'r1', push('说话'));
    const pong = new Promise<void>((resolve) => raw.socket.once('pong', () => resolve()));
    raw.socket.ping();
    await pong;
    // The protocol ping came back, so the frame before it has arrived and was ignored.
    expect(raw.frames.rest()).toEqual([]);
    expect(town.chat('u-desk').map((message) => message.sender)).toEqual(['u-desk']);
    const fresh = await town.sdk();
    await fresh.client.sendMessage('u-desk', markdown('好了'));
    expect(town.chat('u-desk').at(-1)?.sender).toBe(bot.id);
  });

  test('GET shows what is set, reset clears it, nonsense is refused in Chinese', async () => {
    const town = await openTown();
    await set(town, { dropAcks: 2, errorOn: [{ cmd: 'ping', code: -1 }] });
    expect((await town.get('/sandbox/api/faults')).body).toMatchObject({
      dropAcks: { count: 2 },
      errorOn: [{ cmd: 'ping', code: -1, times: 1 }],
    });
    expect((await set(town, { reset: true })).body).toMatchObject({ dropAcks: { count: 0 }, errorOn: [] });
    const refused = await set(town, { dropAck: 2 });
    expect(refused.status).toBe(400);
    expect(refused.body['error']).toMatch(/^故障设置看不懂/);
  });
});

test('an answer of the REST interface that is held back comes after the reset; the call was carried out', async () => {
  const town = await openRest();
  town.wecom.setFaults({ holdRest: { count: 1, cmd: 'message/send' } });
  const query = { access_token: await town.token() };
  const body = { touser: 'u-desk', agentid: app.agentId, msgtype: 'text', text: { content: '一' } };
  const carriedOut = new Promise<void>((resolve) => {
    const off = town.wecom.bus.on((event) => {
      if (event.type !== 'message') return;
      off();
      resolve();
    });
  });
  let answered = false;
  const answer = town.call('message/send', query, body).finally(() => (answered = true));
  await carriedOut;
  expect((await town.call('getcallbackip', query))['errcode']).toBe(0);
  expect(answered).toBe(false);
  town.wecom.setFaults({ reset: true });
  expect((await answer)['errcode']).toBe(0);
  expect(town.wecom.messages(APP_CHAT('u-desk'))).toHaveLength(1);
});
