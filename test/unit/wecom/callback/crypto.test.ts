import { decryptFile } from '@wecom/aibot-node-sdk';
import { encrypt, getSignature } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';

import { readConfig } from '../../../../src/config/index.ts';
import { CallbackCrypto, CallbackRefused, type Envelope } from '../../../../src/wecom/callback/crypto.ts';
import { bot, official, V1, V3B, V5_MESSAGE, V6, VERIFICATIONS } from './vectors.ts';

const whyNot = (open: () => unknown): string => {
  try {
    open();
  } catch (error) {
    if (error instanceof CallbackRefused) return error.why;
    throw error;
  }
  return 'opened';
};
const sealed = (keys: typeof bot, message: string, timestamp = '1700000000', nonce = 'n'): Envelope => {
  const encrypted = encrypt(keys.aesKey.reveal(), message, keys.receiveId);
  return { encrypted, timestamp, nonce, signature: getSignature(keys.token.reveal(), timestamp, nonce, encrypted) };
};

describe('published vectors', () => {
  it('V1: a message of an app', () => {
    const plain = new CallbackCrypto(V1.keys).open(V1.envelope);
    expect(plain).toContain('<Content><![CDATA[hello]]></Content>');
    expect(plain).toContain('<MsgId>4561255354251345929</MsgId>');
  });

  it.each(VERIFICATIONS)('$name', ({ keys, envelope, plain }) =>
    expect(new CallbackCrypto(keys).open(envelope)).toBe(plain),
  );

  it('V3: with another nonce it is not WeCom', () => {
    const { keys, envelope } = VERIFICATIONS[1]!;
    expect(whyNot(() => new CallbackCrypto(keys).open({ ...envelope, nonce: '437374424' }))).toBe('signature');
  });

  it('V3: encryption gives the same bytes', () => {
    const { keys, random, message, timestamp, nonce } = V3B;
    const made = encrypt(keys.aesKey.reveal(), message, keys.receiveId, Buffer.from(random));
    expect(made).toBe(V3B.encrypted);
    expect(getSignature(keys.token.reveal(), timestamp, nonce, made)).toBe(V3B.signature);
    const envelope = { encrypted: made, timestamp, nonce, signature: V3B.signature };
    expect(new CallbackCrypto(keys).open(envelope)).toBe(message);
  });

  it('V5: a message of the bot', () => {
    const { plain, query, encrypted } = V5_MESSAGE;
    expect(new CallbackCrypto(bot).open({ ...query, encrypted })).toBe(plain);
  });

  it('V6: a file of the long connection', () => {
    expect(decryptFile(Buffer.from(V6.encrypted, 'base64'), V6.aesKey).toString()).toBe(V6.plain);
  });
});

describe('what is not WeCom', () => {
  const crypto = new CallbackCrypto(official);
  const good = sealed(official, '<xml/>');

  it.each<[string, Partial<Envelope>, string]>([
    ['no signature', { signature: '' }, 'incomplete'],
    ['a signature of another length', { signature: 'abc' }, 'signature'],
    ['a signature in capitals', { signature: good.signature.toUpperCase() }, 'signature'],
    ['another second', { timestamp: '1700000001' }, 'signature'],
    ['another ciphertext', { encrypted: sealed(official, '<xml>x</xml>').encrypted }, 'signature'],
  ])('%s', (_name, change, why) => expect(whyNot(() => crypto.open({ ...good, ...change }))).toBe(why));

  it('a message for another corporation', () => {
    const strange = { ...official, receiveId: 'wwother' };
    expect(whyNot(() => crypto.open(sealed(strange, '<xml/>')))).toBe('receiver');
    expect(whyNot(() => crypto.open(sealed({ ...official, receiveId: '' }, '<xml/>')))).toBe('receiver');
  });

  it('a ciphertext that is none, though signed', () => {
    const sign = (encrypted: string): Envelope => ({
      encrypted,
      timestamp: '1',
      nonce: 'n',
      signature: getSignature(official.token.reveal(), '1', 'n', encrypted),
    });
    for (const encrypted of ['AAAA', 'not base64!', good.encrypted.slice(0, -8), Buffer.alloc(64).toString('base64')]) {
      expect(whyNot(() => crypto.open(sign(encrypted)))).toBe('cipher');
    }
  });

  it('what is older than five minutes by every clock', () => {
    const at = (seconds: number): Date => new Date((1_700_000_000 + seconds) * 1_000);
    expect(crypto.openFresh(good, [at(299)])).toBe('<xml/>');
    expect(crypto.openFresh(good, [at(90_000), at(-200)])).toBe('<xml/>');
    expect(whyNot(() => crypto.openFresh(good, [at(301), at(-301)]))).toBe('stale');
    expect(whyNot(() => crypto.openFresh(sealed(official, '<xml/>', 'soon'), [at(0)]))).toBe('stale');
  });
});

describe('a key that is none', () => {
  it.each(['', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}=`, `${'a'.repeat(42)}$`])(
    '%j stops the start',
    (key) => {
      const env = { WECOM_BOT_ID: 'a', WECOM_BOT_SECRET: 'b', WECOM_CORP_ID: 'ww1', WECOM_CALLBACK_TOKEN: 't' };
      expect(() =>
        readConfig({ ...env, WECOM_AGENT_ID: '1', WECOM_AGENT_SECRET: 's', WECOM_CALLBACK_AES_KEY: key }),
      ).toThrow(/^[^\n]*WECOM_CALLBACK_AES_KEY[^\n]*$/u);
    },
  );
});
