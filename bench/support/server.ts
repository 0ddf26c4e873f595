import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';

import { silentLogger } from '../../src/core/logger.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';

/** A place that the postgres user can pass through. */
export async function room(): Promise<{ dir: string; clear(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'xinfang-bench-'));
  await chmod(dir, 0o711);
  return { dir, clear: () => rm(dir, { recursive: true, force: true }) };
}

export interface BenchServer {
  /** An empty, migrated database. */
  database(name: string): Promise<string>;
  /** A copy of a database that nobody is connected to. */
  copy(from: string, to: string): Promise<string>;
  /** With the rights to make databases, for checkpoints and settings. */
  readonly admin: Sql;
  stop(): Promise<void>;
}

/** The embedded server as it is shipped, durable, in a directory of its own. */
export async function startBenchServer(): Promise<BenchServer> {
  const { dir, clear } = await room();
  const embedded = await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger });
  const admin = postgres(embedded.url, { max: 1, onnotice: () => {} });
  const url = (name: string): string => Object.assign(new URL(embedded.url), { pathname: `/${name}` }).href;
  return {
    admin,
    async database(name) {
      await admin.unsafe(`create database ${name}`);
      await migrate(url(name));
      return url(name);
    },
    async copy(from, to) {
      await admin.unsafe(`create database ${to} template ${from} strategy file_copy`);
      return url(to);
    },
    async stop() {
      await admin.end({ timeout: 5 });
      await embedded.stop();
      await clear();
    },
  };
}
