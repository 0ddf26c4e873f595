/** A callback as the receiver takes it, against bare node:crypto on the same bytes. */
import { encrypt, getSignature } from '@wecom/crypto';
import { createDecipheriv, createHash } from 'node:crypto';

import { Secret } from '../src/core/secret.ts';
import { appReceiver, botReceiver } from '../src/wecom/callback/receiver.ts';
import { type Bench, type Figure, median } from './support/report.ts';

const TOKEN = 'benchToken';
const KEY = '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws';
const CORP = 'wwBench';
const NOW = 1_700_000_000;
const ROUNDS = 21;
const CALLS = 2_000;

interface Sample {
  readonly what: string;
  readonly encrypted: string;
  readonly query: { signature: string; timestamp: string; nonce: string };
  ours(): void;
}

function sample(
  what: string,
  plain: string,
  receiveId: string,
  take: (query: Sample['query'], body: string) => void,
): Sample {
  const encrypted = encrypt(KEY, plain, receiveId);
  const query = {
    timestamp: String(NOW),
    nonce: 'nonce1',
    signature: getSignature(TOKEN, String(NOW), 'nonce1', encrypted),
  };
  const body =
    receiveId === ''
      ? JSON.stringify({ encrypt: encrypted })
      : `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { what, encrypted, query, ours: () => take(query, body) };
}

/** What no receiver can do without: one hash, one decryption. */
function bare({ encrypted, query }: Sample): void {
  createHash('sha1').update([TOKEN, query.timestamp, query.nonce, encrypted].toSorted().join('')).digest('hex');
  const key = Buffer.from(`${KEY}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]).toString('utf8');
}

function microseconds(run: () => void): number {
  const started = performance.now();
  for (let index = 0; index < CALLS; index += 1) run();
  return ((performance.now() - started) * 1_000) / CALLS;
}

function measure(given: Sample): Figure {
  const ours: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Taken in turns: whatever else the machine does meets both.
    floors.push(microseconds(() => bare(given)));
    ours.push(microseconds(given.ours));
  }
  const ratio = median(floors.slice(1)) / median(ours.slice(1));
  return {
    what: given.what,
    unit: 'µs',
    ours: median(ours.slice(1)),
    floor: median(floors.slice(1)),
    ratio,
    bar: '≥ 0.7 of bare',
    isMet: ratio >= 0.7,
  };
}

const bench: Bench = ({ say }) => {
  const keys = { token: new Secret(TOKEN), aesKey: new Secret(KEY) };
  const clocks = [new Date(NOW * 1_000)];
  const bot = botReceiver(keys);
  const app = appReceiver({ ...keys, receiveId: CORP });
  const json = (text: string): string =>
    JSON.stringify({
      msgid: 'CAIQbench',
      aibotid: 'aibBench',
      chatid: 'wrBench',
      chattype: 'group',
      from: { userid: 'u-desk1' },
      response_url: 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=bench',
      msgtype: 'text',
      text: { content: text },
    });
  const xml = (text: string): string =>
    `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><FromUserName><![CDATA[u-desk1]]></FromUserName><CreateTime>${NOW}</CreateTime>` +
    `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>4561255354251345929</MsgId><AgentID>1000002</AgentID></xml>`;
  const command = '@信访助手 /登记 村口路灯不亮 地点:三组 方式:来访 人数:3';
  const letter = `/答复 12 内容:${'现将有关情况答复如下，'.repeat(300)}`;
  const progress = `/进展 FJ2026-0012 内容:${'上午到现场，已与产权单位商定维修办法，'.repeat(20)}`;
  const samples = [
    sample('bot, a command', json(command), '', (query, body) => bot.read(query, body, clocks)),
    sample('bot, a report of 1 KB', json(progress), '', (query, body) => bot.read(query, body, clocks)),
    sample('bot, a pasted letter of 10 KB', json(letter), '', (query, body) => bot.read(query, body, clocks)),
    sample('app, a command', xml(command), CORP, (query, body) => app.read(query, body, clocks)),
    sample('app, a report of 1 KB', xml(progress), CORP, (query, body) => app.read(query, body, clocks)),
  ];
  say('bare node:crypto and the receiver in turns');
  return Promise.resolve(samples.map(measure));
};

export default bench;
