/** Messages on their way out. A refused one stays in its chat with the reason, its text kept for another try. */
import { reactive } from 'vue';

import { api, type Said, sayingOf } from './api.ts';
import type { Choices } from './card.ts';
import type { Message } from './message.ts';
import { messagesOf, state } from './store.ts';

const MAX_FILE = 20 * 1024 * 1024;

export interface Outgoing {
  readonly key: number;
  readonly from: string;
  readonly chat: string;
  /** So many messages the chat had when it was sent. */
  readonly since: number;
  readonly text?: string | undefined;
  readonly file?: { readonly name: string; base64: string };
  readonly quote?: Message | undefined;
  /** Why it did not go; '' while it may. */
  failed: string;
}

interface Saying {
  readonly text: string;
  /** Whoever is played, and the chat that is open, when absent. */
  readonly from?: string;
  readonly chat?: string;
  readonly quote?: Message | undefined;
}

export const sending = reactive({
  /** In the order they were sent. */
  outgoing: [] as Outgoing[],
  /** me|chat → text typed and not yet sent. */
  drafts: {} as Record<string, string>,
  /** me|chat → the message being quoted. */
  quotes: {} as Record<string, Message>,
});

let nextKey = 1;

export const draftKey = (): string => `${state.me}|${state.open}`;

export const outgoingIn = (userid: string, chat: string): Outgoing[] =>
  sending.outgoing.filter((one) => one.from === userid && one.chat === chat && (one.failed !== '' || !isThere(one)));

/** The message itself may come in before the answer that it went: it is shown once. */
function isThere({ from, chat, since, text, file }: Outgoing): boolean {
  const said = text ?? file?.name ?? '';
  // A group's command has the mention put before it.
  return messagesOf(chat)
    .slice(since)
    .some((message) => message.sender === from && message.text.endsWith(said));
}

function begin(item: Pick<Outgoing, 'from' | 'chat' | 'text' | 'quote' | 'file'>): Outgoing {
  const begun = reactive({ ...item, key: nextKey++, since: messagesOf(item.chat).length, failed: '' });
  sending.outgoing.push(begun);
  return begun;
}

/** Their own userid as `chat`: the private chat with the bot. @returns whether it went */
export const send = ({ from = state.me, chat = state.open, text, quote }: Saying): Promise<boolean> =>
  attempt(begin({ from, chat, text, quote }));

export function retry(item: Outgoing): Promise<boolean> {
  item.failed = '';
  return attempt(item);
}

export function discard(item: Outgoing): void {
  const index = sending.outgoing.indexOf(item);
  if (index >= 0) sending.outgoing.splice(index, 1);
}

const saidBy = ({ from, chat, text, file, quote }: Outgoing): Said => ({
  from,
  ...(chat !== from && { chatid: chat }),
  ...(file !== undefined ? { file: { name: file.name, base64: file.base64 } } : { text: text ?? '' }),
  ...(quote !== undefined && { quote: quote.id }),
});

async function attempt(item: Outgoing): Promise<boolean> {
  try {
    await api.send(saidBy(item));
    discard(item);
    return true;
  } catch (error) {
    item.failed = sayingOf(error);
    return false;
  }
}

export async function sendFile(file: File): Promise<void> {
  const taken = reactive({ name: file.name, base64: '' });
  const item = begin({ from: state.me, chat: state.open, file: taken });
  if (file.size > MAX_FILE) {
    item.failed = '文件超过 20 MB，企业微信机器人收不了，请压缩后再发';
    return;
  }
  try {
    taken.base64 = await readBase64(file);
  } catch {
    item.failed = '这个文件读不出来';
    return;
  }
  await attempt(item);
}

async function readBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

interface Press {
  readonly messageId: string;
  readonly key: string;
  /** Whoever is played when absent. */
  readonly from?: string;
  readonly selected?: Choices | undefined;
}

/** Presses a card's button. @returns '' or the reason why not */
export async function press({ from = state.me, messageId, key, selected }: Press): Promise<string> {
  try {
    await api.click({ from, messageId, key, ...(selected !== undefined && { selected }) });
    return '';
  } catch (error) {
    return sayingOf(error);
  }
}
