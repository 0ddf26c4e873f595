/** The page's state: who I am, which chat is open, every message known. Components read it and call the functions here. */
import { computed, reactive, watch } from 'vue';

import type { Chat, ChatMessage, MenuCommand, Person } from '../../contract.ts';
import { api, listen, sayingOf } from './api.ts';
import { startClock, clockMovedTo } from './clock.ts';
import { recall, remember } from './memory.ts';
import { type Message, messageOf } from './message.ts';

const wide = window.matchMedia('(min-width: 861px)');

export const state = reactive({
  ready: false,
  trouble: '',
  streamLost: false,
  people: [] as Person[],
  chats: [] as Chat[],
  bot: { id: '', name: '机器人', connected: true },
  commands: [] as MenuCommand[],
  me: '',
  /** The open chat: a chatid, or my userid for the private chat with the bot; '' on a phone's list. */
  open: '',
  /** chat → its messages, oldest first. */
  messages: {} as Record<string, Message[]>,
  /** Grows with every message and change. */
  revision: 0,
  /** userid → chat → id of the last message read. */
  read: recall<Record<string, Record<string, string>>>('read', {}),
  /** In the open chat: the first message that was unread when it was opened. */
  newFrom: '',
  bigText: recall('bigText', false),
  guideOpen: recall('guideOpen', wide.matches),
  wide: wide.matches,
});

wide.addEventListener('change', () => {
  state.wide = wide.matches;
  if (state.wide && !state.open) openChat(homeChat(state.me));
});

export const me = computed(() => personOf(state.me));
export const personOf = (userid: string): Person | undefined => state.people.find((person) => person.userid === userid);
export const isBot = (sender: string): boolean => personOf(sender) === undefined;
/** Everybody who is no person is shown as the bot. */
export const nameOf = (sender: string): string => personOf(sender)?.name ?? state.bot.name;
export const messagesOf = (chat: string): Message[] => state.messages[chat] ?? [];

/** A card may have been changed for single members: the message as this person sees it. */
export function seenBy(userid: string, message: Message): Message {
  const view = message.views?.[userid];
  return view === undefined ? message : { ...message, card: view.card, text: view.text };
}

/** A chat as one person has it in the list. */
export interface ListedChat {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly private: boolean;
}

/** The chats a person sees: the bot first, then the groups they belong to. */
export function chatsOf(userid: string): [ListedChat, ...ListedChat[]] {
  const groups = state.chats.filter((chat) => chat.members.includes(userid));
  const list = groups.map((chat) => ({ id: chat.chatid, name: chat.name, members: chat.members, private: false }));
  return [{ id: userid, name: state.bot.name, members: [userid], private: true }, ...list];
}

export const openedChat = computed(() => chatsOf(state.me).find((chat) => chat.id === state.open));

function homeChat(userid: string): string {
  const chats = chatsOf(userid);
  return (chats.find((chat) => !chat.private) ?? chats[0]).id;
}

export function start(): void {
  listen({
    open: () => void load(),
    lost: () => {
      state.streamLost = true;
    },
    message: putMessage,
    update: putMessage,
    clock: (data) => clockMovedTo(data.now),
    connection: (data) => {
      state.bot.connected = data.connected;
    },
    town: () => void load(),
    commands: (data) => {
      state.commands = data;
    },
  });
}

/** Reads everything afresh: at the start, and whenever the event stream was away. */
async function load(): Promise<void> {
  streamed.clear();
  try {
    const [people, chats, place, commands] = await Promise.all([
      api.people(),
      api.chats(),
      api.state(),
      api.commands(),
    ]);
    Object.assign(state, { people, chats, commands });
    Object.assign(state.bot, place.bot);
    startClock(place.now);
    await refreshMessages();
  } catch (error) {
    state.trouble = sayingOf(error);
    window.setTimeout(() => void load(), 2000);
    return;
  }
  state.trouble = '';
  state.streamLost = false;
  if (me.value === undefined) becomePerson(firstPerson());
  state.ready = true;
}

