/** What people do in the chats: write, send files, click, open the private chat, give feedback. */
import { z } from 'zod';
import { clickOn } from './card-view.ts';
import { createCallbacks } from '../wire/callbacks.ts';
import type { Callbacks } from '../wire/callbacks.ts';
import type { Conversation } from '../world/directory.ts';
import { Refusal } from '../wire/errors.ts';
import type { Wire } from '../wire/wire.ts';
import { checked } from './web.ts';
import { kindOfName } from '../world/media.ts';
import type { MediaFile } from '../world/media.ts';
import { isMentioned, startsLikeCommand } from '../wire/mention.ts';
import type { Chat } from '../../contract.ts';
import type { Bot } from '../world/options.ts';
import type { Stored } from '../world/store.ts';
import type { World } from '../world/world.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/=\s]*$/);

const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

export const sayBody = z
  .strictObject({
    from: z.string(),
    chatid: optionalText,
    text: z.string().max(20_480).optional(),
    file: z.strictObject({ name: z.string().min(1).max(255), base64 }).optional(),
    /** A voice message arrives as its transcript. */
    voice: z.string().min(1).max(20_480).optional(),
    /** Message id, or any text. */
    quote: optionalText,
    /** Put the mention before a command, or before an answer to the bot, in a group. */
    autoMention: z.boolean().default(true),
    /** Another bot than the first. */
    bot: z.string().optional(),
  })
  .refine((body) => body.text !== undefined || body.file !== undefined || body.voice !== undefined, {
    error: '要有 text 或 file',
  });

export const clickBody = z.strictObject({
  from: z.string(),
  messageId: z.string(),
  key: z.string(),
  selected: z
    .record(z.string(), z.array(z.string()))
    .nullish()
    .transform((value) => value ?? {}),
});

export const enterBody = z.strictObject({ from: z.string(), bot: z.string().optional() });

export const rangeBody = z.strictObject({ userid: z.string(), inside: z.boolean() });

export const feedbackBody = z.strictObject({
  from: z.string(),
  messageId: z.string(),
  type: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  content: z.string().optional(),
  reasons: z.array(z.number().int().min(1).max(4)).optional(),
});

export interface PeopleSide {
  say(body: z.input<typeof sayBody>): { msgid: string; delivered: boolean };
  click(body: z.input<typeof clickBody>): { msgid: string; delivered: boolean };
  /** msgid is null when the person has been there today already. */
  enter(body: z.input<typeof enterBody>): { msgid: string | null; delivered: boolean };
  feedback(body: z.input<typeof feedbackBody>): { msgid: string; delivered: boolean };
  /** Somebody comes into the app's visible range, or leaves it; the app is told (subscribe, unsubscribe). */
  range(body: z.input<typeof rangeBody>): { msgid: string; delivered: boolean };
}

export interface PeopleSideWithHooks extends PeopleSide {
  onAnswered: (reqId: string) => void;
  onSubscribed: (bot: Bot) => void;
}

