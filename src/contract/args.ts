import { z } from 'zod';
import { readChineseNumber } from '../core/chinese-number.ts';
import { UserError } from '../core/errors.ts';
import {
  addDays,
  addMonths,
  daysBetween,
  isInReach,
  type LocalDay,
  LONGEST,
  parseLocalDay,
  weekdayOf,
  yearOf,
} from '../core/local-day.ts';
import { readNumber } from '../core/matter-number.ts';
import { narrow } from '../core/narrow.ts';
import { argProblems } from '../copy/args.ts';
import { channelOf } from '../copy/terms.ts';
import type { RawArgs } from './command.ts';

/** Schema over what the grammar found; each command names its pairs and turns them into values. */
const rawArgs = z.object({
  number: z.string().optional(),
  text: z.string(),
  pairs: z.record(z.string(), z.string()),
});
export const argsAs = <T>(read: (raw: RawArgs) => T) => rawArgs.transform((raw) => read(raw as RawArgs));

export function invalid(problem: string): UserError {
  return new UserError('args.invalid', { problem });
}

/**
 * Something still to be said: in private the next plain answer completes the line, under `key` where it has one. `offers`: words that
 * the problem names to be answered with.
 */
export function missing(problem: string, key?: string, offers?: readonly string[]): UserError {
  return new UserError('args.missing', { problem, key, offers });
}

/** 12, １２, 十二 → 12; undefined for anything else. */
export function readCount(word: string): number | undefined {
  const half = narrow(word).text.replace(/[人个名天日]$/u, '');
  if (/^\d{1,6}$/u.test(half)) return Number(half);
  return readChineseNumber(half);
}

const RELATIVE: Record<string, number> = { 今天: 0, 今日: 0, 昨天: -1, 昨日: -1, 前天: -2, 明天: 1, 明日: 1, 后天: 2 };
/** 本周五, 下周三: weeks begin on Monday. */
const IN_WEEK = /^([上本这下])个?(?:周|星期|礼拜)([一二三四五六日天])$/u;
/** 下月5日, 月底, 下个月底. */
const IN_MONTH = /^(?:([上本这下])个?)?月(?:底|末|(\d{1,2})[日号])$/u;
const STEPS: Record<string, number> = { 上: -1, 本: 0, 这: 0, 下: 1 };

/** A day that is said from today; undefined for any other word. */
function dayFromToday(word: string, today: LocalDay): LocalDay | undefined {
  const relative = RELATIVE[word];
  if (relative !== undefined) return addDays(today, relative);
  const [, week, weekday] = IN_WEEK.exec(word) ?? [];
  if (week !== undefined && weekday !== undefined) {
    const place = weekday === '天' ? 7 : '一二三四五六日'.indexOf(weekday) + 1;
    return addDays(today, 7 * STEPS[week]! + place - weekdayOf(today));
  }
  if (/^(?:今年)?年(?:底|末)$/u.test(word)) return `${yearOf(today)}-12-31` as LocalDay;
  const [found, month = '本', date] = IN_MONTH.exec(word) ?? [];
  if (found === undefined) return undefined;
  const first = addMonths(`${today.slice(0, 7)}-01` as LocalDay, STEPS[month]!);
  if (date === undefined) return addDays(addMonths(first, 1), -1);
  return parseLocalDay(`${first.slice(0, 7)}-${date.padStart(2, '0')}`);
}

/** The one bound of every day that is read. @throws UserError args.invalid for one that lies ten years and more away */
function reachable(day: LocalDay, word: string, today: LocalDay): LocalDay {
  if (isInReach(day, today)) return day;
  throw invalid(day < today ? argProblems.tooOld(word) : argProblems.tooFar(word));
}

/** A day as our own lines write it (2026-11-25), undefined for any other word. @throws UserError args.invalid out of reach */
export function readWrittenDay(word: string, today: LocalDay): LocalDay | undefined {
  const day = parseLocalDay(word);
  return day === undefined ? undefined : reachable(day, word, today);
}

