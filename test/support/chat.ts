/** Reading what stands in the local WeCom's chats. */
import type { ChatMessage } from '../../sandbox/server.ts';

/** `2026-03-02T09:00` on a Shanghai wall clock. */
export const instant = (moment: string): Date =>
  new Date(`${moment.length === 16 ? moment : `${moment}T00:00`}:00+08:00`);

export interface Button {
  readonly text: string;
  readonly key: string;
}

export const buttonsOf = (message: ChatMessage): Button[] =>
  ((message.card?.['button_list'] ?? []) as Button[]).map(({ text, key }) => ({ text, key }));

export const excerpt = (text: string): string => text.replaceAll('\n', ' / ').slice(0, 160);
