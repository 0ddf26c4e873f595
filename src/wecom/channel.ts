import type { Card } from '../contract/card.ts';
import type { CardMessage, Chat, FileLink, Incoming, MarkdownMessage, Outgoing } from '../contract/channel.ts';

/**
 * `disconnected` heals by itself; `refused` (bot id or secret wrong) is tried again slowly; `displaced` means that
 * another process holds the bot now, and nothing happens until `start` is called again.
 */
export type ChannelState = 'connected' | 'disconnected' | 'refused' | 'displaced';

/**
 * The bot's conversations. Sending throws `WecomError`; its `fate` says what to do next. A card that WeCom refuses
 * for its content goes out as text by itself.
 */
export interface WecomChannel {
  /**
   * Resolves with the first outcome, connected or not; after that the connection looks after itself. May be called
   * again after `stop` or `displaced`.
   */
  start(onIncoming: (incoming: Incoming) => Promise<void>): Promise<void>;
  /** Hangs up; unless it must be at once, after a moment for what is being handled. */
  stop(atOnce?: boolean): Promise<void>;
  connected(): boolean;
  /** Answers a text or file. Long markdown goes out as several messages. */
  reply(reqId: string, message: MarkdownMessage | CardMessage): Promise<void>;
  /** Answers an entry, within 5 seconds; WeCom shows plain text here, so marks are taken out. */
  welcome(reqId: string, markdown: string): Promise<void>;
  /** Replaces the clicked card for everybody who sees it, within 5 seconds of the click. */
  updateCard(reqId: string, card: Card, taskId: string): Promise<void>;
  push(chat: Chat, message: Outgoing): Promise<void>;
  /** The decrypted bytes of a received file. */
  download(file: FileLink): Promise<{ bytes: Buffer; name?: string }>;
  onState(listener: (state: ChannelState) => void): void;
}
