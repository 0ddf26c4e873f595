/** Callback encryption as WeCom does it (manual 1), written on node:crypto alone, so that a client's library is put to the test. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface CallbackTarget {
  url: string;
  token: string;
  /** EncodingAESKey, 43 characters. */
  aesKey: string;
}

const BLOCK = 32;
/** 43 characters of base64 are 32 bytes. */
export const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64');

export function sign(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].toSorted().join('')).digest('hex');
}

export function encrypt(aesKey: string, message: string, receiveId: string): string {
  const body = Buffer.from(message);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  const plain = Buffer.concat([randomBytes(16), size, body, Buffer.from(receiveId)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const key = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

export function decrypt(aesKey: string, encrypted: string): { message: string; receiveId: string } {
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const end = 20 + plain.readUInt32BE(16);
  return { message: plain.subarray(20, end).toString(), receiveId: plain.subarray(end).toString() };
}
