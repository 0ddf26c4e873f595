/** Groups that a self-built app makes and writes to (manual 6). Nobody's words there reach the app, and no card goes in. */
import { linkDraft } from '../wire/articles.ts';
import { createBudget } from '../world/budget.ts';
import { cutBytes } from '../wire/cut.ts';
import type { MadeChat } from '../world/directory.ts';
import { WecomError, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { TokenCall } from './rest.ts';
import type { Draft, Sender } from '../wire/sender.ts';
import type { World } from '../world/world.ts';

const MAX_TEXT_BYTES = 2_048;
const MAX_NAME = 50;
const MAX_MEMBERS = 2_000;
const ID = /^[0-9A-Za-z]{1,32}$/;
const MINUTE_MS = 60_000;

export function createAppchat(world: World, sender: Sender): Record<string, TokenCall> {
  const { app, behaviour, directory, media, store, time } = world;
  const perMember = createBudget(time, () => ({ perMinute: behaviour.appchatPerMinute, perHour: 10_000 }));
  const made = createBudget(time, () => ({ perMinute: 1_000, perHour: 1_000 }));
  let sentTo: { at: number; people: number }[] = [];

  /** Only an app that the whole company can see may have groups. */
  const theApp = () => {
    if (app === undefined || app.settings.visible !== undefined) {
      throw new WecomError(48002, 'api forbidden: app visible range is not the root department');
    }
    return app;
  };

  const own = (chatid: unknown): MadeChat => {
    if (typeof chatid !== 'string' || chatid === '') throw new WecomError(86003, 'chatid missing');
    const chat = directory.findMade(chatid);
    if (chat !== undefined) return chat;
    // A group that people or another app made is there, and is not ours.
    throw directory.findChat(chatid) === undefined
      ? new WecomError(40050, 'chatid not exist')
      : new WecomError(86008, 'chat not created by this app');
  };

  const memberIds = (list: unknown): string[] => {
    if (!Array.isArray(list)) throw new WecomError(86006, 'invalid member count');
    for (const userid of list) {
      if (directory.findPerson(String(userid)) === undefined) throw new WecomError(86007, 'invalid chat member');
    }
    return [...new Set(list.map(String))];
  };

  const checkCount = ({ length }: readonly string[]): void => {
    if (length < 2 || length > MAX_MEMBERS) throw new WecomError(86006, 'invalid member count');
  };

  const name = (given: unknown): string => (typeof given === 'string' ? given.slice(0, MAX_NAME) : '');

  const spendChange = (): void => {
    if (!made.allows('change')) throw new WecomError(45009, 'api freq out of limit');
    made.spend('change');
  };

  const create = (body: Json): Json => {
    theApp();
    const members = memberIds(body['userlist']);
    checkCount(members);
    const owner = typeof body['owner'] === 'string' && body['owner'] !== '' ? body['owner'] : members[0]!;
    if (!members.includes(owner)) throw new WecomError(86207, 'owner not in userlist');
    const chatid = body['chatid'] ?? store.id('appchat').replaceAll(/\W/g, '');
    if (typeof chatid !== 'string' || !ID.test(chatid)) throw new WecomError(86001, 'invalid chatid');
    if (directory.findChat(chatid) !== undefined) throw new WecomError(86215, 'chatid existed');
    spendChange();
    directory.make({ chatid, name: name(body['name']), owner, members });
    return { chatid };
  };

  const update = (body: Json): Json => {
    theApp();
    const chat = own(body['chatid']);
    const gone = new Set(body['del_user_list'] === undefined ? [] : (body['del_user_list'] as string[]));
    const added = body['add_user_list'] === undefined ? [] : memberIds(body['add_user_list']);
    const members = [...new Set([...chat.members.filter((userid) => !gone.has(userid)), ...added])];
    checkCount(members);
    const owner = typeof body['owner'] === 'string' && body['owner'] !== '' ? body['owner'] : chat.owner;
    if (!members.includes(owner)) throw new WecomError(86005, 'invalid owner');
    spendChange();
    directory.make({ ...chat, members, owner, name: body['name'] === undefined ? chat.name : name(body['name']) });
    return {};
  };

  const get: TokenCall = (_body, query) => {
    theApp();
    const { chatid, name: title, owner, members } = own(query.get('chatid'));
    return { chat_info: { chatid, name: title, owner, userlist: members, chat_type: 0 } };
  };

  const compose = (owner: string, body: Json): Draft => {
    const type = String(body['msgtype']);
    const content = isRecord(body[type]) ? body[type] : {};
    if (type === 'text' || type === 'markdown') {
      const text = content['content'];
      if (typeof text !== 'string' || text === '') throw new WecomError(44004, 'empty content');
      return { kind: type, text: cutBytes(text, MAX_TEXT_BYTES) };
    }
    if (type === 'image' || type === 'file' || type === 'voice' || type === 'video') {
      const file = media.find(String(content['media_id']));
      if (file?.owner !== owner || media.isExpired(file)) throw new WecomError(40007, 'invalid media_id');
      return { kind: type === 'image' ? 'image' : 'file', text: file.name, media: file };
    }
    const links = linkDraft('appchat', body);
    if (links !== undefined) return links;
    throw new WecomError(40008, 'invalid message type');
  };

  const send = (body: Json): Json => {
    const { sender: bot } = theApp();
    const chat = own(body['chatid']);
    const draft = compose(bot.id, body);
    sentTo = sentTo.filter(({ at }) => at > time.ms() - MINUTE_MS && at <= time.ms());
    const people = sentTo.reduce((sum, one) => sum + one.people, 0);
    if (people + chat.members.length > behaviour.appchatPeoplePerMinute) {
      throw new WecomError(45009, 'api freq out of limit');
    }
    sentTo.push({ at: time.ms(), people: chat.members.length });
    // Over the limit of its members WeCom says nothing and shows nothing.
    const reached = chat.members.filter((userid) => perMember.allows(userid));
    for (const userid of reached) perMember.spend(userid);
    if (reached.length > 0) sender.put(directory.group(bot, chat.chatid), { ...draft, isPush: true });
    // Without a msgid: what is said here cannot be taken back.
    return {};
  };

  return { 'appchat/create': create, 'appchat/update': update, 'appchat/get': get, 'appchat/send': send };
}
