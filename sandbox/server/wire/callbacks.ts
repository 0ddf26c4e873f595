/** From a person's act to the frame the bot receives, and the bookkeeping of what is still unanswered. */
import type { Wire } from './wire.ts';
import { encryptUserid } from '../world/directory.ts';
import { keyOf } from './envelope.ts';
import type { Conversation } from '../world/directory.ts';
import { Refusal } from './errors.ts';
import type { Json } from './errors.ts';
import type { MediaFile } from '../world/media.ts';
import type { Bot } from '../world/options.ts';
import type { ReplyHandle } from './replies.ts';
import type { Stored } from '../world/store.ts';
import type { World } from '../world/world.ts';

interface MessageContent {
  text: string;
  file: MediaFile | null;
  voice: string | undefined;
}

export interface Callbacks {
  checkInFlight(bot: Bot, userid: string): void;
  message(conversation: Conversation, message: Stored, content: MessageContent): boolean;
  event(
    conversation: Conversation,
    userid: string,
    kind: 'card' | 'enter' | 'feedback',
    about: Pick<ReplyHandle, 'cardMessage' | 'taskId'>,
    event: Json,
  ): { msgid: string; delivered: boolean };
  onAnswered: (reqId: string) => void;
  onSubscribed: (bot: Bot) => void;
}

