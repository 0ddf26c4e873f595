import { randomBytes, randomInt } from 'node:crypto';

/** Identities and randomness enter here and nowhere else, so that a test can count instead. */
export interface Ids {
  /** UUIDv7 of the moment given: sorts by time, and within a millisecond by the order in which this process asked for them. */
  uuid(at: Date): string;
  /** Random characters `[0-9a-z]`, for WeCom's never-reused task ids. */
  token(length: number): string;
  /** A whole number from `low` up to but not `high`, each as likely as any other. */
  integer(low: number, high: number): number;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Where the next id of a millisecond stands behind the last one: 26 bits in the place of random ones (RFC 9562, 6.2 method 1). */
const sequence = { ms: Number.NaN, last: 0 };
const FIRST_BELOW = 2 ** 20;

function placeAt(ms: number): number {
  sequence.last = ms === sequence.ms ? sequence.last + 1 : randomInt(FIRST_BELOW);
  sequence.ms = ms;
  return sequence.last;
}

export const randomIds: Ids = {
  uuid(at) {
    const bytes = randomBytes(16);
    const place = placeAt(at.getTime());
    bytes.writeUIntBE(at.getTime(), 0, 6);
    bytes.writeUInt16BE(0x7000 | (place >>> 14), 6);
    bytes.writeUInt16BE(0x8000 | (place & 0x3fff), 8);
    const h = hex(bytes);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
  },
  token(length) {
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
    return Array.from(randomBytes(length), (byte) => alphabet[byte % 36]).join('');
  },
  integer: (low, high) => randomInt(low, high),
};
