import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Weights } from '../../src/domain/accusation/text/score.ts';
import type { Hand } from './fit.ts';

const HERE = new URL('./', import.meta.url);

export const handIn = (file: URL | string): Hand => ({
  name: basename(String(file), '.json'),
  ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Hand, 'name'>),
});
/** The texts that stand beside this file, hand by hand: each was written by somebody else, or for something else. */
export const handsBeside = (): Hand[] =>
  readdirSync(HERE)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => handIn(new URL(file, HERE)));

/** What colleagues type among a day's work; the others are what petitioners say. */
const OF_NOTES: readonly string[] = ['ninth'];
/** The hands that teach how a petition reads; a note is read by what all of them teach. */
export const ofPetitions = (hands: readonly Hand[]): Hand[] => hands.filter(({ name }) => !OF_NOTES.includes(name));

/** A line for each weight, the heaviest first: the pieces that have it. */
export function written({ bias, pieces }: Weights): string {
  const lines = new Map<string, string[]>();
  for (const [piece, weight] of pieces) {
    const key = weight.toFixed(3);
    lines.set(key, [...(lines.get(key) ?? []), piece]);
  }
  const sorted = [...lines].toSorted(([a], [b]) => Number(b) - Number(a));
  const list = Object.fromEntries(sorted.map(([weight, of]) => [weight, of.toSorted().join(' ')]));
  return `${JSON.stringify({ bias, pieces: list }, null, 2)}\n`;
}
