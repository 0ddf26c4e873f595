import tails from './known-words.json' with { type: 'json' };

const LONGEST = 4;
const WORDS: ReadonlySet<string> = new Set(
  Object.entries(tails).flatMap(([first, rest]) => rest.split(' ').map((tail) => first + tail)),
);

/** Whether a piece of two to four characters is a word of everyday Chinese, or of a township's business, and nobody's name. */
export const isKnownWord = (piece: string): boolean => WORDS.has(piece);

/** Lengths of the known words that begin at a place of a text. */
export function knownWordsAt(text: string, at: number): number[] {
  const lengths: number[] = [];
  for (let length = 2; length <= LONGEST && at + length <= text.length; length += 1) {
    if (WORDS.has(text.slice(at, at + length))) lengths.push(length);
  }
  return lengths;
}
