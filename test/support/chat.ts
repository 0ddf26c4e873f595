/** Reading what stands in the local WeCom's chats. */
import type { ChatMessage } from '../../sandbox/server.ts';
import type { Town } from './town-api.ts';

/** `2026-03-02T09:00` on a Shanghai wall clock. */
export const instant = (moment: string): Date =>
  new Date(`${moment.length === 16 ? moment : `${moment}T00:00`}:00+08:00`);

export interface Button {
  readonly text: string;
  readonly key: string;
}

export const buttonsOf = ({ card }: ChatMessage): Button[] => {
  const submit = card?.['submit_button'] as Button | undefined;
  const buttons = (card?.['button_list'] ?? (submit === undefined ? [] : [submit])) as Button[];
  return buttons.map(({ text, key }) => ({ text, key }));
};

/** Key of the one choice a card may offer. */
export const questionOf = (message: ChatMessage): string =>
  String((message.card?.['button_selection'] as { question_key?: unknown } | undefined)?.question_key);

export const excerpt = (text: string): string => text.replaceAll('\n', ' / ').slice(0, 160);

/** The head of the unit (城建办's unless said) answers everything: reviewed at once, ready to be closed. */
export const answered = (town: Town, number: number | string, by = '郑某'): Promise<void> =>
  town.say(by, `/答复 ${number} 事实:现场查看属实 依据:有关管理规定 内容:已办好`);
