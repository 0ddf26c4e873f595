import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// @ts-expect-error plain JavaScript without types: it runs before anything else
import { isBuilt as untypedBuilt, stampOf as untypedStamp } from '../../bin/web.mjs';
// @ts-expect-error the same
import { takeLock as untypedLock } from '../../bin/lock.mjs';

const isBuilt = untypedBuilt as (root: string) => boolean;
const stampOf = untypedStamp as (root: string) => string;
const takeLock = untypedLock as (file: string) => Promise<() => void>;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MADE_OF = ['web', 'src/copy/page.ts', 'src/contract/page.ts', 'bin/web.mjs', 'package-lock.json'];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xinfang-web-'));
  for (const path of MADE_OF) {
    await cp(join(ROOT, path), join(root, path), { recursive: true, filter: (from) => !/web\/dist/u.test(from) });
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('whether the pages are to be built', () => {
  it('they are when there are none, and not when they are of what is here', async () => {
    expect(isBuilt(root)).toBe(false);
    await mkdir(join(root, 'web', 'dist'));
    await writeFile(join(root, 'web', 'dist', 'stamp'), stampOf(root));
    expect(isBuilt(root)).toBe(true);
  });

  for (const path of ['web/pages/MatterPage.vue', 'web/styles/base.css', 'src/copy/page.ts', 'bin/web.mjs']) {
    it(`they are again after a change of ${path}`, async () => {
      const before = stampOf(root);
      await appendFile(join(root, path), '\n');
      expect(stampOf(root)).not.toBe(before);
    });
  }

  it('what was built, and the rest of the lock file, are of no concern', async () => {
    const before = stampOf(root);
    await mkdir(join(root, 'web', 'dist.123'));
    await writeFile(join(root, 'web', 'dist.123', 'x.js'), 'x');
    await appendFile(join(root, 'package-lock.json'), '\n');
    expect(stampOf(root)).toBe(before);
  });
});

describe('the lock', () => {
  it('is held by one at a time, in turn', async () => {
    const file = join(root, 'locks', 'one');
    const first = await takeLock(file);
    const order: string[] = [];
    const second = takeLock(file).then((unlock) => {
      order.push('second');
      return unlock;
    });
    order.push('first is done');
    first();
    (await second)();
    expect(order).toEqual(['first is done', 'second']);
  });

  it('of a process that is gone is taken over', async () => {
    const file = join(root, 'gone');
    await writeFile(file, '999999999');
    const unlock = await takeLock(file);
    expect(await readFile(file, 'utf8')).toBe(String(process.pid));
    unlock();
    expect(existsSync(file)).toBe(false);
  });
});
