// The page's state: who I am, which chat is open, every message known. Components read it and call the functions here.
import { computed, reactive, watch } from '../vendor/vue.js';
import { api, listen } from './api.js';
import { startClock, clockMovedTo } from './clock.js';
import { recall, remember } from './memory.js';
import { toMillis } from './time.js';

const wide = window.matchMedia('(min-width: 861px)');

export const state = reactive({
  ready: false,
  trouble: '',
  streamLost: false,
  people: [],
  chats: [],
  bot: { id: '', name: '机器人', connected: true },
  me: '',
  /** The open chat: a chatid, or my userid for the private chat with the bot; '' on a phone's list. */
  open: '',
  /** chat → its messages, oldest first. */
  messages: {},
  /** Grows with every message and change. */
  revision: 0,
  /** userid → chat → id of the last message read. */
  read: recall('read', {}),
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
export const personOf = (userid) => state.people.find((person) => person.userid === userid);
export const isBot = (sender) => !personOf(sender);
export const messagesOf = (chat) => state.messages[chat] ?? [];

/** A card may have been changed for single members: the message as this person sees it. */
export function seenBy(userid, message) {
  const view = message?.views?.[userid];
  return view ? { ...message, card: view.card, text: view.text } : message;
}

/** The chats a person sees: the bot first, then the groups they belong to. */
export function chatsOf(userid) {
  const groups = state.chats.filter((chat) => (chat.members ?? []).includes(userid));
  const list = groups.map((chat) => ({ id: chat.chatid, name: chat.name, members: chat.members, private: false }));
  return [{ id: userid, name: state.bot.name, members: [userid], private: true }, ...list];
}

export const openedChat = computed(() => chatsOf(state.me).find((chat) => chat.id === state.open) ?? null);

function homeChat(userid) {
  const chats = chatsOf(userid);
  return (chats.find((chat) => !chat.private) ?? chats[0]).id;
}

export function start() {
  listen({
    open: load,
    lost: () => {
      state.streamLost = true;
    },
    message: putMessage,
    update: putMessage,
    clock: (data) => clockMovedTo(data.now),
    connection: (data) => {
      state.bot.connected = data.connected === true;
    },
    town: load,
  });
}

/** Reads everything afresh: at the start, and whenever the event stream was away. */
async function load() {
  streamed.clear();
  try {
    const [people, chats, place] = await Promise.all([api.people(), api.chats(), api.state()]);
    state.people = people;
    state.chats = chats;
    Object.assign(state.bot, place.bot);
    startClock(place.now);
    await refreshMessages();
  } catch (error) {
    state.trouble = error.message;
    window.setTimeout(() => void load(), 2000);
    return;
  }
  state.trouble = '';
  state.streamLost = false;
  if (!personOf(state.me)) becomePerson(firstPerson());
  state.ready = true;
}

/** Every chat as the server has it now. */
export async function refreshMessages() {
  const keys = [...state.chats.map((chat) => chat.chatid), ...state.people.map((person) => person.userid)];
  await Promise.all(keys.map(async (chat) => mergeMessages(chat, await api.messages(chat))));
}

/** Ids the stream brought since the last load began: what it says of them is newer than the list being read. */
const streamed = new Set();

function mergeMessages(chat, list) {
  const newer = new Map(
    messagesOf(chat)
      .filter((one) => streamed.has(one.id))
      .map((one) => [one.id, one]),
  );
  const merged = list.map((message) => newer.get(message.id) ?? { ...message, at: toMillis(message.at) });
  const listed = new Set(list.map((message) => message.id));
  state.messages[chat] = [...merged, ...[...newer.values()].filter((message) => !listed.has(message.id))];
  state.revision += 1;
}

function putMessage(raw) {
  const message = { ...raw, at: toMillis(raw.at) };
  streamed.add(message.id);
  const list = (state.messages[message.chat] ??= []);
  const index = list.findLastIndex((known) => known.id === message.id);
  if (index >= 0) list[index] = message;
  else list.push(message);
  state.revision += 1;
}

function firstPerson() {
  const remembered = personOf(recall('me', ''));
  const clerk = state.people.find((person) => (person.roles ?? []).includes('desk'));
  return (remembered ?? clerk ?? state.people[0])?.userid ?? '';
}

/** From now on I am this person; the chat that was open stays open when they see it too. */
export function becomePerson(userid) {
  if (!personOf(userid)) return;
  const wasPrivate = state.open !== '' && state.open === state.me;
  state.me = userid;
  remember('me', userid);
  if (wasPrivate) openChat(userid);
  else if (state.open && chatsOf(userid).some((chat) => chat.id === state.open)) return;
  else if (state.wide || state.open) openChat(homeChat(userid));
}

export function openChat(chat) {
  state.open = chat;
  if (chat && chat === state.me) api.enter(state.me).catch(() => {});
}

export function setBigText(on) {
  state.bigText = on;
  remember('bigText', on);
}

export function setGuideOpen(on) {
  state.guideOpen = on;
  remember('guideOpen', on);
}

// ---- read and unread -------------------------------------------------------------------------------------------

export function unreadIn(userid, chat) {
  const list = messagesOf(chat);
  const lastRead = state.read[userid]?.[chat];
  let count = 0;
  for (let i = list.length - 1; i >= 0 && list[i].id !== lastRead; i -= 1) if (list[i].sender !== userid) count += 1;
  return count;
}

export const unreadOf = (userid) => chatsOf(userid).reduce((sum, chat) => sum + unreadIn(userid, chat.id), 0);

let markedChat = '';

function markRead() {
  const list = messagesOf(state.open);
  const last = list.at(-1);
  if (!last || !state.me || document.hidden || !openedChat.value) return;
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
function firstUnread(list, lastRead) {
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
