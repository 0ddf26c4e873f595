/** The published letters that nobody reads as an accusation: the others are sealed and go another way (test/flow/accusations.test.ts). */
import { cleaned } from '../../../src/bot/grammar.ts';
import { readAccusation } from '../../../src/domain/accusation/text/reader.ts';
import { isSealing } from '../../../src/domain/accusation/reading.ts';
import { recordsOf } from './csv.ts';
import { letterTown } from './town.ts';

/** As a clerk types them: a title of twelve characters, the letter as text. */
const titleOf = (record: Readonly<Record<string, string>>): string =>
  [...record['主题']!.replaceAll(/\s/gu, '')].slice(0, 12).join('');

export function ordinaryLetters(text: string): ReturnType<typeof recordsOf> {
  const { units, people } = letterTown();
  const called = { units: units.map(({ name }) => name), people: people.map(({ name }) => name) };
  return recordsOf(text).filter((record) => {
    const typed = cleaned(`${titleOf(record)}\n${record['详情']!.trim()}`);
    return !isSealing(readAccusation(typed, called));
  });
}
