import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { monotonicMs } from '../../core/clock.ts';
import { StartupError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { startupText } from '../../copy/startup.ts';
import { processStart } from './owner.ts';
import { SERVER_ENV, type RunAs } from './run-as.ts';

const execFileAsync = promisify(execFile);

interface PostmasterFile {
  pid: number;
  port: number;
  isReady: boolean;
}

/** The server's own lock file: pid first, port fourth, state eighth. */
async function readPostmaster(data: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7] === 'ready' };
}

/** Whether that pid is a server on this data. Read from the command line, which root may read without CAP_SYS_PTRACE. */
async function servesData(pid: number, data: string): Promise<boolean> {
  const command =
    platform() === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await execFileAsync('ps', ['-o', 'command=', '-p', String(pid)]).then(
          (found) => found.stdout,
          () => '',
        );
  return command.includes('postgres') && command.includes(await realpath(data));
}

async function isGone(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = monotonicMs() + patienceMs;
  while ((await processStart(pid)) !== undefined) {
    if (monotonicMs() > deadline) return false;
    await wait(25);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone in the meantime
  }
}

/** Stops the server that a killed process left behind: fast, then at once; its lock file is the way to find it. */
export async function stopLeftover(data: string, log: Logger): Promise<void> {
  const left = await readPostmaster(data);
  if (left === undefined || (await processStart(left.pid)) === undefined) return; // PostgreSQL clears a dead lock itself
  if (!(await servesData(left.pid, data))) {
    // The pid belongs to somebody else by now, but PostgreSQL would take it for a running server.
    await rm(join(data, 'postmaster.pid'), { force: true });
    return;
  }
  log.info({ pid: left.pid }, 'stopping the database server that an earlier process left');
  signal(left.pid, 'SIGINT');
  if (await isGone(left.pid, 10_000)) return;
  signal(left.pid, 'SIGQUIT');
  if (await isGone(left.pid, 5_000)) return;
  throw new StartupError(startupText.databaseBusy(data, left.pid));
}

export interface ServerOptions {
  postgres: string;
  data: string;
  logFile: string;
  as: RunAs;
  settings: Readonly<Record<string, string | number>>;
}

export interface Server {
  port: number;
  /** Fast shutdown: connections are cut, the data is flushed. */
  stop(): Promise<void>;
  /** Settles when the server has ended, for whatever reason. */
  ended: Promise<void>;
}

/**
 * A shell between us and the server watches our end of a pipe: when this process dies, however it dies, the pipe closes
 * and the server shuts down. Its own session keeps Ctrl-C from reaching the server before our own shutdown has.
 */
const WATCHED = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server"; } >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait "$server"
code=$?
kill "$watch" 2>/dev/null
exit "$code"`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function tail(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /FATAL|PANIC|error/iu.test(line)) ?? lines.at(-1) ?? '';
}

/** What passes: the port was taken since we looked, or an ending server still holds the data. */
const PASSING = /already exists|pre-existing shared memory|could not bind|could not create any TCP/iu;

export async function startServer(options: ServerOptions, patienceMs: number): Promise<Server> {
  const deadline = monotonicMs() + patienceMs;
  for (;;) {
    const server = await tryStart(options);
    if (typeof server !== 'string') return server;
    if (!PASSING.test(server) || monotonicMs() > deadline) {
      throw new StartupError(startupText.startFailed(server, options.logFile));
    }
    await wait(200);
  }
}

async function tryStart({ postgres, data, logFile, as, settings }: ServerOptions): Promise<Server | string> {
  const port = await freePort();
  await rename(logFile, `${logFile}.1`).catch(() => undefined);
  const log = await open(logFile, 'a', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', postgres, '-D', data, '-p', String(port), ...flags], {
    ...as,
    cwd: '/',
    env: SERVER_ENV,
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      hasEnded = true;
      resolve();
    };
    child.once('error', end);
    child.once('exit', end);
  });
  await log.close();
  const stop = async (): Promise<void> => stopServer(child, data, ended);
  const deadline = monotonicMs() + 60_000; // recovery after a power cut may take its time
  for (;;) {
    if (hasEnded) return tail(logFile);
    const file = await readPostmaster(data);
    if (file?.port === port && file.isReady) break;
    if (monotonicMs() > deadline) {
      await stop();
      return tail(logFile);
    }
    await wait(10);
  }
  child.unref();
  (child.stdin as unknown as { unref?(): void }).unref?.();
  return { port, stop, ended };
}

async function stopServer(child: ChildProcess, data: string, ended: Promise<void>): Promise<void> {
  const file = await readPostmaster(data);
  child.ref();
  child.stdin?.destroy();
  const isInTime = await Promise.race([ended.then(() => true), wait(15_000, false, { ref: false })]);
  if (isInTime || file === undefined) return;
  signal(file.pid, 'SIGQUIT');
  await isGone(file.pid, 5_000);
}
