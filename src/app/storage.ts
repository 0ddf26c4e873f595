import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Config } from '../config/index.ts';
import { StartupError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { createVault, type Vault } from '../core/vault.ts';
import { appText } from '../copy/app.ts';
import { checkServer } from '../db/check-server.ts';
import { askNoMoreForTypes, type Database, openDatabase, type Tx } from '../db/client.ts';
import { startEmbedded } from '../db/embedded.ts';
import { openDataKey } from '../db/key.ts';
import { beforeUpgrade, migrate } from '../db/migrate.ts';
import { runningServer } from '../db/running.ts';
import { meta, towns } from '../db/schema.ts';

export interface Storage {
  readonly database: Database;
  readonly url: string;
  readonly vault: Vault;
  /** Where this mode keeps its files. */
  readonly home: string;
  close(): Promise<void>;
}

export async function readMeta(tx: Tx, key: string): Promise<string | undefined> {
  const [row] = await tx.select().from(meta).where(eq(meta.key, key));
  return row?.value;
}

export async function writeMeta(tx: Tx, key: string, value: string): Promise<void> {
  await tx.insert(meta).values({ key, value }).onConflictDoUpdate({ target: meta.key, set: { value } });
}

/** Milliseconds since the moment that is noted there; undefined when none is. */
export async function sinceMeta(tx: Tx, key: string, now: Date): Promise<number | undefined> {
  const moment = await readMeta(tx, key);
  return moment === undefined ? undefined : now.getTime() - new Date(moment).getTime();
}

/** PostgreSQL (embedded unless DATABASE_URL), migrated, of the right kind, and the key its identities are sealed with. */
export async function openStorage(
  config: Config,
  log: Logger,
  onLost: () => void,
  options: { readonly besideRunning?: boolean } = {},
): Promise<Storage> {
  const home = config.mode === 'sandbox' ? join(config.dataDir, 'sandbox') : config.dataDir;
  const dir = join(home, 'pg');
  const running =
    options.besideRunning === true && config.databaseUrl === undefined ? await runningServer(dir) : undefined;
  const embedded =
    config.databaseUrl === undefined && running === undefined
      ? await startEmbedded({ dir, log, onLost, copyBefore: beforeUpgrade })
      : undefined;
  const url = running ?? embedded?.url ?? config.databaseUrl!.reveal();
  try {
    try {
      if (config.databaseUrl !== undefined) await checkServer(url);
      await migrate(url);
    } catch (error) {
      throw notReached(error);
    }
    const database = openDatabase(url, { socket: embedded?.socket });
    try {
      await checkMark(database.db, config.mode);
      askNoMoreForTypes(database);
      const storedFingerprint = await readMeta(database.db, 'data-key');
      const key = await openDataKey({ dataDir: config.dataDir, given: config.dataKey, storedFingerprint, log });
      if (storedFingerprint === undefined) await writeMeta(database.db, 'data-key', key.fingerprint);
      return {
        database,
        url,
        home,
        vault: createVault(key.bytes),
        async close() {
          await database.close();
          await embedded?.stop();
        },
      };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Of a database that refuses or does not answer: the line for the operator. */
export const notReached = (error: unknown): StartupError =>
  error instanceof StartupError
    ? error
    : new StartupError(appText.databaseUnreachable(reasonOf(error)), { cause: error });

const reasonOf = (error: unknown): string => {
  const { code, message, cause } = error as { code?: string; message?: string; cause?: unknown };
  if (code === undefined && cause !== undefined) return reasonOf(cause);
  return appText.databaseReasons[code ?? ''] ?? code ?? message?.split('\n')[0] ?? '';
};

/** A sandbox never touches a real database, nor the reverse: the mark is made with the first start. */
async function checkMark(tx: Tx, mode: Config['mode']): Promise<void> {
  const mark = await readMeta(tx, 'mode');
  if (mark === undefined) {
    const [town] = await tx.select({ id: towns.id }).from(towns).limit(1);
    if (town !== undefined && mode === 'sandbox') throw new StartupError(appText.sandboxOnReal);
    await writeMeta(tx, 'mode', mode);
    return;
  }
  if (mark !== mode) throw new StartupError(mode === 'sandbox' ? appText.sandboxOnReal : appText.realOnSandbox);
}
