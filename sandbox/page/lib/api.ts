/** The local WeCom's control API (sandbox/README.md), seen from the page. */
import type { Chat, ChatMessage, EventData, MenuCommand, PageState, Person } from '../../contract.ts';
import type { Choices } from './card.ts';

const BASE = 'api/';

/** What is said; `chatid` absent: to the bot, in private. */
export interface Said {
  readonly from: string;
  readonly chatid?: string;
  readonly text?: string;
  readonly file?: { readonly name: string; readonly base64: string };
  /** Id of a message. */
  readonly quote?: string;
}

interface Click {
  readonly from: string;
  readonly messageId: string;
  readonly key: string;
  readonly selected?: Choices;
}

/** To a moment, or on by a duration, both as in ISO 8601. */
export type ClockMove = { readonly now: string } | { readonly advance: string };

/** @throws Error with the sentence that the server gave, or why there was none */
async function call<T>(path: string, body?: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(
      BASE + path,
      body === undefined
        ? { cache: 'no-store' }
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
  } catch {
    throw new Error('连不上本地服务器，请看看启动它的窗口还开着没有');
  }
  const data = parseJson(await response.text());
  if (!response.ok) throw new Error(reasonOf(data) || `服务器答复 ${response.status}`);
  return data as T;
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

const reasonOf = (data: unknown): string => {
  const error = (data as { error?: unknown } | null)?.error;
  return typeof error === 'string' ? error : '';
};

export const sayingOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const api = {
  people: () => call<Person[]>('people'),
  chats: () => call<Chat[]>('chats'),
  state: () => call<PageState>('state'),
  commands: () => call<MenuCommand[]>('commands'),
  messages: (chat: string) => call<ChatMessage[]>(`messages?chat=${encodeURIComponent(chat)}`),
  send: (said: Said) => call('messages', said),
  click: (click: Click) => call('clicks', click),
  enter: (from: string) => call('enter', { from }),
  moveClock: (move: ClockMove) => call<{ now: string }>('clock', move),
};

const HEARD = ['message', 'update', 'clock', 'connection', 'town', 'commands'] as const;

/** A function for each event; `open` whenever the stream begins, `lost` when it broke off. */
export type Listeners = { readonly [Name in (typeof HEARD)[number]]: (data: EventData[Name]) => void } & {
  readonly open: () => void;
  readonly lost: () => void;
};

/** Opens the event stream and keeps it open. */
export function listen(listeners: Listeners): void {
  const source = new EventSource(`${BASE}events`);
  source.addEventListener('open', listeners.open);
  source.addEventListener('error', () => {
    listeners.lost();
    // The browser reconnects by itself, except after an answer that was no event stream.
    if (source.readyState === EventSource.CLOSED) window.setTimeout(() => listen(listeners), 2000);
  });
  for (const name of HEARD) {
    const hear = listeners[name] as (data: unknown) => void;
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const data = parseJson(event.data);
      if (data !== null) hear(data);
    });
  }
}