/**
 * A day as people write it: 2026-11-25, 2026/11/25, 2026年11月25日, 11月25日, 11-25, 昨天, 上周五, 下月5日, 月底.
 * @throws UserError args.invalid for what is no day, for days that do not exist (2月30日) and for those out of reach
 */
export function readDay(word: string, today: LocalDay): LocalDay {
  const plain = narrow(word).text.trim();
  const near = dayFromToday(plain, today);
  if (near !== undefined) return near;
  const found = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?(?:[(（]周?[一二三四五六日天][)）])?$/u.exec(
    plain,
  );
  if (found === null) throw invalid(argProblems.day(word));
  const [, year = String(yearOf(today)), month = '', date = ''] = found;
  const day = parseLocalDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  if (day === undefined) throw invalid(argProblems.noSuchDay(word));
  return reachable(day, word, today);
}

/** The day a matter was received: not in the future, and no year mistyped. @throws UserError args.invalid */
export function readReceived(word: string, today: LocalDay, registeredOn: LocalDay = today): LocalDay {
  const day = readDay(word, today);
  if (day > today) throw invalid(argProblems.future(word));
  if (day > registeredOn) throw invalid(argProblems.afterRegistration(word, registeredOn, today));
  return day;
}

/** 反馈: the day a sender wants an answer by, after the matter came. @throws UserError args.invalid */
export function readFeedback(word: string, receivedOn: LocalDay, today: LocalDay): LocalDay {
  const day = readDay(word, today);
  if (day <= receivedOn) throw invalid(argProblems.feedback(word));
  return day;
}

/** @throws UserError args.invalid for a way nobody knows */
export function readChannel(word: string): NonNullable<ReturnType<typeof channelOf>> {
  const channel = channelOf(word);
  if (channel === undefined) throw invalid(argProblems.channel);
  return channel;
}

/** @throws UserError args.invalid for what is no number of people */
export function readHeadcount(word: string): number {
  const count = readCount(word);
  if (count === undefined || count < 1) throw invalid(argProblems.headcount);
  return count;
}

/** A branch of art. 31: 6, 第六项, or as it stands in a list: `6 其他，一般求决`. @throws UserError args.invalid for any other */
export function readBranch(word: string): number {
  const first = word.trim().split(/\s/u, 1)[0]!;
  const branch = readCount(first.replace(/[^\d一二三四五六]/gu, ''));
  if (branch === undefined || branch < 1 || branch > 6) throw invalid(argProblems.branch);
  return branch;
}

/** A second number at the beginning of a text: `3`, `到3号`, `FJ2026-0003 新情况`; undefined where none is meant for certain. */
export function readOtherNumber(text: string): { readonly number: string; readonly rest: string } | undefined {
  const found = readNumber(text.replace(/^\s*(?:并?[入到至]|和|与)\s*/u, ''));
  return found.kind === 'said' ? { number: found.number, rest: found.rest } : undefined;
}

export interface ReadPeriod {
  readonly n: number;
  readonly unit: 'days' | 'working-days' | 'months';
}

/**
 * 15工作日, 15个工作日, 30天, 一周, 2个月, or a day to be done by: 12月5日前, 本周五前办结.
 * @throws UserError args.invalid for what is none, or lies in the past
 */
export function readPeriod(word: string, from: LocalDay, today: LocalDay): ReadPeriod {
  const limit = readLimit(word, today);
  return 'until' in limit ? { n: Math.max(1, daysBetween(from, limit.until)), unit: 'days' } : limit;
}

/** The same, where it makes a difference which of the two it is. @throws UserError args.invalid */
export function readLimit(word: string, today: LocalDay): ReadPeriod | { readonly until: LocalDay } {
  const limit = limitIn(word);
  const found = limit?.isDay === false ? PERIOD.exec(limit.said) : null;
  if (found === null) {
    if (isFigure(word)) throw invalid(argProblems.period(word));
    const until = readDay(limit === undefined ? word : fromNow(limit.said), today);
    if (until <= today) throw invalid(argProblems.pastLimit(word));
    return { until };
  }
  const n = readCount(found[1]!);
  if (n === undefined || n < 1) throw invalid(argProblems.period(word));
  const period = periodIn(found[2]!, n);
  if (period.n > LONGEST[period.unit]) throw invalid(argProblems.tooLong(word));
  return period;
}

