import { execFile } from 'node:child_process';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { monotonicMs } from '../../core/clock.ts';
import { StartupError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { startupText } from '../../copy/startup.ts';

const execFileAsync = promisify(execFile);

/**
 * When the process began, as the system writes it; undefined when it is gone. With the pid this names one process for
 * good: pids come round again, above all in a container that was restarted.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (platform() !== 'linux') {
    const found = await execFileAsync('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
    return found?.stdout.trim() || undefined;
  }
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name in parentheses may contain anything, so fields are counted from its end: state is the third, start the 22nd.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/**
 * One Node process a home. The lock is a file that names its process; the lock of a dead process is taken over at once,
 * that of a living one is waited for, since a restart often overlaps the old process's shutdown.
 */
export async function takeOwnership(home: string, log: Logger, patienceMs: number): Promise<() => Promise<void>> {
  const path = join(home, 'owner');
  const mine = `${process.pid} ${await processStart(process.pid)}\n`;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, mine, { mode: 0o600 });
  const release = async (): Promise<void> => {
    if ((await readFile(path, 'utf8').catch(() => '')) === mine) await rm(path, { force: true });
  };
  const deadline = monotonicMs() + patienceMs;
  let told = false;
  try {
    for (;;) {
      if (await tryLink(draft, path)) return release;
      const holder = await readHolder(path);
      if (holder === undefined) continue; // released in between
      const [pid = '', start = ''] = holder.trim().split(' ');
      if (Number(pid) === process.pid || (await processStart(Number(pid))) !== start) {
        if (holder !== mine) await removeStale(path, holder);
        else throw new StartupError(startupText.alreadyRunning(home, process.pid));
        continue;
      }
      if (monotonicMs() > deadline) throw new StartupError(startupText.alreadyRunning(home, Number(pid)));
      if (!told) log.info({ pid: Number(pid) }, 'another process uses this data directory; waiting for it to end');
      told = true;
      await wait(100);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartupError(startupText.wrongOwner(dirname(path)), { cause: error });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two starters may see the same stale lock; whoever moved the other's fresh one away puts it back. */
async function removeStale(path: string, seen: string): Promise<void> {
  const moved = `${path}.stale.${process.pid}`;
  try {
    await rename(path, moved);
  } catch {
    return;
  }
  if ((await readFile(moved, 'utf8').catch(() => '')) !== seen) await tryLink(moved, path);
  await rm(moved, { force: true });
}