/** Every chat as the server has it now. */
export async function refreshMessages(): Promise<void> {
  const keys = [...state.chats.map((chat) => chat.chatid), ...state.people.map((person) => person.userid)];
  await Promise.all(keys.map(async (chat) => mergeMessages(chat, await api.messages(chat))));
}

/** Ids the stream brought since the last load began: what it says of them is newer than the list being read. */
const streamed = new Set<string>();

function mergeMessages(chat: string, list: readonly ChatMessage[]): void {
  const newer = new Map(
    messagesOf(chat)
      .filter((one) => streamed.has(one.id))
      .map((one) => [one.id, one]),
  );
  const merged = list.map((message) => newer.get(message.id) ?? messageOf(message));
  const listed = new Set(list.map((message) => message.id));
  state.messages[chat] = [...merged, ...[...newer.values()].filter((message) => !listed.has(message.id))];
  state.revision += 1;
}

function putMessage(given: ChatMessage): void {
  const message = messageOf(given);
  streamed.add(message.id);
  const list = (state.messages[message.chat] ??= []);
  const index = list.findLastIndex((known) => known.id === message.id);
  if (index >= 0) list[index] = message;
  else list.push(message);
  state.revision += 1;
}

function firstPerson(): string {
  const remembered = personOf(recall('me', ''));
  const clerk = state.people.find((person) => person.roles.includes('desk'));
  return (remembered ?? clerk ?? state.people[0])?.userid ?? '';
}

/** From now on I am this person; the chat that was open stays open when they see it too. */
export function becomePerson(userid: string): void {
  if (personOf(userid) === undefined) return;
  const wasPrivate = state.open !== '' && state.open === state.me;
  state.me = userid;
  remember('me', userid);
  if (wasPrivate) openChat(userid);
  else if (state.open && chatsOf(userid).some((chat) => chat.id === state.open)) return;
  else if (state.wide || state.open) openChat(homeChat(userid));
}

export function openChat(chat: string): void {
  state.open = chat;
  // Who cannot be greeted is told by what the page says of the server.
  if (chat && chat === state.me) api.enter(state.me).catch(() => undefined);
}

export function setBigText(on: boolean): void {
  state.bigText = on;
  remember('bigText', on);
}

export function setGuideOpen(on: boolean): void {
  state.guideOpen = on;
  remember('guideOpen', on);
}

// ---- read and unread -------------------------------------------------------------------------------------------

export function unreadIn(userid: string, chat: string): number {
  const list = messagesOf(chat);
  const lastRead = state.read[userid]?.[chat];
  const since = list.findLastIndex((message) => message.id === lastRead) + 1;
  return list.slice(since).filter((message) => message.sender !== userid).length;
}

let markedChat = '';

function markRead(): void {
  const list = messagesOf(state.open);
  const last = list.at(-1);
  if (last === undefined || !state.me || document.hidden || openedChat.value === undefined) return;
  const mine = (state.read[state.me] ??= {});
  const here = `${state.me}|${state.open}`;
  if (here !== markedChat) {
    markedChat = here;
    state.newFrom = firstUnread(list, mine[state.open]);
  }
  if (mine[state.open] === last.id) return;
  mine[state.open] = last.id;
  remember('read', state.read);
}

/** The line "new from here" helps only where something older was read before. */
function firstUnread(list: readonly Message[], lastRead: string | undefined): string {
  const index = list.findIndex((message) => message.id === lastRead);
  return index < 0 ? '' : (list[index + 1]?.id ?? '');
}

watch(() => [state.me, state.open, messagesOf(state.open).at(-1)?.id], markRead, { flush: 'sync' });
document.addEventListener('visibilitychange', markRead);
watch(
  () => state.bigText,
  (on) => document.documentElement.classList.toggle('big-text', on),
  { immediate: true },
);
