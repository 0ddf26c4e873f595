import { encrypt, getSignature } from '@wecom/crypto';
import { connect } from 'node:net';
import { describe, expect, test as base } from 'vitest';

import { createLogger } from '../../../src/core/logger.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import { wecomRouter } from '../../../src/http/routes/wecom.ts';
import { startHttp } from '../../../src/http/server.ts';
import { appReceiver, botReceiver } from '../../../src/wecom/callback/receiver.ts';
import { CallbackCrypto, CallbackRefused } from '../../../src/wecom/callback/crypto.ts';
import type { Incoming } from '../../../src/contract/channel.ts';
import { seeded } from '../../support/random.ts';
import { bot, official, VERIFICATIONS } from '../wecom/callback/vectors.ts';

const NOW = 1_700_000_000;
interface Web {
  url: string;
  taken: Incoming[];
  lines: string[];
  /** Body of the next passive reply. */
  passive: { body?: object };
}

const test = base.extend<{ web: Web }>({
  web: async ({}, use) => {
    const taken: Incoming[] = [];
    const lines: string[] = [];
    const passive: Web['passive'] = {};
    const log = createLogger({ write: (line) => void lines.push(line) });
    const server = await startHttp({
      port: 0,
      host: '127.0.0.1',
      log,
      checks: () => Promise.resolve([]),
      metrics: createMetrics(() => Promise.resolve({ outbox: 0, sweep: 0 })),
      routers: [
        wecomRouter({
          bot: botReceiver(bot),
          app: appReceiver(official),
          files: [{ name: 'WW_verify_aB3.txt', content: 'aB3' }],
          clocks: () => [new Date(NOW * 1_000)],
          take: (incoming) => {
            taken.push(incoming);
            return Promise.resolve(passive.body);
          },
          log,
        }),
      ],
    });
    await use({ url: `http://127.0.0.1:${server.port}`, taken, lines, passive });
    await server.close();
  },
});

