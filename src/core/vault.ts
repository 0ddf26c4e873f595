import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM. A sealed value is nonce (12 bytes) | tag (16 bytes) | ciphertext.
 * `context` is bound to the value, so that a sealed name cannot be moved to another matter or field.
 */
export interface Vault {
  seal(plain: string | Buffer, context: string): Buffer;
  open(sealed: Buffer, context: string): Buffer;
  openText(sealed: Buffer, context: string): string;
  /**
   * A keyed hash: equal values of one context have equal marks, and without the key no mark can be guessed back.
   */
  mark(plain: string, context: string): string;
}

export function createVault(key: Buffer): Vault {
  if (key.length !== 32) throw new Error('a vault key has 32 bytes');
  // A key of its own: what is compared is not what seals. Vaults of matters mark nothing.
  let markKey: Buffer | undefined;
  const open = (sealed: Buffer, context: string): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
  };
  return {
    seal(plain, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open,
    openText: (sealed, context) => open(sealed, context).toString('utf8'),
    mark: (plain, context) =>
      createHmac('sha256', (markKey ??= createHmac('sha256', key).update('xinfang-bot marks').digest()))
        .update(JSON.stringify([context, plain]))
        .digest('base64url')
        .slice(0, 22),
  };
}

export const newKey = (): Buffer => randomBytes(32);

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
