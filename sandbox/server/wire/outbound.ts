/** Callbacks over HTTP: sealed afresh for each attempt, sent again when nobody answers in time (manual 1.6, 1.7). */
import { randomBytes } from 'node:crypto';
import type { CallbackTarget } from './envelope.ts';
import { encrypt, sign } from './envelope.ts';
import { WecomError } from './errors.ts';
import type { Json } from './errors.ts';
import { BadReply, openReply } from './passive-envelope.ts';
import type { World } from '../world/world.ts';

interface Delivery {
  target: CallbackTarget;
  /** The bot speaks JSON and has no receiver id, the app XML with the corporation's. */
  form: 'json' | 'xml';
  receiveId: string;
  /** Of the app: stands beside the ciphertext. */
  agentId?: number;
  plain: string;
  /** A click on a card of the bot is told once (manual 1.7). */
  isOnce: boolean;
  /** What came back in the response, decrypted and checked; throws what WeCom would not take. */
  onReply: (reply: Json) => void;
  /** The last attempt is over. */
  onEnd?: () => void;
}

export interface Outbound {
  /** False when a fault swallowed it. */
  send(delivery: Delivery): boolean;
  /** GET on saving the configuration; true when the answer is the bare plaintext within a second. */
  verify(target: CallbackTarget, receiveId: string): Promise<boolean>;
  /** Unless the server closes before. */
  later(ms: number, action: () => void): void;
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

  const later = (ms: number, action: () => void): void => {
    if (ending.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };

  const tell = (target: CallbackTarget, outcome: 'taken' | 'lost' | 'bad-reply', why?: string): void =>
    bus.emit({ type: 'callback', data: { url: target.url, outcome, ...(why !== undefined && { why }) } });

  const attempt = async (delivery: Delivery): Promise<'done' | 'again'> => {
    const { target, form, receiveId, agentId, plain, onReply } = delivery;
    const encrypted = encrypt(target.aesKey, plain, receiveId);
    const { text, nonce } = query(target, encrypted);
    const agent = agentId === undefined ? '' : `<AgentID><![CDATA[${agentId}]]></AgentID>`;
    const body =
      form === 'json'
        ? JSON.stringify({ encrypt: encrypted })
        : `<xml><ToUserName><![CDATA[${receiveId}]]></ToUserName>${agent}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    let answer: string;
    try {
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(behaviour.callbackTimeoutMs)]);
      const type = form === 'json' ? 'application/json' : 'text/xml';
      const response = await fetch(`${target.url}?${text}`, {
        method: 'POST',
        body,
        signal,
        headers: { 'content-type': type },
      });
      answer = await response.text();
      if (response.status !== 200) {
        if (behaviour.resendOnStatus) return 'again';
        tell(target, 'lost', `HTTP ${response.status}`);
        return 'done';
      }
    } catch {
      return 'again';
    }
    try {
      if (answer !== '') onReply(openReply(target, form, answer, { nonce, receiveId }));
      tell(target, 'taken');
    } catch (error) {
      if (error instanceof WecomError) tell(target, 'bad-reply', `${error.code} ${error.message}`);
      else if (error instanceof BadReply) tell(target, 'bad-reply', error.message);
      else throw error;
    }
    return 'done';
  };

  const run = async (delivery: Delivery): Promise<void> => {
    const attempts = delivery.isOnce ? 1 : 1 + behaviour.callbackRetries;
    let isDone = false;
    for (let index = 0; index < attempts && !isDone && !ending.signal.aborted; index += 1) {
      isDone = (await attempt(delivery)) === 'done';
    }
    if (!isDone) tell(delivery.target, 'lost', 'no answer in time');
    delivery.onEnd?.();
  };

  return {
    send: (delivery) => {
      if (faults.takeInboundDrop()) return false;
      const copies = delivery.isOnce ? 1 : faults.takeCopies();
      const start = (): void => {
        for (let copy = 0; copy < copies; copy += 1) void run(delivery);
      };
      faults.inOrder(() => {
        const { delayInboundMs } = faults.view();
        if (delayInboundMs === 0) start();
        else later(delayInboundMs, start);
      });
      return true;
    },
    verify: async (target, receiveId) => {
      const word = String(randomBytes(6).readUIntBE(0, 6));
      const encrypted = encrypt(target.aesKey, word, receiveId);
      const { text } = query(target, encrypted);
      try {
        const url = `${target.url}?${text}&echostr=${encodeURIComponent(encrypted)}`;
        const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
        // The bytes: decoded text would hide a byte order mark.
        return response.status === 200 && Buffer.from(await response.arrayBuffer()).toString('latin1') === word;
      } catch {
        return false;
      }
    },
    later,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      ending.abort();
    },
  };
}
