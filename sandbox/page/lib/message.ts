import type { ChatMessage } from '../../contract.ts';
import { type Card, cardTitle } from './card.ts';
import { plainLine } from './markdown.ts';
import { toMillis } from './time.ts';

/** A message as the page keeps it. */
export interface Message extends Omit<ChatMessage, 'at' | 'card' | 'views'> {
  /** Milliseconds. */
  readonly at: number;
  readonly card?: Card;
  readonly views?: Readonly<Record<string, { readonly card: Card; readonly text: string }>>;
}

/** The server shows no card that it has not looked at: it is what its type says. */
export const messageOf = (given: ChatMessage): Message => ({ ...given, at: toMillis(given.at) }) as unknown as Message;

/** A message on one line: in the chat list, in quotes. */
export function previewOf(message: Message): string {
  switch (message.kind) {
    case 'card':
      return `[卡片] ${cardTitle(message.card) || plainLine(message.text)}`;
    case 'image':
      return '[图片]';
    case 'file':
      return `[文件] ${message.media?.name ?? ''}`;
    case 'markdown':
      return plainLine(message.text);
    case 'text':
      return message.text.replace(/\s+/g, ' ').trim();
  }
}