/** 周五前, 5号前: of this week, of this month. */
const fromNow = (said: string): string => said.replace(/^(?=周|星期|礼拜)/u, '本').replace(/^(?=\d{1,2}号$)/u, '本月');

function periodIn(unit: string, n: number): ReadPeriod {
  if (unit.includes('工作日')) return { n, unit: 'working-days' };
  if (unit.includes('月')) return { n, unit: 'months' };
  return { n: unit.includes('周') || unit.includes('星期') ? n * 7 : n, unit: 'days' };
}

const PERIOD = /^(?:延长?)?([\d〇零一二两三四五六七八九十廿卅百半]+)\s*(个?工作日|天|日|个?月|周|个?星期|个?礼拜)$/u;
const DAY =
  /^(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}[日号]?(?:\(周?[一二三四五六日天]\))?|今[天日]|昨[天日]|前天|明[天日]|后天|[上本这下]个?(?:周|星期|礼拜)[一二三四五六日天]|(?:[上本这下]个?)?月(?:底|末)|[上本这下]个?月\d{1,2}[日号]|年[底末])$/u;
const LIMIT = /^(?:请于|于|限)?(.*?)(之前|以前|前|为止|止|之内|以内|内)?(?:办结|办完|办好|办毕|完成)?$/u;
const TIME = '个?工作日|个?小时|天|日|号|个?月|周|个?星期|个?礼拜|季度|年';
const END = '(?:之前|以前|前|为止|止|之内|以内|内)';
/** Something is to be done in a time, or by a day. */
const LIKE_LIMIT = new RegExp(
  `(?:[\\d〇零一二两三四五六七八九十廿卅百半几本这下] ?(?:${TIME})|(?:周|星期|礼拜)[一二三四五六日天末]|[今明后][天日]|[月年][底末]|节|下班)${END}|${END}(?:办结|办完|办好|办毕|完成|解决|落实|反馈|答复|回复|上报)`,
  'u',
);

/** A word for a time and nothing else: 下周, 月内, -3天. */
const LIKE_TIME = new RegExp(
  `^(?:-[\\d.]+ ?(?:${TIME})?|[上本这下]个?(?:周|星期|礼拜|月|季度)[初中底末内]?|[年月周][内中初]|节[前后])$`,
  'u',
);

/** A period, or a day to be done by; undefined for 5日前, which is one to some and the other to others. */
function limitIn(word: string): { readonly said: string; readonly isDay: boolean } | undefined {
  const [, said = '', end = ''] = LIMIT.exec(narrow(word).text.trim()) ?? [];
  if (PERIOD.test(said)) return /[前止]/u.test(end) ? undefined : { said, isDay: false };
  const isDay = DAY.test(said) || (end !== '' && /^(?:\d{1,2}号|(?:周|星期|礼拜)[一二三四五六日天])$/u.test(said));
  return isDay && !end.endsWith('内') ? { said, isDay } : undefined;
}

/** Whether a word has the form of a day, or of a period; whether it is one the command finds. */
export const isDayForm = (word: string): boolean => DAY.test(narrow(word).text);
/** 15: days, or working days. */
const isFigure = (word: string): boolean => /^\d+$/u.test(narrow(word).text);

/** How a limit is known among other words: 限期3天, 五个工作日, 本周五前办结. */
export const limitFits = {
  fits: (word: string): boolean => limitIn(word) !== undefined,
  like: (word: string): boolean => {
    const { text } = narrow(word);
    return LIKE_LIMIT.test(text) || LIKE_TIME.test(text) || isFigure(word);
  },
  bare: true,
  also: ['限期', '时限', '办理期限', '办理时限', '办结期限', '办结时限', '完成时限'],
} as const;
/** Any words. */
export const anything = (): boolean => true;
