import { createHash, randomBytes } from 'node:crypto';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { StartupError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Secret } from '../core/secret.ts';
import { startupText } from '../copy/startup.ts';
import { makeFolder } from './make-folder.ts';

export interface DataKey {
  bytes: Buffer;
  /** Kept in the database, so that a wrong key is noticed before it reads or writes anything. */
  fingerprint: string;
}

export interface DataKeyOptions {
  dataDir: string;
  /** DATA_KEY, when set. */
  given: Secret | undefined;
  /** What the database remembers of its key; undefined: nothing in it is encrypted yet. */
  storedFingerprint: string | undefined;
  log: Logger;
}

/**
 * DATA_KEY, else `DATA_DIR/data.key`, else (only for a database that holds nothing encrypted) a new one. The caller
 * stores the fingerprint when the database had none.
 */
export async function openDataKey({ dataDir, given, storedFingerprint, log }: DataKeyOptions): Promise<DataKey> {
  const file = join(dataDir, 'data.key');
  const bytes =
    given === undefined ? await fromFile(file, storedFingerprint, log) : Buffer.from(given.reveal(), 'base64');
  const fingerprint = fingerprintOf(bytes);
  if (storedFingerprint !== undefined && storedFingerprint !== fingerprint) {
    throw new StartupError(startupText.keyMismatch());
  }
  return { bytes, fingerprint };
}

export const fingerprintOf = (key: Uint8Array): string =>
  createHash('sha256').update('xinfang-bot data key\n').update(key).digest('hex').slice(0, 16);

async function fromFile(file: string, storedFingerprint: string | undefined, log: Logger): Promise<Buffer> {
  const found = await readKey(file, log);
  if (found !== undefined) return found;
  if (storedFingerprint !== undefined) throw new StartupError(startupText.keyMissing(file));
  await writeNewKey(file);
  log.warn({ file }, 'a new data key was made; copy it to a safe place: without it names and phones are lost for good');
  // Read back: when two processes start at once, both use the one that was first.
  return (await readKey(file, log))!;
}

async function readKey(file: string, log: Logger): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new StartupError(startupText.keyUnreadable(file, message), { cause: error });
  }
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32) throw new StartupError(startupText.keyBroken(file));
  if (((await stat(file)).mode & 0o077) !== 0) log.warn({ file }, 'others can read the data key; chmod 600 it');
  return bytes;
}

/** Complete or absent: the name appears when the key is on the disk. */
async function writeNewKey(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await makeFolder(join(file, '..'));
    const handle = await open(draft, 'w', 0o600);
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } catch (error) {
    throw new StartupError(startupText.keyUnwritable(file, (error as Error).message), { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}
