/** One message, taken apart: its clauses, what stands in them, and which numbers of matters they name. */
import { narrow } from '../../core/narrow.ts';
import type { Person, Unit } from '../../domain/org/service.ts';
import type { Named } from '../../domain/read/references.ts';
import { correctedAt, isAsking, isConditional, withoutLead, withoutTail } from './mood.ts';
import { masked, type Span, spansIn } from './spans.ts';
import { namesIn } from './town-words.ts';

export interface Clause {
  readonly from: number;
  readonly to: number;
  /** With a letter for each thing known, and without what politeness puts before it. */
  readonly mask: string;
  readonly isAsking: boolean;
  /** Taken back by what comes behind it. */
  readonly isTakenBack: boolean;
  readonly spans: readonly Span[];
}

export interface Sentence {
  readonly typed: string;
  /** Narrow and in small letters; a character of it for each of `typed` that `at` names. */
  readonly text: string;
  readonly at: readonly number[];
  readonly spans: readonly Span[];
  readonly clauses: readonly Clause[];
  readonly isConditional: boolean;
}

const END = /[。！!？?；;\n，,～~…]+/gu;

/** So much of a message is read for what is to be done; a longer one is a story. */
const MAX_READ = 600;

export function readSentence(typed: string, units: readonly Unit[], people: readonly Person[]): Sentence {
  const whole = narrow(typed.slice(0, MAX_READ));
  const text = whole.text.toLowerCase().length === whole.text.length ? whole.text.toLowerCase() : whole.text;
  const found = spansIn(text);
  const spans = [...found, ...namesIn(text, units, people, found)].toSorted((a, b) => a.from - b.from);
  return { typed, text, at: whole.at, spans, clauses: clausesOf(text, spans), isConditional: isConditional(text) };
}

function clausesOf(text: string, spans: readonly Span[]): Clause[] {
  const mask = masked(text, spans);
  const clauses: Clause[] = [];
  const corrected = correctedAt(text);
  let from = 0;
  const add = (to: number): void => {
    const piece = mask.slice(from, to);
    if (/[^\s\p{P}\p{S}]/u.test(piece)) {
      const bare = withoutTail(withoutLead(piece));
      clauses.push({
        from,
        to,
        mask: bare,
        isAsking: isAsking(text.slice(from, to)),
        isTakenBack: to <= corrected,
        spans: spans.filter((span) => span.from >= from && span.to <= to),
      });
    }
    from = to;
  };
  for (const { 0: sign, index } of mask.matchAll(END)) add(index + sign.length);
  add(mask.length);
  return clauses;
}

/** The same sentence, with words of a title known as such. */
export function withTitles({ text, spans, ...rest }: Sentence, titles: readonly Span[]): Sentence {
  const free = titles.filter(({ from, to }) => !spans.some((span) => from < span.to && to > span.from));
  const all = [...spans, ...free].toSorted((a, b) => a.from - b.from);
  return { ...rest, text, spans: all, clauses: clausesOf(text, all) };
}

/** Clauses that are about the same matters: what comes before the first number belongs to it. */
export interface Part {
  readonly numbers: readonly string[];
  /** Where clauses name different matters by words of their titles, whose these are. */
  readonly titled?: readonly Named[];
  readonly clauses: readonly Clause[];
}

const numbersOf = ({ spans }: Clause): string[] => [
  ...new Set(spans.flatMap(({ kind, value }) => (kind === 'number' && value !== undefined ? [value] : []))),
];

const DENIED = /^(?:不是|不要|别|非)N_*[\s\p{P}]*$/u;

export function partsOf({ clauses }: Sentence): Part[] {
  const parts: { numbers: string[]; clauses: Clause[] }[] = [];
  for (const clause of clauses) {
    // 不是八号，是九号: the first is none of them.
    const numbers = DENIED.test(clause.mask) ? [] : numbersOf(clause);
    const last = parts.at(-1);
    const isSame = numbers.every((number) => last?.numbers.includes(number) === true);
    if (last === undefined) parts.push({ numbers, clauses: [clause] });
    else if (numbers.length === 0 || isSame) last.clauses.push(clause);
    else if (last.numbers.length === 0 || !last.clauses.some(({ mask }) => /[^N_\s\p{P}和与跟]/u.test(mask))) {
      last.numbers.push(...numbers);
      last.clauses.push(clause);
    } else parts.push({ numbers, clauses: [clause] });
  }
  return parts;
}

/** What was typed in these clauses, without numbers of matters, fillers and thanks. */
export function wordsOf(
  { typed, at, spans, text }: Sentence,
  clauses: readonly Clause[],
  isTitleKept: boolean,
): string {
  const pieces = clauses.map(({ from, to }) => {
    const cuts = spans.filter(
      (span) =>
        span.from >= from && span.to <= to && (span.kind === 'number' || (span.kind === 'title' && !isTitleKept)),
    );
    let out = '';
    let start = from;
    for (const cut of cuts) {
      out += typed.slice(at[start], at[cut.from]);
      start = cut.to;
      start +=
        /^(?:那|这)?(?:一?件|个|户|起|桩|事情?|的事情?|的)?(?=的|[，,\s]|\p{Script=Han})/u.exec(
          text.slice(start, to),
        )?.[0].length ?? 0;
    }
    return out + typed.slice(at[start], at[to]);
  });
  return withoutTail(withoutLead(pieces.join('')))
    .replace(/^(?:[\s\p{P}]|[和与跟及都]+(?=[都联签打去已催]))+/u, '')
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}
