import type { SendMsgBody, WSClient } from '@wecom/aibot-node-sdk';

import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Card } from '../contract/card.ts';
import type { CardMessage, Chat, Incoming, MarkdownMessage, Outgoing } from '../contract/channel.ts';
import type { ChannelState, WecomChannel } from './channel.ts';
import { cutMarkdown, cutNumbered, plainText } from './cut.ts';
import { WecomError } from './errcodes.ts';
import { readIncoming } from './incoming.ts';
import { downloadFile } from './media.ts';
import { RecentTraffic } from './recent-traffic.ts';
import { cardText, type CardWords } from './card-text.ts';
import { renderCard, renderUpdate, type RenderOptions } from './render-card.ts';
import { toWecomError } from './sdk-errors.ts';
import { Session, type SessionOptions } from './session.ts';

export interface LongConnectionOptions extends SessionOptions {
  readonly words: CardWords;
  /** Page behind a card, if there is one. */
  readonly cardUrl?: (card: Card) => string | undefined;
  /** Counts messages per conversation. */
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'token'>;
}

type Handler = (incoming: Incoming) => Promise<void>;

const CHAT_TYPE: Readonly<Record<Chat['kind'], 1 | 2>> = { person: 1, group: 2 };
const MB = 1024 * 1024;
const UPLOAD_BYTES = { image: 10 * MB, file: 20 * MB };
const DRAIN_MS = 5_000;
const MAX_REMEMBERED = 1_000;
const TASK_ID_USED = 42014;
const STREAM_CLOSED = 846608;

const chatKey = ({ kind, id }: Chat): string => `${kind} ${id}`;

/** The bot over WeCom's official SDK: no public address needed, messages in and out on one socket. */
export class LongConnection implements WecomChannel {
  readonly #options: LongConnectionOptions;
  readonly #log: Logger;
  readonly #session: Session;
  readonly #traffic: RecentTraffic;
  readonly #listeners: ((state: ChannelState) => void)[] = [];
  readonly #running = new Set<Promise<void>>();
  /** Chats of the messages that may still be answered, to count the answers. */
  readonly #chatOf = new Map<string, Chat>();
  /** Task ids of cards whose acknowledgement was lost. */
  readonly #unsure = new Set<string>();
  #handle: Handler | undefined;