export function createPeopleSide(world: World, wire: () => Wire): PeopleSideWithHooks {
  const { behaviour, directory, media, store, time } = world;
  const callbacks: Callbacks = createCallbacks(world, wire);

  const mentionFor = (chat: Chat, body: z.output<typeof sayBody>, bots: Bot[]): string => {
    const text = body.text ?? '';
    if (text === '' || !body.autoMention || bots.some((bot) => isMentioned(text, bot.name))) return text;
    const quoted = body.quote === undefined ? null : quotedBot(chat, body.quote);
    const bot = quoted ?? (startsLikeCommand(text) ? directory.bot(body.bot) : null);
    return bot ? `@${bot.name}${behaviour.mentionSeparator}${text}` : text;
  };

  /** The bot whose message is quoted, by id or by (part of) its text. */
  const quotedBot = (chat: Chat, quote: string): Bot | null => {
    const byId = store.find(quote);
    if (byId) return directory.findBot(byId.view.sender) ?? null;
    if (quote.trim() === '') return null;
    const isQuoted = (bot: Bot): boolean =>
      store.recentOfBot(chat.chatid, bot.id, 500).some((message) => message.view.text.includes(quote));
    return directory.bots.find(isQuoted) ?? null;
  };

  const quoteView = (conversation: Conversation, quote: string): { id?: string; text: string } => {
    const message = store.find(quote);
    if (!message) return { text: quote };
    if (message.view.chat !== conversation.key) throw new Refusal(400, '引用的消息不在这个会话里');
    return { id: message.view.id, text: message.view.text };
  };

  const storeFile = (body: z.output<typeof sayBody>): MediaFile | null => {
    if (!body.file) return null;
    const bytes = Buffer.from(body.file.base64, 'base64');
    if (bytes.length === 0) throw new Refusal(400, '文件是空的');
    return media.put(bytes, body.file.name.replaceAll(/[/\\]/g, '_'), kindOfName(body.file.name), null);
  };

  const cardOf = (message: Stored, userid: string) => message.view.views?.[userid]?.card ?? message.view.card;

  /** The message, if this person can see it. */
  const seenBy = (userid: string, id: string): { message: Stored; conversation: Conversation } => {
    const person = directory.person(userid);
    const message = store.find(id);
    if (!message) throw new Refusal(404, `没有编号为 ${id} 的消息`);
    const bot = directory.bot(message.bot);
    const single = directory.single(bot, userid);
    if (message.view.chat === single.key) return { message, conversation: single };
    if (!directory.findChat(message.view.chat)) throw new Refusal(403, `${person.name}看不到这条消息`);
    directory.groupOf(userid, message.view.chat);
    return { message, conversation: directory.group(bot, message.view.chat) };
  };

  return {
    onAnswered: callbacks.onAnswered,
    onSubscribed: callbacks.onSubscribed,
    say: (input) => {
      const body = checked(sayBody, input);
      directory.person(body.from);
      const chat = body.chatid === undefined ? null : directory.groupOf(body.from, body.chatid);
      const text = chat ? mentionFor(chat, body, directory.bots) : (body.text ?? '');
      if (text.trim() === '' && !body.file && body.voice === undefined) throw new Refusal(400, '不能发送空白消息');
      // The group of an app holds no bot, and the app hears nothing of it.
      const here = chat && directory.findMade(chat.chatid) === undefined ? directory.bots : [];
      const targets = chat ? here.filter((bot) => isMentioned(text, bot.name)) : [directory.bot(body.bot)];
      for (const bot of targets) callbacks.checkInFlight(bot, body.from);

      const home = chat
        ? directory.group(directory.bot(body.bot), chat.chatid)
        : directory.single(directory.bot(body.bot), body.from);
      if (text !== '' && body.file && kindOfName(body.file.name) !== 'image') {
        throw new Refusal(400, '文字和文件请分两条发，只有图片可以配文字');
      }
      const file = storeFile(body);
      const message: Stored = {
        bot: home.bot.id,
        ...(body.voice !== undefined && { isVoice: true }),
        view: {
          id: store.id('m'),
          chat: home.key,
          sender: body.from,
          at: time.iso(),
          kind: file ? (file.kind === 'image' ? 'image' : 'file') : 'text',
          text: text !== '' ? text : (body.voice ?? file?.name ?? ''),
          ...(file && { media: media.view(file) }),
          ...(body.quote !== undefined && { quote: quoteView(home, body.quote) }),
        },
      };
      // In a group only text that mentions the bot reaches it; a file or picture alone never does.
      if (targets.length === 0) message.view.undelivered = file ? 'group-file' : 'not-mentioned';
      store.add(message);
      if (targets.length === 0) return { msgid: message.view.id, delivered: false };
      const content = { text, file, voice: body.voice };
      const delivered = targets.map((bot) => {
        const conversation = chat ? directory.group(bot, chat.chatid) : home;
        store.markSpoken(bot.id, conversation.key, time.ms());
        return callbacks.message(conversation, message, content);
      });
      return { msgid: message.view.id, delivered: delivered.includes(true) };
    },
    click: (input) => {
      const body = checked(clickBody, input);
      const { message, conversation } = seenBy(body.from, body.messageId);
      const card = cardOf(message, body.from);
      if (!card) throw new Refusal(400, '这条消息不是卡片');
      const { selected } = clickOn(card, body.key, body.selected);
      const taskId = typeof card['task_id'] === 'string' ? card['task_id'] : '';
      message.view.clicked = { by: body.from, key: body.key, at: time.iso() };
      store.changed(message);
      return callbacks.event(
        conversation,
        body.from,
        'card',
        { cardMessage: message.view.id, taskId },
        {
          eventtype: 'template_card_event',
          template_card_event: {
            card_type: card['card_type'],
            event_key: body.key,
            task_id: taskId,
            ...(selected && { selected_items: selected }),
          },
        },
      );
    },
    enter: (input) => {
      const body = checked(enterBody, input);
      directory.person(body.from);
      const bot = directory.bot(body.bot);
      if (!store.enter(bot.id, body.from, time.day())) return { msgid: null, delivered: false };
      return callbacks.event(directory.single(bot, body.from), body.from, 'enter', {}, { eventtype: 'enter_chat' });
    },
    range: (input) => {
      const { userid, inside } = checked(rangeBody, input);
      const { app } = world;
      if (app === undefined) throw new Refusal(404, '没有自建应用');
      // Who has left the corporation is unknown here, and the app is told all the same.
      if (inside) directory.person(userid);
      const everybody = directory.people().map((person) => person.userid);
      const others = (app.settings.visible ?? everybody).filter((one) => one !== userid);
      const visible = inside ? [...others, userid] : others;
      if (everybody.every((one) => visible.includes(one))) delete app.settings.visible;
      else app.settings.visible = visible;
      const eventtype = inside ? 'subscribe' : 'unsubscribe';
      return callbacks.event(directory.single(app.sender, userid), userid, 'feedback', {}, { eventtype });
    },
    feedback: (input) => {
      const body = checked(feedbackBody, input);
      const { message, conversation } = seenBy(body.from, body.messageId);
      if (message.feedbackId === undefined) throw new Refusal(409, '机器人没有为这条消息开启评价');
      return callbacks.event(
        conversation,
        body.from,
        'feedback',
        {},
        {
          eventtype: 'feedback_event',
          feedback_event: {
            id: message.feedbackId,
            type: body.type,
            ...(body.content !== undefined && { content: body.content }),
            ...(body.reasons && { inaccurate_reason_list: body.reasons }),
          },
        },
      );
    },
  };
}
