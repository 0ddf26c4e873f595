import { randomBytes } from 'node:crypto';
import { Refusal, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { ChatMessage } from '../../contract.ts';
import type { Bus } from './events.ts';

export interface StreamState {
  reqId: string;
  id: string;
  startedAt: number;
  refreshedAt: number;
  finished: boolean;
}

export interface Stored {
  view: ChatMessage;
  bot: string;
  stream?: StreamState;
  feedbackId?: string;
  /** Spoken: what stands in the chat is the transcript. */
  isVoice?: true;
}

export interface Store {
  id(prefix: string): string;
  add(message: Stored): void;
  /** Keeps and announces a change made to `message`. */
  changed(message: Stored): void;
  find(id: string): Stored | undefined;
  list(chat?: string, after?: string, limit?: number): ChatMessage[];
  /** Newest messages of the bot in a chat, newest first. */
  recentOfBot(chat: string, bot: string, count: number): Stored[];
  stream(bot: string, reqId: string, id: string): Stored | undefined;
  markSpoken(bot: string, chat: string, at: number): void;
  spokenAt(bot: string, chat: string): number | undefined;
  isTaskUsed(bot: string, taskId: string): boolean;
  useTask(bot: string, taskId: string): void;
  /** True once per person and day. */
  enter(bot: string, userid: string, day: string): boolean;
  replay(entry: Json): boolean;
}

export function createStore(append: (entry: unknown) => void, bus: Bus): Store {
  const all: Stored[] = [];
  const byChat = new Map<string, Stored[]>();
  const byId = new Map<string, { message: Stored; index: number; chatIndex: number }>();
  const streams = new Map<string, Stored>();
  const spoken = new Map<string, number>();
  const tasks = new Set<string>();
  const entered = new Set<string>();
  // Ids differ between two runs: a bot that remembers messages must not take new ones for old.
  const run = randomBytes(4).toString('hex');
  let counter = 0;

  const insert = (message: Stored): void => {
    const known = byId.get(message.view.id);
    if (known) {
      Object.assign(known.message, message);
      return;
    }
    const chat = byChat.get(message.view.chat) ?? [];
    if (chat.length === 0) byChat.set(message.view.chat, chat);
    byId.set(message.view.id, { message, index: all.length, chatIndex: chat.length });
    all.push(message);
    chat.push(message);
    if (message.stream) streams.set(`${message.bot}|${message.stream.reqId}|${message.stream.id}`, message);
  };

  return {
    id: (prefix) => {
      counter += 1;
      return `${prefix}${run}${String(counter).padStart(6, '0')}`;
    },
    add: (message) => {
      insert(message);
      append({ t: 'message', message });
      bus.emit({ type: 'message', data: message.view });
    },
    changed: (message) => {
      append({ t: 'message', message });
      bus.emit({ type: 'update', data: message.view });
    },
    find: (id) => byId.get(id)?.message,
    list: (chat, after, limit) => {
      const source = chat === undefined ? all : (byChat.get(chat) ?? []);
      let start = 0;
      if (after !== undefined && after !== '') {
        const place = byId.get(after);
        if (!place || (chat !== undefined && place.message.view.chat !== chat)) {
          throw new Refusal(404, `这个会话里没有编号为 ${after} 的消息`);
        }
        start = (chat === undefined ? place.index : place.chatIndex) + 1;
      }
      if (limit !== undefined) start = Math.max(start, source.length - limit);
      return source.slice(start).map((message) => message.view);
    },
    recentOfBot: (chat, bot, count) => {
      const found: Stored[] = [];
      const source = byChat.get(chat) ?? [];
      for (let index = source.length - 1; index >= 0 && found.length < count; index -= 1) {
        const message = source[index];
        if (message?.view.sender === bot) found.push(message);
      }
      return found;
    },
    stream: (bot, reqId, id) => streams.get(`${bot}|${reqId}|${id}`),
    markSpoken: (bot, chat, at) => {
      spoken.set(`${bot}|${chat}`, at);
      append({ t: 'spoken', bot, chat, at });
    },
    spokenAt: (bot, chat) => spoken.get(`${bot}|${chat}`),
    isTaskUsed: (bot, taskId) => tasks.has(`${bot}|${taskId}`),
    useTask: (bot, taskId) => {
      tasks.add(`${bot}|${taskId}`);
      append({ t: 'task', bot, taskId });
    },
    enter: (bot, userid, day) => {
      const key = `${bot}|${userid}|${day}`;
      if (entered.has(key)) return false;
      entered.add(key);
      append({ t: 'entered', key });
      return true;
    },
    replay: (entry) => {
      const { t, message, bot, chat, at, taskId, key } = entry;
      if (t === 'message' && isRecord(message)) insert(message as unknown as Stored);
      else if (t === 'spoken') spoken.set(`${String(bot)}|${String(chat)}`, Number(at));
      else if (t === 'task') tasks.add(`${String(bot)}|${String(taskId)}`);
      else if (t === 'entered') entered.add(String(key));
      else return false;
      return true;
    },
  };
}
