/** What people write for a digit: any script's digits, full-width, raised, circled, in Chinese words. */
const CHINESE: ReadonlyMap<string, string> = new Map(
  ['零〇○洞', '一幺壹', '二两贰', '三叁', '四肆', '五伍', '六陆', '七柒拐', '八捌', '九玖勾'].flatMap((words, digit) =>
    [...words].map((word): [string, string] => [word, String(digit)]),
  ),
);
/** Circled digits that no normal form resolves, each row from 1 to 9. */
const CIRCLED = [0x2776, 0x2780, 0x278a, 0x24f5];
const CIRCLED_ZERO = new Set(['\u24ff', '\u{1f10b}', '\u{1f10c}']);
/** Letters that stand for 0 and 1 among digits; elsewhere they are letters. */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({ O: '0', o: '0', О: '0', о: '0', Ο: '0', ο: '0', l: '1', I: '1', Ⅰ: '1' }),
);

/** The digit that a sign is, wherever it stands. */
export function digitOf(sign: string): string | undefined {
  const code = sign.codePointAt(0)!;
  if (code >= 0x30 && code <= 0x39) return sign;
  if (code < 0x80) return undefined;
  const chinese = CHINESE.get(sign);
  if (chinese !== undefined) return chinese;
  if (CIRCLED_ZERO.has(sign)) return '0';
  const row = CIRCLED.find((first) => code >= first && code < first + 9);
  if (row !== undefined) return String(code - row + 1);
  if (!/[\p{Nd}\p{No}]/u.test(sign)) return undefined;
  const plain = /^[(]?(\d)[).]?$/u.exec(sign.normalize('NFKC'))?.[1];
  return plain ?? otherScript(sign, code);
}

/** Digits of a script follow each other from its zero on. */
function otherScript(sign: string, code: number): string | undefined {
  if (!/\p{Nd}/u.test(sign)) return undefined;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** The digit that a letter is meant for, if it stands among digits. */
export const meantFor = (sign: string): string | undefined => LOOKS_LIKE.get(sign);

/** Signs that say what kind of number follows or what is reckoned with it. */
const RECKONED = /[+=×÷<>%\uff0b\uff1d\uff1c\uff1e\uff05#＃№$¥￥€°℃]/u;

/** What may stand between the digits of one number: anything that is read as nothing. */
export const isSeparator = (sign: string): boolean =>
  /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}ー丶丨亠\u3164]/u.test(sign) && !RECKONED.test(sign);
