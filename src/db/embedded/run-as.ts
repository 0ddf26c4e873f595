import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

import { StartupError } from '../../core/errors.ts';
import { startupText } from '../../copy/startup.ts';

const execFileAsync = promisify(execFile);

/** Whom the server's processes run as; empty means: as we do. PostgreSQL refuses to run as root. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The servers get nothing of our environment; the locale keeps their messages English. */
export const SERVER_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

export interface Outcome {
  code: number | null;
  output: string;
}

/** Runs a program to its end as that user; the working directory is `/`, since that user may not see ours. */
export function run(file: string, args: readonly string[], as: RunAs): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...as, cwd: '/', env: SERVER_ENV, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** True when the shell script exits 0 as that user. */
export async function canRun(script: string, args: readonly string[], as: RunAs): Promise<boolean> {
  try {
    return (await run('/bin/sh', ['-c', script, 'sh', ...args], as)).code === 0;
  } catch {
    return false; // no right to change user (a container without CAP_SETUID)
  }
}

async function idsOf(user: string): Promise<Required<RunAs> | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await execFileAsync('id', [flag, user])).stdout.trim())),
    );
    return { uid: uid!, gid: gid! };
  } catch {
    return undefined;
  }
}

/** The system's `postgres` user, made when there is none. */
export async function postgresUser(): Promise<Required<RunAs>> {
  const found = await idsOf('postgres');
  if (found !== undefined) return found;
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ];
  for (const [program, args] of attempts) {
    await execFileAsync(program, args).catch(() => undefined);
    const made = await idsOf('postgres');
    if (made !== undefined) return made;
  }
  throw new StartupError(startupText.noUser());
}
