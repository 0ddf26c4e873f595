/** Whether the thing a step waits for has been seen. Reads messages only; changes nothing. */
import type { Person } from '../../contract.ts';
import { now } from '../lib/clock.ts';
import { numbersIn } from '../lib/matter-number.ts';
import type { Message } from '../lib/message.ts';
import { isBot, messagesOf, personOf, state } from '../lib/store.ts';
import { isoDay, toMillis } from '../lib/time.ts';
import type { Branch, Deed, Step, Until, Who } from './steps.ts';

/** Where a chat ended at some moment: what comes later is new. Moments are ISO, '' for none. */
interface Mark {
  readonly last: string;
  readonly changed: string;
  readonly clicked: string;
}

export interface Walk {
  begun: boolean;
  /** The matter's, once known. */
  number: string;
  /** '' until it was chosen. */
  branch: Branch | '';
  /** By step. */
  done: Record<string, 'done' | 'skipped'>;
  /** step → the chat in which it was ticked. */
  reached: Record<string, string>;
  /** By chat, when the step began. */
  marks: Record<string, Mark>;
}

/** {number}, {today} → what they stand for now. */
export function fill(text: string, walk: Walk): string {
  return text.replaceAll('{number}', walk.number || '编号').replaceAll('{today}', isoDay(now.value));
}

/** The line that a step sends, or that may be sent instead of pressing; undefined where it moves the clock. */
export const lineOf = (deed: Deed): string | undefined => {
  if ('send' in deed) return deed.send;
  return 'press' in deed ? deed.orSend : undefined;
};

export function personFor(who: Who, walk: Walk): Person | undefined {
  const reached = 'reached' in who ? personOf(walk.reached[who.reached] ?? '') : undefined;
  if (reached !== undefined) return reached;
  const { role, unit } = 'reached' in who ? who.or : who;
  const ofUnit = state.people.filter((person) => unit === undefined || person.unit === unit);
  const fitting = ofUnit.find((person) => role === undefined || person.roles.includes(role));
  return fitting ?? (unit === undefined ? undefined : ofUnit[0]);
}

/** Where every chat ends now. */
export const marksNow = (): Record<string, Mark> =>
  Object.fromEntries(Object.entries(state.messages).map(([chat, list]) => [chat, markOf(list)]));

const latest = (moments: readonly (string | undefined)[]): string =>
  moments.reduce<string>((last, one) => (one !== undefined && one > last ? one : last), '');

const markOf = (list: readonly Message[]): Mark => ({
  last: list.at(-1)?.id ?? '',
  changed: latest(list.map((message) => message.updatedAt)),
  clicked: latest(list.map((message) => message.clicked?.at)),
});

/** The message that ticks the step, if it came: its chat, and the matter's number where the step takes it. */
export function findSeen(step: Step, walk: Walk): { readonly chat: string; readonly number: string } | undefined {
  for (const chat of chatsToWatch(step, walk)) {
    const message = newIn(chat, step, walk).find((one) => fits(one, step.until, walk));
    if (message !== undefined) return { chat, number: step.until.number ? (numbersIn(message.text)[0] ?? '') : '' };
  }
  return undefined;
}

function chatsToWatch({ who, where: place, until: { where, roles } }: Step, walk: Walk): string[] {
  if (where === 'any') return Object.keys(state.messages);
  if (where === 'private') {
    const reached = state.people.filter((person) => !roles || person.roles.some((role) => roles.includes(role)));
    return reached.map((person) => person.userid);
  }
  if (place !== 'private') return state.chats.filter(({ name }) => name === place.group).map(({ chatid }) => chatid);
  const person = personFor(who, walk);
  return person === undefined ? [] : [person.userid];
}

/** What the bot said in a chat since the step began, and in answer to what the step does. */
function newIn(chat: string, { act }: Step, walk: Walk): Message[] {
  const list = messagesOf(chat);
  const mark = walk.marks[chat] ?? { last: '', changed: '', clicked: '' };
  const fresh = list.slice(list.findIndex((message) => message.id === mark.last) + 1);
  const line = lineOf(act);
  const found =
    line === undefined
      ? fresh
      : [...answersTo(line, fresh), ...('press' in act ? changesByClick(list, fresh, mark) : [])];
  return found.filter((message) => isBot(message.sender) && !message.streaming);
}

function answersTo(line: string, fresh: readonly Message[]): Message[] {
  const word = line.split(' ', 1)[0]?.slice(1) ?? '';
  const typed = fresh.findIndex((message) => !isBot(message.sender) && message.text.includes(word));
  return typed < 0 ? [] : fresh.slice(typed + 1);
}

/** A click is answered by the card's change or by a message after it. */
function changesByClick(list: readonly Message[], fresh: readonly Message[], mark: Mark): Message[] {
  const clicks = list.filter(({ clicked }) => clicked !== undefined && clicked.at > mark.clicked);
  const changed = clicks.filter(({ updatedAt }) => updatedAt !== undefined && updatedAt > mark.changed);
  const since = Math.min(...clicks.map(({ clicked }) => toMillis(clicked?.at ?? '')));
  return [...changed, ...fresh.filter((message) => message.at >= since)];
}

function fits(message: Message, until: Until, walk: Walk): boolean {
  const text = [message.text, ...Object.values(message.views ?? {}).map((view) => view.text)].join('\n');
  if (until.number) return numbersIn(text).length > 0;
  const has = (word: string): boolean => text.includes(fill(word, walk));
  return (until.words ?? []).every(has) && (until.any === undefined || until.any.some(has));
}
