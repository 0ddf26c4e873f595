/** The bot as a process of its own, for those who kill it or measure it. */
import { fork, type ChildProcess } from 'node:child_process';
import { openSync, readFileSync, closeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { nodeArgs } from './built.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface BotProcess {
  readonly pid: number;
  /** Loaded and waiting. */
  readonly warm: Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  /** Starts the bot. */
  go(): void;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** It ended although nobody killed it. */
  hasFailed(): boolean;
}

export interface BotProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Only PATH of our own environment: what is set here by chance must not decide. */
export function prepareBot({ env, logFile }: BotProcessOptions): BotProcess {
  const log = openSync(logFile, 'a', 0o600);
  const { execArgv, path } = nodeArgs('test/support/standby.ts');
  const child: ChildProcess = fork(path, {
    cwd: ROOT,
    execArgv,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  let isKilled = false;
  let isGone = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      isGone = true;
      resolve();
    });
  });
  const warm = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error(`the bot did not load: ${logTail(logFile)}`)));
  });
  warm.catch(() => {});
  return {
    pid: child.pid!,
    warm,
    ended,
    go: () => void child.send('go'),
    async kill(signal) {
      isKilled = true;
      child.kill(signal);
      await ended;
    },
    hasFailed: () => isGone && !isKilled,
  };
}

export const logTail = (logFile: string): string =>
  readFileSync(logFile, 'utf8').trim().split('\n').slice(-14).join('\n');
