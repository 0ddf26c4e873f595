import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';

// @ts-expect-error plain JavaScript without types: it runs before anything else
import { ensureBuilt as untypedEnsure, isBuilt as untypedBuilt, stampOf as untypedStamp } from '../../bin/web.mjs';
// @ts-expect-error the same
import { takeLock as untypedLock } from '../../bin/lock.mjs';

type Page = 'matter' | 'chat';
const isBuilt = untypedBuilt as (root: string, name: Page) => boolean;
const stampOf = untypedStamp as (root: string, name: Page) => string;
const ensureBuilt = untypedEnsure as (root: string, names: readonly Page[]) => Promise<boolean>;
const takeLock = untypedLock as (file: string) => Promise<() => void>;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS: Readonly<Record<Page, string>> = { matter: 'web', chat: 'sandbox/page' };
const MADE_OF = [
  ...Object.values(FOLDERS),
  ...['src/copy/page.ts', 'src/contract/page.ts', 'bin/web.mjs', 'bin/vite.config.mjs'],
  ...['tsconfig.json', 'package-lock.json'],
];
const PAGES = ['matter', 'chat'] as const;

const stamps = (): string[] => PAGES.map((page) => stampOf(root, page));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xinfang-web-'));
  for (const path of MADE_OF) {
    await cp(join(ROOT, path), join(root, path), { recursive: true, filter: (from) => !/\/dist/u.test(from) });
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('whether the pages are to be built', () => {
  for (const page of PAGES) {
    it(`${page}: when there is none, and not when it is of what is here`, async () => {
      const dist = join(root, FOLDERS[page], 'dist');
      expect(isBuilt(root, page)).toBe(false);
      await mkdir(dist);
      await writeFile(join(dist, 'stamp'), stampOf(root, page));
      expect(isBuilt(root, page)).toBe(true);
    });
  }

  for (const [path, pages] of [
    ['web/pages/MatterPage.vue', ['matter']],
    ['web/styles/base.css', ['matter']],
    ['src/copy/page.ts', ['matter']],
    ['sandbox/page/App.vue', ['chat']],
    ['sandbox/page/styles/base.css', ['chat']],
    ['bin/web.mjs', ['matter', 'chat']],
    ['tsconfig.json', ['matter', 'chat']],
  ] as const) {
    it(`again after a change of ${path}: ${pages.join(' and ')}`, async () => {
      const before = stamps();
      await appendFile(join(root, path), '\n');
      const after = stamps();
      expect(PAGES.filter((_, i) => after[i] !== before[i])).toEqual(pages);
    });
  }

  it('what was built, and the rest of the lock file, are of no concern', async () => {
    const before = stamps();
    for (const folder of Object.values(FOLDERS)) {
      await mkdir(join(root, folder, 'dist.123'));
      await writeFile(join(root, folder, 'dist.123', 'x.js'), 'x');
    }
    await appendFile(join(root, 'package-lock.json'), '\n');
    expect(stamps()).toEqual(before);
  });
});

describe('building', () => {
  let printed: MockInstance<typeof console.error>;
  const said = (): string[] => printed.mock.calls.map(([line]) => String(line));
  beforeEach(async () => {
    printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  });
  afterEach(() => printed.mockRestore());

  it('is done once for two who start together, and leaves no page of one that was killed', async () => {
    await mkdir(join(root, 'sandbox/page/dist.123'));
    expect(await Promise.all([ensureBuilt(root, ['chat']), ensureBuilt(root, ['chat'])])).toEqual([true, true]);
    expect(said()).toEqual([expect.stringContaining('正在生成网页')]);
    expect(isBuilt(root, 'chat')).toBe(true);
    expect((await readdir(join(root, 'sandbox/page'))).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
    expect(existsSync(join(root, 'sandbox/page/dist/index.html.br'))).toBe(true);
    expect(existsSync(join(root, 'web/dist'))).toBe(false);
  });

  it('says in one line what is wrong, and where', async () => {
    await appendFile(join(root, 'sandbox/page/lib/time.ts'), 'const = 3;\n');
    expect(await ensureBuilt(root, ['chat'])).toBe(false);
    expect(said()).toEqual([
      expect.stringContaining('正在生成网页'),
      expect.stringMatching(/^聊天网页没有生成，其他功能不受影响。原因：.*sandbox\/page\/lib\/time\.ts:\d+/u),
    ]);
    expect(said()[1]).not.toContain('\n');
    expect(await readdir(join(root, 'sandbox/page'))).not.toContain('dist');
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
