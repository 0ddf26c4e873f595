import made from './known-words.json' with { type: 'json' };

const LONGEST = 4;
/** By their first character, what follows it. */
const WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(made).map(([first, tails]) => [first, new Set(tails.split(' '))]),
);

/** Whether a piece of two to four characters is a word of everyday Chinese, or of a township's business, and nobody's name. */
export const isKnownWord = (piece: string): boolean => WORDS.get(piece.slice(0, 1))?.has(piece.slice(1)) === true;

/** Lengths of the known words that begin at a place of a text. */
export function knownWordsAt(text: string, at: number): number[] {
  const tails = WORDS.get(text[at] ?? '');
  const lengths: number[] = [];
  if (tails === undefined) return lengths;
  for (let length = 2; length <= LONGEST && at + length <= text.length; length += 1) {
    if (tails.has(text.slice(at + 1, at + length))) lengths.push(length);
  }
  return lengths;
}
