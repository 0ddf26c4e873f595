import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BotProcess } from '../support/bot-process.ts';

/**
 * Three ways in turn: the bot with its server and all that belongs to it; the bot with the shell that would stop the server,
 * so that the server is left behind running; the bot alone, whose server then shuts down by itself.
 */
export const killTogether =
  (home: string) =>
  async (bot: BotProcess, number: number): Promise<void> => {
    const place = (await readFile(join(home, 'location'), 'utf8').catch(() => home)).trim();
    const pidFile = await readFile(join(place, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
    const server = Number(pidFile.split('\n')[0]);
    const shell = server > 0 ? await parentOf(server) : undefined;
    const way = number % 3;
    if (shell !== undefined && way === 1) await Promise.all([killGroup(shell), bot.kill('SIGKILL')]);
    else if (shell !== undefined && way === 2) {
      // Both watchers: the shell that waits and its child that listens for our end.
      for (const pid of [shell, ...(await childrenOf(shell)).filter((one) => one !== server)]) kill(pid);
      await bot.kill('SIGKILL');
    } else await bot.kill('SIGKILL');
  };

/** The server leads no group of its own: shell, server and backends are one. */
const killGroup = async (leader: number): Promise<void> => kill(-leader);

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text
    .trim()
    .split(' ')
    .filter((one) => one !== '')
    .map(Number);
}
