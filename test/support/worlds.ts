/** What readers of a town can observe, freed of what differs from run to run, so that two worlds can be held side by side. */
import { createHash } from 'node:crypto';

import type { ChatMessage } from '../../sandbox/server.ts';
import { textOf } from './docx.ts';
import type { Town } from './town-api.ts';

/** Task ids, response codes, message ids: random, told to nobody. */
const RANDOM = /[0-9A-Za-z_-]{20,}/gu;
/** The minute at which something was looked up. */
const MINUTE = /\b\d{1,2}:\d{2}\b/gu;

/** Conversations are served side by side: of two letters due in one minute either may be numbered first. That none is left out is looked at apart. */
const SERIAL = /(?<=〔\d{4}〕)\d+(?=号)/gu;

/** In each of these chats everything the bot said, in order: words, cards with their buttons, what stands in letters and pictures. */
export async function observed(town: Town, chats: readonly string[]): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const chat of chats) {
    const said = [...town.messages(chat), ...town.letters(chat)].toSorted((a, b) => (a.at < b.at ? -1 : 1));
    all[chat] = await Promise.all(said.map((message) => wordsOf(town, message)));
  }
  return all;
}

async function wordsOf(town: Town, message: ChatMessage): Promise<string> {
  const { kind, text, card, media } = message;
  const shown = card === undefined ? '' : JSON.stringify(card).replaceAll(RANDOM, '…');
  const inside = media === undefined ? '' : await insideOf(town, message);
  return [kind, text, shown, inside]
    .filter((one) => one !== '')
    .join('\n')
    .replaceAll(MINUTE, '…')
    .replaceAll(SERIAL, '…');
}

async function insideOf(town: Town, message: ChatMessage): Promise<string> {
  const bytes = await town.bytesOf(message);
  return message.text.endsWith('.docx') ? textOf(bytes) : createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/**
 * What a reader is told in the one world and not in the other; empty when nobody can tell them apart. What comes in the same minute comes in
 * any order, from run to run.
 */
export function differences(one: Record<string, string[]>, other: Record<string, string[]>): string[] {
  return Object.keys(one).flatMap((chat) => {
    const [here, there] = [one[chat] ?? [], other[chat] ?? []];
    const more = minus(here, there).map((words) => `${chat} only with the sealed matter: ${words}`);
    const less = minus(there, here).map((words) => `${chat} only without it: ${words}`);
    return [...more, ...less];
  });
}

/** What stands in these and not in those, each as often as it is more. */
export function minus(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((words) => {
    const place = left.indexOf(words);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}
