import { z } from 'zod';
import { readChineseNumber } from '../core/chinese-number.ts';
import { UserError } from '../core/errors.ts';
import { addDays, daysBetween, isInReach, type LocalDay, LONGEST, parseLocalDay, yearOf } from '../core/local-day.ts';
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
  return half === '两' ? 2 : readChineseNumber(half);
}

const RELATIVE: Record<string, number> = { 今天: 0, 今日: 0, 昨天: -1, 昨日: -1, 前天: -2, 明天: 1, 后天: 2 };

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
 * A day as people write it: 2026-11-25, 2026/11/25, 2026年11月25日, 11月25日, 11-25, 昨天.
 * @throws UserError args.invalid for what is no day, for days that do not exist (2月30日) and for those out of reach
 */
export function readDay(word: string, today: LocalDay): LocalDay {
  const plain = narrow(word).text.trim();
  const relative = RELATIVE[plain];
  if (relative !== undefined) return addDays(today, relative);
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

/** 15工作日, 15个工作日, 30天, 一周, 2个月, or a day to be done by. */
export function readPeriod(word: string, from: LocalDay, today: LocalDay): ReadPeriod {
  const plain = narrow(word).text.trim();
  const found = /^([\d〇零一二两三四五六七八九十廿卅百]+)\s*(个?工作日|天|日|个?月|周|个?星期)(?:内|以内)?$/u.exec(
    plain,
  );
  if (found === null) {
    const until = readDay(word, today);
    if (until <= today) throw invalid(argProblems.pastLimit(word));
    return { n: Math.max(1, daysBetween(from, until)), unit: 'days' };
  }
  const n = readCount(found[1]!);
  if (n === undefined || n < 1) throw invalid(argProblems.period(word));
  const period = periodIn(found[2]!, n);
  if (period.n > LONGEST[period.unit]) throw invalid(argProblems.tooLong(word));
  return period;
}

function periodIn(unit: string, n: number): ReadPeriod {
  if (unit.includes('工作日')) return { n, unit: 'working-days' };
  if (unit.includes('月')) return { n, unit: 'months' };
  return { n: unit.includes('周') || unit.includes('星期') ? n * 7 : n, unit: 'days' };
}

const DAY_OR_PERIOD =
  /^(?:延长?)?[\d〇零一二两三四五六七八九十廿卅半]+\s*(?:个?工作日|天|日|个?月|周|个?星期)(?:内|以内)?$/u;
const DAY_FORM = /^(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}[日号]?|今天|今日|昨天|昨日|前天|明天|后天)$/u;

/** Whether a word has the form of a day, or of a period; whether it is one the command finds. */
export const isDayForm = (word: string): boolean => DAY_FORM.test(narrow(word).text);
export const isPeriodForm = (word: string): boolean => DAY_OR_PERIOD.test(narrow(word).text);
/** Any words. */
export const anything = (): boolean => true;
