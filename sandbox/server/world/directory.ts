import { createHash } from 'node:crypto';
import { Refusal, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { Chat, Person } from '../../contract.ts';
import type { Bot, Town } from './options.ts';

/** A conversation of one bot: `key` is what the control API calls chat. */
export interface Conversation {
  key: string;
  bot: Bot;
  kind: 'single' | 'group';
  /** chatid of a group, userid of a private chat. */
  id: string;
}

/** A group that the self-built app made. */
export interface MadeChat extends Chat {
  owner: string;
}

export interface Directory {
  bots: Bot[];
  people(): Person[];
  chats(): Chat[];
  setTown(town: Town): void;
  bot(id: string | undefined): Bot;
  findBot(id: string): Bot | undefined;
  findPerson(userid: string): Person | undefined;
  findChat(chatid: string): Chat | undefined;
  /** Makes or changes a group of the app. */
  make(chat: MadeChat): void;
  findMade(chatid: string): MadeChat | undefined;
  replay(entry: Json): boolean;
  person(userid: string): Person;
  /** The person behind an encrypted userid. */
  findEncrypted(bot: Bot, openUserid: string): Person | undefined;
  /** The group as seen by a member; refuses strangers. */
  groupOf(userid: string, chatid: string): Chat;
  single(bot: Bot, userid: string): Conversation;
  group(bot: Bot, chatid: string): Conversation;
  /** Name a person or bot is shown by. */
  nameOf(id: string): string;
}

/** `others`: senders that are no bots of the groups, the self-built app and the message robots. */
export function createDirectory(
  bots: Bot[],
  town: Town,
  others: readonly Bot[],
  append: (entry: unknown) => void,
): Directory {
  const first = bots[0];
  if (first === undefined) throw new Error('the local WeCom needs at least one bot');
  let current = town;
  let people = new Map(town.people.map((person) => [person.userid, person]));
  let chats = new Map(town.chats.map((chat) => [chat.chatid, chat]));
  const made = new Map<string, MadeChat>();

  const directory: Directory = {
    bots,
    people: () => current.people,
    chats: () => [...current.chats, ...made.values()],
    setTown: (next) => {
      current = next;
      people = new Map(next.people.map((person) => [person.userid, person]));
      chats = new Map(next.chats.map((chat) => [chat.chatid, chat]));
    },
    bot: (id) => {
      if (id === undefined) return first;
      const bot = directory.findBot(id);
      if (!bot) throw new Refusal(404, `没有编号为 ${id} 的机器人`);
      return bot;
    },
    findBot: (id) => bots.find((bot) => bot.id === id) ?? others.find((bot) => bot.id === id),
    findPerson: (userid) => people.get(userid),
    findChat: (chatid) => made.get(chatid) ?? chats.get(chatid),
    findMade: (chatid) => made.get(chatid),
    make: (chat) => {
      made.set(chat.chatid, chat);
      append({ t: 'appchat', chat });
    },
    replay: (entry) => {
      if (entry['t'] !== 'appchat' || !isRecord(entry['chat'])) return false;
      const chat = entry['chat'] as unknown as MadeChat;
      made.set(chat.chatid, chat);
      return true;
    },
    findEncrypted: (bot, openUserid) =>
      current.people.find((person) => encryptUserid(bot, person.userid) === openUserid),
    person: (userid) => {
      const person = people.get(userid);
      if (!person) throw new Refusal(404, `没有账号为 ${userid} 的人员`);
      return person;
    },
    groupOf: (userid, chatid) => {
      const person = directory.person(userid);
      const chat = directory.findChat(chatid);
      if (!chat) throw new Refusal(404, `没有编号为 ${chatid} 的群`);
      if (!chat.members.includes(userid)) throw new Refusal(403, `${person.name}不在群“${chat.name}”里`);
      return chat;
    },
    // The first bot's private chat is keyed by the userid alone (fixed contract).
    single: (bot, userid) => ({
      key: bot === first ? userid : `${userid}~${bot.id}`,
      bot,
      kind: 'single',
      id: userid,
    }),
    group: (bot, chatid) => ({ key: chatid, bot, kind: 'group', id: chatid }),
    nameOf: (id) => people.get(id)?.name ?? directory.findBot(id)?.name ?? id,
  };
  return directory;
}

/** The encrypted userid a bot sees that was not created by a super administrator. */
export function encryptUserid(bot: Bot, userid: string): string {
  return `wo${createHash('sha256').update(`${bot.id}/${userid}`).digest('base64url').slice(0, 30)}`;
}
