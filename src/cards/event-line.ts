import { changeWords, correctedNote, suppliedWords } from '../copy/correction.ts';
import { detail as words } from '../copy/detail.ts';
import type { PetitionDetail } from '../domain/read/lists.ts';

type Event = PetitionDetail['timeline'][number];

/** Who did it, and in whose place; what followed of itself from a new list of people, or at the start, says so. */
export const byWhom = ({ byName, forName }: Pick<Event, 'byName' | 'forName'>): string =>
  `${byName === '' ? words.itself : byName}${forName === undefined ? '' : words.takes(forName)}`;

/** What the timeline says of one event beside who did what: what changed, from what to what, and what was typed. */
export function saidOf({ kind, data, changes, correction, said }: Event): {
  readonly changed: string | undefined;
  readonly said: string | undefined;
} {
  const changed = [
    ...(changes.length === 0 ? [] : [changeWords(changes)]),
    ...(kind === 'supplemented' ? suppliedWords(data['fields']) : []),
  ].join('、');
  return {
    changed: changed === '' ? undefined : changed,
    said: correction === undefined ? said : correctedNote(correction),
  };
}
