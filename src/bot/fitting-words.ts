import type { Fits } from '../contract/command.ts';

/** Words that were read as pairs, the text that is left, and a key whose value does not fit. */
export interface Fitted {
  readonly text: string;
  readonly pairs: Readonly<Record<string, string>>;
  readonly misfit?: { readonly key: string; readonly value: string };
}

/**
 * `期限3天`, `期限 3天`, `五个工作日`: in a command that declares what fits its keys a known word with a fitting value is that pair. A
 * value that does not fit is asked about, and never dropped or taken for something else.
 */
export function fitWords(text: string, fits: Fits): Fitted {
  const pairs: Record<string, string> = {};
  const left: string[] = [];
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const keys = Object.keys(fits).toSorted((a, b) => b.length - a.length);
  let open: string | undefined;
  for (const word of words) {
    const key = keys.find((one) => word.startsWith(one));
    const value = key === undefined ? '' : word.slice(key.length);
    if (key !== undefined && value === '') {
      open = key;
      continue;
    }
    const own = key === undefined ? keys.find((one) => fits[one]!.bare === true && fits[one]!.fits(word)) : key;
    if (own !== undefined) {
      const said = key === undefined ? word : value;
      if (!fits[own]!.fits(said)) return { text, pairs: {}, misfit: { key: own, value: said } };
      pairs[own] = pairs[own] === undefined ? said : `${pairs[own]} ${said}`;
      // What follows a free value goes on with it.
      open = fits[own]!.free === true ? own : undefined;
      continue;
    }
    if (open === undefined) left.push(word);
    else if (!fits[open]!.fits(word)) return { text, pairs: {}, misfit: { key: open, value: word } };
    else pairs[open] = pairs[open] === undefined ? word : `${pairs[open]} ${word}`;
    if (open !== undefined && fits[open]!.free !== true) open = undefined;
  }
  if (left.length === words.length) return { text, pairs };
  const misfit = open !== undefined && pairs[open] === undefined ? { misfit: { key: open, value: '' } } : {};
  return { text: left.join(' '), pairs, ...misfit };
}
