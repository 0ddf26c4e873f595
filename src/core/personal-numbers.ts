/**
 * Finds telephone and identity numbers however they are written: full-width, with blanks, dots or dashes inside, with a country
 * or area code, in Chinese digits (一三八…, 幺). One pass over the text; behind each group of digits at most MAX_GROUPS more are read.
 */
export interface Found {
  readonly kind: 'phone' | 'identity';
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

/** Digits that touch, all Arabic or all Chinese: `138`, `一三八`. */
interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** Signs between this group and the one before; undefined where more than signs stand there. */
  readonly gap: string | undefined;
}

const CHINESE: ReadonlyMap<string, string> = new Map(
  ['零〇○洞', '一幺壹', '二两贰', '三叁', '四肆', '五伍', '六陆', '七柒拐', '八捌', '九玖勾'].flatMap((words, digit) =>
    [...words].map((word): [string, string] => [word, String(digit)]),
  ),
);
/** What people put between the digits of one number. */
const SIGNS = new Set(
  ' \t\u00a0\u2002\u2003\u2009\u3000\u200b\u200c\u200d.．。·•,，_＿*＊/／\\~～()（）-‐‑‒–—―－−:：…→\'’"',
);
const MAX_GAP = 3;
const MAX_GROUPS = 18;
/** Characters read before and behind a number for what it is said to be. */
const BEFORE = 14;
const BEHIND = 6;

const arabic = (char: string): string | undefined => {
  const code = char.charCodeAt(0);
  if (code >= 0x30 && code <= 0x39) return char;
  return code >= 0xff10 && code <= 0xff19 ? String.fromCharCode(code - 0xfee0) : undefined;
};

const chinese = (char: string): string | undefined => CHINESE.get(char);

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let gap: string | undefined;
  for (let i = 0; i < text.length;) {
    const read = arabic(text[i]!) === undefined ? chinese : arabic;
    let digits = '';
    const start = i;
    for (let digit = read(text[i]!); digit !== undefined; digit = i < text.length ? read(text[i]!) : undefined) {
      digits += digit;
      i += 1;
    }
    if (digits === '') {
      gap = gap !== undefined && gap.length < MAX_GAP && SIGNS.has(text[i]!) ? gap + text[i]! : undefined;
      i += 1;
      continue;
    }
    groups.push({ digits, start, end: i, gap });
    gap = '';
  }
  return groups;
}

/** The digits of a number as they are dialled, whatever stands between them. */
export const digitsOf = (text: string): string =>
  groupsOf(text)
    .map(({ digits }) => digits)
    .join('');

