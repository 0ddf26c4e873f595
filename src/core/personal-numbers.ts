import { digitOf, isSeparator, meantFor } from './digit-signs.ts';

/**
 * Finds telephone and identity numbers however they are written. A text is read once into groups of digits, whatever signs they are
 * written with (`digit-signs.ts`), and what stands between them is read as nothing; the numbers are then looked for in the digits alone, and each
 * is handed back as the place where it stands in the text. Behind each group at most MAX_GROUPS more are read.
 */
export interface Found {
  readonly kind: 'phone' | 'identity';
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

/** Digits that touch. */
interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** Signs between this group and the one before; undefined where more than signs stand there. */
  readonly gap: string | undefined;
}

/** Signs between two groups, blanks apart. */
const MAX_GAP = 3;
const MAX_BLANKS = 8;
const MAX_GROUPS = 18;
/** Characters read before and behind a number for what it is said to be. */
const BEFORE = 14;
const BEHIND = 6;

/** `一` between Arabic digits is a dash to some and a 1 to others: both are read. */
const DASH = '一';
const ARABIC = /[\d０-９OolI]/u;
const BROKEN_BY_DASH = new RegExp(`${ARABIC.source}${DASH}${ARABIC.source}`, 'u');

interface Sign {
  readonly sign: string;
  readonly at: number;
  readonly digit: string | undefined;
  readonly isSure: boolean;
}

function signsOf(text: string, isDashed: boolean): Sign[] {
  const signs: Sign[] = [];
  let at = 0;
  for (const sign of text) {
    const end = at + sign.length;
    const isDash = isDashed && sign === DASH && ARABIC.test(text[at - 1] ?? '') && ARABIC.test(text[end] ?? '');
    const digit = isDash ? undefined : digitOf(sign);
    signs.push({ sign: isDash ? '-' : sign, at, digit: digit ?? meantFor(sign), isSure: digit !== undefined });
    at = end;
  }
  return signs;
}

const isLetter = (sign: Sign | undefined): boolean =>
  sign !== undefined && sign.digit === undefined && /\p{Script=Latin}/u.test(sign.sign);

/** From a place on the signs that are digits; letters at an end that goes on in letters (`tel138…`) are letters. */
function touching(signs: readonly Sign[], from: number): readonly Sign[] {
  let to = from;
  while (to < signs.length && signs[to]!.digit !== undefined) to += 1;
  let first = from;
  if (isLetter(signs[from - 1])) while (first < to && !signs[first]!.isSure) first += 1;
  let last = to;
  if (isLetter(signs[to])) while (last > first && !signs[last - 1]!.isSure) last -= 1;
  return signs.slice(first, last);
}

function groupsOf(text: string, isDashed = false): Group[] {
  const signs = signsOf(text, isDashed);
  const groups: Group[] = [];
  let gap: string | undefined;
  for (let i = 0; i < signs.length;) {
    const { sign, digit } = signs[i]!;
    if (digit === undefined) {
      gap = gap !== undefined && isSeparator(sign) && isShort(gap + sign) ? gap + sign : undefined;
      i += 1;
      continue;
    }
    const run = touching(signs, i);
    while (i < signs.length && signs[i]!.digit !== undefined) i += 1;
    if (run.length === 0) {
      gap = undefined;
      continue;
    }
    const last = run.at(-1)!;
    const [start, end] = [run[0]!.at, last.at + last.sign.length];
    const digits = run.map((one) => one.digit).join('');
    groups.push({ digits, start, end, gap });
    gap = signs[i]?.at === end || end === text.length ? '' : undefined;
  }
  return groups;
}

const BLANK = /\s/gu;

function isShort(gap: string): boolean {
  const signs = gap.replace(BLANK, '').length;
  return signs <= MAX_GAP && gap.length - signs <= MAX_BLANKS && gap.split('\n').length <= 2;
}

/** The digits of a number as they are dialled, whatever stands between them. */
export function digitsOf(text: string): string {
  const read = (isDashed: boolean): string =>
    groupsOf(text, isDashed)
      .map(({ digits }) => digits)
      .join('');
  const digits = read(false);
  return BROKEN_BY_DASH.test(text) && !MOBILE.test(digits) && !LANDLINE.test(digits) ? read(true) : digits;
}

