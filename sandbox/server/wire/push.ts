/** aibot_send_msg: messages of the bot's own accord. */
import type { Conversation } from '../world/directory.ts';
import { WecomError } from './errors.ts';
import type { Json } from './errors.ts';
import type { Bot } from '../world/options.ts';
import { REPLY_TYPES } from './respond.ts';
import type { Sender } from './sender.ts';
import type { World } from '../world/world.ts';

export function createPush(world: World, sender: Sender): (bot: Bot, body: Json) => void {
  const { behaviour, directory, everyoneHasSpoken, store, time } = world;

  const single = (bot: Bot, id: string): Conversation | null => {
    const person = behaviour.encryptUserids ? directory.findEncrypted(bot, id) : directory.findPerson(id);
    return person ? directory.single(bot, person.userid) : null;
  };
  const group = (bot: Bot, id: string): Conversation | null =>
    directory.findChat(id) ? directory.group(bot, id) : null;

  const resolve = (bot: Bot, body: Json): Conversation => {
    const id = body['chatid'];
    if (typeof id !== 'string' || id === '') throw new WecomError(93006, 'invalid chatid');
    let found: Conversation | null;
    switch (body['chat_type'] ?? 0) {
      case 0:
        found = group(bot, id) ?? single(bot, id);
        break;
      case 1:
        found = single(bot, id);
        break;
      case 2:
        found = group(bot, id);
        break;
      default:
        throw new WecomError(40058, 'invalid chat_type');
    }
    if (!found) throw new WecomError(93006, 'invalid chatid');
    return found;
  };

  const checkRight = (conversation: Conversation): void => {
    const spokenAt = store.spokenAt(conversation.bot.id, conversation.key);
    const isOver =
      spokenAt === undefined
        ? !everyoneHasSpoken
        : behaviour.pushRightMs > 0 && time.ms() - spokenAt > behaviour.pushRightMs;
    if (isOver) throw new WecomError(behaviour.neverSpokenCode, 'send limit exceeded or user never sent message');
  };

  return (bot, body) => {
    const conversation = resolve(bot, body);
    const draft = sender.compose(bot, body, REPLY_TYPES);
    checkRight(conversation);
    sender.post(conversation, { ...draft, isPush: true });
  };
}
