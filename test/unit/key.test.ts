import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { StartupError } from '../../src/core/errors.ts';
import { createLogger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';
import { fingerprintOf, openDataKey } from '../../src/db/key.ts';

let dataDir: string;
let lines: string[];
const open = (more: { given?: Secret; storedFingerprint?: string } = {}) =>
  openDataKey({
    dataDir,
    given: more.given,
    storedFingerprint: more.storedFingerprint,
    log: createLogger({ write: (line) => lines.push(line) }),
  });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'key-'));
  lines = [];
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the data key', () => {
  it('is made once, for nobody else to read, with a word of warning that does not contain it', async () => {
    const first = await open();
    expect(first.bytes).toHaveLength(32);
    expect((await stat(join(dataDir, 'data.key'))).mode & 0o777).toBe(0o600);
    expect(lines).toEqual([expect.stringContaining('copy it to a safe place')]);
    expect(lines[0]).not.toContain(first.bytes.toString('base64'));
    expect(await open({ storedFingerprint: first.fingerprint })).toEqual(first);
    expect(lines).toHaveLength(1);
  });

  it('is the same for two processes that start at once', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    expect(one).toEqual(other);
  });

  it('comes from DATA_KEY when set, and then no file is written', async () => {
    const bytes = Buffer.alloc(32, 1);
    expect(await open({ given: new Secret(bytes.toString('base64')) })).toEqual({
      bytes,
      fingerprint: fingerprintOf(bytes),
    });
    await expect(readFile(join(dataDir, 'data.key'))).rejects.toThrow('ENOENT');
  });

  it('is never made anew for a database that is encrypted', async () => {
    const error = await open({ storedFingerprint: 'f'.repeat(16) }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartupError);
    expect((error as Error).message).toMatch(/找不到密钥.*data\.key.*DATA_KEY/u);
    expect(lines).toEqual([]);
  });

  it('must be the one the database was encrypted with', async () => {
    await open();
    await expect(open({ storedFingerprint: 'f'.repeat(16) })).rejects.toThrow('密钥与数据库不符');
  });

  it('is refused when broken, and others who can read it are mentioned', async () => {
    await open();
    await chmod(join(dataDir, 'data.key'), 0o644);
    await open();
    expect(lines.at(-1)).toContain('chmod 600');
    await writeFile(join(dataDir, 'data.key'), 'cut off');
    await expect(open()).rejects.toThrow('不是 32 字节');
  });
});
