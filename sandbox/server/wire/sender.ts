/** Messages from the bot: check the body, check limits, put it into the chat. */
import { checkCard } from './card.ts';
import { cardText } from '../control/card-view.ts';
import type { Conversation } from '../world/directory.ts';
import { WecomError, byteLength, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { MediaFile, MediaKind } from '../world/media.ts';
import type { ReplyHandle } from './replies.ts';
import type { ChatMessage } from '../../contract.ts';
import type { Stored, StreamState } from '../world/store.ts';
import type { Bot } from '../world/options.ts';
import type { World } from '../world/world.ts';

const MAX_CONTENT_BYTES = 20_480;

export interface Draft {
  kind: ChatMessage['kind'];
  text: string;
  card?: Json;
  taskId?: string;
  media?: MediaFile;
  feedbackId?: string;
  stream?: StreamState;
  quote?: { id?: string; text: string };
  isPush?: true;
}

export interface Sender {
  /** The message in `body`, if its msgtype is one of `allowed`. */
  compose(bot: Bot, body: Json, allowed: readonly string[]): Draft;
  content(source: unknown, name: string): string;
  feedbackId(source: Json): string | undefined;
  checkRate(conversation: Conversation): void;
  spend(conversation: Conversation): void;
  /** Checks the rate, uses up the task_id, stores and announces. */
  post(conversation: Conversation, draft: Draft): Stored;
  /** The same for senders with limits of their own: the app and the robots. */
  put(conversation: Conversation, draft: Draft): Stored;
  conversationOf(handle: ReplyHandle): Conversation;
}

const rateKey = (conversation: Conversation): string => `${conversation.bot.id}|${conversation.key}`;

export function createSender(world: World): Sender {
  const { behaviour, directory, media, messageBudget, store, time } = world;

  const content = (source: unknown, name: string): string => {
    const text = isRecord(source) ? source['content'] : undefined;
    if (typeof text !== 'string') throw new WecomError(40058, `missing ${name}.content`);
    if (byteLength(text) > MAX_CONTENT_BYTES) {
      throw new WecomError(behaviour.overLengthCode, `${name}.content exceed max length ${MAX_CONTENT_BYTES}`);
    }
    return text;
  };

  const feedbackId = (source: Json): string | undefined => {
    const feedback = source['feedback'];
    if (feedback === undefined || feedback === null) return undefined;
    const id = isRecord(feedback) ? feedback['id'] : undefined;
    if (typeof id !== 'string' || id === '' || byteLength(id) > 256) throw new WecomError(40058, 'invalid feedback.id');
    return id;
  };

  const mediaDraft = (bot: Bot, kind: MediaKind, source: unknown): Draft => {
    const id = isRecord(source) ? source['media_id'] : undefined;
    const file = typeof id === 'string' ? media.find(id) : undefined;
    if (file?.owner !== bot.id || file.kind !== kind || media.isExpired(file)) {
      throw new WecomError(40007, 'invalid media_id');
    }
    return { kind: kind === 'image' ? 'image' : 'file', text: file.name, media: file };
  };

  const cardDraft = (bot: Bot, value: unknown): Draft => {
    const { card, taskId } = checkCard(value);
    if (taskId !== '' && store.isTaskUsed(bot.id, taskId)) {
      throw new WecomError(42014, `taskid has existed: ${taskId}`);
    }
    const id = feedbackId(card);
    return { kind: 'card', text: cardText(card), card, taskId, ...(id !== undefined && { feedbackId: id }) };
  };

  const sender: Sender = {
    content,
    feedbackId,
    compose: (bot, body, allowed) => {
      const type = body['msgtype'];
      if (typeof type !== 'string' || !allowed.includes(type)) throw new WecomError(40008, 'invalid message type');
      if (type === 'template_card') return cardDraft(bot, body['template_card']);
      if (type === 'text' || type === 'markdown') {
        const text = content(body[type], type);
        if (text.trim() === '') throw new WecomError(44004, 'empty content');
        const id = isRecord(body[type]) ? feedbackId(body[type]) : undefined;
        return { kind: type, text, ...(id !== undefined && { feedbackId: id }) };
      }
      return mediaDraft(bot, type as MediaKind, body[type]);
    },
    checkRate: (conversation) => {
      if (!messageBudget.allows(rateKey(conversation))) {
        throw new WecomError(behaviour.rateLimitCode, 'message send rate limit exceeded');
      }
    },
    spend: (conversation) => messageBudget.spend(rateKey(conversation)),
    post: (conversation, draft) => {
      sender.checkRate(conversation);
      sender.spend(conversation);
      return sender.put(conversation, draft);
    },
    put: (conversation, draft) => {
      const { bot, key } = conversation;
      if (draft.taskId !== undefined && draft.taskId !== '') store.useTask(bot.id, draft.taskId);
      const message: Stored = {
        bot: bot.id,
        view: {
          id: store.id('m'),
          chat: key,
          sender: bot.id,
          at: time.iso(),
          kind: draft.kind,
          text: draft.text,
          ...(draft.card && { card: draft.card }),
          ...(draft.media && { media: media.view(draft.media) }),
          ...(draft.quote && { quote: draft.quote }),
          ...(draft.stream && !draft.stream.finished && { streaming: true }),
          ...(draft.feedbackId !== undefined && { feedback: true }),
          ...(draft.isPush && { isPush: true }),
        },
        ...(draft.stream && { stream: draft.stream }),
        ...(draft.feedbackId !== undefined && { feedbackId: draft.feedbackId }),
      };
      store.add(message);
      return message;
    },
    conversationOf: (handle) => {
      const bot = directory.bot(handle.bot);
      return handle.single ? directory.single(bot, handle.userid) : directory.group(bot, handle.chat);
    },
  };
  return sender;
}
