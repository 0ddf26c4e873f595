import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export interface Program {
  readonly child: ChildProcess;
  /** Milliseconds from the spawn to the line that says it is ready. */
  readonly readyMs: number;
  readonly startedAt: number;
  stop(): Promise<void>;
}

/** The repository's own command, as `npm start` runs it, until it prints `ready`. */
export async function startProgram(name: string, env: Record<string, string>, ready: string): Promise<Program> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['bin/run.mjs', name], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(ready)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)));
  });
  return {
    child,
    startedAt,
    readyMs: performance.now() - startedAt,
    async stop() {
      child.removeAllListeners('exit');
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resident memory of a process and of the Node processes below it, in MB. */
export async function nodeMemory(pid: number): Promise<number> {
  const parents = new Map<number, { parent: number; name: string; rss: number }>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/u.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '');
    const field = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, 'mu').exec(status)?.[1] ?? '';
    parents.set(Number(entry), {
      parent: Number(field('PPid')),
      name: field('Name'),
      rss: Number(field('VmRSS')) / 1024,
    });
  }
  const isBelow = (id: number): boolean =>
    id === pid || (parents.has(id) && id > 1 && isBelow(parents.get(id)!.parent));
  return [...parents]
    .filter(([id, { name }]) => isBelow(id) && name === 'node')
    .reduce((sum, [, { rss }]) => sum + rss, 0);
}

export async function api<T>(base: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${base}${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export interface Message {
  readonly id: string;
  readonly chat: string;
  readonly sender: string;
  readonly text: string;
}

/** Every message of the local WeCom as it appears; resolves once the stream stands, so that nothing is missed. */
export async function listen(base: string, onMessage: (message: Message) => void): Promise<() => void> {
  const ending = new AbortController();
  const answer = await fetch(`${base}/events`, { signal: ending.signal });
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body!) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        if (!/^event: message$/mu.test(part)) continue;
        const data = /^data: (.*)$/mu.exec(part)?.[1];
        if (data !== undefined) onMessage(JSON.parse(data) as Message);
      }
    }
  };
  read().catch(() => {});
  return () => ending.abort();
}
