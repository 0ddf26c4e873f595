import { KIND_WORDS } from './terms.ts';
/** Sentences of the reports. Short lines, one fact each, colours as words; plain text reads as well as markdown. */

interface InTime {
  readonly due: number;
  readonly inTime: number;
}

const chineseDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

/** 75%, 66.7%; — where there is nothing to measure; 100% only when nothing is missing. */
export function percent(rate: number | null): string {
  if (rate === null) return '—';
  const shown = rate < 1 ? Math.min(99.9, Math.round(rate * 1000) / 10) : 100;
  return `${shown}%`;
}

export const weeklyCopy = {
  title: (town: string) => `${town}信访周报`,
  asOf: (moment: string) => `截至 ${moment}`,
  sectionWeek: '本周',
  registered: (n: number) => `新收 ${n} 件`,
  voided: (n: number) => `作废 ${n} 件（重复或误登，不计入其他数）`,
  closed: (n: number) => `办结 ${n} 件`,
  fellDue: (n: number) => `到期 ${n} 件`,
  open: (n: number) => `未办结 ${n} 件`,
  yellow: (n: number) => `【黄】临期 ${n} 件`,
  red: (n: number) => `【红】逾期未结 ${n} 件`,
  rate: (rate: number | null) => `按期办结率 ${percent(rate)}`,
  rateParts: (onTime: number, closed: number, overdue: number) =>
    `按期办结 ${onTime} ÷（办结 ${closed}＋逾期未结 ${overdue}）`,
  target: (targetPercent: number, basis: string) => `目标 ${targetPercent}%（${basis}）`,
  sectionNotices: '按时告知',
  notices: ({ due, inTime }: InTime) => `书面告知：应 ${due}，按时 ${inTime}`,
  contacts: ({ due, inTime }: InTime) => `电话联系：应 ${due}，按时 ${inTime}`,
  sectionOverdue: '逾期未结',
  noneOverdue: '没有逾期未结的事项',
  overdueRow: (row: { number: string; unit: string; category: string; daysOverdue: number }) =>
    `【红·超期${row.daysOverdue}天】${row.number} ${row.unit} ${KIND_WORDS[row.category as keyof typeof KIND_WORDS] ?? row.category}`,
  more: (n: number) => `另有 ${n} 件`,
  sectionUnits: '各单位（机构顺序，不排名）',
  unitRow: (row: { unit: string; registered: number; closed: number; openOverdue: number; rate: number | null }) =>
    `${row.unit}：新收 ${row.registered}，办结 ${row.closed}，逾期 ${row.openOverdue}，按期率 ${percent(row.rate)}`,
  quietUnits: (n: number) => `其余 ${n} 个单位本周无事项`,
  moreUnits: (n: number) => `另有 ${n} 个单位`,
} as const;

export const weeklyChartCopy = {
  subtitle: (from: string, to: string, asOf: string) => `${chineseDay(from)}—${chineseDay(to)}　｜　截至 ${asOf}`,
  tiles: { registered: '新收', closed: '办结', fellDue: '到期', overdue: '逾期未结', rate: '按期办结率' },
  bars: '各单位办理情况（机构顺序，不排名）',
  onTime: '按期办结',
  late: '超期办结',
  overdue: '逾期未结',
  noBars: '没有办结的事项，也没有逾期未结的事项',
  moreUnits: (n: number) => `另有 ${n} 个单位，见文字周报`,
  formula: '按期办结率＝按期办结÷（办结＋逾期未结）',
} as const;
