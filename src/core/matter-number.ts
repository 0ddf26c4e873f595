import { NUMERALS, readChineseNumber } from './chinese-number.ts';
import { narrow } from './narrow.ts';

/**
 * What stands at the beginning of a text where a number may stand.
 * - `said`: the number of a matter, `FJ2026-0012`, `2026-0012` or `12`, and the text behind it;
 * - `several`: more numbers than one, joined by a sign or word between them;
 * - `doubtful`: meant for a number and none, or perhaps one: asked about, never passed over. `rest` is what is left to be
 *   said once the number is known: all of it where it may as well be text;
 * - `none`: text.
 */
export type NumberRead =
  | { readonly kind: 'said'; readonly number: string; readonly rest: string }
  | { readonly kind: 'several'; readonly numbers: readonly string[]; readonly rest: string }
  | { readonly kind: 'doubtful'; readonly rest: string }
  | { readonly kind: 'none' };

/**
 * Words behind a number that make an amount, a day or a house of it. Chinese counts with a closed class of words; what is missing
 * here is asked about, and never taken for a number or passed over.
 */
const MEASURES = [
  '个名位人户家口众代辈岁',
  '年月日天周时点分秒季度旬刻夜晚',
  '盏栋幢座间套层楼室单排列片处块亩顷平方米公里尺寸丈厘毫',
  '元角角万千百亿吨斤克两升',
  '次起批回趟遍场届期轮步阶级等类种项条款章节篇页份张本册封笔宗桩例批号楼',
  '辆台部架艘根棵株头只匹条段截根把支管袋箱包桶瓶杯扇道面堵口眼井孔',
  '组队班村社区街巷弄院门路线站车机房屋厅库塔杆桥闸泵井坝塘渠沟',
  '倍成折瓦伏安度赫兹兆',
].join('');
const MEASURE = new RegExp(`^(?:小时|星期|礼拜|工作日|分钟|[${MEASURES}])`, 'u');
/** Behind 12号: the number of a house, a thing or a day. */
const HOUSE_OR_DAY =
  /^(?:楼|栋|幢|院|门|单元|房|屋|室|厅|厂|库|井|桥|坝|塔|杆|机|泵|闸|车|船|台|线|路|街|巷|弄|地|田|坑|桩|柜|箱|管|位|点|站|口|沟|渠|塘|池|堆|组|队|上午|下午|早上|早晨|中午|晚上|晚间|凌晨|夜|当天|当日|之前|以前|之后|以后|前(?![往去])|起|左右)/u;