interface Post {
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: string;
}
const signed = (keys: typeof bot, path: string, plain: string, timestamp = String(NOW)): Post => {
  const encrypted = encrypt(keys.aesKey.reveal(), plain, keys.receiveId);
  const signature = getSignature(keys.token.reveal(), timestamp, 'nonce1', encrypted);
  return {
    path,
    query: { msg_signature: signature, timestamp, nonce: 'nonce1' },
    body:
      path === '/wecom/bot'
        ? JSON.stringify({ encrypt: encrypted })
        : `<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  };
};
const botText = (msgid = 'm1', more: object = {}): string =>
  JSON.stringify({ msgid, from: { userid: 'zhangsan' }, msgtype: 'text', text: { content: '/今天' }, ...more });
const appText =
  '<xml><FromUserName>zhangsan</FromUserName><MsgType>text</MsgType><Content><![CDATA[/今天]]></Content><MsgId>1</MsgId></xml>';
const post = ({ url }: Web, { path, query, body }: Post): Promise<Response> =>
  fetch(`${url}${path}?${new URLSearchParams(query).toString()}`, { method: 'POST', body });

test('the file that proves the domain: its bare word, by its exact name', async ({ web }) => {
  const response = await fetch(`${web.url}/WW_verify_aB3.txt`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect([response.status, await response.text()]).toEqual([200, 'aB3']);
  // Whoever owns another file must not prove this domain theirs.
  for (const path of ['WW_verify_other.txt', 'WW_verify_aB3Xtxt', 'h5/WW_verify_aB3.txt']) {
    expect((await fetch(`${web.url}/${path}`)).status).toBe(404);
  }
});

describe('URL verification', () => {
  for (const { name, keys, envelope, plain } of VERIFICATIONS) {
    if (keys !== official && keys !== bot) continue;
    test(`answers the bare plaintext: ${name}`, async ({ web }) => {
      const path = keys === bot ? '/wecom/bot' : '/wecom/app';
      const { signature, timestamp, nonce, encrypted } = envelope;
      const query = `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}&echostr=`;
      for (const echo of [encodeURIComponent(encrypted), encrypted]) {
        const response = await fetch(`${web.url}${path}?${query}${echo}`);
        expect([response.status, await response.text()]).toEqual([200, plain]);
      }
      const forged = await fetch(
        `${web.url}${path}?${query.replace('nonce=', 'nonce=x')}${encodeURIComponent(encrypted)}`,
      );
      expect(forged.status).toBe(403);
      expect(await forged.text()).not.toContain(plain);
      expect(web.taken).toEqual([]);
    });
  }
});

describe('a message', () => {
  test('to the bot is taken and acknowledged with nothing', async ({ web }) => {
    const url = 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c';
    const response = await post(web, signed(bot, '/wecom/bot', botText('m1', { response_url: url })));
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(web.taken).toEqual([expect.objectContaining({ msgid: 'm1', via: 'bot-callback', responseUrl: url })]);
  });

  test('to the app is taken and acknowledged with nothing', async ({ web }) => {
    const response = await post(web, signed(official, '/wecom/app', appText));
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(web.taken).toEqual([expect.objectContaining({ msgid: 'app:1', via: 'app', userid: 'zhangsan' })]);
  });

  test('that is answered at once is answered under the nonce it came with', async ({ web }) => {
    web.passive.body = { msgtype: 'text', text: { content: '您好' } };
    const response = await post(web, signed(bot, '/wecom/bot', botText()));
    const reply = (await response.json()) as Record<string, string | number>;
    expect(reply).toMatchObject({ nonce: 'nonce1', timestamp: NOW });
    const envelope = { nonce: 'nonce1', timestamp: String(reply['timestamp']) };
    const opened = new CallbackCrypto(bot).open({
      ...envelope,
      signature: String(reply['msgsignature']),
      encrypted: String(reply['encrypt']),
    });
    expect(JSON.parse(opened)).toEqual(web.passive.body);
  });
});

describe('does not act', () => {
  const good = signed(bot, '/wecom/bot', botText());
  const cases: [string, Post, number][] = [
    ['forged', { ...good, query: { ...good.query, msg_signature: 'a'.repeat(40) } }, 403],
    ['stale', signed(bot, '/wecom/bot', botText(), String(NOW - 3_600)), 403],
    ['from the future', signed(bot, '/wecom/bot', botText(), String(NOW + 3_600)), 403],
    ['for another receiver', signed({ ...bot, receiveId: 'wwother' }, '/wecom/bot', botText()), 403],
    ['for the app, sent to the bot', signed(official, '/wecom/bot', botText()), 403],
    ['truncated', { ...good, body: good.body.slice(0, -20) }, 400],
    ['without a query', { ...good, query: {} }, 400],
    ['oversized', { ...good, body: 'x'.repeat(300_000) }, 413],
    ['no JSON inside', signed(bot, '/wecom/bot', '<xml/>'), 400],
    ['no XML inside', signed(official, '/wecom/app', '{}'), 400],
    ['entities', signed(official, '/wecom/app', `<!DOCTYPE a [<!ENTITY b "c">]>${appText}`), 400],
    ['of no use', signed(bot, '/wecom/bot', '{"msgtype":"stream"}'), 200],
  ];
  for (const [name, given, status] of cases) {
    test(`when ${name}: ${status}`, async ({ web }) => {
      expect((await post(web, given)).status).toBe(status);
      expect(web.taken).toEqual([]);
    });
  }

  test('when a parameter comes twice', async ({ web }) => {
    const query = new URLSearchParams(good.query);
    query.append('nonce', 'nonce1');
    const response = await fetch(`${web.url}${good.path}?${query.toString()}`, { method: 'POST', body: good.body });
    expect([response.status, web.taken]).toEqual([400, []]);
  });

  test('when the sender says nothing of the length and never stops', async ({ web }) => {
    const { port } = new URL(web.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /wecom/bot HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let index = 0; index < 6; index += 1) socket.write(chunk);
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413/u);
    expect(web.taken).toEqual([]);
  });

  test('a second cause is said although the first was said just now', async ({ web }) => {
    const causes = new Set<string>();
    for (const [, forged] of cases) {
      await post(web, forged);
      await post(web, forged);
    }
    const refused = web.lines.filter((line) => line.includes('callback refused'));
    for (const line of refused) {
      const { path, why } = JSON.parse(line) as { path: string; why: string };
      causes.add(`${path} ${why}`);
    }
    expect(causes.size).toBeGreaterThan(2);
    expect(refused).toHaveLength(causes.size);
  });

  test('whatever is sent: the log says why, once', async ({ web }) => {
    for (let index = 0; index < 5; index += 1) await post(web, cases[0]![1]);
    expect(web.lines.filter((line) => line.includes('callback refused'))).toHaveLength(1);
    expect(web.lines.join('')).not.toContain('今天');
  });
});

describe('10,000 mutations', () => {
  const random = seeded(11);
  const mutate = (text: string): string => {
    const at = random.between(0, text.length - 1);
    const glyph = random.pick(['', 'A', '=', '+', '<', ']', '{', '"', '\u0000', '中', '%', text.slice(0, 9)]);
    return random.chance(0.2) ? text.slice(0, at) : text.slice(0, at) + glyph + text.slice(at + 1);
  };

  test('none acts, none crashes', () => {
    const receivers = { '/wecom/bot': botReceiver(bot), '/wecom/app': appReceiver(official) };
    const samples = [signed(bot, '/wecom/bot', botText()), signed(official, '/wecom/app', appText)];
    const clocks = [new Date(NOW * 1_000)];
    const acted: unknown[] = [];
    const crashed: unknown[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      const sample = samples[index % 2]!;
      const changed = random.pick(['body', 'body', 'body', 'msg_signature', 'timestamp', 'nonce'] as const);
      const { msg_signature: signature, timestamp, nonce } = sample.query as Record<string, string>;
      const query = { signature: signature!, timestamp: timestamp!, nonce: nonce! };
      if (changed === 'msg_signature') query.signature = mutate(query.signature);
      else if (changed !== 'body') query[changed] = mutate(query[changed]);
      const body = changed === 'body' ? mutate(sample.body) : sample.body;
      try {
        const incoming = receivers[sample.path as keyof typeof receivers].read(query, body, clocks);
        // The wrapping around the ciphertext is not signed: what is in it is still what WeCom wrote.
        const isGenuine = incoming?.userid === 'zhangsan' && 'text' in incoming.what && incoming.what.text === '/今天';
        if (!isGenuine) acted.push(incoming);
      } catch (error) {
        if (!(error instanceof CallbackRefused)) crashed.push(error);
      }
    }
    expect({ acted, crashed }).toEqual({ acted: [], crashed: [] });
  });

  test('of the plaintext under a right signature: nothing crashes', () => {
    const receivers = { '/wecom/bot': botReceiver(bot), '/wecom/app': appReceiver(official) };
    const crashed: unknown[] = [];
    for (let index = 0; index < 4_000; index += 1) {
      const isBot = index % 2 === 0;
      const { path, query, body } = isBot
        ? signed(bot, '/wecom/bot', mutate(botText()))
        : signed(official, '/wecom/app', mutate(appText));
      const given = { signature: query['msg_signature']!, timestamp: query['timestamp']!, nonce: query['nonce']! };
      try {
        receivers[path as keyof typeof receivers].read(given, body, [new Date(NOW * 1_000)]);
      } catch (error) {
        if (!(error instanceof CallbackRefused)) crashed.push(error);
      }
    }
    expect(crashed).toEqual([]);
  });
});
