/** Answers in the response of a callback (manual 2.4, 5.7), and the polling for the rest of a stream. */
import { cardText } from '../control/card-view.ts';
import { checkCard } from './card.ts';
import type { Handlers } from './connection.ts';
import { WecomError, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Bot } from '../world/options.ts';
import type { Draft, Sender } from './sender.ts';
import type { World } from '../world/world.ts';

export interface Passive {
  /**
   * Takes the bot's reply to a callback. The id of the stream that WeCom must ask for again, if there is one.
   * @param streamId of a refresh: the stream that was asked for
   */
  bot(bot: Bot, message: Json, reqId: string, reply: Json, streamId?: string): string | undefined;
  /** Takes the app's reply, in the element names of the XML. */
  app(reqId: string, reply: Json): void;
}

/** Without a push of its own kind nothing else is answered to a message. */
const TO_MESSAGE = ['stream', 'template_card', 'stream_with_template_card'];
const TO_REFRESH = ['stream', 'stream_with_template_card'];
const MAX_TEXT_BYTES = 2_048;

export function createPassive(world: World, handlers: Handlers, sender: Sender): Passive {
  const { media, replies, store, time } = world;

  const toMessage = (bot: Bot, reqId: string, reply: Json, streamId: string | undefined): string | undefined => {
    const type = reply['msgtype'];
    if (!(streamId === undefined ? TO_MESSAGE : TO_REFRESH).includes(String(type))) {
      throw new WecomError(40008, 'invalid message type');
    }
    const stream = isRecord(reply['stream']) ? reply['stream'] : {};
    if (streamId !== undefined && stream['id'] !== streamId) throw new WecomError(40058, 'another stream.id');
    handlers.run(bot, 'aibot_respond_msg', reqId, reply);
    return type !== 'template_card' && stream['finish'] !== true ? String(stream['id']) : undefined;
  };

  const draftOf = (reply: Json): Draft => {
    const type = String(reply['MsgType']);
    if (type === 'text') {
      const text = words(reply['Content']);
      if (text === '') throw new WecomError(44004, 'empty content');
      return { kind: 'text', text: cutBytes(text, MAX_TEXT_BYTES) };
    }
    if (type === 'image' || type === 'voice' || type === 'video') {
      const part = reply[`${type.slice(0, 1).toUpperCase()}${type.slice(1)}`];
      const file = isRecord(part) ? media.find(String(part['MediaId'])) : undefined;
      if (file === undefined || media.isExpired(file)) throw new WecomError(40007, 'invalid media_id');
      return { kind: type === 'image' ? 'image' : 'file', text: file.name, media: file };
    }
    if (type === 'news') {
      const articles = listOf(isRecord(reply['Articles']) ? reply['Articles']['item'] : undefined).filter(isRecord);
      if (articles.length === 0 || articles.length > 8) throw new WecomError(45008, 'invalid article count');
      const lines = articles.flatMap((one) => [one['Title'], one['Description'], one['Url']]);
      return { kind: 'text', text: lines.filter((line) => typeof line === 'string' && line !== '').join('\n') };
    }
    throw new WecomError(40008, 'invalid message type');
  };

  return {
    bot: (bot, message, reqId, reply, streamId) => {
      const event = isRecord(message['event']) ? message['event']['eventtype'] : undefined;
      if (event === undefined) return toMessage(bot, reqId, reply, streamId);
      if (event === 'template_card_event') handlers.run(bot, 'aibot_respond_update_msg', reqId, reply);
      else if (event === 'enter_chat') handlers.run(bot, 'aibot_respond_welcome_msg', reqId, reply);
      else throw new WecomError(40008, 'this event is not answered');
      return undefined;
    },
    app: (reqId, reply) => {
      const handle = replies.find(reqId);
      if (handle === undefined) throw new WecomError(846605, 'nothing to answer');
      const type = reply['MsgType'];
      if (type !== 'update_button' && type !== 'update_template_card') {
        sender.post(sender.conversationOf(handle), draftOf(reply));
        return;
      }
      const message = store.find(handle.cardMessage ?? '');
      const old = message?.view.card;
      if (message === undefined || old === undefined) throw new WecomError(42016, 'no card was clicked');
      const button = isRecord(reply['Button']) ? words(reply['Button']['ReplaceName']) : '';
      const card =
        type === 'update_button'
          ? { ...old, replace_text: button }
          : checkCard({ ...snake(reply['TemplateCard']), task_id: old['task_id'] }, 'app').card;
      // Only for whoever clicked; in the app's chat that is the one person who sees it.
      message.view.card = card;
      message.view.text = cardText(card);
      message.view.updatedAt = time.iso();
      store.changed(message);
    },
  };
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Elements that are lists in JSON, however often they stand in the XML. */
const LISTS = new Set([
  'horizontal_content_list',
  'vertical_content_list',
  'jump_list',
  'button_list',
  'select_list',
  'option_list',
  'action_list',
]);
const NUMBERS = new Set(['type', 'style', 'desc_color', 'mode', 'aspect_ratio']);
const FLAGS = new Set(['disable', 'is_checked']);

/** Written as one word in JSON. */
const ONE_WORD = new Set(['CheckBox', 'KeyName', 'AppId', 'PagePath', 'UserId']);

const snakeName = (name: string): string =>
  ONE_WORD.has(name) ? name.toLowerCase() : name.replaceAll(/(?<!^)([A-Z])/gu, '_$1').toLowerCase();

/** The card of an XML reply as JSON writes it. */
function snake(value: unknown): Json {
  if (!isRecord(value)) throw new WecomError(40058, 'missing TemplateCard');
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const name = snakeName(key);
      if (LISTS.has(name)) return [name, listOf(one).map(snake)];
      if (isRecord(one)) return [name, snake(one)];
      if (NUMBERS.has(name)) return [name, Number(one)];
      if (FLAGS.has(name)) return [name, one === 'true' || one === '1'];
      return [name, one];
    }),
  );
}

function cutBytes(text: string, max: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > max) cut = cut.slice(0, -1);
  return cut;
}
