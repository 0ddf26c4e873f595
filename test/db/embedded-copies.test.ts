/** Before an upgrade the embedded database keeps copies of its data to go back to. */
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';

import { StartupError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../src/db/embedded.ts';
import { scratch, testDirectory } from '../support/servers.ts';
import { describe, expect, test as base } from '../support/test.ts';

const test = base.extend<{ dir: string }>({
  dir: async ({}, use) => {
    const root = await testDirectory(await scratch());
    await use(join(root, 'pg'));
    await rm(root, { recursive: true, force: true });
  },
});

const start = (dir: string, more: Partial<EmbeddedOptions> = {}): Promise<Embedded> =>
  startEmbedded({ dir, log: silentLogger, isDurable: false, ...more });
const at = (state: string | undefined) => ({ copyBefore: () => Promise.resolve(state) });

async function ask(url: string, statement: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(statement)).map((row) => Object.values(row)[0] as unknown);
  } finally {
    await sql.end();
  }
}

describe('before an upgrade', () => {
  test('the data is copied, the last two copies stay, and one put back is the data as it was', async ({ dir }) => {
    let server = await start(dir, at(undefined));
    await ask(server.url, `create table word as select '起初'::text as word`);
    await server.stop();
    await expect(readdir(join(dir, 'copies'))).rejects.toThrow('ENOENT');
    for (const [state, word] of [
      ['0001_first', '其次'],
      ['0002_second', '再次'],
      ['0003_third', '最后'],
    ] as const) {
      server = await start(dir, at(state));
      await ask(server.url, `update word set word = '${word}'`);
      await server.stop();
    }
    expect((await readdir(join(dir, 'copies'))).toSorted()).toEqual(['0002_second', '0003_third']);
    // As docs/operations.md says it.
    await rename(join(dir, 'data'), join(dir, 'data.after'));
    await rename(join(dir, 'copies', '0003_third'), join(dir, 'data'));
    server = await start(dir);
    expect(await ask(server.url, 'select word from word')).toEqual(['再次']);
    await server.stop();
  });

  test('a disk without room for twice the data refuses it in a line, and nothing has changed', async ({ dir }) => {
    await (await start(dir)).stop();
    const refusal = await start(dir, { ...at('0001_first'), free: async () => 1024 ** 2 }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(StartupError);
    expect((refusal as StartupError).message).toMatch(/^升级前要留一份数据副本，需空闲 \d+ MB，.*只剩 1 MB：请清理/u);
    const server = await start(dir);
    expect(await ask(server.url, 'select 1')).toEqual([1]);
    await server.stop();
  });
});
