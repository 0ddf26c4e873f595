import type { LocalDay } from '../core/local-day.ts';
import { zhDay, zhLeft } from './terms.ts';

export const stageLost = {
  desk: (number: string, title: string, dueOn: LocalDay, today: LocalDay): string =>
    [
      `${number} 有一步提醒没能发出：${title} ${zhDay(dueOn, today)}到期，${zhLeft(dueOn, today)}。`,
      '机器人找不到这一步的规则，不知道该提醒谁，已告诉管理员。',
      `请您直接提醒，可发：/催办 ${number}`,
    ].join('\n'),
  admin: (what: string): string =>
    [
      '有一步时限提醒找不到规则，没能发给该提醒的人；信访办已另收到通知。',
      `规则：${what}`,
      '请转告维护人员查 /readyz 和 docs/operations.md。',
    ].join('\n'),
} as const;
