/** What the control API and the page say to each other: plain data, the same for both. */

export interface Person {
  userid: string;
  name: string;
  /** Display name of the unit. */
  unit: string;
  roles: string[];
  /** In the address book: 1 active (when absent), 2 disabled, 4 inactive, 5 left. */
  status?: 1 | 2 | 4 | 5;
}

export interface Chat {
  chatid: string;
  name: string;
  members: string[];
}

/** A command of the bot, for the menu that opens after "/". */
export interface MenuCommand {
  /** What is typed after the slash. */
  name: string;
  /** Other words that are taken for it. */
  aliases: string[];
  summary: string;
  /** Whole lines. `{number}` stands for the matter last named in the chat, `{today}` for the day, 2026-11-26. The menu shows the first. */
  examples: string[];
}

export interface MediaView {
  id: string;
  name: string;
  size: number;
  url: string;
}

/** A message as the control API shows it. */
export interface ChatMessage {
  id: string;
  /** chatid, or the userid of a private chat. */
  chat: string;
  /** userid, or the bot's id. */
  sender: string;
  at: string;
  kind: 'text' | 'markdown' | 'card' | 'image' | 'file';
  /** For a card: everything readable on it. */
  text: string;
  card?: Record<string, unknown>;
  media?: MediaView;
  quote?: { id?: string; text: string };
  /** Why the bot did not get this message. */
  undelivered?: 'offline' | 'queued' | 'not-mentioned' | 'group-file';
  /** A stream that is not finished yet. */
  streaming?: boolean;
  updatedAt?: string;
  /** Sent by the bot of its own accord: what makes a phone ring. A reply to what was just typed or tapped does not. */
  isPush?: boolean;
  /** Last click on this card. */
  clicked?: { by: string; key: string; at: string };
  /** The card as single members see it after an update for them alone. */
  views?: Record<string, { card: Record<string, unknown>; text: string }>;
  /** The bot asked for feedback on this message. */
  feedback?: boolean;
}

/** `GET state`, as far as the page asks for it. */
export interface PageState {
  bot: { id: string; name: string; connected: boolean };
  /** ISO. */
  now: string;
}

/** `GET events`, by name. */
export interface EventData {
  message: ChatMessage;
  update: ChatMessage;
  clock: { now: string };
  connection: { bot: string; connected: boolean };
  callback: { url: string; outcome: 'taken' | 'lost' | 'bad-reply'; why?: string };
  town: { people: number; chats: number };
  commands: MenuCommand[];
}

export type SandboxEvent = { [Name in keyof EventData]: { type: Name; data: EventData[Name] } }[keyof EventData];
