import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { chown, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';

import { monotonicMs } from '../core/clock.ts';
import { StartupError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { startupText } from '../copy/startup.ts';
import { type Free, keepCopy } from './embedded/copies.ts';
import { findBinaries, type Binaries } from './embedded/binaries.ts';
import { takeOwnership } from './embedded/owner.ts';
import { findPlace, type Place } from './embedded/place.ts';
import { type Server, startServer, stopLeftover } from './embedded/postmaster.ts';
import { run } from './embedded/run-as.ts';
import { makeFolder } from './make-folder.ts';

export interface EmbeddedOptions {
  /** The server's home, such as DATA_DIR/sandbox/pg; made when absent. */
  dir: string;
  log: Logger;
  database?: string;
  maxConnections?: number;
  /** False only for tests: a crash may then lose everything. */
  isDurable?: boolean;
  /** Where root's data goes when the postgres user cannot reach `dir`; another place only in tests. */
  systemBase?: string;
  /** How long an ending process or server may hold the directory. */
  patienceMs?: number;
  /** Called when the server ends although nobody stopped it. */
  onLost?: () => void;
  /** Asked once the server answers: the name of a copy to be made before anybody uses it, or undefined for none. */
  copyBefore?: (url: string) => Promise<string | undefined>;
  /** Bytes free where a directory lies. */
  free?: Free;
}

export interface Embedded {
  url: string;
  /** Its socket, which costs less than its port; undefined where the path would be too long for one. */
  socket: string | undefined;
  stop(): Promise<void>;
}

const USER = 'xinfang';

/**
 * A PostgreSQL server of our own, from the registry. It listens on a free port of 127.0.0.1, for every driver reads such a URL, and where
 * it can on a socket beside its data: a socket's path is limited to some hundred bytes, which a deep directory with Chinese names exceeds.
 * The password (random, 0600 beside the data) keeps other users of the machine out of both.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dir, log, database = USER, patienceMs = 10_000 } = options;
  const begun = monotonicMs();
  await makeFolder(dir).catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(startupText.dirUnwritable(dir, error.code ?? error.message), { cause: error });
  });
  const real = await realpath(dir);
  const locks = [await takeOwnership(real, log, patienceMs)];
  const release = async (): Promise<void> => {
    for (const unlock of locks.splice(0)) await unlock();
  };
  try {
    const place = await findPlace(real, log, options.systemBase);
    // A copied data directory points to the same home as its original.
    if (place.home !== real) locks.push(await takeOwnership(place.home, log, patienceMs));
    await stopLeftover(place.data, log);
    const binaries = await findBinaries(place.as, place.copies);
    if (place.isNew) await initialise(place, binaries, options.isDurable ?? true);
    const password = await readPassword(place.home);
    const sockets = await socketsOf(place);
    const launch = (): Promise<Server> =>
      startServer(
        {
          ...place,
          postgres: binaries.postgres,
          logFile: join(place.home, 'server.log'),
          settings: settingsFor(options, sockets ?? ''),
        },
        patienceMs,
      );
    let server = await launch();
    const url = (name: string): string => `postgres://${USER}:${password}@127.0.0.1:${server.port}/${name}`;
    try {
      await ensureDatabase(url('postgres'), database);
      const copy = await options.copyBefore?.(url(database));
      if (copy !== undefined) {
        await server.stop();
        await keepCopy(place, copy, log, options.free);
        server = await launch();
      }
    } catch (error) {
      await server.stop();
      throw error;
    }
    let isStopping = false;
    const stop = async (): Promise<void> => {
      isStopping = true;
      await server.stop();
      await release();
    };
    void server.ended.then(() => {
      if (isStopping) return;
      log.error('the embedded database server ended by itself');
      options.onLost?.();
    });
    log.info({ port: server.port, ms: Math.round(monotonicMs() - begun) }, 'embedded database server is ready');
    const socket = sockets === undefined ? undefined : socketIn(sockets, server.port);
    return { url: url(database), socket, stop };
  } catch (error) {
    await release();
    throw error;
  }
}

async function readPassword(home: string): Promise<string> {
  const file = join(home, 'password');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new StartupError(startupText.passwordMissing(file), { cause: error });
  }
}

const MOST_SOCKET_BYTES = 100;
const socketIn = (dir: string, port: number): string => join(dir, `.s.PGSQL.${port}`);

/** Some file systems know no sockets, and the server would not start there. */
const takesSockets = (dir: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(socketIn(dir, 0), () => probe.close(() => resolve(true)));
  });

/** A directory for the server's socket, empty: one that was killed leaves its own. Not in `data`, for no copy can be made of a socket. */
async function socketsOf({ home, as }: Place): Promise<string | undefined> {
  const dir = join(home, 'socket');
  // A comma would make two directories of it.
  if (Buffer.byteLength(socketIn(dir, 65_535)) > MOST_SOCKET_BYTES || dir.includes(',')) return undefined;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { mode: 0o700 });
  if (as.uid !== undefined && as.gid !== undefined) await chown(dir, as.uid, as.gid);
  return (await takesSockets(dir)) ? dir : undefined;
}

function settingsFor(
  { maxConnections = 60, isDurable = true }: EmbeddedOptions,
  sockets: string,
): Record<string, string | number> {
  const durable = isDurable ? 'on' : 'off';
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets,
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    // One office's data fits; the machine has other things to do.
    shared_buffers: '64MB',
    max_connections: maxConnections,
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    max_wal_size: '256MB',
    io_method: 'sync',
    max_worker_processes: 4,
    max_parallel_workers_per_gather: 1,
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Errors quote values, and values are people's: the server's log keeps starts, stops and crashes only.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
}

/** The built-in C.UTF-8 locale sorts the same on every machine and needs none installed. */
async function initialise({ home, data, draft, as }: Place, { initdb }: Binaries, isDurable: boolean): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  await writeFile(join(home, 'password'), `${password}\n`, { mode: 0o600 });
  const handed = join(home, `password.${process.pid}`);
  await writeFile(handed, `${password}\n`, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) await chown(handed, as.uid, as.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const sync = isDurable ? [] : ['--no-sync'];
  const access = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${handed}`];
  try {
    if (as.uid === undefined) await rm(draft, { recursive: true, force: true });
    const { code, output } = await run(initdb, [`--pgdata=${draft}`, ...access, ...locale, ...sync], as);
    if (code !== 0) throw new Error(output.trim().split('\n').at(-1));
    await rename(draft, data);
  } catch (error) {
    throw new StartupError(startupText.initFailed((error as Error).message), { cause: error });
  } finally {
    await rm(handed, { force: true });
  }
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
