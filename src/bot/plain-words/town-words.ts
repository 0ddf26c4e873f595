/** Units and people of the town as they stand in a sentence: by their names, by what people shorten them to, with a slip of the keyboard in them. */
import { readingsOf } from '../../core/homophones.ts';
import { calledLike } from '../../domain/org/called-like.ts';
import type { Person, Unit } from '../../domain/org/service.ts';
import type { Span } from './spans.ts';

/** A name with a slip in it is as long as this at least. */
const MIN_SLIPPED = 3;
const SHORTEST = 2;

interface Called {
  readonly word: string;
  readonly name: string;
}

/** Words that mean one unit only. */
function wordsOf(units: readonly Unit[]): Called[] {
  const all = units.filter(({ removedOn }) => removedOn === null).map(({ name }) => name);
  const called = all.flatMap((name) => calledLike(name).map((word) => ({ word, name })));
  return called
    .filter(({ word, name }) => word === name || !called.some((other) => other.word === word && other.name !== name))
    .toSorted((a, b) => b.word.length - a.word.length);
}

const soundsLike = (typed: string, word: string): boolean => {
  const [own, other] = [[...typed], [...word]];
  return (
    own.length === other.length &&
    own.every((char, i) => char === other[i] || [...readingsOf(char)].some((one) => readingsOf(other[i]!).has(one)))
  );
};

function placesOf(text: string, { word, name }: Called, kind: 'unit' | 'person', isSlipped: boolean): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from + word.length <= text.length; from += 1) {
    const piece = text.slice(from, from + word.length);
    if (isSlipped ? piece !== word && soundsLike(piece, word) : piece === word) {
      spans.push({ kind, from, to: from + word.length, value: name });
      from += word.length - 1;
    }
  }
  return spans;
}

/** The longest names first; what is one already is no piece of another. */
export function namesIn(
  text: string,
  units: readonly Unit[],
  people: readonly Person[],
  taken: readonly Span[],
): Span[] {
  const found: Span[] = [];
  const isFree = ({ from, to }: Span): boolean =>
    ![...taken, ...found].some((span) => from < span.to && to > span.from);
  const named = people.map(({ name }) => ({ word: name, name })).filter(({ word }) => [...word].length >= SHORTEST);
  for (const one of named.toSorted((a, b) => b.word.length - a.word.length)) {
    found.push(...placesOf(text, one, 'person', false).filter(isFree));
  }
  const words = wordsOf(units);
  for (const one of words) found.push(...placesOf(text, one, 'unit', false).filter(isFree));
  for (const one of words.filter(({ word, name }) => word.length >= MIN_SLIPPED && word === name)) {
    found.push(...placesOf(text, one, 'unit', true).filter(isFree));
  }
  return found.toSorted((a, b) => a.from - b.from);
}
