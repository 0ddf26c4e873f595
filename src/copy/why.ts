import type { LocalDay } from '../core/local-day.ts';

const RECEIVER_WORDS: Record<string, string> = {
  'main-leader': '主要领导',
  'unit-leader': '条线领导',
  'area-leader': '联村领导',
  'unit-head': '单位负责人',
  handler: '经办人',
  desk: '信访办',
  registrar: '首问责任人',
};
/** 主要领导, or 单位负责人、条线领导: whoever the rule names. */
export const receiverText = (to: readonly string[]): string => to.map((one) => RECEIVER_WORDS[one] ?? one).join('、');
const STATE_WORDS: Record<string, string> = { running: '进行中', met: '已按期完成', missed: '逾期', stopped: '已终止' };

/** How a limit ended: 已按期完成（2026-03-09） */
export const endedWords = (state: string, endedOn: LocalDay | null): string =>
  `${STATE_WORDS[state] ?? state}${endedOn === null ? '' : `（${endedOn}）`}`;

export const why = {
  none: (number: string): string => `${number} 目前没有时限。`,
  /** Fixed form: checks from outside read it. */
  head: (title: string, dueOn: LocalDay, basis: string): string => `${title}｜到期 ${dueOn}｜依据${basis}`,
  state: (state: string, colour: string, endedOn: LocalDay | null): string => `${colour}${endedWords(state, endedOn)}`,
  /** 来文: the sender's day is not ours to move. */
  named: (day: LocalDay): string => `${day} 是来文指定的日期，遇休息日不顺延`,
  extended: (days: number, dueOn: LocalDay): string => `经批准延长 ${days} 天，到期 ${dueOn}`,
  heard: (days: number, dueOn: LocalDay): string => `听证所需的 ${days} 天不计入，到期 ${dueOn}（条例第三十六条）`,
  yellow: (day: LocalDay): string => `赋黄色：${day} 起`,
  yellowGap: (setting: number): string => `赋黄色：本镇文件漏写天数，待填（管理员发 /设置 ${setting} 天数）`,
  mayExtend: (max: number, by: readonly string[], basis: string): string =>
    `可延长：合计不超过 ${max} 天，由${receiverText(by)}批准（${basis}）`,
  legal: '法定时限，镇里的规定不能推后',
  internal: '镇内时限，不改变法定期限',
  borrowed: (from: string): string => `本镇借用${from}的规定`,
} as const;
