import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// @ts-expect-error plain JavaScript without types: it runs before anything is installed
import { isInstalled as untyped } from '../../bin/install.mjs';

const isInstalled = untyped as (root: string, options: { needsDev: boolean }) => boolean;

interface Entry {
  version?: string;
  integrity?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
type Packages = Record<string, Entry>;

const LOCK: Packages = {
  '': { dependencies: { koa: '^3.0.0' }, devDependencies: { vitest: '^4.0.0' } },
  'node_modules/koa': { version: '3.0.0', integrity: 'sha512-a' },
  'node_modules/accepts': { version: '1.0.0', integrity: 'sha512-b' },
  'node_modules/vitest': { version: '4.0.0', integrity: 'sha512-c' },
  'node_modules/native-here': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
  'node_modules/native-there': { version: '1.0.0', optional: true, os: ['plan9'] },
  'node_modules/vitest/node_modules/peer': { version: '1.0.0' },
};
const without = (packages: Packages, ...names: string[]): Packages =>
  Object.fromEntries(Object.entries(packages).filter(([name]) => !names.includes(`${name}`)));
const INSTALLED = without(LOCK, '', 'node_modules/native-there', 'node_modules/vitest/node_modules/peer');

let root: string;
const write = async (installed: Packages | undefined, lock = LOCK): Promise<void> => {
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
  await mkdir(join(root, 'node_modules'), { recursive: true });
  if (installed === undefined) return;
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), '安装 '));
});
afterEach(() => rm(root, { recursive: true }));

describe('npm ci is', () => {
  it('not needed when everything is as locked, without packages for other machines and absent peers', async () => {
    await write(INSTALLED);
    expect(isInstalled(root, { needsDev: true })).toBe(true);
  });

  it('not needed to start without the development packages, but to test', async () => {
    await write(without(INSTALLED, 'node_modules/vitest'));
    expect(isInstalled(root, { needsDev: false })).toBe(true);
    expect(isInstalled(root, { needsDev: true })).toBe(false);
  });

  it.each<[string, Packages | undefined]>([
    ['nothing is installed or it broke off', undefined],
    ['a version changed', { ...INSTALLED, 'node_modules/accepts': { version: '0.9.0', integrity: 'sha512-b' } }],
    ['the content changed', { ...INSTALLED, 'node_modules/accepts': { version: '1.0.0', integrity: 'sha512-z' } }],
    ['a dependency came', without(INSTALLED, 'node_modules/koa')],
    ['the tree was copied from another kind of machine', without(INSTALLED, 'node_modules/native-here')],
  ])('needed when %s', async (_name, installed) => {
    await write(installed);
    expect(isInstalled(root, { needsDev: false })).toBe(false);
  });
});
