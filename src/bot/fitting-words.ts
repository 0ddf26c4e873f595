import type { Fits } from '../contract/command.ts';

/** A value that does not fit; `other`: no key stands before it, and as text it belongs behind this one. */
interface Misfit {
  readonly key: string;
  readonly value: string;
  readonly other?: string | undefined;
}

/** Words that were read as pairs, the text that is left, and a key whose value does not fit. */
export interface Fitted {
  readonly text: string;
  readonly pairs: Readonly<Record<string, string>>;
  readonly misfit?: Misfit;
}

interface Spelled {
  readonly word: string;
  readonly key: string;
}

/** Every word that a key goes by, the longest first. */
export const spelledKeys = (keys: readonly string[], fits: Fits | undefined): Spelled[] =>
  keys
    .flatMap((key) => [key, ...(fits?.[key]?.also ?? [])].map((word) => ({ word, key })))
    .toSorted((a, b) => b.word.length - a.word.length);

/**
 * `期限3天`, `限期 3天`, `五个工作日`: in a command that declares what fits its keys a known word with a fitting value is that pair. A
 * value that does not fit is asked about, and never dropped or taken for something else.
 */
export function fitWords(text: string, fits: Fits): Fitted {
  const pairs: Record<string, string> = {};
  const left: string[] = [];
  const spelled = spelledKeys(Object.keys(fits), fits);
  const words = wordsOf(text, fits, spelled);
  const put = (key: string, said: string): void => {
    pairs[key] = pairs[key] === undefined ? said : `${pairs[key]} ${said}`;
  };
  const failed = (misfit: Misfit): Fitted => ({ text, pairs: {}, misfit });
  let open: string | undefined;
  for (const word of words) {
    const found = spelled.find((one) => word.startsWith(one.word));
    const value = found === undefined ? word : word.slice(found.word.length);
    if (value === '') {
      open = found!.key;
      continue;
    }
    const own = found?.key ?? bareKey(word, fits);
    if (own !== undefined) {
      if (!fits[own]!.fits(value)) return failed({ key: own, value });
      put(own, value);
      // What follows a free value goes on with it.
      open = fits[own]!.free === true ? own : undefined;
      continue;
    }
    if (open === undefined) {
      const like = Object.keys(fits).find((key) => fits[key]!.like?.(word) === true);
      if (like !== undefined) return failed({ key: like, value: word, other: freeKey(fits) });
      left.push(word);
      continue;
    }
    if (!fits[open]!.fits(word)) return failed({ key: open, value: word });
    put(open, word);
    if (fits[open]!.free !== true) open = undefined;
  }
  if (left.length === words.length) return { text, pairs };
  const misfit = open !== undefined && pairs[open] === undefined ? { misfit: { key: open, value: '' } } : {};
  return { text: left.join(' '), pairs, ...misfit };
}

const bareKey = (word: string, fits: Fits): string | undefined =>
  Object.keys(fits).find((key) => fits[key]!.bare === true && fits[key]!.fits(word));

const freeKey = (fits: Fits): string | undefined => Object.keys(fits).find((key) => fits[key]!.free === true);

/** `3 天`, `12月 5日前`: a phone parts figures from what they count. `城建办，3天`: a comma parts what fits from what stands beside it. */
function wordsOf(text: string, fits: Fits, spelled: readonly Spelled[]): string[] {
  const words: string[] = [];
  for (const word of text.split(/\s+/u).flatMap((one) => parted(one, fits, spelled))) {
    const before = words.at(-1);
    const isOne = before !== undefined && /\d[年月]?$/u.test(before) && bareKey(`${before}${word}`, fits) !== undefined;
    if (isOne) words[words.length - 1] = `${before}${word}`;
    else words.push(word);
  }
  return words;
}

function parted(word: string, fits: Fits, spelled: readonly Spelled[]): string[] {
  const pieces = word.split(/[，,；;]+/u).filter((piece) => piece !== '');
  const isPair = (piece: string): boolean => {
    const found = spelled.find((one) => piece.startsWith(one.word));
    return found === undefined
      ? bareKey(piece, fits) !== undefined
      : fits[found.key]!.fits(piece.slice(found.word.length));
  };
  return pieces.length === 0 ? [] : pieces.some(isPair) ? pieces : [word];
}
