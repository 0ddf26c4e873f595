import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitsOf, personalNumbers } from '../../../src/core/personal-numbers.ts';
import { cases } from '../../support/cases.ts';

/** How each digit may be written, whole alphabets at a time. */
const ALPHABETS = [
  '0123456789',
  '０１２３４５６７８９',
  '零一二三四五六七八九',
  '〇幺二三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
  '⓪①②③④⑤⑥⑦⑧⑨',
  '⓿❶❷❸❹❺❻❼❽❾',
  '٠١٢٣٤٥٦٧٨٩',
  '⁰¹²³⁴⁵⁶⁷⁸⁹',
  '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
].map((signs) => [...signs]);
/** Letters that look like a digit stand in an Arabic number only, and not in most of it. */
const LIKE: Readonly<Record<string, readonly string[]>> = { 0: ['O', 'o'], 1: ['l', 'I'] };

const SEPARATORS = [
  ...[
    '',
    ' ',
    '\u3000',
    '-',
    '－',
    '—',
    '–',
    '――',
    '_',
    '.',
    '．',
    '。',
    '·',
    '•',
    '・',
    '、',
    '，',
    '/',
    '|',
    '~',
    '～',
  ],
  ...['*', '＊', '…', ':', '：', '\u200b', ' - ', '\t', 'ー', '─', '丨', '一', '\n', '\n  ', ' \n', '—\n', '" "'],
];
const GROUPS = [[11], [3, 4, 4], [3, 8], [7, 4], [4, 7], [5, 6], [3, 2, 2, 2, 2], [3, 3, 5]] as const;
const IDENTITY_GROUPS = [[18], [6, 8, 4], [6, 4, 4, 4], [3, 3, 8, 4], [14, 4], [9, 9]] as const;
const OLD_GROUPS = [[15], [6, 6, 3], [6, 9]] as const;
const CONTEXTS = [
  '*',
  '打*找我',
  '我叫来人，电话*，路灯不亮',
  '联系：*（晚上）',
  '3组村民，*',
  '路灯不亮\t*\t五里墩村',
  '11月25日来访 * 12人',
  '（*）',
  '号码*谢谢',
  'tel:*',
];

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
const two = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, '0'));

const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const born = fc.tuple(two(1, 12), two(1, 28)).map((parts) => parts.join(''));
/** Of a province that is none of ours to know; whether the check digit is right is not asked. */
const identity = fc
  .tuple(two(0, 99), born, fc.integer({ min: 1930, max: 2015 }), digits(4))
  .map(([place, day, year, rest]) => `3301${place}${year}${day}${rest}`);
const oldIdentity = fc
  .tuple(two(0, 99), born, two(30, 99), digits(3))
  .map(([place, day, year, rest]) => `3301${place}${year}${day}${rest}`);

function cut(text: readonly string[], groups: readonly number[], separator: string): string {
  let at = 0;
  return groups
    .map((length) => {
      at += length;
      return text.slice(at - length, at).join('');
    })
    .join(separator);
}

/** The same number in a random spelling, random groups, a random separator. */
const written = (number: fc.Arbitrary<string>, groups: readonly (readonly number[])[]) =>
  fc
    .record({
      number,
      groups: fc.constantFrom(...groups),
      separator: fc.constantFrom(...SEPARATORS),
      alphabets: fc.array(fc.constantFrom(...ALPHABETS), { minLength: 1, maxLength: 2 }),
      like: fc.array(fc.boolean(), { minLength: 18, maxLength: 18 }),
    })
    .filter(({ groups: lengths, separator }) => !separator.includes('\n') || lengths.length <= 3)
    // Among Chinese digits 一 is one of them.
    .filter(({ separator, alphabets }) => separator !== '一' || alphabets.every((one) => ALPHABETS.indexOf(one) < 2))
    .map(({ number: plain, groups: lengths, separator, alphabets, like }) => {
      let letters = 0;
      const signs = [...plain].map((digit, i) => {
        const alphabet = alphabets[i % alphabets.length]!;
        const isPlain = alphabets.every((one) => one === ALPHABETS[0]);
        const letter = LIKE[digit]?.[i % 2];
        if (!isPlain || letter === undefined || !like[i] || letters >= 4) return alphabet[Number(digit)]!;
        letters += 1;
        return letter;
      });
      return { plain, text: cut(signs, lengths, separator), isDashed: separator === '一' };
    });

const KINDS = [
  ['a mobile number', 'phone', written(mobile, GROUPS)],
  ['an identity number', 'identity', written(identity, IDENTITY_GROUPS)],
  ['an identity number of fifteen digits', 'identity', written(oldIdentity, OLD_GROUPS)],
] as const;

describe('a number, however it is written', () => {
  test.each(KINDS)('%s is found where it stands', (_, kind, numbers) => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...CONTEXTS), ({ text, isDashed }, context) => {
        const typed = context.replace('*', () => text);
        const found = personalNumbers(typed);
        const start = context.indexOf('*');
        const whole = found.filter((one) => one.start <= start && one.end >= start + text.length);
        // To some 一 is a 1, and with four more of them a telephone number has the digits of an identity number: lifted as either.
        expect(whole.some((one) => one.kind === kind || isDashed)).toBe(true);
      }),
      cases(2_000),
    );
  });

  test('a telephone number has the digits that are dialled', () => {
    fc.assert(
      fc.property(written(mobile, GROUPS), ({ plain, text }) => {
        expect(digitsOf(text)).toBe(plain);
      }),
      cases(100),
    );
  });
});
