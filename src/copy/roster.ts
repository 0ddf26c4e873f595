import { type LocalDay, weekdayOf } from '../core/local-day.ts';
import { zhDay } from './terms.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** 周一, 星期一, 礼拜1 → 1; 日 and 天 → 7. */
export function weekdayOfWord(word: string): number | undefined {
  const found = /^(?:周|星期|礼拜)([一二三四五六日天1-7])$/u.exec(word)?.[1];
  if (found === undefined) return undefined;
  const at = WEEKDAYS.indexOf(found === '天' ? '日' : found);
  return at >= 0 ? at + 1 : Number(found);
}

export const weekdayWord = (weekday: number): string => `周${WEEKDAYS[weekday - 1]}`;
const dayWord = (day: LocalDay): string =>
  `${weekdayWord(weekdayOf(day))} ${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

export const rosterWords = {
  offWord: /^(取消|空|无)$/u,
  title: (place: string | undefined, days: string): string =>
    place === undefined ? `**领导接访值班** ${days}` : `**${place}值班** ${days}`,
  line: (day: LocalDay, name: string, substitute: string | undefined): string =>
    `${dayWord(day)}　${name}${substitute === undefined ? '' : `（替班：${substitute}）`}`,
  insteadLine: (day: LocalDay, name: string, of: string | undefined): string =>
    `${dayWord(day)}　${name}（替${of ?? '已离开的人员'}）`,
  gapLine: (day: LocalDay, of: string | undefined, why: 'left' | 'away' | undefined): string =>
    `${dayWord(day)}　缺${why === 'left' ? '（原定的人已离开）' : why === 'away' ? `（${of}外出）` : ''}`,
  gaps: (days: readonly LocalDay[]): string => `缺：${days.map((day) => weekdayWord(weekdayOf(day))).join('、')}`,
  noDays: '本周没有工作日。',
  noGaps: '本周没有空缺。',
  mainLeader: (days: number, wanted: number): string =>
    days >= wanted ? `主要领导本周接访${days}天。` : `【黄】主要领导本周接访${days}天，应${wanted}天。`,
  how: (place: string | undefined): string =>
    `要改请发：/值班 ${place === undefined ? '' : `${place} `}周一 姓名 替班:姓名`,
  set: (place: string | undefined, when: string, name: string, substitute: string | undefined): string =>
    [
      `${place ?? '领导接访'}${when}：${name}${substitute === undefined ? '' : `，替班${substitute}`}。`,
      '写错了重发一次就行。',
    ].join('\n'),
  off: (place: string | undefined, when: string): string => `${place ?? '领导接访'}${when}的值班已取消。`,
  onDay: (day: LocalDay, today: LocalDay): string => zhDay(day, today),
  announceTitle: (day: LocalDay, today: LocalDay): string => `**${zhDay(day, today)}接访**`,
  yours: '今天由您接访。\n接完请记：/接访 3批 8人次',
  today: (name: string, of: string | undefined): string =>
    `今天接访领导：${name}${of === undefined ? '' : `（替${of}）`}`,
  nobody: (of: string | undefined, day: string): string =>
    `今天没有接访领导${of === undefined ? '' : `（${of}不在）`}。\n请排：/值班 ${day} 姓名`,
} as const;

export const receptionWords = {
  /** 接访 itself; a town may log more kinds beside it. */
  kind: '接访',
  takeBack: /^(撤销|撤回|取消)$/u,
  problem: '请写几批、几人次，例如：/接访 3批 8人次',
  fewer: '人次不能比批数少，请核对。',
  kinds: (kinds: readonly string[]): string => `可以记：${kinds.join('、')}。`,
  done: (kind: string, batches: number, people: number, day: string, leader: string): string =>
    [
      `已记：${day} ${kind} ${batches}批${people}人次，${leader}接访。`,
      '来访事项请逐件登记：/登记 事由 方式:来访',
      '记错了，当天可发：/接访 撤销',
    ].join('\n'),
  takenBack: (kind: string, batches: number, people: number): string => `已撤销：${kind} ${batches}批${people}人次。`,
  title: '**接访情况**',
  week: (days: string): string => `本周（${days}）`,
  month: (days: string): string => `本月（${days}）`,
  line: (kind: string, batches: number, people: number): string => `${kind} ${batches}批 ${people}人次`,
  none: '没有记录',
  group: '接访已记下。',
} as const;

/** 节前清单: matters only. */
export const holidayWords = {
  title: (name: string, days: string): string => `**节前清单｜${name}（${days}）**`,
  rest: '连休',
  head: (n: number): string => `期限落在节中的有${n}件，请在节前办好：`,
  line: (headline: string, clock: string, by: string): string => `${headline}\n　${clock}，最后一个工作日${by}`,
  more: (n: number): string => `另有${n}件，请发 /今天 查看。`,
} as const;