/** Between the parts of a full number; 一 is what a Chinese keyboard gives for a dash. */
const PART = '[\\s\\-_.·/~年一()\\[\\]〔〕【】第]{0,3}';
/** A phone may part them: F J 2026-0002. */
const LETTERS = '([a-z](?: {0,2}[a-z]){0,5})';
const CIRCLES = '\\u2460-\\u24ff\\u2776-\\u2793\\u3200-\\u32ff';
const FULL = new RegExp(`^${LETTERS}${PART}(\\d{4})${PART}(0\\d{0,2}(?: \\d{1,3})+(?=\\D|$)|\\d{1,6})(?!\\d)`, 'iu');
const WITH_YEAR = /^(20\d{2}) ?[-_] ?(\d{3,6})(?![\d-])/u;
const LIKE_FULL = /^[a-z]{2,6}[\s\-_]?\d/iu;
const LABEL = new RegExp(
  `^(?:编号|no|#)[\\s.:#、,\\-_号件]{0,3}(?:是|为)? ?(?=[a-z]{0,6}[\\s\\-_]{0,3}\\d|第|[${NUMERALS}${CIRCLES}])`,
  'iu',
);
/** What a matter is called, before its number: 事项十分紧急 is text, as it were without it. */
const NOUN = new RegExp(
  `^(?:事项|信访件|案件|件号|案号|件) ?[:#]? ?(?=[a-z]{1,6}[\\s\\-_]?\\d{4}|\\d|第|[${NUMERALS}${CIRCLES}])`,
  'iu',
);
/** 2026年12号, 2026年度第12号: as a letter is numbered. */
const IN_WORDS = /^(20\d{2}) ?年度? ?第? ?(\d{1,6}) ?(?:号件|号|件)/u;
const OPENING = /^[([{【〔《〈「『"“'‘]/u;
const CLOSING = /^[)\]}】〕》〉」』"”'’]/u;
/** Ends a number and belongs to nothing behind it. */
const MARK = /^[,，、。.;；:：!！?？)\]}】〕》〉」』"”'’·…|#\-/]+/u;
const BARE = new RegExp(`^(第?) ?(?:(\\d+)|([${NUMERALS}]+))( ?号件| ?号(?!码)| ?件)?`, 'u');
const JOINED = new RegExp(
  `^ ?(?:[、,，;；&+~|-]|以及|还有|和|及|与|跟|同|到|至) ?(?=[#№]|第|编号|no|[a-z]{1,6}\\d|\\d|[${NUMERALS}])`,
  'iu',
);
const AND_NUMBER = new RegExp(
  `^[和及与跟同到至+] ?(?:[#№]|第|编号|no\\.?)? ?(?:[a-z]{1,6}\\d{4}|\\d+|[${NUMERALS}]+) ?[号件]?(?=[\\s\\p{P}\\p{S}和及与跟同到至]|$)`,
  'iu',
);
/** 2号都打过, 2都打过: text is glued to it, and a number before it says that it is one as well. */
const GLUED = new RegExp(
  `^[#第]? ?(?:(\\d{1,6})|([${NUMERALS}]+)(?= ?[号件]))(?: ?号件| ?[号件])?(?=\\p{Script=Han})`,
  'u',
);
/** 3 盏已换: an amount, where nothing that a noun is made of follows the measure. */
const MEASURED = ` (?:小时|星期|礼拜|工作日|分钟|[${MEASURES}])(?=$|[\\s\\p{P}\\d已都也就还又均全的了后前内外左右多余])`;
const AMOUNT = new RegExp(`^(?:\\d+|[${NUMERALS}]+)${MEASURED}`, 'u');
/** Latin words that a report begins with. */
const LATIN_WORDS = 'ok|wifi|led|app|gps|ktv|etc|pos|atm|pvc|ems|qq|vip|tv';
/** A measure or a part of a day that no noun begins with, behind a blank: 12 栋电梯坏了, 5 月底, 4 个人. */
const MEASURE_AHEAD = new RegExp(
  [
    '^ (?:小时|分钟|星期|礼拜|工作日|公里|平方|立方|[栋幢盏亩吨米岁]|[千万]?元',
    '个(?:人|月|小时|工作日|多)|月(?:底|初|中旬|上旬|下旬|份|\\d)|日(?:前|后|再|去|到|上|下|内|起)',
    '点(?:半|到|钟|多|整|前|后|\\d)|楼(?:以|住户|的)|组(?:村民|居民|群众|住户)|户(?:人|群众|村民|居民|都|已)',
    '人(?:已|都|到|去|来|签)|名(?:群众|村民|工人|学生)|天(?:内|后|前|了|左右|没)|次(?:都|了|没|上门|电话))',
  ].join('|'),
  'u',
);
/**
 * A first word that ends in a numeral, or is one, and nothing behind it says what is counted: 分界3号, 序号2, fj三号, 第二个, 一一. After
 * 周, 初 or 月 it is a day; more digits than a matter has are a telephone.
 */
