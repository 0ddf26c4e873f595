/** Whatever is thrown at the callbacks' addresses: nothing acts, nothing crashes, nothing is kept. */
import { encrypt, getSignature } from '@wecom/crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { seeded } from '../support/random.ts';
import { describe, expect, flowTest, type Town } from '../support/town.ts';
import { CALLBACK_KEYS } from '../support/wecom-setup.ts';

const ROUNDS = 5;
/** The long run throws 10,000. */
const CALLBACKS = Number(process.env['CALLBACKS'] ?? 2_500);
const PER_ROUND = CALLBACKS / ROUNDS;
const AT_ONCE = 40;
/**
 * Of all rounds but the first, in which code is compiled and pools fill: of 10,000 requests 500 bytes that each kept would show, of the suite's
 * 2,500 two thousand.
 */
const MAX_GROWTH_BYTES = 4 * 1024 * 1024;

type Way = keyof typeof CALLBACK_KEYS;
interface Shot {
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: string;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const random = seeded(20_260_302);
const hex = (length: number): string => Array.from({ length }, () => random.between(0, 15).toString(16)).join('');
let last = 0;
const plainText = (way: Way, from: string): string => {
  last += 1;
  return way === 'bot'
    ? JSON.stringify({
        msgid: `forged-${last}`,
        from: { userid: from },
        msgtype: 'text',
        text: { content: '/登记 不存在的事' },
      })
    : `<xml><FromUserName>${from}</FromUserName><MsgType>text</MsgType><Content><![CDATA[/登记 不存在的事]]></Content><MsgId>${last}</MsgId></xml>`;
};

interface Seal {
  readonly timestamp: string;
  readonly receiveId?: string;
  readonly token?: string;
  readonly aesKey?: string;
}
function sealed(way: Way, plain: string, { timestamp, ...other }: Seal): Shot & { readonly encrypted: string } {
  const { path, token, aesKey, receiveId } = { ...CALLBACK_KEYS[way], ...other };
  const encrypted = encrypt(aesKey, plain, receiveId);
  const nonce = hex(12);
  const query = { msg_signature: getSignature(token, timestamp, nonce, encrypted), timestamp, nonce };
  return { path, query, body: wrapped(way, encrypted), encrypted };
}
const wrapped = (way: Way, encrypted: string): string =>
  way === 'bot'
    ? JSON.stringify({ encrypt: encrypted })
    : `<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;

/** Another character at one place, one missing, or one more; never the text itself. */
function mutated(text: string): string {
  const at = random.between(0, text.length - 1);
  const [head, tail] = [text.slice(0, at), text.slice(at + 1)];
  const other = random.pick(['A', 'b', '0', '=', '+', '/'].filter((sign) => sign !== text[at]));
  return random.pick([head + other + tail, head + tail, text.slice(0, at + 1) + other + tail]);
}

/** One kind of attack after the other, against the bot's address and the app's in turn. */
const ATTACKS: Readonly<Record<string, (way: Way, now: number, genuine: Record<Way, Shot>) => Shot>> = {
  'forged: another token': (way, now) =>
    sealed(way, plainText(way, 'u-desk1'), { timestamp: String(now), token: 'anotherToken' }),
  'forged: a signature that is made up': (way, now) => {
    const shot = sealed(way, plainText(way, 'u-desk1'), { timestamp: String(now) });
    return { ...shot, query: { ...shot.query, msg_signature: hex(40) } };
  },
  stale: (way, now) => {
    const off = random.pick([-1, 1]) * random.between(301, 40_000_000);
    return sealed(way, plainText(way, 'u-desk1'), { timestamp: String(now + off) });
  },
  'replayed: what was taken before': (way, _now, genuine) => genuine[way],
  truncated: (way, now) => {
    const shot = sealed(way, plainText(way, 'u-desk1'), { timestamp: String(now) });
    if (random.chance(0.5)) return { ...shot, body: shot.body.slice(0, random.between(0, shot.body.length - 20)) };
    return { ...shot, body: wrapped(way, shot.encrypted.slice(0, random.between(0, shot.encrypted.length - 1))) };
  },
  'for another receiver': (way, now) =>
    sealed(way, plainText(way, 'u-desk1'), {
      timestamp: String(now),
      receiveId: random.pick(['wwOther', way === 'bot' ? CALLBACK_KEYS.app.receiveId : '']),
    }),
  'to the other address': (way, now) => ({
    ...sealed(way, plainText(way, 'u-desk1'), { timestamp: String(now) }),
    path: CALLBACK_KEYS[way === 'bot' ? 'app' : 'bot'].path,
  }),
  'changed in what is signed': (way, now) => {
    const shot = sealed(way, plainText(way, 'u-desk1'), { timestamp: String(now) });
    const part = random.pick(['msg_signature', 'timestamp', 'nonce', 'encrypted'] as const);
    if (part === 'encrypted') return { ...shot, body: wrapped(way, mutated(shot.encrypted)) };
    return { ...shot, query: { ...shot.query, [part]: mutated(shot.query[part]!) } };
  },
  'signed, but no message': (way, now) => {
    const nonsense = [
      '',
      '{}',
      'null',
      '[[[[',
      '<xml/>',
      '<xml>'.repeat(2_000),
      `<!DOCTYPE xml [<!ENTITY a "${'b'.repeat(99)}">]><xml><FromUserName>&a;</FromUserName><MsgType>text</MsgType></xml>`,
      JSON.stringify({ msgid: 7, from: 'u-desk1', msgtype: ['text'] }),
      JSON.stringify({ msgid: 'x', from: { userid: '' }, msgtype: 'text', text: { content: '/登记 不存在的事' } }),
      plainText(way === 'bot' ? 'app' : 'bot', 'u-desk1'),
      '\u0000'.repeat(random.between(1, 500)),
    ];
    return sealed(way, random.pick(nonsense), { timestamp: String(now) });
  },
};
const KINDS = Object.entries(ATTACKS);

const fire = async (base: string, { path, query, body }: Shot): Promise<number> => {
  const response = await fetch(`${base}${path}?${new URLSearchParams(query).toString()}`, { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
};

/** Where WeCom calls this town back, learnt from a first message of each kind. */
async function genuineShots(town: Town): Promise<{ base: string; genuine: Record<Way, Shot> }> {
  const url = new Promise<string>((resolve) => {
    const off = town.wecom.bus.on((event) => {
      if (event.type !== 'callback') return;
      off();
      resolve(event.data.url);
    });
  });
  await town.say('赵某', '/今天');
  const base = new URL(await url).origin;
  const timestamp = String(Math.floor(town.app.clock.now().getTime() / 1_000));
  const genuine = {
    bot: sealed('bot', plainText('bot', 'u-jw1'), { timestamp }),
    app: sealed('app', plainText('app', 'u-jw1'), { timestamp }),
  };
  return { base, genuine };
}

describe('callbacks that are none', () => {
  flowTest('none acts, none crashes, memory stays flat', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true }, at: '2026-03-02T09:30' });
    const { base, genuine } = await genuineShots(town);
    const { sql } = town.app.database;
    const stored = async (): Promise<number> =>
      Number((await sql<{ n: number }[]>`select count(*)::int as n from inbound`)[0]!.n);
    for (const shot of [genuine.bot, genuine.app]) expect(await fire(base, shot)).toBe(200);
    await town.settle();
    const before = { inbound: await stored(), messages: town.messages().length };
    const matters = await sql`select 1 from petition`;

    const statuses = new Map<string, Set<number>>();
    const held: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      let sent = 0;
      const oneAfterTheOther = async (): Promise<void> => {
        while (sent < PER_ROUND) {
          const index = sent;
          sent += 1;
          const [kind, attack] = KINDS[index % KINDS.length]!;
          const now = Math.floor(town.app.clock.now().getTime() / 1_000);
          const status = await fire(base, attack(index % 2 === 0 ? 'bot' : 'app', now, genuine));
          statuses.set(kind, (statuses.get(kind) ?? new Set()).add(status));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther));
      held.push(heldBytes());
    }
    // Too large ones cost their senders more than us: a few.
    const timestamp = String(Math.floor(town.app.clock.now().getTime() / 1_000));
    for (const way of ['bot', 'app'] as const) {
      const huge = sealed(way, `${plainText(way, 'u-desk1')}${' '.repeat(300_000)}`, { timestamp });
      for (let index = 0; index < 20; index += 1) expect(await fire(base, huge)).toBe(413);
    }

    await town.settle();
    expect({ inbound: await stored(), messages: town.messages().length }).toEqual(before);
    expect(await sql`select 1 from petition`).toHaveLength(matters.length);
    const refused = new Set([400, 403]);
    for (const [kind, found] of statuses) {
      const allowed = kind.startsWith('replayed')
        ? new Set([200])
        : kind.startsWith('signed')
          ? new Set([200, 400, 403])
          : refused;
      expect(
        [...found].filter((status) => !allowed.has(status)),
        kind,
      ).toEqual([]);
    }
    const growth = held.at(-1)! - held[0]!;
    process.stdout.write(
      `held after each round of ${PER_ROUND}: ${held.map((bytes) => (bytes / 1e6).toFixed(1)).join(', ')} MB\n`,
    );
    expect(growth).toBeLessThan(MAX_GROWTH_BYTES);

    // And it still serves.
    await town.say('赵某', '/今天');
    expect(town.messages().length).toBeGreaterThan(before.messages);
  });
});
