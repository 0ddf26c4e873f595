import { createDecipheriv, hash, timingSafeEqual } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';

import type { Secret } from '../../core/secret.ts';

export interface CallbackKeys {
  readonly token: Secret;
  /** EncodingAESKey, 43 characters. */
  readonly aesKey: Secret;
  /** The corporation's id for an app, empty for the bot (doc 101033). */
  readonly receiveId: string;
}

/** The query of a callback, URL-decoded, with the ciphertext of its body (or its `echostr`). */
export interface Envelope {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly encrypted: string;
}

/** Why a callback was not taken; the words are stable, an alarm may be bound to them. */
export type RefusedBecause = 'incomplete' | 'signature' | 'stale' | 'cipher' | 'receiver' | 'content';

export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
  readonly why: RefusedBecause;

  constructor(why: RefusedBecause, options?: ErrorOptions) {
    super(`callback refused: ${why}`, options);
    this.why = why;
  }
}

/** WeCom signs each delivery afresh, re-sent ones too (doc 90930): what is older was recorded and is played back. */
const FRESH_MS = 300_000;
const BLOCK = 32;
/** random (16) and length (4) before the message. */
const HEAD = 20;

/**
 * Opens what WeCom sends and seals what it is answered with (doc 90968). Signature first, in constant time; nothing of
 * an envelope is decrypted or parsed before it is known to come from WeCom.
 */
export class CallbackCrypto {
  readonly #keys: CallbackKeys;
  readonly #aesKey: Buffer;
  readonly #receiveId: Buffer;

  constructor(keys: CallbackKeys) {
    this.#keys = keys;
    this.#aesKey = Buffer.from(`${keys.aesKey.reveal()}=`, 'base64');
    this.#receiveId = Buffer.from(keys.receiveId);
  }

  /** The plaintext of a body or of an `echostr`. */
  open(envelope: Envelope): string {
    const { signature, timestamp, nonce, encrypted } = envelope;
    if (signature === '' || timestamp === '' || nonce === '' || encrypted === '') {
      throw new CallbackRefused('incomplete');
    }
    if (!isSame(signature, signatureOf(this.#keys.token.reveal(), timestamp, nonce, encrypted))) {
      throw new CallbackRefused('signature');
    }
    const { plain, messageEnd, end } = decipher(this.#aesKey, encrypted);
    const { length } = this.#receiveId;
    const isForUs =
      end - messageEnd === length && (length === 0 || plain.compare(this.#receiveId, 0, length, messageEnd, end) === 0);
    if (!isForUs) throw new CallbackRefused('receiver');
    return plain.toString('utf8', HEAD, messageEnd);
  }

  /** The same for a message or an event, which must also be fresh by one of the clocks. */
  openFresh(envelope: Envelope, clocks: readonly Date[]): string {
    const message = this.open(envelope);
    const at = Number(envelope.timestamp) * 1_000;
    if (!clocks.some((now) => Math.abs(now.getTime() - at) <= FRESH_MS)) throw new CallbackRefused('stale');
    return message;
  }

  /** A passive reply: ciphertext and its signature under the given nonce and second. */
  seal(message: string, timestamp: string, nonce: string): { encrypted: string; signature: string } {
    const { token, aesKey, receiveId } = this.#keys;
    const encrypted = encrypt(aesKey.reveal(), message, receiveId);
    return { encrypted, signature: getSignature(token.reveal(), timestamp, nonce, encrypted) };
  }
}

/** 40 signs each, or it is none; the comparison takes as long for any of them. */
function isSame(given: string, right: string): boolean {
  return given.length === right.length && timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(right, 'latin1'));
}

/** The library's, by the one call that needs no object: a fifth of what a short callback costs. */
function signatureOf(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return hash('sha1', [token, timestamp, nonce, encrypted].sort().join(''));
}

interface Deciphered {
  readonly plain: Buffer;
  /** Where the message ends and the receiver begins. */
  readonly messageEnd: number;
  /** Where the receiver ends and the padding begins. */
  readonly end: number;
}

/**
 * Written out, since the library takes a wrong padding or length for text (doc 90968), and copies every message twice. Throws
 * for what was not sealed as WeCom seals.
 */
function decipher(key: Buffer, encrypted: string): Deciphered {
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = cipher.update(encrypted, 'base64');
  // Without padding of its own the cipher has given all there is, unless a part of a block was left over.
  const isWhole =
    plain.length > 0 && plain.length % BLOCK === 0 && plain.length === Buffer.byteLength(encrypted, 'base64');
  const padding = isWhole ? plain[plain.length - 1]! : 0;
  const end = plain.length - padding;
  const messageEnd = end < HEAD ? end + 1 : HEAD + plain.readUInt32BE(HEAD - 4);
  if (padding < 1 || padding > BLOCK || messageEnd > end) throw new CallbackRefused('cipher');
  return { plain, messageEnd, end };
}
