/**
 * What stands in a sentence and is no number of a matter: telephones, order numbers, days, moments, periods, amounts, houses. Each is found
 * before the numbers are, so that 三点, 12号那天 and 三盏灯 are none.
 */
import { NUMERALS, readChineseNumber } from '../../core/chinese-number.ts';

type SpanKind =
  | 'phone'
  | 'order'
  | 'day'
  | 'time'
  | 'period'
  | 'amount'
  | 'house'
  | 'number'
  | 'unit'
  | 'person'
  | 'title';

export interface Span {
  readonly kind: SpanKind;
  readonly from: number;
  readonly to: number;
  /** The number of a matter as it is looked for; the name in full of a unit or person. */
  readonly value?: string;
}

/** The letter that stands for each kind in the masked sentence, filled up with `_`. */
const LETTERS: Readonly<Record<SpanKind, string>> = {
  phone: 'F',
  order: 'O',
  day: 'D',
  time: 'H',
  period: 'T',
  amount: 'A',
  house: 'B',
  number: 'N',
  unit: 'U',
  person: 'P',
  title: 'M',
};

const ANY = `(?:\\d+|[${NUMERALS}]+)`;
const MEASURES =
  '个位名户家口盏组次趟回遍人岁元块万亩米里层栋幢楼台辆条根棵车吨度页份张批头只处间套排段成倍级点把桶袋箱瓶枚块片片届期轮';
const PART_OF_DAY = '上午|下午|早上|早晨|中午|晚上|晚间|凌晨|夜里';

/** In this order: what one finds is no part of what is looked for behind it. */
const FINDERS: readonly (readonly [SpanKind, RegExp])[] = [
  ['number', /(?<![a-z\d])[a-z]{1,6} ?\d{4} ?[-_ ] ?\d{1,6}(?![\d-])/gu],
  ['order', /(?<![a-z\d])[a-z]{0,4}\d{12,}|12345(?=\D|$)/gu],
  ['phone', /(?<!\d)(?:1[3-9]\d[\d -]{8,10}|0\d{2,3}[- ]\d{7,8}|\d{7,8})(?!\d)/gu],
  [
    'day',
    new RegExp(
      [
        `[上本这下]个?月 ?${ANY} ?[日号]`,
        '\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}[日号]?',
        `(?<![\\d${NUMERALS}])${ANY} ?月 ?${ANY} ?[日号]?`,
        `${ANY} ?号(?= ?(?:之前|以前|前(?!往)|之后|以后|那天|当天|截止|${PART_OF_DAY}|开[例大]?会|上班|放假|值班|到期|左右|交(?:材料|表|报告|总结|账)|检查|调研|培训|考核|报到|出差|休息|停[电水]))`,
        '(?:今|明|昨|前|后|大后)[天日]|[今明昨前后]儿个?|今早|今晚|明早|昨晚|当天|当日',
        '(?:[上本这下]个?)?(?:周|星期|礼拜)[一二三四五六日天](?!月)',
        '(?:[本这下]个?)?(?:月底|月末|周末)|年底|年末',
        '\\d{4} ?年(?!\\d)',
      ].join('|'),
      'gu',
    ),
  ],
  ['time', new RegExp(`${ANY} ?点(?:半|钟|多|整|[一二三]刻|\\d{1,2}分?)?|\\d{1,2}:\\d{2}`, 'gu')],
  [
    'period',
    new RegExp(
      `(?<![第上本这下])(?:${ANY}|半|几)(?:个|来)?(?:工作日|天|日(?![常夜])|周|星期|礼拜|个?月|小时|年)(?:之?内|以内)?`,
      'gu',
    ),
  ],
  ['house', new RegExp(`${ANY} ?号(?=楼|院|门|房|桥|路|线|井|厂|店|店|库|机|杆|坝|泵)|${ANY} ?(?:单元|弄|巷)`, 'gu')],
  ['amount', new RegExp(`(?<![第${NUMERALS}\\d])(?:${ANY}|几|好几|多)(?:余|多|来)?[${MEASURES}]`, 'gu')],
  ['number', new RegExp(`(?:编号|序号|no\\.?|[#＃№]) ?[:：是为]? ?${ANY}(?: ?[号件])?`, 'gu')],
  [
    'number',
    new RegExp(
      `第 ?${ANY} ?[号件个]|[\\u2460-\\u2473] ?[号件]|(?<=^|[\\s，,。])\\d{1,3}好(?=到|了?没|怎|咋|谁|给|交|催|我)|(?<![月${NUMERALS}\\d])${ANY} ?号件?(?!码)`,
      'gu',
    ),
  ],
];

/** A bare figure is a number at the head of a clause, or behind what is done with one. */
const BARE =
  /(?<=^|[\n，,。；;：:！!？?、 ]|[把将给查看催办节伴收受结访交派转下充复达理问签半])\d{1,4}(?=$|[\s\p{P}]|\p{Script=Han})/gu;
/** The command, its blank, and a number in words: 查 十二. */
const ALONE = new RegExp(`(?<=^.{1,4} )[${NUMERALS}]+$`, 'gu');

const overlaps = (spans: readonly Span[], from: number, to: number): boolean =>
  spans.some((span) => from < span.to && to > span.from);

/** The number as the reader of numbers wants it: FJ2026-0012, 12; undefined where nobody knows. */
function valueOf(said: string): string | undefined {
  const full = /^([a-z]{1,6}) ?(\d{4}) ?[-_ ] ?(\d{1,6})$/u.exec(said);
  if (full !== null) return `${full[1]!.toUpperCase()}${full[2]}-${full[3]!.padStart(4, '0')}`;
  const digits = /\d+/u.exec(said.normalize('NFKC'))?.[0];
  const words = new RegExp(`[${NUMERALS}]+`, 'u').exec(said)?.[0];
  const value = digits === undefined ? (words === undefined ? undefined : readChineseNumber(words)) : Number(digits);
  return value === undefined || value === 0 || value > 999_999 ? undefined : String(value);
}

/** @param text narrow and in small letters */
export function spansIn(text: string): Span[] {
  const spans: Span[] = [];
  for (const [kind, finder] of [...FINDERS, ['number', BARE], ['number', ALONE]] as const) {
    for (const { 0: found, index } of text.matchAll(finder)) {
      const to = index + found.length;
      if (overlaps(spans, index, to)) continue;
      const value = kind === 'number' ? valueOf(found) : undefined;
      if (kind === 'number' && value === undefined) continue;
      spans.push({ kind, from: index, to, ...(value === undefined ? {} : { value }) });
    }
  }
  return spans.toSorted((a, b) => a.from - b.from);
}

/** The sentence with a letter for each span: the same length, so that what is found in it stands in the sentence. */
export function masked(text: string, spans: readonly Span[]): string {
  let out = text;
  for (const { kind, from, to } of spans) {
    out = out.slice(0, from) + LETTERS[kind].padEnd(to - from, '_') + out.slice(to);
  }
  return out;
}
