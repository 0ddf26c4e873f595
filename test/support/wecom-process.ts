/** The local WeCom as a process of its own, spoken to over HTTP only; everything said there is mirrored here. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { ChatMessage } from '../../sandbox/server.ts';
import { nodeArgs } from './built.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const PROCESS_BOT = { id: 'aibChaos', secret: 'chaos-secret', name: '信访助手' };

interface Said {
  readonly from: string;
  readonly text: string;
  readonly chatid?: string;
}

export interface WecomProcess {
  readonly wsUrl: string;
  readonly pid: number;
  /** All messages so far, in order. */
  readonly messages: readonly ChatMessage[];
  isConnected(): boolean;
  /** undefined when the local WeCom refuses it (too many unanswered messages). */
  say(said: Said): Promise<{ msgid: string; delivered: boolean } | undefined>;
  click(from: string, messageId: string, key: string): Promise<void>;
  /** Sets its clock; there is nothing to play. */
  setClock(now: Date): Promise<void>;
  /** Hears each new message and each change of the connection, until called off. */
  listen(listener: { message?(message: ChatMessage): void; connection?(connected: boolean): void }): () => void;
  /** Resolves with the bot's next subscription, or at once when it is connected. */
  connected(): Promise<void>;
  stop(): Promise<void>;
}

export interface WecomProcessOptions {
  readonly stateFile?: string;
  /** Absent: the sample town, whose people and groups have all spoken. */
  readonly orgFile?: string;
}

export async function startWecomProcess(options: WecomProcessOptions = {}): Promise<WecomProcess> {
  const { execArgv, path } = nodeArgs('sandbox/main.ts');
  const child = spawn(process.execPath, [...execArgv, path], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      SANDBOX_PORT: '0',
      SANDBOX_BOT_ID: PROCESS_BOT.id,
      SANDBOX_BOT_SECRET: PROCESS_BOT.secret,
      SANDBOX_BOT_NAME: PROCESS_BOT.name,
      ...(options.stateFile === undefined ? {} : { SANDBOX_STATE: options.stateFile }),
      ...(options.orgFile === undefined ? {} : { SANDBOX_ORG: options.orgFile }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const base = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`the local WeCom ended at once (${code})`)));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/(127\.0\.0\.1:\d+)\//u.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const messages: ChatMessage[] = [];
  const places = new Map<string, number>();
  const listeners = new Set<Parameters<WecomProcess['listen']>[0]>();
  let isConnected = false;

  const take = (type: string, data: unknown): void => {
    if (type === 'message' || type === 'update') {
      const message = data as ChatMessage;
      const place = places.get(message.id);
      if (place !== undefined) {
        messages[place] = message;
        return;
      }
      places.set(message.id, messages.length);
      messages.push(message);
      for (const listener of listeners) listener.message?.(message);
    } else if (type === 'connection') {
      isConnected = (data as { connected: boolean }).connected;
      for (const listener of listeners) listener.connection?.(isConnected);
    }
  };
  const events = new AbortController();
  const stream = await fetch(`http://${base}/sandbox/api/events`, { signal: events.signal });
  void readEvents(stream.body!, take).catch(() => {});

  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`http://${base}/sandbox/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const done = async (path: string, body: unknown): Promise<Response> => {
    const answer = await post(path, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };

  return {
    wsUrl: `ws://${base}/`,
    pid: child.pid!,
    messages,
    isConnected: () => isConnected,
    async say(said) {
      const answer = await post('messages', said);
      if (answer.status === 429) return undefined;
      if (!answer.ok) throw new Error(`messages: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { msgid: string; delivered: boolean };
    },
    async click(from, messageId, key) {
      await done('clicks', { from, messageId, key });
    },
    async setClock(now) {
      await done('clock', { now: now.toISOString() });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connected: () =>
      new Promise((resolve) => {
        if (isConnected) return resolve();
        const listener = {
          connection: (now: boolean): void => {
            if (!now) return;
            listeners.delete(listener);
            resolve();
          },
        };
        listeners.add(listener);
      }),
    async stop() {
      events.abort();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  take: (type: string, data: unknown) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const type = /^event: (.*)$/mu.exec(block)?.[1];
      const data = /^data: (.*)$/mu.exec(block)?.[1];
      if (type !== undefined && data !== undefined) take(type, JSON.parse(data));
    }
  }
}