export function createCallbacks(world: World, wire: () => Wire): Callbacks {
  const { behaviour, directory, media, replies, store, time } = world;
  const inFlight = new Map<string, { reqId: string; at: number }[]>();
  const waiting = new Map<string, (() => void)[]>();

  const unanswered = (key: string): { reqId: string; at: number }[] => {
    const since = time.monotonic() - behaviour.inFlightMs;
    const kept = (inFlight.get(key) ?? []).filter((one) => one.at > since);
    if (kept.length > 0) inFlight.set(key, kept);
    else inFlight.delete(key);
    return kept;
  };

  const isEncrypted = (bot: Bot): boolean => behaviour.encryptUserids && bot.id !== world.app?.sender.id;

  const head = (conversation: Conversation, userid: string, msgid: string): Json => ({
    msgid,
    aibotid: conversation.bot.id,
    ...(conversation.kind === 'group' && { chatid: conversation.id }),
    chattype: conversation.kind,
    // The app is told plain ones whoever made it.
    from: { userid: isEncrypted(conversation.bot) ? encryptUserid(conversation.bot, userid) : userid },
  });

  const handleFor = (
    conversation: Conversation,
    kind: ReplyHandle['kind'],
    userid: string,
    msgid: string,
  ): ReplyHandle => ({
    reqId: store.id('req'),
    bot: conversation.bot.id,
    kind,
    chat: conversation.key,
    single: conversation.kind === 'single',
    userid,
    msgid,
    at: time.ms(),
    monotonicAt: time.monotonic(),
    ...((kind === 'message' || kind === 'card') && { responseCode: store.id('code') }),
  });

  const responseUrl = (handle: ReplyHandle, base: string): Json =>
    handle.responseCode === undefined
      ? {}
      : { response_url: `${base}/sandbox/cgi-bin/aibot/response?response_code=${handle.responseCode}` };

  const linkFor = (bot: Bot, file: MediaFile, base: string): Json => {
    if (bot.callback === undefined) return media.link(file, base);
    // Over HTTP media are encrypted with the callback's own key and carry none (manual 2.2).
    return { url: media.link(file, base, keyOf(bot.callback.aesKey)).url };
  };

  const body = (bot: Bot, content: MessageContent, base: string): Json => {
    const { file, text, voice } = content;
    if (file && text !== '') {
      const image = { msgtype: 'image', image: linkFor(bot, file, base) };
      return { msgtype: 'mixed', mixed: { msg_item: [{ msgtype: 'text', text: { content: text } }, image] } };
    }
    if (file) {
      const type = file.kind === 'voice' ? 'file' : file.kind;
      return { msgtype: type, [type]: linkFor(bot, file, base) };
    }
    if (voice !== undefined) return { msgtype: 'voice', voice: { content: voice } };
    return { msgtype: 'text', text: { content: text } };
  };

  /** A quote names neither message nor sender: only what was said. */
  const quote = (bot: Bot, message: Stored, base: string): Json => {
    const { quote: view } = message.view;
    if (!view) return {};
    const source = view.id === undefined ? undefined : store.find(view.id);
    const file = source?.view.media ? media.find(source.view.media.id) : undefined;
    if (file) {
      const type = file.kind === 'voice' ? 'file' : file.kind;
      const link = linkFor(bot, file, base);
      const words = source?.view.text ?? '';
      if (type !== 'image' || words === file.name) return { quote: { msgtype: type, [type]: link } };
      const items = [
        { msgtype: 'text', text: { content: words } },
        { msgtype: 'image', image: link },
      ];
      return { quote: { msgtype: 'mixed', mixed: { msg_item: items } } };
    }
    if (source?.isVoice === true) return { quote: { msgtype: 'voice', voice: { content: view.text } } };
    const isBots = source !== undefined && directory.findBot(source.view.sender) !== undefined;
    const content = isBots && behaviour.cardQuote === 'empty' ? '' : view.text;
    return { quote: { msgtype: 'text', text: { content } } };
  };

  return {
    checkInFlight: (bot, userid) => {
      if (behaviour.maxInFlight === 0 || !wire().isConnected(bot.id)) return;
      if (unanswered(`${bot.id}|${userid}`).length >= behaviour.maxInFlight) {
        throw new Refusal(429, `已有 ${behaviour.maxInFlight} 条消息还在等${bot.name}回复，请稍候再发`);
      }
    },
    message: (conversation, message, content) => {
      const { bot } = conversation;
      const userid = message.view.sender;
      const deliver = (): boolean => {
        const handle = handleFor(conversation, 'message', userid, message.view.id);
        const outcome = wire().callback(bot, 'aibot_msg_callback', handle.reqId, (base) => ({
          ...head(conversation, userid, message.view.id),
          ...responseUrl(handle, base),
          ...body(bot, content, base),
          ...quote(bot, message, base),
        }));
        if (outcome === 'offline') return false;
        replies.add(handle);
        if (outcome === 'lost') return true;
        const key = `${bot.id}|${userid}`;
        inFlight.set(key, [...unanswered(key), { reqId: handle.reqId, at: handle.monotonicAt }]);
        return true;
      };
      if (deliver()) return true;
      message.view.undelivered = behaviour.whenOffline === 'queue' ? 'queued' : 'offline';
      store.changed(message);
      if (behaviour.whenOffline === 'queue') {
        const queue = waiting.get(bot.id) ?? [];
        waiting.set(bot.id, queue);
        queue.push(() => {
          if (!deliver()) return;
          delete message.view.undelivered;
          store.changed(message);
        });
      }
      return false;
    },
    event: (conversation, userid, kind, about, event) => {
      const msgid = store.id('event');
      const handle = { ...handleFor(conversation, kind, userid, msgid), ...about };
      // Events are sent once; without a connection they are lost.
      const outcome = wire().callback(
        conversation.bot,
        'aibot_event_callback',
        handle.reqId,
        (base) => ({
          ...head(conversation, userid, msgid),
          ...responseUrl(handle, base),
          create_time: time.seconds(),
          msgtype: 'event',
          event,
        }),
        about.cardMessage,
      );
      if (outcome !== 'offline') replies.add(handle);
      return { msgid, delivered: outcome !== 'offline' };
    },
    onAnswered: (reqId) => {
      const handle = replies.find(reqId);
      if (!handle) return;
      const key = `${handle.bot}|${handle.userid}`;
      const left = unanswered(key).filter((one) => one.reqId !== reqId);
      if (left.length > 0) inFlight.set(key, left);
      else inFlight.delete(key);
    },
    onSubscribed: (bot) => {
      // What the former connection left open nobody will answer any more.
      for (const key of inFlight.keys()) if (key.startsWith(`${bot.id}|`)) inFlight.delete(key);
      const queue = waiting.get(bot.id) ?? [];
      waiting.delete(bot.id);
      for (const deliver of queue) deliver();
    },
  };
}
