/** Which way a callback goes: the bot's long connection, its callback address, or the app's. */
import { createHash } from 'node:crypto';
import { appXml, selectedItems } from './app-events.ts';
import type { CallbackCommand, LongConnection } from './connection.ts';
import { isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Bot } from './options.ts';
import type { Outbound } from './outbound.ts';
import type { World } from './world.ts';

export interface Wire {
  isConnected: (botId: string) => boolean;
  callback(bot: Bot, cmd: CallbackCommand, reqId: string, body: (base: string) => Json): 'sent' | 'lost' | 'offline';
}

export function createWire(
  world: World,
  connection: LongConnection,
  outbound: Outbound,
  answer: (bot: Bot, cmd: string, reqId: string, reply: Json) => void,
): Wire {
  const { app, directory } = world;

  const sendToApp = (body: Json): 'sent' | 'lost' | 'offline' => {
    const target = app?.settings.callback;
    const fields = app === undefined ? null : appFields(world, body);
    if (app === undefined || target === undefined || fields === null) return 'offline';
    const { corpId, agentId } = app.settings;
    const plain = appXml({ ToUserName: corpId, ...fields, AgentID: agentId });
    const delivery = {
      target,
      form: 'xml' as const,
      receiveId: corpId,
      plain,
      isOnce: false,
      onReply: () => undefined,
    };
    return outbound.send(delivery) ? 'sent' : 'lost';
  };

  return {
    isConnected: (botId) => directory.findBot(botId)?.callback !== undefined || connection.isConnected(botId),
    callback: (bot, cmd, reqId, body) => {
      if (bot.id === app?.sender.id) return sendToApp(body(world.selfUrl()));
      const { callback: target } = bot;
      if (target === undefined) return connection.callback(bot, cmd, reqId, body);
      const message = body(world.selfUrl());
      const isSent = outbound.send({
        target,
        form: 'json',
        receiveId: '',
        plain: JSON.stringify(withoutKeys(message)),
        isOnce: isCardEvent(message),
        onReply: (reply) => answer(bot, answerTo(message), reqId, reply),
      });
      return isSent ? 'sent' : 'lost';
    },
  };
}

const isCardEvent = (message: Json): boolean =>
  isRecord(message['event']) && message['event']['eventtype'] === 'template_card_event';

const answerTo = (message: Json): string => {
  if (isCardEvent(message)) return 'aibot_respond_update_msg';
  return message['msgtype'] === 'event' ? 'aibot_respond_welcome_msg' : 'aibot_respond_msg';
};

/** Over HTTP media are encrypted with the callback's own key and carry none (manual 2.2). */
function withoutKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (name === 'aeskey' ? [] : [[name, withoutKeys(one)]])),
  );
}

/** The XML fields of what the long connection would say in JSON; null for what an app is not told. */
function appFields({ time, media }: World, body: Json): Json | null {
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
      return { ...head, MsgType: 'image', PicUrl: url, MediaId: media.ofLink(url)?.id ?? '', MsgId: msgId };
    }
    case 'event':
      return eventFields(head, body);
    default:
      return null;
  }
}

function eventFields(head: Json, body: Json): Json | null {
  const event = isRecord(body['event']) ? body['event'] : {};
  if (event['eventtype'] === 'enter_chat') return { ...head, MsgType: 'event', Event: 'enter_agent', EventKey: '' };
  const click = event['template_card_event'];
  if (!isRecord(click)) return null;
  const url = body['response_url'];
  const code = typeof url === 'string' ? new URL(url).searchParams.get('response_code') : '';
  return {
    ...head,
    MsgType: 'event',
    Event: 'template_card_event',
    EventKey: click['event_key'],
    TaskId: click['task_id'],
    CardType: click['card_type'],
    ResponseCode: code,
    SelectedItems: selectedItems(click['selected_items']),
  };
}
