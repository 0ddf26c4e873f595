import type { LocalDay } from '../core/local-day.ts';
import type { Noise, RoleNoise } from '../domain/report/noise.ts';
import type { BudgetRole } from '../domain/policy/policy.ts';
import { zhDay } from './terms.ts';

export const NOISE_WORD = '打扰';
const ROLES: Readonly<Record<BudgetRole, string>> = {
  desk: '信访办',
  leader: '领导',
  head: '单位负责人',
  member: '其他人',
};
const ORDER: readonly BudgetRole[] = ['desk', 'leader', 'head', 'member'];

const roleLine = (one: RoleNoise, limit: number | undefined): string =>
  [
    `${ROLES[one.role]}${one.people}人：7天共${one.messages}条，一人一天最多${one.most}条`,
    limit === undefined ? '' : `（上限${limit}，红灯和到场不计）`,
    one.taps === 0 ? '' : `；要点已阅${one.taps}条，点了${one.tapped}条`,
    one.questions === 0 ? '' : `；请签${one.questions}件，签了${one.answered}件`,
  ].join('');

/** What everybody was sent and asked; the count of reminders first. */
export function noiseText(
  { from, to, count, roles }: Noise,
  budget: Readonly<Record<BudgetRole, number>> | undefined,
  today: LocalDay,
): string {
  return [
    `**打扰统计** ${zhDay(from, today)}—${zhDay(to, today)}`,
    count === undefined
      ? '还没有核对过提醒，每个工作日早上核对一次。'
      : `${zhDay(count.day, today)}提醒核对：应提醒${count.due}，送达${count.sent}，已阅${count.read}。`,
    ...ORDER.flatMap((role) => roles.filter((one) => one.role === role)).map((one) =>
      roleLine(one, budget?.[one.role]),
    ),
    '不算晨报、回复和文书附件。只按岗位数，不记哪个人。',
    '要改上限请发：/设置',
  ].join('\n');
}
