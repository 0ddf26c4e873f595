import { timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';

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

  constructor(keys: CallbackKeys) {
    this.#keys = keys;
  }

  /** The plaintext of a body or of an `echostr`. */
  open(envelope: Envelope): string {
    const { token, aesKey, receiveId } = this.#keys;
    const { signature, timestamp, nonce, encrypted } = envelope;
    if ([signature, timestamp, nonce, encrypted].includes('')) throw new CallbackRefused('incomplete');
    if (!isSame(signature, getSignature(token.reveal(), timestamp, nonce, encrypted))) {
      throw new CallbackRefused('signature');
    }
    const opened = decipher(aesKey.reveal(), encrypted);
    if (opened.id !== receiveId) throw new CallbackRefused('receiver');
    return opened.message;
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

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The library takes a wrong padding or length for text; here their sum must be the ciphertext's own length. */
function decipher(aesKey: string, encrypted: string): { message: string; id: string } {
  const size = Buffer.byteLength(encrypted, 'base64');
  if (size === 0 || size % BLOCK !== 0) throw new CallbackRefused('cipher');
  let opened: { message: string; id: string };
  try {
    opened = decrypt(aesKey, encrypted);
  } catch (error) {
    throw new CallbackRefused('cipher', { cause: error });
  }
  const padding = size - HEAD - Buffer.byteLength(opened.message) - Buffer.byteLength(opened.id);
  if (padding < 1 || padding > BLOCK) throw new CallbackRefused('cipher');
  return opened;
}
