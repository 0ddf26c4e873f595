/** The published letters that nobody reads as an accusation: the others are sealed and go another way (test/flow/accusations.test.ts). */
import { readAccusation } from '../../../src/domain/petition/accusation.ts';
import { isSealing } from '../../../src/domain/petition/accused.ts';
import { recordsOf } from './csv.ts';
import { letterTown } from './town.ts';

export function ordinaryLetters(text: string): ReturnType<typeof recordsOf> {
  const { units, people } = letterTown();
  const called = { units: units.map(({ name }) => name), people: people.map(({ name }) => name) };
  return recordsOf(text).filter((record) => !isSealing(readAccusation(`${record['主题']}\n${record['详情']}`, called)));
}
