/** A typed text in its narrowest spelling, and where each of its characters stood. */
export interface Narrowed {
  readonly text: string;
  /** Index in the typed text of each character of `text`, and of the end. */
  readonly at: readonly number[];
}

/** ① and its like mark the points of a list, ² belongs to what stands before it: NFKC would make numbers of them. */
const POINTS = /[\u2460-\u24ff\u2776-\u2793\u3200-\u32ff\u00b2\u00b3\u00b9\u2070-\u209c]/u;
const DASHES = /[\u2010-\u2015\u2212\u30fc\ufe58\ufe63\u00ad]/u;
/** Ⅱ and ⅱ are one sign each: NFKC would make letters of them. */
const ROMAN = /[\u2160-\u216b\u2170-\u217b]/u;
const BLANKS = /[^\S\n]/u;

function narrowSign(sign: string): string {
  if (POINTS.test(sign)) return sign;
  if (ROMAN.test(sign)) return String((sign.codePointAt(0)! & 0xf) + 1);
  const plain = sign.normalize('NFKC');
  if (DASHES.test(plain)) return '-';
  return BLANKS.test(plain) ? ' ' : plain;
}

/**
 * Full-width letters and digits, the many dashes and blanks become their plain likeness, for reading what was meant. What is stored is
 * cut from the typed text by `at`: nobody's letter is respelled.
 */
export function narrow(typed: string): Narrowed {
  let text = '';
  const at: number[] = [];
  let index = 0;
  for (const sign of typed) {
    const plain = narrowSign(sign);
    for (let i = 0; i < plain.length; i++) at.push(index);
    text += plain;
    index += sign.length;
  }
  at.push(typed.length);
  return { text, at };
}
