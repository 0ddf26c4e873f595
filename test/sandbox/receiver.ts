/** Somebody's web server that WeCom calls back, on `@wecom/crypto`: it keeps every delivery and answers as it is told. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { onTestFinished } from 'vitest';
import type { LocalWecomOptions } from '../../sandbox/server.ts';
import { bot, Inbox, openTown } from './support.ts';
import type { Town } from './support.ts';

export const KEY = '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws';
const TOKEN = 'strangerToken';
export const CORP = 'wwCORP';
export const APP = { corpId: CORP, agentId: 1_000_002, secret: 'app-secret', name: '信访事项' };
export const APP_ID = `app-${APP.agentId}`;

export interface Delivery {
  /** As it stood in the request line. */
  url: string;
  contentType: string;
  body: string;
  timestamp: string;
  nonce: string;
  encrypted: string;
  isSigned: boolean;
  plain: string;
  receiveId: string;
}

type Answer = { status?: number; body?: string | Buffer };
/** `hang` never answers, `break` hangs up. */
export type HowToAnswer = (delivery: Delivery) => Answer | 'hang' | 'break';

interface Receiver {
  url: string;
  deliveries: Inbox<Delivery>;
  /** From now on. */
  answer(how: HowToAnswer): void;
}

const encryptedOf = (body: string): string =>
  body.startsWith('{')
    ? String((JSON.parse(body) as { encrypt: unknown }).encrypt)
    : (/<Encrypt><!\[CDATA\[([^\]]*)\]\]><\/Encrypt>/u.exec(body)?.[1] ?? '');

async function openReceiver(): Promise<Receiver> {
  const deliveries = new Inbox<Delivery>();
  let how: HowToAnswer = () => ({});
  const respond = (res: ServerResponse, answer: ReturnType<HowToAnswer>): void => {
    if (answer === 'hang') return;
    if (answer === 'break') return void res.destroy();
    res.writeHead(answer.status ?? 200).end(answer.body ?? '');
  };
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (piece: Buffer) => (body += piece.toString()));
    req.on('end', () => {
      const query = new URL(req.url ?? '', 'http://x').searchParams;
      const encrypted = query.get('echostr') ?? encryptedOf(body);
      const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
      const { message, id } = decrypt(KEY, encrypted);
      const delivery: Delivery = {
        url: req.url ?? '',
        contentType: req.headers['content-type'] ?? '',
        body,
        timestamp,
        nonce,
        encrypted,
        isSigned: getSignature(TOKEN, timestamp, nonce, encrypted) === query.get('msg_signature'),
        plain: message,
        receiveId: id,
      };
      const answer = how(delivery);
      deliveries.put(delivery);
      respond(res, answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom`,
    deliveries,
    answer: (next) => (how = next),
  };
}

export interface CallbackTown {
  town: Town;
  bot: Receiver;
  app: Receiver;
  /** How each delivery ended, as whoever writes a bot is shown it. */
  outcomes: Inbox<{ outcome: string; why?: string }>;
}

/** A local WeCom whose bot is in callback mode and whose app has a callback. */
export async function openCallbacks(options: Partial<LocalWecomOptions> = {}): Promise<CallbackTown> {
  const [forBot, forApp] = [await openReceiver(), await openReceiver()];
  const keys = { token: TOKEN, aesKey: KEY };
  let url = '';
  const town = await openTown({
    bots: [{ ...bot, callback: { ...keys, url: forBot.url } }],
    app: { ...APP, callback: { ...keys, url: forApp.url } },
    selfUrl: () => url,
    ...options,
  });
  url = town.url;
  const outcomes = new Inbox<{ outcome: string; why?: string }>();
  town.wecom.bus.on((event) => {
    if (event.type === 'callback') outcomes.put(event.data);
  });
  return { town, bot: forBot, app: forApp, outcomes };
}

/** The bot's passive reply; `change` spoils it. */
export function botReply(reply: unknown, nonce: string, change: { [name: string]: unknown } = {}): string {
  const { receiveId = '', aesKey = KEY, timestamp = 1_700_000_000, ...rest } = change;
  const encrypted = encrypt(
    String(aesKey),
    typeof reply === 'string' ? reply : JSON.stringify(reply),
    String(receiveId),
  );
  const msgsignature = getSignature(TOKEN, String(timestamp), nonce, encrypted);
  return JSON.stringify({ encrypt: encrypted, msgsignature, timestamp, nonce, ...rest });
}

/** The app's, with a nonce of its own. */
export function appReply(fields: string, change: { receiveId?: string; signature?: string } = {}): string {
  const plain = `<xml><ToUserName><![CDATA[u-desk]]></ToUserName><FromUserName><![CDATA[${CORP}]]></FromUserName><CreateTime>1700000000</CreateTime>${fields}</xml>`;
  const encrypted = encrypt(KEY, plain, change.receiveId ?? CORP);
  const signature = change.signature ?? getSignature(TOKEN, '1700000000', 'own', encrypted);
  return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1700000000</TimeStamp><Nonce><![CDATA[own]]></Nonce></xml>`;
}
