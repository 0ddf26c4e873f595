import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { loadCommands } from '../../src/app/load-folder.ts';
import { isLeftBeside } from '../../src/core/source-names.ts';
import { readPolicyTexts } from '../../src/domain/policy/file/load.ts';
import { describe, expect, test as base } from '../support/test.ts';

const APPLE_DOUBLE = Buffer.from([0, 5, 22, 7, 0, 2, 0, 0]);
const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'xinfang-beside-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

describe('what a Mac leaves beside our files', () => {
  test.for(['._sign.ts', '.DS_Store', '._x.yaml', '_shared.ts'])('%s is none of ours', (name) => {
    expect(isLeftBeside(name)).toBe(true);
  });
  test.for(['sign.ts', 'check-people.ts', 'fenjie.yaml'])('%s is', (name) => {
    expect(isLeftBeside(name)).toBe(false);
  });

  test('is no command', async ({ folder }) => {
    await writeFile(join(folder, 'sign.ts'), `export default { english: 'sign' };`);
    await writeFile(join(folder, '._sign.ts'), APPLE_DOUBLE);
    const url = pathToFileURL(`${folder}/`);
    expect((await loadCommands(url)).map(({ english }) => english)).toEqual(['sign']);
    await writeFile(join(folder, 'other.ts'), `export default { english: 'sign' };`);
    await expect(loadCommands(url)).rejects.toThrow(/^程序文件 commands\/other\.ts 用不了（declares "sign"）/u);
  });

  test('is no policy', async ({ folder }) => {
    await writeFile(join(folder, 'fenjie.yaml'), 'id: fenjie');
    await writeFile(join(folder, '._fenjie.yaml'), APPLE_DOUBLE);
    expect((await readPolicyTexts(folder)).map(({ file }) => file)).toEqual(['policies/fenjie.yaml']);
  });
});
