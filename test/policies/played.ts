/** How a row of a town's paper is played through the chat. */
import type { OrgFile } from '../../src/domain/org/file.ts';
import type { Town } from '../support/town-api.ts';

export interface PlayedRow {
  readonly row: string;
  readonly given: string;
  readonly expected: string;
  /** Settings of the town in place of its own. */
  readonly settings?: OrgFile['settings'];
  /** Shanghai wall clock; a Monday morning when absent. */
  readonly at?: string;
  play(town: Town): Promise<void>;
}

/** What the bot last said to this person or group. */
export const last = (town: Town, chat: string): string => town.messages(chat).at(-1)?.text ?? '';

/** Writes and gives back the newest answer in that chat. */
export async function ask(town: Town, person: string, line: string, chat?: string): Promise<string> {
  await town.say(person, line, chat === undefined ? {} : { chat });
  return last(town, chat ?? person);
}

/** Registers and gives back the number. */
export async function registered(town: Town, line: string, by = '赵某'): Promise<string> {
  await town.say(by, `/登记 ${line}`);
  const found = town
    .messages(by)
    .map(({ text }) => /已登记：([A-Z]+\d{4}-\d{4})/u.exec(text)?.[1])
    .findLast((number) => number !== undefined);
  if (found === undefined) throw new Error(`not registered: ${last(town, by)}`);
  return found;
}

/** What the bot said in these chats that is like this, `chat: text` each. */
export const heard = (town: Town, chats: readonly string[], pattern: RegExp): string[] =>
  chats.flatMap((chat) =>
    town
      .messages(chat)
      .filter(({ text }) => pattern.test(text))
      .map(({ text }) => `${chat}: ${text}`),
  );

/** The line that begins the explanation of a clock: `时限名｜到期 2026-03-09｜依据…`. */
export async function dueOf(town: Town, number: string, title: RegExp | string, by = '赵某'): Promise<string> {
  const text = await ask(town, by, `/为什么 ${number}`);
  const line = text.split('\n').find((one) => one.includes('｜到期 ') && new RegExp(title, 'u').test(one));
  return /到期 (\d{4}-\d{2}-\d{2})/u.exec(line ?? '')?.[1] ?? `none in:\n${text}`;
}

/** Every chat of the town that is a group. */
export const GROUPS = ['信访工作群', '城建办工作群', '五里墩村群', '镇领导督办群'];

/** Registers and assigns; `order` is what follows the number: unit, 期限, 经办. */
export async function assignedTo(town: Town, line: string, order: string): Promise<string> {
  const number = await registered(town, line);
  await town.say('赵某', `/交办 ${number} ${order}`);
  return number;
}