const WORD_END = `(?!${MEASURED})(?=$|[\\s,，。;:、!?…])`;
const ENDS_IN_NUMBER = new RegExp(
  [
    `^(?![第${NUMERALS}])\\p{L}[^\\s,，。;:、!?…]*?(?:(?<![\\d月])\\d{1,6}|(?<![周期拜初月${NUMERALS}])[${NUMERALS}]+)(?: ?号件?)?${WORD_END}`,
    `^[a-z]{1,6}(?:\\d{1,6}|[${NUMERALS}]+)件${WORD_END}`,
    `^第 ?(?:\\d+|[${NUMERALS}]+) ?[个桩宗起封份单]${WORD_END}`,
    `^(?!第)[${NUMERALS}]{2,}(?: ?号件?)?${WORD_END}`,
    `^两${WORD_END}`,
    // 山号, 一万号, sanhao, <3>: a slip of the keyboard, where a number stands.
    `^\\p{Script=Han}{1,4}号件?${WORD_END}`,
    `^(?!(?:${LATIN_WORDS})${WORD_END})[a-z]{2,}号?件?${WORD_END}`,
    `^[<>*\`+^_|{}]+(?:\\d{1,6}|[${NUMERALS}]+)[<>*\`+^_|{}]*${WORD_END}`,
    `^\\d*(?![\\d\u2460-\u24ff\u2776-\u2793])\\p{N}+${WORD_END}`,
  ].join('|'),
  'iu',
);
/** The first point of a list behind a number, or the line that citizens call: 12 1.已派人, 12 12345转来. */
const POINT_OR_LINE = /^(?:1[.、)] ?\p{L}|1 [^\n]*\n2 |12345(?!\d))/u;
/** A point of a list where ② follows ①; by itself it may be meant for a number. */
const CIRCLED = new RegExp(`^[${CIRCLES}]`, 'u');
/** ,000 of an amount, :30 of a moment, /5 of a day. */
const INSIDE = /^(?:,\d{3}(?!\d)|:\d{2}(?!\d)|\/\d)/u;
/** .5 of what is measured in parts; other things, and days, are asked about. */
const PARTS = /^\.\d+ ?(?:[多余])?(?:小时|平方|立方|[米里公千万亿亩元吨斤克升度丈尺寸倍成%‰])/u;
/** 2026-11-20, 2026/1/5: a day. */
const DAY = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)/u;
/** 第3件, #3, 3号件: wherever it stands, it counts matters. The first thing to do is none. */
const CERTAIN = new RegExp(`第 ?(?:\\d+|[${NUMERALS}]+) ?[号件](?!事)|[#№] ?\\d+|(?:\\d+|[${NUMERALS}]+) ?号件`, 'gu');
const LIKELY = new RegExp(`(?<![\\d${NUMERALS}])(?:\\d+|[${NUMERALS}]+) ?[号件]`, 'gu');
/**
 * 和2号一起处理了, 参照3办理: what takes a thing stands before it, or what is done to one behind it. In 去过3号 or 约好5号上门 it may be a day;
 * behind a month, it is.
 */
