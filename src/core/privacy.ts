import { personalNumbers } from './personal-numbers.ts';

export interface Lifted {
  readonly text: string;
  readonly found: readonly string[];
}

interface Marks {
  readonly phone: string;
  readonly identity: string;
  readonly name: string;
}

/**
 * Replaces each number, and each of `known` given as such, by a mark that says what stood there. Identity numbers are found
 * whether or not their check digit is right: a mistyped one identifies as well.
 */
export function liftPersonal(text: string, marks: Marks, known: readonly string[] = []): Lifted {
  const found: string[] = [];
  let result = '';
  let at = 0;
  for (const { kind, start, end } of personalNumbers(text)) {
    found.push(text.slice(start, end));
    result += text.slice(at, start) + marks[kind];
    at = end;
  }
  result += text.slice(at);
  for (const pattern of patternsOf(known)) result = result.replace(pattern, () => marks.name);
  return { text: result, found };
}

/** Nobody's name or address is longer; a pattern is looked for at every place of a text. */
const LONGEST_KNOWN = 100;

/** Longest first: an address holds a name of a place that is another's beginning. */
const patternsOf = (known: readonly string[]): RegExp[] =>
  [...new Set(known.map(withoutGaps))]
    .filter((value) => value.length >= 2 && value.length <= LONGEST_KNOWN)
    .toSorted((a, b) => b.length - a.length)
    .map(loosely);

/** What people put inside a name: blanks, dots, dashes of any width, marks that nobody sees; no comma, which ends what is said. */
const INSIDE = String.raw`[\s\p{Pd}\p{Pc}\p{Cf}\p{Sk}.．·•・‧∙⋅●*＊~～ー─]`;
const GAPS = new RegExp(INSIDE, 'gu');

const withoutGaps = (value: string): string => value.normalize('NFKC').replace(GAPS, '');

/** The value with such signs between its characters, in half or full width. */
function loosely(value: string): RegExp {
  const chars = [...value].map((char) => {
    const code = char.codePointAt(0)!;
    const wide = code > 0x20 && code < 0x7f ? String.fromCodePoint(code + 0xfee0) : '';
    return wide === '' ? escaped(char) : `[${escaped(char)}${wide}]`;
  });
  return new RegExp(chars.join(`${INSIDE}{0,3}`), 'giu');
}

const escaped = (char: string): string => char.replace(/[$()*+.?[\\\]^{|}\-/]/u, '\\$&');

/** Whether a text holds one of `names`, also with a blank inside. */
export const holdsAny = (text: string, names: readonly string[]): boolean =>
  patternsOf(names).some((pattern) => new RegExp(pattern.source, 'iu').test(text));

export const hasPersonalNumber = (text: string): boolean => personalNumbers(text).length > 0;

/** 王某某 → 王＊＊; a masked name keeps its length. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = name;
  return first + '＊'.repeat(Math.max(1, rest.length));
};
/** First three and last two digits stay. */
export const maskPhone = (phone: string): string =>
  phone.length < 7
    ? '＊'.repeat(phone.length)
    : `${phone.slice(0, 3)}${'＊'.repeat(phone.length - 5)}${phone.slice(-2)}`;
export const maskAddress = (address: string): string =>
  address.length <= 3 ? '＊＊＊' : `${address.slice(0, 3)}${'＊'.repeat(Math.min(6, address.length - 3))}`;
