/** `npm run cli -- …` and `npm start` without npm: each as a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { nodeArgs } from './built.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  /** What a person sees, both streams. */
  readonly text: string;
}

/** Runs it to its end. */
export function runCli(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { execArgv, path } = nodeArgs('src/cli/main.ts');
  const child = spawn(process.execPath, [...execArgv, path, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, text }));
  });
}

export interface StartedMain {
  /** All it has said so far. */
  readonly said: string;
  /** What the pattern's group caught. */
  readonly found: string;
  stop(): Promise<void>;
}

/** The program on a port of its own; resolves when it has said what is waited for, or all it will say. */
export function startMain(environment: Readonly<Record<string, string>>, until: RegExp): Promise<StartedMain> {
  const { execArgv, path } = nodeArgs('src/main.ts');
  const child = spawn(process.execPath, [...execArgv, path], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...environment, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  return new Promise((resolve) => {
    const started = (): StartedMain => ({
      get said() {
        return said;
      },
      found: until.exec(said)?.[1] ?? '',
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (until.test(said)) resolve(started());
      });
    }
    void ended.then(() => resolve(started()));
  });
}
