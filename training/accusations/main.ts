/**
 * node --import tsx training/accusations/main.ts           writes the weights anew from the texts that stand beside this file
 * node --import tsx training/accusations/main.ts across    leaves each hand out once, and says what is missed and asked of it
 * node --import tsx training/accusations/main.ts FILE      what is missed and asked of a file {"accusations": […], "ordinary": […]}
 */
import { writeFileSync } from 'node:fs';
import { asksInPassing, DOUBTFUL, readAccusation, SURE } from '../../src/domain/accusation/text/reader.ts';
import { accusationScore } from '../../src/domain/accusation/text/score.ts';
import { fit, type Hand } from './fit.ts';
import { handIn, handsBeside, ofPetitions, written } from './hands.ts';

const WEIGHTS = {
  petitions: new URL('../../src/domain/accusation/text/weights.json', import.meta.url),
  notes: new URL('../../src/domain/accusation/text/note-weights.json', import.meta.url),
};
const NOBODY = { units: [], people: [] };

const hands = handsBeside();

const percent = (part: readonly unknown[], all: readonly unknown[]): string =>
  all.length === 0 ? '-' : `${part.length} of ${all.length} (${((100 * part.length) / all.length).toFixed(1)} %)`;

function curve(hand: Hand, scored: (text: string) => number): void {
  const [accusations, ordinary] = [hand.accusations.map(scored), hand.ordinary.map(scored)];
  for (const from of [-0.1, DOUBTFUL, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, SURE]) {
    const missed = percent(
      accusations.filter((score) => score < from),
      accusations,
    );
    const asked = percent(
      ordinary.filter((score) => score >= from),
      ordinary,
    );
    console.log(`${hand.name}, from ${from}: missed ${missed}, of the ordinary asked ${asked}`);
  }
}

/** What the rules say, whatever was learned. */
function isPlain(text: string): boolean {
  const { verdict, why } = readAccusation(text, NOBODY);
  return verdict === 'accusation' && !why.includes('LEARNED');
}

function across(): void {
  const petitions = ofPetitions(hands);
  for (const hand of petitions) {
    const weights = fit(petitions.filter((other) => other !== hand));
    curve(hand, (text) => (isPlain(text) ? Infinity : accusationScore(text, NOBODY, weights)));
  }
}

/** By the weights that the program uses. */
function judge(hand: Hand): void {
  const verdict = (text: string): string => readAccusation(text, NOBODY).verdict;
  const isAsked = (text: string): boolean => ['accusation', 'doubtful'].includes(verdict(text));
  const missed = hand.accusations.filter((text) => !isAsked(text));
  const asked = hand.ordinary.filter(isAsked);
  for (const text of missed) console.log(`missed: ${text}`);
  for (const text of asked) console.log(`asked: ${text}`);
  console.log(`missed ${percent(missed, hand.accusations)}, asked ${percent(asked, hand.ordinary)}`);
  judgeInPassing(hand);
  const sure = (texts: readonly string[]): string =>
    percent(
      texts.filter((text) => verdict(text) === 'accusation'),
      texts,
    );
  console.log(`sealed at once: ${sure(hand.accusations)} of the accusations, ${sure(hand.ordinary)} of the ordinary`);
}

/** As what somebody notes among a day's work. */
function judgeInPassing(hand: Hand): void {
  const isAsked = (text: string): boolean => asksInPassing(text, NOBODY);
  const missed = hand.accusations.filter((text) => !isAsked(text));
  const asked = hand.ordinary.filter(isAsked);
  for (const text of missed) console.log(`missed as a note: ${text}`);
  for (const text of asked) console.log(`asked as a note: ${text}`);
  console.log(`as notes: missed ${percent(missed, hand.accusations)}, asked ${percent(asked, hand.ordinary)}`);
}

const [what] = process.argv.slice(2);
if (what === undefined) {
  writeFileSync(WEIGHTS.petitions, written(fit(ofPetitions(hands))));
  writeFileSync(WEIGHTS.notes, written(fit(hands)));
} else if (what === 'across') across();
else judge(handIn(what));
