// Messages on their way out. A refused one stays in its chat with the reason, its text kept for another try.
import { reactive } from '../vendor/vue.js';
import { api } from './api.js';
import { messagesOf, state } from './store.js';

const MAX_FILE = 20 * 1024 * 1024;

export const sending = reactive({
  /** {key, from, chat, since, text?, file?, quote?, failed} in the order they were sent. */
  outgoing: [],
  /** me|chat → text typed and not yet sent. */
  drafts: {},
  /** me|chat → the message being quoted. */
  quotes: {},
});

let nextKey = 1;

export const draftKey = () => `${state.me}|${state.open}`;

export const outgoingIn = (userid, chat) =>
  sending.outgoing.filter((one) => one.from === userid && one.chat === chat && (one.failed !== '' || !isThere(one)));

/** The message itself may come in before the answer that it went: it is shown once. */
function isThere({ from, chat, since, text, file }) {
  const said = text ?? file?.name ?? '';
  // A group's command has the mention put before it.
  return messagesOf(chat)
    .slice(since)
    .some((message) => message.sender === from && message.text.endsWith(said));
}

/** Sends as `from` into `chat` (their own userid: the private chat with the bot). Resolves to whether it went. */
export async function send({ from = state.me, chat = state.open, text, file, quote }) {
  const since = messagesOf(chat).length;
  const item = reactive({ key: nextKey++, from, chat, since, text, file, quote, failed: '' });
  sending.outgoing.push(item);
  return attempt(item);
}

export function retry(item) {
  item.failed = '';
  return attempt(item);
}

export function discard(item) {
  const index = sending.outgoing.indexOf(item);
  if (index >= 0) sending.outgoing.splice(index, 1);
}

async function attempt(item) {
  const message = { from: item.from };
  if (item.chat !== item.from) message.chatid = item.chat;
  if (item.file) message.file = { name: item.file.name, base64: item.file.base64 };
  else message.text = item.text;
  if (item.quote) message.quote = item.quote.id;
  try {
    await api.send(message);
    discard(item);
    return true;
  } catch (error) {
    item.failed = error.message;
    return false;
  }
}

export async function sendFile(file) {
  const since = messagesOf(state.open).length;
  const item = reactive({
    ...{ key: nextKey++, from: state.me, chat: state.open, since },
    ...{ file: { name: file.name }, failed: '' },
  });
  sending.outgoing.push(item);
  if (file.size > MAX_FILE) {
    item.failed = '文件超过 20 MB，企业微信机器人收不了，请压缩后再发';
    return false;
  }
  try {
    item.file.base64 = await readBase64(file);
  } catch {
    item.failed = '这个文件读不出来';
    return false;
  }
  return attempt(item);
}

async function readBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** Presses a card's button; resolves to '' or the reason why not. */
export async function press({ from = state.me, messageId, key, selected }) {
  try {
    await api.click(selected ? { from, messageId, key, selected } : { from, messageId, key });
    return '';
  } catch (error) {
    return error.message;
  }
}
