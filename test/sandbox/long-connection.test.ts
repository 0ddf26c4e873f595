import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../../sandbox/server/world/options.ts';
import { bot, markdown, openTown, otherBot } from './support.ts';

describe('First frame must be subscribe; wrong secret -> ack 853000, socket left open; other commands before subscribe -> 846609 (assumption)', () => {
  test('the official SDK connects, and the bot counts as connected', async () => {
    const town = await openTown();
    expect(town.wecom.connected()).toBe(false);
    const { client } = await town.sdk();
    expect(client.isConnected).toBe(true);
    expect(town.wecom.connected()).toBe(true);
    expect(town.wecom.connected(otherBot.id)).toBe(false);
  });

  test('a wrong secret is acknowledged with 853000 and the socket stays open', async () => {
    const town = await openTown();
    const raw = await town.raw(null);
    const refused = await raw.ask('aibot_subscribe', 'aibot_subscribe_x', { bot_id: bot.id, secret: 'nein' });
    expect(refused.errcode).toBe(853000);
    expect(refused.headers.req_id).toBe('aibot_subscribe_x');
    const accepted = await raw.ask('aibot_subscribe', 'aibot_subscribe_y', { bot_id: bot.id, secret: bot.secret });
    expect(accepted.errcode).toBe(0);
  });

  test('the SDK reports a wrong secret as an authentication failure', async () => {
    const town = await openTown();
    const { errors } = await town.sdk({ secret: 'nein' });
    expect((await errors.next()).message).toMatch(/853000/);
  });

  test('any command before subscribe is refused with 846609', async () => {
    const town = await openTown();
    const raw = await town.raw(null);
    expect((await raw.ask('aibot_send_msg', 'r1', { chatid: 'u-desk', ...markdown('x') })).errcode).toBe(846609);
    expect((await raw.ask('ping', 'ping_1')).errcode).toBe(846609);
  });

  test('or closes the connection, by switch', async () => {
    const town = await openTown({ behaviour: { beforeSubscribe: 'close' } });
    const raw = await town.raw(null);
    raw.send('aibot_send_msg', 'r1', { chatid: 'u-desk', ...markdown('x') });
    await raw.closed;
    expect(raw.frames.rest()).toEqual([]);
  });
});

describe('Acks without cmd, same req_id; error acks with hint-style errmsg', () => {
  test('acknowledgements carry no cmd and echo the req_id', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const ack = await raw.ask('ping', 'ping_7');
    expect(ack).toEqual({ headers: { req_id: 'ping_7' }, errcode: 0, errmsg: 'ok' });
  });

  test('an error is acknowledged with a hint-style errmsg', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const ack = await raw.ask('aibot_send_msg', 'r1', { chatid: 'nobody', ...markdown('x') });
    expect(ack.errcode).toBe(93006);
    expect(ack.errmsg).toMatch(/^invalid chatid, hint: \[\d+\], from ip: [\d.]+, more info at https:\S+\?e=93006$/);
    expect(ack).not.toHaveProperty('cmd');
  });

  test('an unknown command is refused', async () => {
    const town = await openTown();
    const raw = await town.raw();
    expect((await raw.ask('aibot_get_mcp_config', 'r1', {})).errcode).toBe(846610);
    raw.socket.send('not json');
    expect((await raw.frames.next()).errcode).toBe(846610);
  });
});

describe('Second subscribe: disconnected_event to the old one, close after a configurable delay (0..300 s), later pushes only to the newest', () => {
  test('a second subscribe sends disconnected_event to the old one and closes it after the delay', async () => {
    const town = await openTown({ behaviour: { takeoverCloseDelayMs: 20 } });
    const first = await town.raw();
    const second = await town.sdk();
    const event = await first.frames.next();
    expect(event.cmd).toBe('aibot_event_callback');
    expect(event.body).toMatchObject({ msgtype: 'event', event: { eventtype: 'disconnected_event' } });
    expect(event.body).not.toHaveProperty('from');
    await first.closed;
    expect(second.client.isConnected).toBe(true);
  });

  test('after a takeover only the newest connection receives messages', async () => {
    const town = await openTown({ behaviour: { takeoverCloseDelayMs: 60_000 } });
    const first = await town.raw();
    const second = await town.sdk();
    await first.frames.next();
    await town.hear(second, 'u-desk', '你好');
    // The old one still gets its pong (a half-dead session), and nothing was pushed before it.
    expect((await first.ask('ping', 'ping_1')).headers.req_id).toBe('ping_1');
  });

  test('the SDK stops at disconnected_event and does not come back', async () => {
    const town = await openTown();
    const first = await town.sdk({ maxReconnectAttempts: -1 });
    await town.sdk();
    expect(await first.gone).toMatch(/New connection established/);
    expect(first.client.isConnected).toBe(false);
  });

  test('a taken-over connection can be made unable to send', async () => {
    const town = await openTown({
      behaviour: { takeoverCloseDelayMs: 60_000, staleCommands: 'refuse' },
      everyoneHasSpoken: true,
    });
    const first = await town.raw();
    await town.sdk();
    await first.frames.next();
    expect((await first.ask('aibot_send_msg', 'r', { chatid: 'u-desk', ...markdown('x') })).errcode).toBe(846609);
  });
});

describe('Close connections without ping for N s (configurable; 60-90 s as default assumption)', () => {
  test('75 s when nothing else is said', () => {
    expect(defaultBehaviour.heartbeatTimeoutMs).toBeGreaterThanOrEqual(60_000);
    expect(defaultBehaviour.heartbeatTimeoutMs).toBeLessThanOrEqual(90_000);
  });

  test('a connection without ping is closed, one that pings is not', async () => {
    const town = await openTown({ behaviour: { heartbeatTimeoutMs: 30 } });
    const silent = await town.raw(otherBot);
    const alive = await town.raw();
    town.passReal(20);
    await alive.ask('ping', 'ping_1');
    town.passReal(10);
    await silent.closed;
    expect(town.wecom.connected(otherBot.id)).toBe(false);
    expect((await alive.ask('ping', 'ping_2')).errcode).toBe(0);
    town.passReal(29);
    // Other frames do not replace the ping.
    expect((await alive.ask('aibot_send_msg', 'r', {})).errcode).toBe(93006);
    town.passReal(1);
    await alive.closed;
    expect(town.wecom.connected()).toBe(false);
  });

  test('a connection that never subscribes is closed too', async () => {
    const town = await openTown({ behaviour: { heartbeatTimeoutMs: 30 } });
    const raw = await town.raw(null);
    town.passReal(30);
    await raw.closed;
    expect(raw.socket.readyState).toBe(raw.socket.CLOSED);
  });
});

describe('long connection: the upgrade', () => {
  test('the path of the upgrade does not matter', async () => {
    const town = await openTown();
    const { client } = await town.sdk({ wsUrl: `${town.wsUrl}sandbox/ws` });
    expect(client.isConnected).toBe(true);
  });

  test('a foreign Host, a foreign Origin and a forwarded upgrade are refused', async () => {
    const town = await openTown();
    const { WebSocket } = await import('ws');
    for (const headers of [
      { host: 'evil.example' },
      { origin: 'https://evil.example' },
      { 'x-forwarded-for': '203.0.113.9' },
    ]) {
      const socket = new WebSocket(town.wsUrl, { headers });
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect(response.statusCode).toBe(403);
      socket.on('error', () => undefined);
      socket.terminate();
    }
  });
});
