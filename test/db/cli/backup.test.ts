import { mkdtemp, rm, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { backup, restore } from '../../../src/cli/backup.ts';
import { openDatabase } from '../../../src/db/client.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { brokenLink } from '../../../src/domain/matter/chain.ts';
import { withDatabase } from '../../support/servers.ts';
import { describe, expect, townTest } from '../../support/domain.ts';

const backupTest = townTest.extend<{ folder: string; empty: ReturnType<typeof openDatabase> }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'backup-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  empty: async ({ admin, databaseUrl }, use) => {
    const name = `${new URL(databaseUrl).pathname.slice(1)}_b`;
    await admin.unsafe(`create database ${name}`);
    const url = withDatabase(databaseUrl, name);
    await migrate(url);
    const database = openDatabase(url, { max: 2 });
    await use(database);
    await database.close();
    await admin.unsafe(`drop database ${name} with (force)`);
  },
});

describe('a backup', () => {
  backupTest(
    'brings every row back into an empty database, odd characters included',
    async ({ town, sql, folder, empty }) => {
      const matter = await town.register('u-desk1', { text: '井盖\t松动\\危险\n“夜里”看不见 🌙' });
      await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'working-days' });
      const file = join(folder, 'town.gz');
      const written = await backup(sql, file);
      expect(await restore(empty.sql, file)).toEqual(written);
      for (const table of ['petition', 'petition_text', 'event', 'clock', 'outbox', 'person', 'petition_key']) {
        const rows = (from: typeof sql) => from.unsafe(`select t::text as row from ${table} t order by 1`);
        expect(await rows(empty.sql), table).toEqual(await rows(sql));
      }
      expect(await brokenLink({ tx: empty.db }, matter.id)).toBeUndefined();
    },
  );

  backupTest('holds no name and no phone in the clear', async ({ town, sql, folder }) => {
    await town.register('u-desk1', { name: '虞小舟', phone: '0523-0000000' });
    const file = join(folder, 'town.gz');
    await backup(sql, file);
    const text = gunzipSync(await readFile(file)).toString('utf8');
    expect(text).toContain('FJ2026-0001');
    expect(text).not.toContain('虞小舟');
    expect(text).not.toContain('0523-0000000');
  });

  backupTest(
    'is refused by a database that holds a town, and when it is cut short',
    async ({ town, sql, folder, empty }) => {
      await town.register('u-desk1');
      const file = join(folder, 'town.gz');
      await backup(sql, file);
      await expect(restore(sql, file)).rejects.toThrow('已经有数据');
      const whole = await readFile(file);
      const { writeFile } = await import('node:fs/promises');
      await writeFile(file, whole.subarray(0, whole.length / 2));
      await expect(restore(empty.sql, file)).rejects.toThrow('不是完整的备份文件');
      expect(await empty.sql`select 1 from town`).toHaveLength(0);
    },
  );
});
