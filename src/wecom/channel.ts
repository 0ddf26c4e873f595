import type { Card } from '../contract/card.ts';

/** A conversation: a person's userid (private chat with the bot) or a group's chatid. Both are case-sensitive. */
export interface Chat {
  readonly kind: 'person' | 'group';
  readonly id: string;
}

/** Where the bytes of a file lie: an address good for five minutes and the key they are encrypted with. */
export interface FileLink {
  readonly url?: string;
  readonly aesKey?: string;
  /** Sent to the self-built app: fetched by REST, good for three days. */
  readonly mediaId?: string;
}

export type IncomingWhat =
  | { readonly kind: 'text'; readonly text: string; readonly quote?: string }
  | {
      readonly kind: 'click';
      readonly taskId: string;
      readonly key: string;
      readonly selected: Readonly<Record<string, readonly string[]>>;
    }
  | ({
      readonly kind: 'file';
      readonly mediaKind: 'image' | 'file' | 'voice' | 'video' | 'mixed';
      /** What was typed beside the picture, or what a voice message says. */
      readonly text?: string;
      readonly quote?: string;
    } & FileLink)
  | { readonly kind: 'enter' }
  /** Came into the app's visible range, or left it or the corporation (doc 90240). */
  | { readonly kind: 'range'; readonly isInside: boolean }
  | { readonly kind: 'other'; readonly type: string };

export interface Incoming {
  readonly msgid: string;
  /** Answers go out under this id: a message for 24 hours, a click and an entry for 5 seconds. */
  readonly reqId: string;
  /** Which way it came, and so which way it is answered; the long connection when absent. */
  readonly via?: 'bot-callback' | 'app';
  /** Of the bot: takes one answer within an hour (doc 101138). */
  readonly responseUrl?: string;
  /** Of a click in the app: changes the card once within 72 hours (doc 94888). */
  readonly responseCode?: string;
  readonly chat: Chat;
  readonly userid: string;
  readonly what: IncomingWhat;
}

export interface CardMessage {
  readonly card: Card;
  /** Never used before; the same for a retry of the same message, so that a lost acknowledgement sends nothing twice. */
  readonly taskId: string;
}
export interface MarkdownMessage {
  readonly markdown: string;
  /** Officials who should notice: a real @ where the way out knows one (the group robot), nothing elsewhere. */
  readonly mentions?: readonly string[];
}
export type Outgoing =
  | MarkdownMessage
  | CardMessage
  | { readonly image: Uint8Array; readonly name: string }
  | { readonly file: Uint8Array; readonly name: string };

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