  constructor(options: LongConnectionOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#traffic = new RecentTraffic(options.clock);
    this.#session = new Session(
      options,
      (state) => this.#listeners.forEach((listener) => listener(state)),
      (frame) => this.#receive(frame),
    );
  }

  async start(onIncoming: Handler): Promise<void> {
    this.#handle = onIncoming;
    await this.#session.start();
  }

  async stop(atOnce = false): Promise<void> {
    this.#handle = undefined;
    if (this.#running.size > 0 && !atOnce) {
      const late = new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref());
      await Promise.race([Promise.all(this.#running), late]);
    }
    this.#session.stop();
  }

  connected(): boolean {
    return this.#session.connected();
  }

  state(): ChannelState | undefined {
    return this.#session.state();
  }

  onState(listener: (state: ChannelState) => void): void {
    this.#listeners.push(listener);
  }

  readonly download: WecomChannel['download'] = downloadFile;

  async reply(reqId: string, message: MarkdownMessage | CardMessage): Promise<void> {
    if ('markdown' in message) return this.#replyText(reqId, message.markdown);
    const card = renderCard(message.card, this.#renderOptions(message));
    const isSent =
      card !== undefined &&
      (await this.#tryCard(message.taskId, () =>
        this.#send(this.#chatOf.get(reqId), (client) => client.replyTemplateCard(answering(reqId), card)),
      ));
    if (!isSent) await this.#replyText(reqId, this.#textOf(message.card));
  }

  async welcome(reqId: string, markdown: string): Promise<void> {
    // Text is the only form of a welcome besides a card (doc 101463).
    const [content = ''] = cutMarkdown(plainText(markdown));
    await this.#send(this.#chatOf.get(reqId), (client) =>
      client.replyWelcome(answering(reqId), { msgtype: 'text', text: { content } }),
    );
  }

  async updateCard(reqId: string, card: Card, taskId: string): Promise<void> {
    const rendered = renderUpdate(card, this.#renderOptions({ card, taskId }));
    // Without userids everybody who sees the card gets the new one.
    await this.#send(undefined, (client) => client.updateTemplateCard(answering(reqId), rendered));
  }

  async push(chat: Chat, message: Outgoing): Promise<void> {
    if ('markdown' in message) return this.#pushText(chat, message.markdown);
    if ('card' in message) return this.#pushCard(chat, message);
    const [type, bytes] = 'image' in message ? (['image', message.image] as const) : (['file', message.file] as const);
    const mediaId = await this.#upload(type, bytes, message.name);
    return this.#pushBody(chat, { msgtype: type, [type]: { media_id: mediaId } });
  }

  async #pushCard(chat: Chat, message: CardMessage): Promise<void> {
    const card = renderCard(message.card, this.#renderOptions(message));
    const isSent =
      card !== undefined &&
      (await this.#tryCard(message.taskId, () =>
        this.#pushBody(chat, { msgtype: 'template_card', template_card: card }),
      ));
    if (!isSent) await this.#pushText(chat, this.#textOf(message.card));
  }

  #textOf(card: Card): string {
    return cardText(card, this.#options.words, this.#options.cardUrl?.(card));
  }

  #renderOptions({ card, taskId }: CardMessage): RenderOptions {
    const url = this.#options.cardUrl?.(card);
    return { taskId, words: this.#options.words, ...(url !== undefined && { url }) };
  }

  /** @returns false when WeCom will never take this card: its text must go out instead */
  async #tryCard(taskId: string, send: () => Promise<void>): Promise<boolean> {
    try {
      await send();
      this.#unsure.delete(taskId);
      return true;
    } catch (error) {
      if (!(error instanceof WecomError)) throw error;
      // The attempt whose acknowledgement was lost did arrive.
      if (error.errcode === TASK_ID_USED && this.#unsure.delete(taskId)) return true;
      if (error.maybeDelivered) {
        this.#unsure.add(taskId);
        forgetOldest(this.#unsure);
      }
      if (error.fate !== 'content') throw error;
      this.#log.warn({ errcode: error.errcode, taskId }, 'card refused, sent as text');
      return false;
    }
  }

  /**
   * A finished stream of one frame, the form that every page on replies agrees on. Its id makes a second try safe: a
   * stream that had arrived is replaced by the same text or refused as closed.
   */
  #replyText(reqId: string, markdown: string): Promise<void> {
    return inParts(markdown, async (content) => {
      const id = this.#options.ids.token(24);
      const send = (): Promise<void> =>
        this.#send(this.#chatOf.get(reqId), (client) => client.replyStream(answering(reqId), id, content, true));
      try {
        await send();
      } catch (first) {
        if (!(first instanceof WecomError && first.maybeDelivered && this.connected())) throw first;
        await send().catch((second: unknown) => {
          if (!(second instanceof WecomError && second.errcode === STREAM_CLOSED)) throw first;
        });
      }
    });
  }

  #pushText(chat: Chat, markdown: string): Promise<void> {
    return inParts(markdown, (content) => this.#pushBody(chat, { msgtype: 'markdown', markdown: { content } }));
  }

  #pushBody(chat: Chat, body: SendMsgBody): Promise<void> {
    // SDK 1.0.7 leaves it out, and WeCom would then look for a group of that id first.
    const addressed = { ...body, chat_type: CHAT_TYPE[chat.kind] };
    return this.#send(chat, (client) => client.sendMessage(chat.id, addressed));
  }

  async #upload(type: 'image' | 'file', bytes: Uint8Array, filename: string): Promise<string> {
    if (bytes.byteLength > UPLOAD_BYTES[type]) throw new WecomError(45001, `${type} larger than WeCom takes`);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      return (await this.#session.client().uploadMedia(buffer, { type, filename })).media_id;
    } catch (error) {
      throw toWecomError(error, { isSent: false });
    }
  }

  /** Every message goes out through here: errors are converted, what passed is counted. */
  async #send(chat: Chat | undefined, send: (client: WSClient) => Promise<unknown>): Promise<void> {
    try {
      await send(this.#session.client());
    } catch (error) {
      const failure = toWecomError(error, { isSent: true });
      if (failure.fate !== 'unreachable' || chat === undefined) throw failure;
      throw new WecomError(failure.errcode, failure.message, { fate: this.#traffic.fateOfRefusal(chatKey(chat)) });
    }
    if (chat !== undefined) this.#traffic.sent(chatKey(chat));
  }

  #receive(frame: unknown): void {
    const incoming = readIncoming(frame, (why) => this.#log.info({ why }, 'frame dropped'));
    if (incoming === undefined) return;
    const { msgid, chat, reqId, what } = incoming;
    if (what.kind === 'other') this.#log.info({ msgid, type: what.type }, 'message of a type that cannot be read');
    this.#traffic.heard(chatKey(chat));
    this.#chatOf.set(reqId, chat);
    forgetOldest(this.#chatOf);
    const handle = this.#handle;
    if (handle === undefined) return;
    const running: Promise<void> = (async () => handle(incoming))()
      .catch((error: unknown) => this.#log.error({ err: error, msgid, kind: what.kind }, 'handler failed'))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}

const answering = (reqId: string): { headers: { req_id: string } } => ({ headers: { req_id: reqId } });

/** One after the other; once a part has gone out, a failure of the rest says so. */
async function inParts(markdown: string, send: (part: string) => Promise<void>): Promise<void> {
  for (const [index, part] of cutNumbered(markdown).entries()) {
    try {
      await send(part);
    } catch (error) {
      if (index === 0 || !(error instanceof WecomError)) throw error;
      const { errcode, message, fate, retryAfterMs } = error;
      throw new WecomError(errcode, message, {
        fate,
        maybeDelivered: true,
        cause: error,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    }
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size > MAX_REMEMBERED && oldest !== undefined) kept.delete(oldest);
}
