/**
 * Finds phone and identity numbers in free text, to lift them out before the text is stored and to warn in groups.
 * Identity numbers are found whether or not their check digit is right: a mistyped one identifies as well.
 */
const IDENTITY = /(?<!\d)\d{17}[\dXx](?!\d)/gu;
const MOBILE = /(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)/gu;
const LANDLINE = /(?<!\d)0\d{2,3}[-\s]\d{7,8}(?!\d)/gu;

export interface Lifted {
  readonly text: string;
  readonly found: readonly string[];
}

/** Replaces each number, and each of `known` given as such, by a mark that says what stood there. */
export function liftPersonal(
  text: string,
  marks: { readonly phone: string; readonly identity: string; readonly name: string },
  known: readonly string[] = [],
): Lifted {
  const found: string[] = [];
  const lift = (mark: string) => (match: string) => {
    found.push(match);
    return mark;
  };
  let result = text
    .replace(IDENTITY, lift(marks.identity))
    .replace(MOBILE, lift(marks.phone))
    .replace(LANDLINE, lift(marks.phone));
  for (const value of known.filter((v) => v.length >= 2).toSorted((a, b) => b.length - a.length)) {
    result = result.split(value).join(marks.name);
  }
  return { text: result, found };
}

export const hasPersonalNumber = (text: string): boolean =>
  [IDENTITY, MOBILE, LANDLINE].some((pattern) => new RegExp(pattern.source, 'u').test(text));

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
