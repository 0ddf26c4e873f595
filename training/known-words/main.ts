/**
 * node --import tsx training/known-words/main.ts DICTIONARY
 *
 * Writes src/domain/title/known-words.json anew: the words of a dictionary whose lines are `word count kind` (dict.txt of jieba, MIT,
 * as @node-rs/jieba 2.0.3 ships it), without those that are or may well be names, with the words of more.json and without those of less.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import parts from '../../src/domain/title/name-parts.json' with { type: 'json' };
import less from './less.json' with { type: 'json' };
import more from './more.json' with { type: 'json' };

const TARGET = new URL('../../src/domain/title/known-words.json', import.meta.url);
/** Seen so often in the dictionary's texts; words that no surname is part of only keep others from being cut wrongly. */
const SEEN = { withSurname: 5, other: 30, long: 30, likeName: 200 } as const;

const charsOf = (lines: readonly string[]): ReadonlySet<string> => new Set(lines.join(''));
const surnames = charsOf([...parts.surnames, ...parts.wordlikeSurnames, ...parts.wordsAsSurnames]);
const given = charsOf(parts.given);
const places = charsOf(parts.endsOfPlaces.afterHome);

function isWanted(word: string, count: number, kind: string): boolean {
  if (!/^\p{Script=Han}{2,4}$/u.test(word) || kind.startsWith('nr')) return false;
  const hasSurname = [...word].some((char) => surnames.has(char));
  if (count < (hasSurname ? SEEN.withSurname : SEEN.other)) return false;
  if (word.length === 4 && count < SEEN.long) return false;
  // 王国 and 武家 are names first: of a country long gone, of a family.
  if (word.length === 2 && /[国家]$/u.test(word) && surnames.has(word[0]!)) return false;
  if (word.length === 2 && word.endsWith('\u5bb6')) return false;
  // 塘村 would cut 陈塘村 in two.
  if (word.length === 2 && [...word].every((char) => places.has(char))) return false;
  return !(word.length === 2 && surnames.has(word[0]!) && given.has(word[1]!) && count < SEEN.likeName);
}

const words = new Set<string>();
for (const line of readFileSync(process.argv[2]!, 'utf8').split('\n')) {
  const [word = '', count = '0', kind = ''] = line.split(' ');
  if (isWanted(word, Number(count), kind)) words.add(word);
}
for (const word of Object.values(more).join(' ').split(' ')) words.add(word);
for (const word of Object.values(less).join(' ').split(' ')) words.delete(word);

const tails = new Map<string, string[]>();
for (const word of [...words].toSorted()) tails.set(word[0]!, [...(tails.get(word[0]!) ?? []), word.slice(1)]);
const entries = [...tails].map(([first, rest]) => [first, rest.join(' ')]);
writeFileSync(TARGET, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
