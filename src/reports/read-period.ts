import { invalid, readCount, readDay } from '../contract/args.ts';
import { UserError } from '../core/errors.ts';
import { addDays, addMonths, isInReach, type LocalDay, yearOf } from '../core/local-day.ts';
import { narrow } from '../core/narrow.ts';
import { periodCopy } from '../copy/period.ts';
import type { Period } from '../domain/report/facts.ts';
import { monthsFrom, periodOf, weekOf } from '../domain/report/spans.ts';

type Demanded = 'weekly' | 'monthly' | 'quarterly' | 'annual';
const MONTHS = { monthly: 1, quarterly: 3, annual: 12 } as const;
const UNITS: Readonly<Record<Demanded, string>> = {
  weekly: '周|星期|礼拜',
  monthly: '月份?',
  quarterly: '季度?',
  annual: '年度?',
};
const COUNT = '[\\d一二两三四五六七八九十]+';
const YEARS: Readonly<Record<string, number>> = { 今: 0, 本: 0, 去: -1, 上: -1, 前: -2 };

/**
 * 本月 上上月 三个月前 9月 三月份 2026年9月 2026-09, 上季度 第3季度 2026Q1, 今年 去年 2025年度, 本周 上周 三周前 and the week of a day; nothing
 * is this period so far.
 * @throws UserError args.invalid for what is none, or has not begun
 */
export function readReportPeriod(kind: Demanded, word: string, today: LocalDay): Period {
  const said = narrow(word).text.toLowerCase().replace(/\s/gu, '').replace(/的$/u, '');
  const back = periodsBack(kind, said);
  const period = back === undefined ? named(kind, said, today) : before(kind, back, today);
  if (period === undefined || period.from > today) throw invalid(periodCopy.periodProblem[kind]);
  return period;
}

/** How many periods ago: none, one for each 上, or as counted. */
function periodsBack(kind: Demanded, said: string): number | undefined {
  if (said === '' || new RegExp(`^(?:本|这个?|今)(?:${UNITS[kind]})$`, 'u').test(said)) return 0;
  const last = new RegExp(`^(上+)一?个?(?:${UNITS[kind]})$`, 'u').exec(said)?.[1];
  if (last !== undefined) return last.length;
  if (kind === 'annual') return /^[去前]年度?$/u.test(said) ? -YEARS[said[0]!]! : undefined;
  const count = new RegExp(`^(${COUNT})个?(?:${UNITS[kind]})(?:之前|以前|前)$`, 'u').exec(said)?.[1];
  return count === undefined ? undefined : readCount(count);
}

/** Nobody asks for more than that; and there is nothing before the years that are in reach. */
const FARTHEST = 520;

function before(kind: Demanded, back: number, today: LocalDay): Period | undefined {
  if (back > FARTHEST) return undefined;
  if (kind === 'weekly') return weekOf(addDays(today, -7 * back));
  const months = MONTHS[kind];
  const from = addMonths(periodOf(today, months).from, -back * months);
  return isInReach(from, today) ? periodOf(from, months) : undefined;
}

function named(kind: Demanded, said: string, today: LocalDay): Period | undefined {
  if (kind === 'weekly') return weekWith(said, today);
  const [found, digits, away, counted, short] = NAMED[kind].exec(said) ?? [];
  const part = counted ?? short;
  const n = part === undefined ? 1 : readCount(part);
  if (found === undefined || n === undefined) return undefined;
  if (digits === undefined && away === undefined && part === undefined) return undefined;
  const year = digits === undefined ? yearOf(today) + (YEARS[away ?? '本'] ?? 0) : Number(digits.padStart(4, '20'));
  const months = MONTHS[kind];
  if (n < 1 || n > 12 / months) return undefined;
  // Any day of the year will do: a year out of reach is no year of ours.
  return isInReach(`${String(year).padStart(4, '0')}-01-01` as LocalDay, today)
    ? monthsFrom(year, (n - 1) * months + 1, months)
    : undefined;
}

/** A year of four digits or two, or as seen from this one. */
const YEAR = '(?:(\\d{4}|\\d{2}(?=年))年?度?|([今本去前])年度?)';
const NAMED = {
  monthly: new RegExp(`^(?:${YEAR}[-/.]?)?(${COUNT})(?:月份?)?$`, 'u'),
  quarterly: new RegExp(`^(?:${YEAR}[-/.]?)?(?:第?(${COUNT})季度?|[q第](\\d))$`, 'u'),
  annual: new RegExp(`^${YEAR}$`, 'u'),
} as const;

/** The week of a day that is named. */
function weekWith(said: string, today: LocalDay): Period | undefined {
  try {
    return weekOf(readDay(said, today));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
