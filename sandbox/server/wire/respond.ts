/** Answers on the req_id of a callback: messages and streams, welcome, card update. */
import { createHash } from 'node:crypto';
import { checkCard } from './card.ts';
import { cardText } from '../control/card-view.ts';
import { WecomError, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import { looksLike } from '../world/media.ts';
import type { Bot } from '../world/options.ts';
import type { ReplyHandle } from './replies.ts';
import type { Draft, Sender } from './sender.ts';
import type { Stored } from '../world/store.ts';
import type { World } from '../world/world.ts';

export const REPLY_TYPES = ['markdown', 'template_card', 'file', 'image', 'voice', 'video'] as const;

export interface Responder {
  message(bot: Bot, reqId: string, body: Json): void;
  welcome(bot: Bot, reqId: string, body: Json): void;
  update(bot: Bot, reqId: string, body: Json): void;
}

export function createResponder(world: World, sender: Sender, onAnswered: (reqId: string) => void): Responder {
  const { behaviour, directory, media, replies, store, time } = world;

  const refresh = (message: Stored, text: string, finished: boolean): void => {
    const state = message.stream;
    if (!state) return;
    const now = time.ms();
    const isOver = now - state.refreshedAt > behaviour.streamIdleMs || now - state.startedAt > behaviour.streamMaxMs;
    if (state.finished || isOver) throw new WecomError(846608, 'stream message can not be updated');
    if (behaviour.refreshesCount) {
      const handle = replies.find(state.reqId);
      if (handle) {
        sender.checkRate(sender.conversationOf(handle));
        sender.spend(sender.conversationOf(handle));
      }
    }
    state.refreshedAt = now;
    state.finished = finished;
    message.view.text = text;
    message.view.updatedAt = time.iso();
    if (finished) delete message.view.streaming;
    store.changed(message);
  };

  const stream = (bot: Bot, handle: ReplyHandle, value: unknown): void => {
    if (!isRecord(value)) throw new WecomError(40058, 'missing stream');
    const id = value['id'];
    if (typeof id !== 'string' || id === '') throw new WecomError(40058, 'missing stream.id');
    const finish = value['finish'] ?? false;
    if (typeof finish !== 'boolean') throw new WecomError(40058, 'stream.finish should be bool');
    const text = value['content'] === undefined ? '' : sender.content(value, 'stream');
    // Images are for callback mode; on the long connection they are "not supported for now" and ignored (doc 101463).
    const takesImages = bot.callback !== undefined || behaviour.streamImages;
    const isEarly = takesImages && !finish && value['msg_item'] !== undefined;
    if (isEarly) throw new WecomError(40058, 'msg_item before finish');
    const images = takesImages ? streamImages(value['msg_item']) : [];
    const known = store.stream(bot.id, handle.reqId, id);
    if (known) refresh(known, text, finish);
    else {
      const feedback = sender.feedbackId(value);
      const now = time.ms();
      sender.post(sender.conversationOf(handle), {
        kind: 'markdown',
        text,
        stream: { reqId: handle.reqId, id, startedAt: now, refreshedAt: now, finished: finish },
        ...(feedback !== undefined && { feedbackId: feedback }),
      });
    }
    for (const bytes of images) {
      const file = media.put(bytes, `${id}.png`, 'image', bot.id);
      sender.post(sender.conversationOf(handle), { kind: 'image', text: file.name, media: file });
    }
  };

  const onlyOneCard = (handle: ReplyHandle): void => {
    if (handle.isSpent) throw new WecomError(behaviour.repeatedReplyCode, 'repeated reply');
  };

  return {
    message: (bot, reqId, body) => {
      const handle = replies.open(bot.id, reqId, 'message');
      const conversation = sender.conversationOf(handle);
      const type = body['msgtype'];
      if (type === 'stream' || (type === 'stream_with_template_card' && behaviour.streamWithCard)) {
        let card: Draft | null = null;
        if (type === 'stream_with_template_card' && body['template_card'] !== undefined) {
          onlyOneCard(handle);
          card = sender.compose(bot, { msgtype: 'template_card', template_card: body['template_card'] }, REPLY_TYPES);
        }
        stream(bot, handle, body['stream']);
        if (card) {
          sender.post(conversation, card);
          handle.isSpent = true;
        }
      } else {
        if (type === 'template_card') onlyOneCard(handle);
        sender.post(conversation, sender.compose(bot, body, REPLY_TYPES));
        if (type === 'template_card') handle.isSpent = true;
      }
      onAnswered(reqId);
    },
    welcome: (bot, reqId, body) => {
      const handle = replies.open(bot.id, reqId, 'enter');
      sender.post(sender.conversationOf(handle), sender.compose(bot, body, ['text', 'template_card']));
      handle.isSpent = true;
    },
    update: (bot, reqId, body) => {
      const handle = replies.open(bot.id, reqId, 'card');
      if (body['response_type'] !== 'update_template_card') throw new WecomError(40058, 'invalid response_type');
      const { card, taskId } = checkCard(body['template_card']);
      if (taskId !== (handle.taskId ?? '')) throw new WecomError(behaviour.wrongTaskIdCode, 'illegal task_id');
      const message = store.find(handle.cardMessage ?? '');
      if (!message) throw new WecomError(846605, 'invalid req_id');
      const userids = body['userids'] ?? [];
      if (!Array.isArray(userids) || !userids.every((one) => typeof one === 'string')) {
        throw new WecomError(40058, 'userids should be array of string');
      }
      // userids mean something in groups only; without them everybody sees the new card.
      if (handle.single || userids.length === 0) {
        message.view.card = card;
        message.view.text = cardText(card);
        delete message.view.views;
      } else {
        const views = { ...message.view.views };
        for (const id of userids) {
          const userid = behaviour.encryptUserids ? (directory.findEncrypted(bot, id)?.userid ?? id) : id;
          views[userid] = { card, text: cardText(card) };
        }
        message.view.views = views;
      }
      const feedback = sender.feedbackId(card);
      if (feedback !== undefined) {
        message.feedbackId = feedback;
        message.view.feedback = true;
      }
      message.view.updatedAt = time.iso();
      handle.isSpent = true;
      store.changed(message);
    },
  };
}

const MAX_IMAGES = 10;
const MAX_IMAGE_BYTES = 10 * 1024 * 1024;

/** Images at the end of a stream, when the switch allows them. */
function streamImages(items: unknown): Buffer[] {
  if (items === undefined) return [];
  if (!Array.isArray(items) || items.length > MAX_IMAGES) throw new WecomError(40058, 'invalid msg_item');
  return items.map((item: unknown) => {
    const image = isRecord(item) ? item['image'] : undefined;
    const base64 = isRecord(image) ? image['base64'] : undefined;
    if (!isRecord(image) || typeof base64 !== 'string') throw new WecomError(40058, 'invalid msg_item');
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length > MAX_IMAGE_BYTES) throw new WecomError(93018, 'image too big');
    if (!looksLike('image', bytes)) throw new WecomError(40058, 'image is neither JPG nor PNG');
    if (createHash('md5').update(bytes).digest('hex') !== image['md5']) throw new WecomError(301019, 'md5 not match');
    return bytes;
  });
}
