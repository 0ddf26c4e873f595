import { randomBytes, randomInt } from 'node:crypto';

/** Identities and randomness enter here and nowhere else, so that a test can count instead. */
export interface Ids {
  /** UUIDv7 of the moment given: sorts by time. */
  uuid(at: Date): string;
  /** Random characters `[0-9a-z]`, for WeCom's never-reused task ids. */
  token(length: number): string;
  /** A whole number from `low` up to but not `high`, each as likely as any other. */
  integer(low: number, high: number): number;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const randomIds: Ids = {
  uuid(at) {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(at.getTime(), 0, 6);
    bytes[6] = (bytes[6]! & 0x0f) | 0x70;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const h = hex(bytes);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
  },
  token(length) {
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
    return Array.from(randomBytes(length), (byte) => alphabet[byte % 36]).join('');
  },
  integer: (low, high) => randomInt(low, high),
};
