const DIGITS: Readonly<Record<string, number>> = {
  ...{ 〇: 0, 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
  ...{ 两: 2, 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9 },
};
const TENS: Readonly<Record<string, number>> = { 廿: 20, 卄: 20, 卅: 30, 卌: 40 };

/** All signs that a number in words is made of. */
export const NUMERALS = '〇零一二两三四五六七八九十百廿卄卅卌壹贰叁肆伍陆柒捌玖拾佰';
/** More than hundreds no matter, person or day is counted by in words. */
const WORDS = /^(?:([一二三四五六七八九壹贰叁肆伍陆柒捌玖])[百佰])?(零)?(.*)$/u;
const BELOW_HUNDRED =
  /^(?:([一二三四五六七八九壹贰叁肆伍陆柒捌玖])?[十拾]|([廿卄卅卌])十?)?([一二三四五六七八九壹贰叁肆伍陆柒捌玖])?$/u;

/** 三, 十二, 廿一, 一百零三, 〇〇三 → the number; undefined for anything else, 一二 among it: nobody knows whether it is 12. */
export function readChineseNumber(word: string): number | undefined {
  if (word === '两') return DIGITS[word];
  if (/^[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2,6}$/u.test(word) && /[〇零]/u.test(word)) {
    return Number([...word].map((sign) => DIGITS[sign]).join(''));
  }
  const [, hundreds, zero, rest = ''] = WORDS.exec(word) ?? [];
  const found = BELOW_HUNDRED.exec(rest);
  if (word === '' || found === null || (hundreds === undefined && zero !== undefined)) return undefined;
  const [, ten, tens, one] = found;
  // 一百二 is 120 to one and 102 to another.
  if (hundreds !== undefined && zero === undefined && rest.length === 1 && one !== undefined) return undefined;
  const below = rest === '' ? 0 : tensOf(rest, ten, tens) + (one === undefined ? 0 : DIGITS[one]!);
  const value = (hundreds === undefined ? 0 : DIGITS[hundreds]! * 100) + below;
  return value === 0 ? undefined : value;
}

function tensOf(rest: string, ten: string | undefined, tens: string | undefined): number {
  if (tens !== undefined) return TENS[tens]!;
  if (!/[十拾]/u.test(rest)) return 0;
  return ten === undefined ? 10 : DIGITS[ten]! * 10;
}
