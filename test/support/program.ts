/** `npm start` without npm, in an empty data directory: embedded database, bot and local WeCom in a process of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { ChatMessage } from '../../sandbox/server.ts';
import { runCli } from './cli.ts';
import { scratch, testDirectory } from './servers.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  /** Without a slash at its end. */
  readonly url: string;
  /** Moves the clock to `2026-03-02T09:00` on a Shanghai wall clock; resolves when all that fell due is delivered. */
  moveTo(moment: string): Promise<void>;
  /** Writes to the bot as this person, privately or in a group, and waits for an answer in that chat. */
  say(userid: string, text: string, chatid?: string): Promise<void>;
  messages(chat: string): Promise<ChatMessage[]>;
  /** `npm run cli -- …` beside it, on the same data. @throws Error unless it ends well */
  cli(...args: string[]): Promise<void>;
  /** Ends it as Ctrl-C does. @returns exit code and signal */
  stop(): Promise<readonly [number | null, NodeJS.Signals | null]>;
}

export async function startProgram(): Promise<Program> {
  const dir = await testDirectory(await scratch());
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.mjs'), 'start'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: join(dir, 'data'), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await addressOf(child).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/sandbox/api/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const messages = (chat: string): Promise<ChatMessage[]> => ask(`messages?chat=${chat}`) as Promise<ChatMessage[]>;
  return {
    url,
    messages,
    moveTo: async (moment) => void (await ask('clock', { now: `${moment}:00+08:00` })),
    async say(userid, text, chatid) {
      const { msgid } = (await ask('messages', { from: userid, text, chatid })) as { msgid: string };
      for (;;) {
        const list = await messages(chatid ?? userid);
        const said = list.findIndex((message) => message.id === msgid);
        if (list.slice(said + 1).some((message) => message.sender !== userid)) return;
      }
    },
    async cli(...args) {
      const { code, text } = await runCli(args, { DATA_DIR: join(dir, 'data') });
      if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${text}`);
    },
    async stop() {
      child.kill('SIGTERM');
      const end = await ended;
      await rm(dir, { recursive: true, force: true });
      return end;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const found = /已就绪.*(http:\/\/\S+)\//u.exec(line);
    if (found !== null) {
      child.stdout!.resume();
      return found[1]!;
    }
  }
  throw new Error('the program ended before it was ready');
}