const DONE_TOGETHER = '(?:一起|一并|一同|一样|同样|合并|并案|同办|的|那|这)';
const THING_AHEAD = '(?:[和跟与同及像并]|连同|参照|比照|按照|归入|处理|办理|办结|关于|属于|就是)';
const ANY = `(?:\\d{1,6}|[${NUMERALS}]+)`;
const BESIDE = new RegExp(
  [
    `(?<=${THING_AHEAD}[了到入把将]{0,2} ?)第? ?${ANY} ?号`,
    `(?<=[是即])第? ?${ANY} ?号(?=件?(?:[\\s,，。;；)）]|$))`,
    `(?<=[(\\[【〔] ?)(?:编号|no\\.?|第|#)? ?${ANY} ?号(?=件? ?[)\\]】〕])`,
    `(?<=[(\\[【〔] ?)(?:(?:编号|no\\.?|第|#) ?)?\\d{1,6}(?= ?[)\\]】〕]$)`,
    `(?<=[(\\[【〔] ?)(?:编号|no\\.?|第|#) ?${ANY}(?= ?[)\\]】〕])`,
    `(?<![\\d${NUMERALS}月]|[这本上下]个?月 ?)${ANY} ?号(?= ?(?:也|${DONE_TOGETHER}))`,
    `(?<=(?:[和跟与同及]|连同|参照|比照|归入|并入|并到) ?)\\d{1,6}(?= ?(?:${DONE_TOGETHER}|处理|办理|[\\s,，。;；!！]|$))`,
  ].join('|'),
  'gu',
);
/** How far behind a number is looked to tell what it counts. */
const MAX_SEEN = 8;
/** What else a word is made of that is meant for a number. */
const SIGNED = /[#＃号件第]|no/iu;
/** Longest number of a matter without its year. */
const MAX_DIGITS = 6;
/** A number stands at the beginning; a list shows itself soon after. */
const MAX_READ = 400;
/** Two are too many already. */
const MAX_NUMBERS = 20;

interface Token {
  /** As it is looked for; undefined: like a number, and none. */
  readonly number: string | undefined;
  /** Length in the narrowed text. */
  readonly length: number;
  /** Nothing else can be meant by it. */
  readonly isMarked: boolean;
}

const full = (letters: string, year: string, serial: string): string =>
  `${letters.replaceAll(' ', '').toUpperCase()}${year}-${String(Number(serial.replace(/ /gu, ''))).padStart(4, '0')}`;

/** Blanks inside the serial: only where the pieces make the four digits that a serial has. */
function serialOf(found: RegExpExecArray): { serial: string; length: number } {
  const serial = found[3]!;
  if (!serial.includes(' ') || serial.replace(/ /gu, '').length === 4) return { serial, length: found[0].length };
  const first = serial.split(' ', 1)[0]!;
  return { serial: first, length: found[0].length - serial.length + first.length };
}

function fullToken(text: string): Token | 'doubt' | undefined {
  const found = FULL.exec(text);
  if (found === null) {
    const words = IN_WORDS.exec(text);
    if (words !== null && /^\p{L}/u.test(text.slice(words[0].length))) return 'doubt';
    const year = words ?? WITH_YEAR.exec(text);
    if (year === null) return undefined;
    return { number: full('', year[1]!, year[2]!), length: year[0].length, isMarked: true };
  }
  const { serial, length } = serialOf(found);
  const end = /^ ?号?件?/u.exec(text.slice(length))![0];
  const behind = text.slice(length + end.trimStart().length);
  if (end === '' && MEASURE.test(behind)) return 'doubt';
  const isOther = /^[a-z\d]/iu.test(behind) || Number(serial.replace(/ /gu, '')) === 0;
  const number = isOther ? undefined : full(found[1]!, found[2]!, serial);
  return { number, length: length + (end.trim() === '' ? 0 : end.length), isMarked: true };
}

/** 12/5去的 is a day; of 3/4 that stands by itself, and of 3/4号已换, nobody knows. */
function isAmount(behind: string): boolean {
  const slashed = /^\/\d+(?: ?号)?/u.exec(behind)?.[0];
  if (slashed === undefined) return true;
  const past = behind.slice(slashed.length);
  return slashed.endsWith('号') ? HOUSE_OR_DAY.test(past) : /^[\p{L}\d/.-]/u.test(past);
}

/** Whether what follows lets a bare number stand alone: `stands`, or it is part of a `text`, or nobody knows. */
function standing(behind: string, found: { suffix: string; first: boolean }): 'stands' | 'text' | 'doubt' {
  if (behind === '' || /^\s/u.test(behind)) return 'stands';
  if (AND_NUMBER.test(behind)) return 'stands';
  // 3.5米 3:30 12,000 3/4 3-5户 are amounts, moments and spans; 12，3户 is a matter and what happened there.
  if (INSIDE.test(behind) || PARTS.test(behind)) {
    return found.suffix === '' && isAmount(behind) ? 'text' : 'doubt';
  }
  if (/^\.\d/u.test(behind)) return 'doubt';
  const span = /^[-~到至]\d+(号?)/u.exec(behind);
  if (span !== null) {
    const past = behind.slice(span[0].length);
    return (span[1] === '' ? MEASURE : HOUSE_OR_DAY).test(past) && !past.startsWith('件') ? 'text' : 'doubt';
  }
  if (/^[%‰°℃×*+=<>$￥¥]/u.test(behind)) return 'text';
  if (/^[\p{P}\p{S}]/u.test(behind)) return 'stands';
  if (found.suffix.trim() === '号') return HOUSE_OR_DAY.test(behind) ? 'text' : 'doubt';
  if (MEASURE.test(behind)) return 'text';
  // 一直, 第一书记: 一 begins more words than it counts.
  return found.first ? 'text' : 'doubt';
}

/** 1、… 2、… are the points of a list, and so is 一、 */
function isPoint(behind: string, value: number, inWords: boolean): boolean {
  const mark = /^[、.)]/u.exec(behind)?.[0];
  if (mark === undefined || inWords) return mark !== undefined;
  const next = [String(value + 1), ...[...'一二三四五六七八九十'].slice(value, value + 1)];
  return next.some((point) => new RegExp(`(?<!\\d)${point}[${mark}]`, 'u').test(behind));
}

