/** Which way a callback goes: the bot's long connection, its callback address, or the app's. */
import { createHash } from 'node:crypto';
import { appXml, selectedItems } from '../control/app-events.ts';
import type { CallbackCommand, LongConnection } from './connection.ts';
import type { CallbackTarget } from './envelope.ts';
import { isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Bot } from '../world/options.ts';
import type { Outbound } from './outbound.ts';
import type { Passive } from './passive.ts';
import type { World } from '../world/world.ts';

export interface Wire {
  isConnected: (botId: string) => boolean;
  /** `card`: the message whose card was clicked. */
  callback(
    bot: Bot,
    cmd: CallbackCommand,
    reqId: string,
    body: (base: string) => Json,
    card?: string,
  ): 'sent' | 'lost' | 'offline';
}

export function createWire(world: World, connection: LongConnection, outbound: Outbound, passive: Passive): Wire {
  const { app, behaviour, directory, replies, store, time } = world;

  const sendToApp = (reqId: string, body: Json, card: string | undefined): 'sent' | 'lost' | 'offline' => {
    const target = app?.settings.callback;
    const clicked = card === undefined ? undefined : store.find(card)?.view.card;
    const fields = app === undefined ? null : appFields(world, body, clicked);
    if (app === undefined || target === undefined || fields === null) return 'offline';
    const { corpId, agentId } = app.settings;
    const plain = appXml({ ToUserName: corpId, ...fields, AgentID: agentId });
    const isSent = outbound.send({
      target,
      form: 'xml',
      receiveId: corpId,
      agentId,
      plain,
      isOnce: false,
      onReply: (reply) => passive.app(reqId, reply),
    });
    return isSent ? 'sent' : 'lost';
  };

  /** WeCom asks for the rest of a stream until it is finished or the person's message is six minutes old (manual 2.4). */
  const poll = (bot: Bot, target: CallbackTarget, message: Json, reqId: string, streamId: string): void =>
    outbound.later(behaviour.streamPollMs, () => {
      const handle = replies.find(reqId);
      const stream = store.stream(bot.id, reqId, streamId);
      if (handle === undefined || stream?.stream?.finished !== false) return;
      if (time.ms() - handle.at > behaviour.streamPollLifeMs) {
        stream.stream.finished = true;
        delete stream.view.streaming;
        store.changed(stream);
        return;
      }
      const { aibotid, chatid, chattype, from } = message;
      const about = { aibotid, ...(chatid !== undefined && { chatid }), chattype, from };
      outbound.send({
        target,
        form: 'json',
        receiveId: '',
        // An id of its own: whoever takes copies for copies must not take this for one of the message.
        plain: JSON.stringify({ msgid: store.id('poll'), ...about, msgtype: 'stream', stream: { id: streamId } }),
        isOnce: true,
        onReply: (reply) => void passive.bot(bot, message, reqId, reply, streamId),
        onEnd: () => poll(bot, target, message, reqId, streamId),
      });
    });

  return {
    isConnected: (botId) => directory.findBot(botId)?.callback !== undefined || connection.isConnected(botId),
    callback: (bot, cmd, reqId, body, card) => {
      if (bot.id === app?.sender.id) return sendToApp(reqId, body(world.selfUrl()), card);
      const { callback: target } = bot;
      if (target === undefined) return connection.callback(bot, cmd, reqId, body);
      const message = body(world.selfUrl());
      const isSent = outbound.send({
        target,
        form: 'json',
        receiveId: '',
        plain: JSON.stringify(message),
        isOnce: isCardEvent(message),
        onReply: (reply) => {
          const streamId = passive.bot(bot, message, reqId, reply);
          if (streamId !== undefined) poll(bot, target, message, reqId, streamId);
        },
      });
      return isSent ? 'sent' : 'lost';
    },
  };
}

const isCardEvent = (message: Json): boolean =>
  isRecord(message['event']) && message['event']['eventtype'] === 'template_card_event';

/** The XML fields of what the long connection would say in JSON; null for what an app is not told. */
function appFields({ time, media, selfUrl }: World, body: Json, card: Json | undefined): Json | null {
  const from = isRecord(body['from']) ? body['from']['userid'] : '';
  const head = { FromUserName: from, CreateTime: time.seconds() };
  const msgId = BigInt(
    `0x${createHash('sha256').update(JSON.stringify(body['msgid'])).digest('hex').slice(0, 15)}`,
  ).toString();
  const text = isRecord(body['text']) ? body['text']['content'] : undefined;
  switch (body['msgtype']) {
    case 'text':
      return { ...head, MsgType: 'text', Content: text, MsgId: msgId };
    case 'image': {
      const url = isRecord(body['image']) ? String(body['image']['url']) : '';
      const id = media.ofLink(url)?.id ?? '';
      return { ...head, MsgType: 'image', PicUrl: `${selfUrl()}/sandbox/media/${id}`, MediaId: id, MsgId: msgId };
    }
    case 'event':
      return eventFields(head, body, card);
    default:
      return null;
  }
}

function eventFields(head: Json, body: Json, card: Json | undefined): Json | null {
  const event = isRecord(body['event']) ? body['event'] : {};
  const name = event['eventtype'];
  if (name === 'subscribe' || name === 'unsubscribe') return { ...head, MsgType: 'event', Event: name, EventKey: '' };
  if (name === 'enter_chat') return { ...head, MsgType: 'event', Event: 'enter_agent', EventKey: '' };
  const click = event['template_card_event'];
  if (!isRecord(click)) return null;
  const url = body['response_url'];
  const code = typeof url === 'string' ? new URL(url).searchParams.get('response_code') : '';
  return {
    ...head,
    MsgType: 'event',
    Event: isMenuKey(card, click['event_key']) ? 'template_card_menu_event' : 'template_card_event',
    EventKey: click['event_key'],
    TaskId: click['task_id'],
    CardType: click['card_type'],
    ResponseCode: code,
    SelectedItems: selectedItems(click['selected_items']),
  };
}

function isMenuKey(card: Json | undefined, key: unknown): boolean {
  const menu = card?.['action_menu'];
  const actions = isRecord(menu) && Array.isArray(menu['action_list']) ? menu['action_list'] : [];
  return actions.some((action) => isRecord(action) && action['key'] === key);
}
