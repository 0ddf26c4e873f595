import type { Incoming } from '../../contract/channel.ts';
import { type Dropped, readBotMessage } from '../incoming.ts';
import { readAppMessage } from './app-message.ts';
import { CallbackCrypto, CallbackRefused, type CallbackKeys } from './crypto.ts';
import { encryptedOf } from './xml.ts';

/** The three values WeCom puts into the query of every callback. */
export interface CallbackQuery {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
}

/** One way in over HTTP: what its envelopes look like and how its messages are read. */
export interface CallbackReceiver {
  /** URL verification: the bare plaintext (doc 90930). It changes nothing, so its age does not matter. */
  verify(query: CallbackQuery, echo: string): string;
  /** @returns undefined for what is of no use; throws `CallbackRefused` for what is not WeCom's */
  read(query: CallbackQuery, body: string, clocks: readonly Date[], dropped?: Dropped): Incoming | undefined;
  /** A passive reply in this way's envelope. */
  reply(query: CallbackQuery, message: object): string;
}

/** Receiver of the bot in callback mode: JSON, no receiver id (doc 101033). */
export function botReceiver(keys: Omit<CallbackKeys, 'receiveId'>): CallbackReceiver {
  const crypto = new CallbackCrypto({ ...keys, receiveId: '' });
  return {
    verify: (query, echo) => crypto.open({ ...query, encrypted: echo }),
    read(query, body, clocks, dropped) {
      const plain = crypto.openFresh({ ...query, encrypted: encryptedIn(body) }, clocks);
      return readBotMessage(parse(plain), keys.aesKey.reveal(), dropped);
    },
    reply({ timestamp, nonce }, message) {
      const { encrypted, signature } = crypto.seal(JSON.stringify(message), timestamp, nonce);
      return JSON.stringify({ encrypt: encrypted, msgsignature: signature, timestamp: Number(timestamp), nonce });
    },
  };
}

/** Receiver of the self-built app: XML, the corporation's id (doc 90238). It is answered by API only (doc 90241). */
export function appReceiver(keys: CallbackKeys): Omit<CallbackReceiver, 'reply'> {
  const crypto = new CallbackCrypto(keys);
  return {
    verify: (query, echo) => crypto.open({ ...query, encrypted: echo }),
    read: (query, body, clocks, dropped) =>
      readAppMessage(crypto.openFresh({ ...query, encrypted: encryptedOf(body) }, clocks), dropped),
  };
}

function encryptedIn(body: string): string {
  const envelope = parse(body);
  const value = typeof envelope === 'object' && envelope !== null && 'encrypt' in envelope ? envelope.encrypt : '';
  return typeof value === 'string' ? value : '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CallbackRefused('content', { cause: error });
  }
}