function bareToken(text: string, labelled: boolean): Token | 'text' | 'doubt' {
  const found = BARE.exec(text);
  if (found === null || DAY.test(text)) return 'text';
  const [whole, ordinal = '', digits, words, suffix = ''] = found;
  const value = digits === undefined ? readChineseNumber(words!) : Number(digits);
  const behind = text.slice(whole.length);
  // 两委, 一直: they begin more words than they count, and 两件 are any two.
  const first = digits === undefined && /^[一壹两]$/u.test(words!) && suffix === '';
  if (words === '两' && ordinal === '' && !suffix.includes('号')) return 'text';
  const where = standing(behind, { suffix, first });
  if (!labelled && ordinal === '' && suffix === '' && MEASURE_AHEAD.test(behind)) return 'doubt';
  if (where === 'text') return 'text';
  if (where === 'doubt') {
    return words !== undefined && (value === undefined || first) && suffix === '' ? 'text' : 'doubt';
  }
  // 第一 without 号 or 件 is a word of order.
  if (ordinal !== '' && digits === undefined && suffix === '') return first ? 'text' : 'doubt';
  if (digits === undefined && value === undefined) return suffix === '' && ordinal === '' ? 'text' : 'doubt';
  if (!labelled && suffix === '' && isPoint(behind, value!, digits === undefined)) return 'doubt';
  // Somebody's telephone.
  if (digits !== undefined && digits.length > MAX_DIGITS) return 'doubt';
  return {
    number: value! > 0 ? String(value) : undefined,
    length: whole.length,
    isMarked: labelled || ordinal !== '' || suffix !== '',
  };
}

/** Whether a circled number is a point of a list: the first, or one that another follows. */
function isCircledPoint(text: string): boolean {
  const sign = text.codePointAt(0)!;
  const isFirst = text[0]!.normalize('NFKC').replace(/\D/gu, '') === '1';
  return isFirst || text.includes(String.fromCodePoint(sign + 1));
}

function tokenAt(text: string): Token | 'text' | 'doubt' {
  const noun = NOUN.exec(text)?.[0].length ?? 0;
  if (noun > 0) {
    const token = tokenAt(text.slice(noun));
    return typeof token === 'string' ? token : { ...token, length: noun + token.length, isMarked: true };
  }
  const label = LABEL.exec(text)?.[0].length ?? 0;
  const inner = text.slice(label);
  if (CIRCLED.test(inner)) return label === 0 && isCircledPoint(inner) ? 'text' : 'doubt';
  const bracket = OPENING.test(inner) ? 1 : 0;
  const body = inner.slice(bracket);
  const token = fullToken(body) ?? (LIKE_FULL.test(body) ? likeFull(body) : bareToken(body, label > 0));
  // # stands before a number and nothing else.
  if (typeof token === 'string') return token === 'text' && (label > 0 || text.startsWith('#')) ? 'doubt' : token;
  if (bracket > 0 && !CLOSING.test(body.slice(token.length))) return token.isMarked ? 'doubt' : 'text';
  return { ...token, length: label + bracket + token.length + bracket, isMarked: token.isMarked || label > 0 };
}