/** A number of another kind says so in front, or counts something behind. */
const CODE_BEFORE = /(?:编号|工单号?|单号|案号|文号|件号|流水号|受理号|订单号|合同号|查询码)[^\d\n]{0,3}$/u;
const MONEY_BEFORE = /[¥￥$]\s?$/u;
const MEASURE_BEHIND = /^\s?(?:[多余]?\s?(?:元(?!旦)|万元|亿|万(?!一)|亩|吨|公斤|斤|平方|立方|㎡))/u;
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/u;
const BORN = /^(?:19\d\d|20[01]\d|202\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/u;
const BORN_SHORT = /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/u;
const ID_BEFORE = /(?:身份证|证件)[^\d\n]{0,6}$/u;
const PHONE_BEFORE =
  /(?:电话|座机|手机|小灵通|传真|联系|号码|致电|来电|回电|去电|打给?|拨打?|呼|短信|微信|tel|phone|call)[^\d\n]{0,4}$/iu;
/** 20261125 is a day first. */
const DAY = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/u;

/** An area code of 3 or 4 digits, then 7 or 8. */
const LANDLINE = /^(?:86|0086)?0(?:10|2\d|[3-9]\d{2})\d{7,8}$/u;
const MOBILE = /^(?:0086|86|0)?1[3-9]\d{9}$/u;
const IDENTITY_LENGTHS = new Set([15, 17, 18]);
const LOCAL = /^[2-8]\d{6,7}$/u;

/** Groups as people break a telephone number up: not a column of figures, no day, no amount in thousands. */
function brokenAsNumber(run: readonly Group[], text: string): boolean {
  if (run.length === 1) return true;
  const lengths = run.map(({ digits }) => digits.length);
  const gaps = run.slice(1).map(({ gap }) => gap!);
  const isDay = lengths.some(
    (length, i) => length === 4 && /^(?:19|20)/u.test(run[i]!.digits) && lengths[i + 1]! <= 2 && lengths[i + 2]! <= 2,
  );
  if (isDay || isTime(run) || isList(gaps)) return false;
  const written = text.slice(run[0]!.start, run.at(-1)!.end);
  const isThousands = gaps.every((gap) => gap === ',' || gap === '，') && lengths.slice(1).every((n) => n === 3);
  if (isThousands) return false;
  if (/[,，。、]\s/u.test(written) && lengths.every((length) => length <= 4) && run.length > 4) return false;
  const isSpelled = lengths.every((length) => length === 1);
  if (isSpelled || gaps.every((gap) => gap === '')) return true;
  const inner = lengths.slice(1);
  return run.length <= 6 && inner.every((length) => length >= 2) && Math.max(...lengths) >= 3;
}

const COLON = /^[:：]$/u;

/** 15:16, 15:16:08 */
const isTime = (run: readonly Group[]): boolean =>
  run.some(
    ({ digits, gap }, i) =>
      /^(?:[01]?\d|2[0-4])$/u.test(digits) &&
      (i === 0 || !COLON.test(gap!)) &&
      COLON.test(run[i + 1]?.gap ?? '') &&
      /^[0-5]\d$/u.test(run[i + 1]!.digits),
  );

/** What is listed has its comma in some places and other signs in others; one number has it everywhere. */
const isList = (gaps: readonly string[]): boolean => {
  const signs = new Set(gaps.map((gap) => gap.replace(BLANK, '')).filter((gap) => gap !== ''));
  return signs.size > 1 && [...signs].some((sign) => /[、，,]/u.test(sign));
};

/** A number over up to three lines stands by itself; a longer column is a list. */
function isColumn({ groups, from, to }: Run): boolean {
  const breaks = groups.slice(from + 1, to + 1).filter(({ gap }) => gap!.includes('\n')).length;
  if (breaks === 0) return false;
  const goesOn = groups[from]!.gap?.includes('\n') === true || groups[to + 1]?.gap?.includes('\n') === true;
  return breaks > 2 || goesOn;
}

/** Groups that follow each other, taken together as one number. */
interface Run {
  readonly groups: readonly Group[];
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

/** The shape of the digits is asked first: most runs have none, and nothing more is read for them. */
function identityOf(run: Run, text: string): Found | undefined {
  const { groups, from, to, digits } = run;
  if (!IDENTITY_LENGTHS.has(digits.length)) return undefined;
  const [{ start }, { end }] = [groups[from]!, groups[to]!];
  const check = digits.length === 17 ? checkMark(text, end) : 0;
  const found = { kind: 'identity', start, end: end + check } as const;
  const isWhole = digits.length === 18 || check > 0;
  const isBorn =
    PROVINCE.test(digits) &&
    (digits.length === 15
      ? brokenAsNumber(groups.slice(from, to + 1), text) && BORN_SHORT.test(digits.slice(6))
      : isWhole && (BORN.test(digits.slice(6)) || (from === to && check > 0)));
  if (!isBorn && start === 0) return undefined;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  if (before.includes('证') && ID_BEFORE.test(before)) return found;
  return isBorn && !CODE_BEFORE.test(before) ? found : undefined;
}

function phoneOf(run: Run, text: string): Found | undefined {
  const { groups, from, to, digits } = run;
  const [{ start }, last] = [groups[from]!, groups[to]!];
  const isLong = MOBILE.test(digits) || (LANDLINE.test(digits) && last.digits.length >= 3);
  if (!isLong && (!LOCAL.test(digits) || DAY.test(digits))) return undefined;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  if (!isLong && !PHONE_BEFORE.test(before)) return undefined;
  if (CODE_BEFORE.test(before) || MONEY_BEFORE.test(before)) return undefined;
  if (MEASURE_BEHIND.test(text.slice(last.end, last.end + BEHIND))) return undefined;
  if (isColumn(run) || !brokenAsNumber(groups.slice(from, to + 1), text)) return undefined;
  return { kind: 'phone', start: isLong ? openedAt(text, start, last.end) : start, end: last.end };
}

/** `X` as the last sign of an identity number, with what may stand before it. @returns its length, 0: none */
const checkMark = (text: string, at: number): number =>
  /^[\s.·\-—–－]?[XxＸｘ×](?![A-Za-z])/u.exec(text.slice(at, at + 3))?.[0].length ?? 0;

/** Where `+` belongs to the number, and an opening bracket that is closed in it. */
function openedAt(text: string, start: number, end: number): number {
  const before = /[)）]/u.test(text.slice(start, end)) ? /[+＋(（]/u : /[+＋]/u;
  let at = start;
  while (at > 0 && start - at < 2 && before.test(text[at - 1]!)) at -= 1;
  return at;
}

/** All numbers in the text, in order, none overlapping another. */
export function personalNumbers(text: string): Found[] {
  const found = numbersIn(groupsOf(text), text);
  if (!BROKEN_BY_DASH.test(text)) return found;
  const more = numbersIn(groupsOf(text, true), text).filter(
    ({ start, end }) => !found.some((other) => other.start < end && start < other.end),
  );
  return [...found, ...more].toSorted((a, b) => a.start - b.start);
}

function numbersIn(groups: readonly Group[], text: string): Found[] {
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
