import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { loadJobs } from '../../../src/app/load-folder.ts';
import { describe, expect, test as base } from '../../support/test.ts';

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'xinfang-jobs-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});
const write = (folder: string, file: string, name: string): Promise<void> =>
  writeFile(join(folder, file), `export default { name: '${name}' };\n`);

describe('the folder of jobs', () => {
  test('is loaded whole, sorted; tests and hidden files are no jobs', async ({ folder }) => {
    await write(folder, 'sweep-due.mjs', 'sweep-due');
    await write(folder, 'deliver.mjs', 'deliver');
    await write(folder, 'deliver.test.mjs', 'x');
    await write(folder, '_shared.mjs', 'x');
    // As a Mac leaves them on foreign disks: no JavaScript at all.
    await writeFile(join(folder, '._sweep-due.mjs'), Buffer.from([0, 5, 22, 7, 0, 2]));
    await write(folder, 'notes.md', 'x');
    expect((await loadJobs(pathToFileURL(`${folder}/`))).map(({ name }) => name)).toEqual(['deliver', 'sweep-due']);
  });

  test('a job is called as its file', async ({ folder }) => {
    await write(folder, 'sweep-due.mjs', 'sweepDue');
    await expect(loadJobs(pathToFileURL(`${folder}/`))).rejects.toThrow(
      /sweep-due\.mjs 用不了（declares "sweepDue"）/u,
    );
  });

  test('a file without a job is an error', async ({ folder }) => {
    await writeFile(join(folder, 'empty.mjs'), 'export const name = 1;\n');
    await expect(loadJobs(pathToFileURL(`${folder}/`))).rejects.toThrow(/empty\.mjs 用不了（no default export）/u);
  });

  test('a file that is no module is said in one line', async ({ folder }) => {
    await writeFile(join(folder, 'broken.mjs'), 'export default {');
    const refusal = (await loadJobs(pathToFileURL(`${folder}/`)).catch((error: Error) => error)) as Error;
    expect(refusal.name).toBe('StartupError');
    expect(refusal.message).toMatch(/^程序文件 \S+broken\.mjs 用不了（[^\n]+）：/u);
  });
});
