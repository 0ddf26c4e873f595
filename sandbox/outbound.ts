/** Callbacks over HTTP: sealed afresh for each attempt, sent again when nobody answers in time (manual 1.6, 1.7). */
import { randomBytes } from 'node:crypto';
import type { CallbackTarget } from './envelope.ts';
import { decrypt, encrypt, sign } from './envelope.ts';
import { WecomError, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { World } from './world.ts';

export interface Delivery {
  target: CallbackTarget;
  /** The bot speaks JSON and has no receiver id, the app XML with the corporation's. */
  form: 'json' | 'xml';
  receiveId: string;
  plain: string;
  /** A click on a card of the bot is told once (manual 1.7). */
  isOnce: boolean;
  /** What came back in the response, decrypted and checked. */
  onReply: (reply: Json) => void;
}

export interface Outbound {
  /** False when a fault swallowed it. */
  send(delivery: Delivery): boolean;
  /** GET on saving the configuration; true when the answer is the bare plaintext within a second. */
  verify(target: CallbackTarget, receiveId: string): Promise<boolean>;
  close(): void;
}

export function createOutbound({ behaviour, faults, time, bus }: World): Outbound {
  const ending = new AbortController();
  const timers = new Set<NodeJS.Timeout>();

  const query = (target: CallbackTarget, encrypted: string): { text: string; timestamp: string; nonce: string } => {
    const timestamp = String(time.seconds());
    const nonce = randomBytes(8).toString('hex');
    const signature = sign(target.token, timestamp, nonce, encrypted);
    return { text: `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`, timestamp, nonce };
  };

  const attempt = async ({ target, form, receiveId, plain, onReply }: Delivery): Promise<'done' | 'again'> => {
    const encrypted = encrypt(target.aesKey, plain, receiveId);
    const { text, nonce } = query(target, encrypted);
    const body =
      form === 'json'
        ? JSON.stringify({ encrypt: encrypted })
        : `<xml><ToUserName><![CDATA[${receiveId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    let answer: string;
    try {
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(behaviour.callbackTimeoutMs)]);
      const response = await fetch(`${target.url}?${text}`, { method: 'POST', body, signal });
      answer = await response.text();
      if (response.status !== 200) return behaviour.resendOnStatus ? 'again' : 'done';
    } catch {
      return 'again';
    }
    if (answer !== '') {
      const reply = openReply(target, answer, nonce, receiveId);
      try {
        if (reply === null) throw new WecomError(40058, 'invalid reply');
        onReply(reply);
      } catch (error) {
        if (!(error instanceof WecomError)) throw error;
        bus.emit({ type: 'callback', data: { url: target.url, outcome: 'bad-reply' } });
      }
    }
    return 'done';
  };

  const run = async (delivery: Delivery): Promise<void> => {
    const attempts = delivery.isOnce ? 1 : 1 + behaviour.callbackRetries;
    for (let index = 0; index < attempts && !ending.signal.aborted; index += 1) {
      if ((await attempt(delivery)) === 'done') {
        bus.emit({ type: 'callback', data: { url: delivery.target.url, outcome: 'taken' } });
        return;
      }
    }
    bus.emit({ type: 'callback', data: { url: delivery.target.url, outcome: 'lost' } });
  };

  return {
    send: (delivery) => {
      if (faults.takeInboundDrop()) return false;
      const copies = delivery.isOnce ? 1 : faults.takeCopies();
      const start = (): void => {
        for (let copy = 0; copy < copies; copy += 1) void run(delivery);
      };
      const { delayInboundMs } = faults.view();
      if (delayInboundMs === 0) start();
      else timers.add(setTimeout(start, delayInboundMs));
      return true;
    },
    verify: async (target, receiveId) => {
      const word = String(randomBytes(6).readUIntBE(0, 6));
      const encrypted = encrypt(target.aesKey, word, receiveId);
      const { text } = query(target, encrypted);
      try {
        const url = `${target.url}?${text}&echostr=${encodeURIComponent(encrypted)}`;
        const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
        return response.status === 200 && (await response.text()) === word;
      } catch {
        return false;
      }
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      ending.abort();
    },
  };
}

/** The bot's reply carries the nonce of the callback, seconds, and a signature over its own ciphertext (manual 1.6). */
function openReply(target: CallbackTarget, answer: string, nonce: string, receiveId: string): Json | null {
  try {
    const envelope = JSON.parse(answer) as unknown;
    if (!isRecord(envelope)) return null;
    const { encrypt: encrypted, msgsignature, timestamp, nonce: given } = envelope;
    if (typeof encrypted !== 'string' || typeof timestamp !== 'number' || given !== nonce) return null;
    if (sign(target.token, String(timestamp), nonce, encrypted) !== msgsignature) return null;
    const opened = decrypt(target.aesKey, encrypted);
    const reply = JSON.parse(opened.message) as unknown;
    return opened.receiveId === receiveId && isRecord(reply) ? reply : null;
  } catch {
    return null;
  }
}
