import type { LocalDay } from '../core/local-day.ts';
import { zhDay } from './terms.ts';

const CLOSES = (day: LocalDay, time: string, today: LocalDay): string => `${zhDay(day, today)} ${time}`;
/** 3月2日—3月8日; one day stands alone; years only where they differ from each other, or from today's. */
export const span = (from: LocalDay, to: LocalDay, today: LocalDay = to): string => {
  const short = (day: LocalDay): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
  const yearIf = (isSaid: boolean, day: LocalDay): string => (isSaid ? `${day.slice(0, 4)}年` : '');
  const differ = from.slice(0, 4) !== to.slice(0, 4);
  const past = to.slice(0, 4) !== today.slice(0, 4);
  const first = `${yearIf(differ || past, from)}${short(from)}`;
  return from === to ? first : `${first}—${yearIf(differ, to)}${short(to)}`;
};

/** Prompts to units: problems found, or one tap that there are none. */
export const promptWords = {
  called: '排查通知',
  title: (title: string, again: boolean): string => `${again ? '还没报：' : '请报：'}${title}`,
  period: '期间',
  closes: '截止',
  closesAt: CLOSES,
  basis: '依据',
  unit: '单位',
  how: '有问题，请逐件登记：\n/登记 事由 方式:排查 地点:…\n登记了就算报了。',
  nil: '零报告',
  register: '怎么登记',
  nilLine: (title: string, slot: string, unit: string): string => `/零报告 ${title} ${slot} 单位:${unit}`,
  helpLine: '/帮助 登记',
  done: (title: string, days: string, unit: string, late: boolean): string =>
    [
      '已记下零报告。',
      `${title}（${days}）`,
      `${unit}：没有发现问题。`,
      ...(late ? ['已过截止，按补报记。'] : []),
      '后来发现了，直接登记就行：',
      '/登记 事由 方式:排查',
    ].join('\n'),
  already: (title: string, unit: string): string => `${unit}的${title}已经报过零报告，不用再报。`,
  alreadyMatters: (title: string, unit: string, n: number): string =>
    `${unit}本期已登记排查事项${n}件，\n${title}算已报，不用零报告。`,
  spent: '已零报告',
  receipts: (title: string, days: string, asked: number, done: number): string =>
    `**${title}**（${days}）\n应报 ${asked}，已报 ${done}。`,
  parts: (nil: number, withMatters: number): string => `其中零报告 ${nil}，登记了事项 ${withMatters}。`,
  silent: (units: readonly string[]): string => `未报：${units.join('、')}`,
  complete: '已报齐。',
  group: '零报告已记下。',
} as const;