/** Letters and digits that are no number of ours: QS-0003, QS2O26-0003. */
function likeFull(text: string): Token | 'text' {
  const whole = /^[a-z\d\-_]+/iu.exec(text)![0];
  // 5G, A3栋: a name of something.
  if (whole.length < 5 && MEASURE.test(text.slice(whole.length))) return 'text';
  return { number: undefined, length: whole.length, isMarked: true };
}

/** A doubtful number that text is glued to. */
function gluedIn(text: string): string | undefined {
  const found = tokenAt(text) === 'doubt' ? GLUED.exec(text) : null;
  const value = found === null ? undefined : (found[1] ?? readChineseNumber(found[2]!));
  return value === undefined ? undefined : String(Number(value));
}

interface Further {
  readonly number: string;
  /** Counts from where the number before it ended. */
  readonly end: number;
  /** It stays in the text as well. */
  readonly isLast?: true;
}

/** A further number, joined to the one before it. */
function nextIn(text: string): Further | undefined {
  const joint = JOINED.exec(text)?.[0].length;
  if (joint === undefined) return undefined;
  const behind = text.slice(joint);
  const next = tokenAt(behind);
  if (next === 'doubt') {
    const number = gluedIn(behind);
    return number === undefined ? undefined : { number, end: joint, isLast: true };
  }
  if (next === 'text' || next.number === undefined) return undefined;
  return { number: next.number, end: joint + next.length };
}

/** Reads the number at the beginning of what was typed behind a command. The only reader of numbers there is. */
export function readNumber(typed: string): NumberRead {
  const { text, at } = narrow(typed.slice(0, MAX_READ));
  const start = /^[\s:,，;。、._-]*/u.exec(text)![0].length;
  const restFrom = (index: number): string => {
    const mark = /^ ?/u.exec(text.slice(index))![0].length;
    const signs = MARK.exec(text.slice(index + mark))?.[0].length ?? 0;
    return typed.slice(at[index + (signs === 0 ? 0 : mark + signs)]).trim();
  };
  const whole = typed.slice(at[start]).trim();
  const token = tokenAt(text.slice(start));
  if (token === 'text') return { kind: 'none' };
  if (token === 'doubt') return { kind: 'doubtful', rest: whole };
  if (token.number === undefined) return { kind: 'doubtful', rest: restFrom(start + token.length) };
  const numbers = [token.number];
  let end = start + token.length;
  for (let next = nextIn(text.slice(end)); next !== undefined; next = nextIn(text.slice(end))) {
    numbers.push(next.number);
    end += next.end;
    if (next.isLast === true) break;
  }
  const rest = restFrom(end);
  return numbers.length === 1 ? { kind: 'said', number: numbers[0]!, rest } : { kind: 'several', numbers, rest };
}

/**
 * As `readNumber`, for a command whose text begins with no figure of its own: a number behind a blank is one more, `3 4 已换`. What may
 * as well be text stays to be said.
 */
export function readNumbers(typed: string): NumberRead {
  const read = readNumber(typed);
  if (read.kind !== 'said') return read;
  const numbers = [read.number];
  let { rest } = read;
  while (numbers.length < MAX_NUMBERS) {
    const next = numbersBehind(rest);
    if (next === undefined) break;
    numbers.push(...next.numbers);
    // Text is glued to it, and stays.
    if (next.rest === rest) break;
    ({ rest } = next);
  }
  return numbers.length === 1 ? read : { kind: 'several', numbers, rest };
}

