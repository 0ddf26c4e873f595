/** Words for periods and for how a day was counted. */

interface Period {
  readonly n: number;
  readonly unit: 'days' | 'working-days' | 'months';
}

const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'] as const;

/** 60天、5个工作日、三个月 */
export function periodText({ n, unit }: Period): string {
  switch (unit) {
    case 'days':
      return `${n}天`;
    case 'working-days':
      return `${n}个工作日`;
    case 'months':
      return `${n === 2 ? '两' : (NUMERALS[n] ?? n)}个月`;
  }
}

/** As a statute says it: 60日、5个工作日、三个月 */
export const statutePeriodText = (period: Period): string =>
  period.unit === 'days' ? `${period.n}日` : periodText(period);

interface Range {
  readonly kind: 'weekend' | 'holiday';
  readonly name?: string;
  readonly from: string;
  readonly to: string;
}

/** The facts of one count, as `countingSummary` gives them. */
interface Counting {
  readonly startOn: string;
  readonly countFrom: string;
  readonly period: Period;
  readonly rawDueOn: string;
  readonly dueOn: string;
  readonly remindBy: string;
  readonly provisional: boolean;
  readonly holidays: readonly Range[];
  readonly weekendDays: number;
  readonly makeups: readonly { readonly day: string; readonly name: string }[];
  readonly rolledOver: readonly Range[];
  readonly monthEnd: boolean;
}

const short = (day: string): string => day.slice(5);
const span = ({ from, to }: Range): string => (from === to ? short(from) : `${short(from)}—${short(to)}`);
const reason = (range: Range): string => (range.kind === 'weekend' ? '周末' : (range.name ?? ''));

/** How the day was counted, one fact a line; ranges instead of single days. */
export function countingLines(count: Counting): string[] {
  const { period } = count;
  const lines = [`起点 ${count.startOn}（当日不计）`, `从 ${count.countFrom} 起算 ${periodText(period)}`];
  for (const range of count.holidays) lines.push(`跳过 ${span(range)} ${reason(range)}`);
  if (count.weekendDays > 0) lines.push(`跳过 周末 ${count.weekendDays} 天`);
  if (period.unit === 'working-days') {
    for (const { day, name } of count.makeups) lines.push(`计入 ${short(day)} 调休上班（${name}）`);
  }
  if (count.monthEnd) lines.push('到期月没有对应日，取月末');
  lines.push(`数到 ${count.rawDueOn}`);
  if (period.unit !== 'working-days') {
    for (const { day } of count.makeups) lines.push(`${short(day)} 调休上班，不顺延`);
  }
  for (const range of count.rolledOver) lines.push(`顺延过 ${span(range)} ${reason(range)}`);
  lines.push(`到期 ${count.dueOn}${count.provisional ? '（暂算：放假安排未公布）' : ''}`);
  if (count.remindBy !== count.dueOn) lines.push(`提醒按 ${count.remindBy}，不因顺延推后`);
  return lines;
}