/** A number of another kind says so in front, or counts something behind. */
const CODE_BEFORE = /(?:编号|工单号?|单号|案号|文号|件号|流水号|受理号|订单号|合同号|查询码)[^\d\n]{0,3}$/u;
const MONEY_BEFORE = /[¥￥$]\s?$/u;
const MEASURE_BEHIND = /^\s?(?:[多余]?\s?(?:元(?!旦)|万元|亿|万(?!一)|亩|吨|公斤|斤|平方|立方|㎡))/u;
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/u;
const BORN = /^(?:19\d\d|20[01]\d|202\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/u;
const BORN_SHORT = /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/u;
const ID_BEFORE = /(?:身份证|证件)[^\d\n]{0,6}$/u;
const PHONE_BEFORE = /(?:电话|座机|手机|小灵通|传真|联系方式|号码|tel|phone)[^\d\n]{0,4}$/iu;

/** An area code of 3 or 4 digits, then 7 or 8. */
const LANDLINE = /^(?:86|0086)?0(?:10|2\d|[3-9]\d{2})\d{7,8}$/u;
const MOBILE = /^(?:0086|86|0)?1[3-9]\d{9}$/u;
const LOCAL = /^[2-8]\d{6,7}$/u;

/** Groups as people break a telephone number up: not a column of figures, no day, no amount in thousands. */
function brokenAsNumber(run: readonly Group[], text: string): boolean {
  if (run.length === 1) return true;
  const lengths = run.map(({ digits }) => digits.length);
  const gaps = run.slice(1).map(({ gap }) => gap!);
  const isDay = lengths.some(
    (length, i) => length === 4 && /^(?:19|20)/u.test(run[i]!.digits) && lengths[i + 1]! <= 2 && lengths[i + 2]! <= 2,
  );
  if (isDay) return false;
  const written = text.slice(run[0]!.start, run.at(-1)!.end);
  const isThousands = gaps.every((gap) => gap === ',' || gap === '，') && lengths.slice(1).every((n) => n === 3);
  if (isThousands) return false;
  if (/[,，。、]\s/u.test(written) && lengths.every((length) => length <= 4) && run.length > 4) return false;
  const isSpelled = lengths.every((length) => length === 1);
  const isChanged = gaps.every((gap) => gap === '');
  if (isSpelled || isChanged) return true;
  const inner = lengths.slice(1);
  return run.length <= 6 && inner.every((length) => length >= 2) && Math.max(...lengths) >= 3;
}

/** Groups that follow each other, taken together as one number. */
interface Run {
  readonly groups: readonly Group[];
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

/** The shape of the digits is asked first: most runs have none, and nothing more is read for them. */
function identityOf({ groups, from, to, digits }: Run, text: string): Found | undefined {
  if (digits.length !== 15 && digits.length !== 17 && digits.length !== 18) return undefined;
  const [{ start }, { end }] = [groups[from]!, groups[to]!];
  const check = digits.length === 17 ? checkMark(text, end) : 0;
  const found = { kind: 'identity', start, end: end + check } as const;
  const isWhole = digits.length === 18 || check > 0;
  const isBorn =
    PROVINCE.test(digits) &&
    (digits.length === 15
      ? from === to && BORN_SHORT.test(digits.slice(6))
      : isWhole && (BORN.test(digits.slice(6)) || (from === to && check > 0)));
  if (!isBorn && start === 0) return undefined;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  if (before.includes('证') && ID_BEFORE.test(before)) return found;
  return isBorn && !CODE_BEFORE.test(before) ? found : undefined;
}

function phoneOf({ groups, from, to, digits }: Run, text: string): Found | undefined {
  const [{ start }, last] = [groups[from]!, groups[to]!];
  const isLong = MOBILE.test(digits) || (LANDLINE.test(digits) && last.digits.length >= 3);
  if (!isLong && !LOCAL.test(digits)) return undefined;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  if (!isLong && !PHONE_BEFORE.test(before)) return undefined;
  if (CODE_BEFORE.test(before) || MONEY_BEFORE.test(before)) return undefined;
  if (MEASURE_BEHIND.test(text.slice(last.end, last.end + BEHIND))) return undefined;
  if (!brokenAsNumber(groups.slice(from, to + 1), text)) return undefined;
  return { kind: 'phone', start: isLong ? openedAt(text, start) : start, end: last.end };
}

/** `X` as the last sign of an identity number, with what may stand before it. @returns its length, 0: none */
const checkMark = (text: string, at: number): number =>
  /^[\s.·\-—–－]?[XxＸｘ×](?![A-Za-z])/u.exec(text.slice(at, at + 3))?.[0].length ?? 0;

/** Where `+` or an opening bracket belongs to the number. */
function openedAt(text: string, start: number): number {
  let at = start;
  while (at > 0 && start - at < 2 && /[+＋(（]/u.test(text[at - 1]!)) at -= 1;
  return at;
}

/** All numbers in the text, in order, none overlapping another. */
export function personalNumbers(text: string): Found[] {
  const groups = groupsOf(text);
  const found: Found[] = [];
  for (let i = 0; i < groups.length;) {
    const hit = beginningAt(groups, i, text);
    if (hit === undefined) {
      i += 1;
      continue;
    }
    found.push(hit);
    while (i < groups.length && groups[i]!.start < hit.end) i += 1;
  }
  return found;
}

const SHORTEST = 7;
const LONGEST = 20;

/** The longest run from group `i` on that is a number. */
function beginningAt(groups: readonly Group[], i: number, text: string): Found | undefined {
  let digits = '';
  let best: Found | undefined;
  for (let j = i; j < groups.length && j - i < MAX_GROUPS; j += 1) {
    if (j > i && groups[j]!.gap === undefined) break;
    digits += groups[j]!.digits;
    if (digits.length > LONGEST) break;
    if (digits.length < SHORTEST) continue;
    const run = { groups, from: i, to: j, digits };
    best = identityOf(run, text) ?? phoneOf(run, text) ?? best;
  }
  return best;
}