function numbersBehind(rest: string): { readonly numbers: readonly string[]; readonly rest: string } | undefined {
  const next = readNumber(rest);
  const { text } = narrow(rest.slice(0, MAX_READ));
  if (next.kind === 'none' || AMOUNT.test(text) || POINT_OR_LINE.test(text)) return undefined;
  if (next.kind === 'several') return next;
  if (next.kind === 'said') return { numbers: [next.number], rest: next.rest };
  const glued = gluedIn(text);
  return glued === undefined ? undefined : { numbers: [glued], rest };
}

/** Whether the first word of a text that no number begins ends in one: it stands where a number does, and may be meant for it. */
export function endsInNumber(typed: string): boolean {
  const { text } = narrow(typed.slice(0, MAX_READ));
  return ENDS_IN_NUMBER.test(text.replace(/^[\s:,，;。、._-]*/u, ''));
}

/** Full numbers that stand anywhere in a text, each once, in their order: `【黄】FJ2026-0012｜…`. */
export function numbersIn(typed: string): string[] {
  const { text } = narrow(typed);
  const found = [...text.matchAll(/(?<![a-z\d])([a-z]{1,6})(\d{4}) ?[-_] ?(\d{3,6})(?![\d-])/giu)];
  return [...new Set(found.map(([, letters, year, serial]) => full(letters!, year!, serial!)))];
}

/** Behind these another matter may be told of: 152 铺完，154 换完. */
const CLAUSE = /(?:^|[\n，,；;。、])[^\n，,；;。、]/gu;
/** Up to here 5号 may be a day. */
const LAST_DAY = 31;

/**
 * Numbers that further lines and clauses of a text begin with, `2 已通⏎3 已换`: more matters than one. Where 1 began one, 2 and 3 are the
 * points of a list; an amount is none.
 */
export function numbersFurther(typed: string): string[] {
  const { text } = narrow(typed.slice(0, MAX_READ));
  const begins = [...text.matchAll(CLAUSE)].map(({ 0: sign, index }) => index + sign.length - 1);
  const points = new Set(['0']);
  const found = begins.flatMap((begin, i) => {
    const clause = text.slice(begin).split('\n', 1)[0]!;
    const read = readNumber(clause);
    const begun = /^ ?(\d{1,2})(?!\d)/u.exec(i === 0 && read.kind === 'said' ? read.rest : clause)?.[1];
    if (begun !== undefined && points.has(String(Number(begun) - 1))) {
      points.add(String(Number(begun)));
      return [];
    }
    if (i === 0) return [];
    if (read.kind === 'said') return read.rest !== '' && !AMOUNT.test(clause.trim()) ? [read.number] : [];
    const glued = gluedIn(clause.trim());
    return glued !== undefined && Number(glued) > LAST_DAY ? [glued] : [];
  });
  return [...new Set(found)];
}

const wordsOf = (text: string): string[] => text.split(/[\s,，。;；]+/u).filter((word) => word !== '');

/** Nothing but a number. */
const isNumber = (word: string): boolean => {
  const read = readNumber(word);
  return read.kind === 'said' && read.rest === '';
};

/** Whether one of these begins what reads as a number where it stands. */
const standsIn = (text: string, signs: RegExp): boolean =>
  [...narrow(text).text.matchAll(signs)].slice(0, MAX_NUMBERS).some(({ 0: sign, index, input }) => {
    const kind = readNumber(input.slice(index, index + sign.length + MAX_SEEN)).kind;
    return kind !== 'none';
  });

/** Whether a number stands elsewhere than at the beginning: a full one, one with its sign, or one alone at the end. */
export function hasLaterNumber(text: string): boolean {
  if (numbersIn(text).length > 0 || standsIn(text, CERTAIN) || standsIn(text, BESIDE)) return true;
  return wordsOf(text).some((word, i, words) => isNumber(word) && (SIGNED.test(word) || i === words.length - 1));
}

/** Whether anything in a text may be meant for a number: in what somebody else wrote, none stands where a command wants it. */
export const hasNumber = (text: string): boolean =>
  hasLaterNumber(text) || standsIn(text, LIKELY) || wordsOf(text).some(isNumber);
