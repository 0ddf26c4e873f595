import { invalid } from '../contract/args.ts';
import { addDays, isInReach, type LocalDay, yearOf } from '../core/local-day.ts';
import { periodCopy } from '../copy/period.ts';
import type { Period } from '../domain/report/facts.ts';
import { monthsFrom, periodBefore, periodOf, weekOf } from '../domain/report/spans.ts';

const THIS = /^(?:本[周月年]|本季度?|今年|这[个]?[周月年])?$/u;
const LAST = /^(?:上个?[周月]|上个?季度?|去年|上年)$/u;
const DIGITS = '一二三四';

type Demanded = 'weekly' | 'monthly' | 'quarterly' | 'annual';
const MONTHS = { monthly: 1, quarterly: 3, annual: 12 } as const;

/**
 * 本月 上月 9月 2026年9月, 本季度 上季度 第3季度, 今年 去年 2025年, 本周 上周; nothing is this period so far.
 * @throws UserError args.invalid for what is none, or has not begun
 */
export function readReportPeriod(kind: Demanded, word: string, today: LocalDay): Period {
  const period = read(kind, word, today);
  if (period === undefined || period.from > today) throw invalid(periodCopy.periodProblem[kind]);
  return period;
}

function read(kind: Demanded, word: string, today: LocalDay): Period | undefined {
  if (kind === 'weekly') {
    if (THIS.test(word)) return weekOf(today);
    return LAST.test(word) ? weekOf(addDays(today, -7)) : undefined;
  }
  const months = MONTHS[kind];
  if (THIS.test(word)) return periodOf(today, months);
  if (LAST.test(word)) return periodBefore(today, months);
  const [, year, part] = /^(?:(\d{4})年?)?(?:第?([\d一二三四]{1,2})(?:月份?|季度?))?$/u.exec(word) ?? [];
  const n = part === undefined ? 1 : /^\d/u.test(part) ? Number(part) : DIGITS.indexOf(part) + 1;
  const last = 12 / months;
  if ((year === undefined && part === undefined) || n < 1 || n > last || (kind !== 'annual') !== (part !== undefined)) {
    return undefined;
  }
  const meant = year === undefined ? yearOf(today) : Number(year);
  // Any day of the year will do: a year out of reach is no year of ours.
  return isInReach(`${String(meant).padStart(4, '0')}-01-01` as LocalDay, today)
    ? monthsFrom(meant, (n - 1) * months + 1, months)
    : undefined;
}
