/** `@wecom/crypto` as the stranger at the other end: what either side seals, the other opens. */
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';

import { CallbackCrypto } from '../../../../src/wecom/callback/crypto.ts';
import { seeded } from '../../../support/random.ts';
import { bot, official } from './vectors.ts';

const COUNT = 10_000;
const MAX_BYTES = 20 * 1024;
/** One, two, three and four bytes each, what XML and JSON must escape, and what WeCom's own fields end with. */
const ALPHABET = ['a', 'Z', '0', ' ', '\n', '\u0000', '"', '{', ']]>', '&', 'é', '中', '，', '\u2005', '\ufeff', '𠮷'];
const random = seeded(20_260_302);
/** Cut anywhere between two characters: every length modulo 32 occurs. */
const STOCK = Array.from({ length: MAX_BYTES }, () => random.pick(ALPHABET));

function message(index: number): string {
  // Most callbacks are short; every tenth is as long as WeCom lets one be.
  const length = index % 10 === 0 ? random.between(0, MAX_BYTES) : random.between(0, 600);
  const from = random.between(0, STOCK.length - 1);
  const text = Buffer.from(STOCK.slice(from, from + length).join('')).subarray(0, length);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(text, { stream: true });
}

describe('10,000 random messages each way, of 0 to 20 KB', () => {
  const lengths = new Set<number>();
  let longest = 0;

  it.each([
    ['the bot', bot],
    ['an app', official],
  ] as const)('%s', (_name, keys) => {
    const ours = new CallbackCrypto(keys);
    const [token, aesKey] = [keys.token.reveal(), keys.aesKey.reveal()];
    const wrong: string[] = [];
    for (let index = 0; index < COUNT / 2; index += 1) {
      const text = message(index);
      lengths.add(Buffer.byteLength(text) % 32);
      longest = Math.max(longest, Buffer.byteLength(text));
      const timestamp = String(1_700_000_000 + index);
      const nonce = `n${index}`;

      const theirs = encrypt(aesKey, text, keys.receiveId);
      const signature = getSignature(token, timestamp, nonce, theirs);
      if (ours.open({ encrypted: theirs, signature, timestamp, nonce }) !== text) wrong.push(`theirs ${index}`);

      const made = ours.seal(text, timestamp, nonce);
      const opened = decrypt(aesKey, made.encrypted);
      const isSame = opened.message === text && opened.id === keys.receiveId;
      if (!isSame || made.signature !== getSignature(token, timestamp, nonce, made.encrypted)) {
        wrong.push(`ours ${index}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of every padding, up to 20 KB', () => {
    expect(lengths.size).toBe(32);
    expect(longest).toBeGreaterThan(19 * 1024);
  });
});
