/**
 * A platform as the rest of the house knows it: what comes in, what goes out, and how sending ends. Its names and codes stay with it
 * (src/wecom); what it refuses is kept in our words.
 */
import type { Card } from './card.ts';

/** By which channel something reaches its reader: the bot's conversation, the self-built app, a group's robot, a group that the app made. */
export type ChannelName = 'bot' | 'app' | 'webhook' | 'appchat';
/** A channel of the self-built app: its own chat with a person, or a group that it made. */
export type AppChannel = Extract<ChannelName, 'app' | 'appchat'>;

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
  /** Who brought it, and so who answers it; the first platform of src/app/channel/platforms.ts when absent. */
  readonly platform?: string;
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

export interface Sent {
  readonly way: ChannelName;
  /** Of a card of the app: changes it in place once, within 72 hours (doc 94888). */
  readonly responseCode?: string;
}

/** Where messages go, for whoever sends. */
export interface Outlet {
  /** Messages may go. While the bot's connection is broken for the moment they wait for it (ADR 14). */
  isOpen(): boolean;
  /** @throws SendFailure */
  push(chat: Chat, message: Outgoing): Promise<Sent>;
}

/**
 * What becomes of a message that was refused:
 * `retry` soon and a few times · `wait` for the limit's window · `unreachable` until a person writes to the bot there ·
 * `spent` one-shot handle, send it as a push instead · `config` somebody must set the platform up · `final` this recipient or
 * chat cannot be reached · `content` this message will never be accepted as it is.
 */
export type Fate = 'retry' | 'wait' | 'unreachable' | 'spent' | 'config' | 'final' | 'content';

/** Why a channel did not take a message, where somebody can do something about it. */
export type RefusalReason =
  /** Nobody there has written to the bot yet, which may write to those alone. */
  | 'never-wrote'
  | 'no-such-person'
  /** Known, and not to this app. */
  | 'out-of-range'
  /** Not to be reached as they are set up there. */
  | 'not-here'
  /** Dissolved, or the bot is not in it; of a person: the bot knows nobody of this id. */
  | 'no-such-chat'
  | 'no-robot'
  | 'no-app-group'
  | 'too-large'
  /** The bot's own credentials. */
  | 'bot-credentials'
  /** Not asked at all: the bot was refused, displaced or away for long when the message's turn came. */
  | 'bot-out'
  | 'no-answer'
  /** The set-up of the app: whose it is, its secret, its number, a right it lacks, an interface it may not use, switched off, our address. */
  | 'app-corp'
  | 'app-secret'
  | 'app-agent'
  | 'app-right'
  | 'app-interface'
  | 'app-stopped'
  | 'app-address'
  | 'other';

/** What one channel said. */
export interface Refusal {
  /** Absent where the answer came before a channel was chosen. */
  readonly channel?: ChannelName;
  /** The platform's own, for whoever looks it up. */
  readonly code: number;
  readonly reason: RefusalReason;
}

/** What somebody has to mend before the app's messages go out by this channel. */
export interface BlockedChannel {
  readonly way: AppChannel;
  readonly errcode: number;
  readonly reason: RefusalReason;
  /** Our address as the platform saw it. */
  readonly address?: string;
}

/** How sending ended, as far as this side must know. */
export interface SendFailure extends Error {
  readonly fate: Fate;
  readonly errcode: number;
  readonly retryAfterMs?: number;
  /** Channel by channel; empty where there was none to try. */
  readonly refusals: readonly Refusal[];
  /** Nobody knows whether it arrived. */
  readonly maybeDelivered?: boolean;
  /** Our address as the platform saw it. */
  readonly address?: string;
  /** The channel of the app that was refused for its set-up, among those that were tried. */
  readonly refused?: BlockedChannel;
}

export const isSendFailure = (error: unknown): error is SendFailure =>
  error instanceof Error && 'fate' in error && typeof error.fate === 'string';

export type WithoutCards = Exclude<Outgoing, CardMessage>;

/** One channel towards one conversation. Where no cards are shown, the house sends their words. @throws SendFailure */
export type Rung = { readonly channel: ChannelName } & (
  | {
      readonly cards: true;
      /** @returns the code by which a card sent there can be changed once */
      send(message: Outgoing): Promise<string | undefined | void>;
    }
  | { readonly cards: false; send(message: WithoutCards): Promise<void> }
);

/** Answers the way a message came. @throws SendFailure */
export interface Responder {
  reply(heard: Incoming, message: { readonly markdown: string }): Promise<void>;
  welcome(heard: Incoming, markdown: string): Promise<void>;
  updateCard(heard: Incoming, card: Card, taskId: string): Promise<void>;
}

/**
 * A chat platform: a folder under src/ that makes one of these, and a line in src/app/channel/platforms.ts. What it hears it hands to
 * the app's `take` or `receive`, with its name on it.
 */
export interface Platform extends Omit<Responder, 'reply'> {
  readonly name: string;
  /** @returns what is left of it, where an answer takes a first part only: that is sent like anything else */
  reply(heard: Incoming, message: { readonly markdown: string }): Promise<string | undefined | void>;
  /** Messages may go; one that is broken for the moment makes them wait (ADR 14). */
  isOpen(): boolean;
  /** The channels that lead to this conversation, in the order in which they are tried; none for somebody else's. */
  rungs(chat: Chat): Promise<readonly Rung[]>;
  /** Changes a card by a code that came when it was sent; absent where there is no such thing. */
  renewCard?(userid: string, card: Card, taskId: string, responseCode: string): Promise<void>;
}
