import type { Card } from '../contract/card.ts';
import { reasonWords } from '../copy/escalation.ts';
import { REFERRAL_WORDS, teamWords } from '../copy/team.ts';
import { zhDay, zhLeft } from '../copy/terms.ts';
import type { TeamView, Tier } from '../domain/read/team.ts';
import { type MatterCard, matterCard } from './matter-card.ts';

/** Who works on the matter, line by line, for /查. */
export function teamLines(team: TeamView): string[] {
  const done = team.parts.filter((part) => part.done).map((part) => part.title);
  const missing = team.parts.filter((part) => !part.done).map((part) => part.title);
  return [
    ...(team.helpers.length === 0
      ? []
      : [
          `${teamWords.helpers}：${teamWords.list(team.helpers.map((one) => teamWords.helper(one.unitName, one.done)))}`,
        ]),
    ...(team.referrals.length === 0
      ? []
      : [
          `${teamWords.referred}：${teamWords.list(team.referrals.map((one) => teamWords.referredTo(REFERRAL_WORDS[one.to as keyof typeof REFERRAL_WORDS] ?? one.to, one.unitName)))}`,
        ]),
    ...(team.visitWanted ? [teamWords.visit] : []),
    ...(team.warned ? [teamWords.warned] : []),
    ...(team.takenOver === undefined
      ? []
      : [
          `${teamWords.takenOver}：${teamWords.takenOverBy(teamWords.list(team.takenOver.names), reasonWords(team.takenOver.because))}`,
        ]),
    ...(team.agentName === undefined ? [] : [`${teamWords.agent}：${team.agentName}`]),
    ...(team.leaderName === undefined ? [] : [`${teamWords.leader}：${team.leaderName}`]),
    ...(done.length === 0 ? [] : [`${teamWords.partsDone}：${teamWords.list(done)}`]),
    ...(missing.length === 0 ? [] : [`${teamWords.partsMissing}：${teamWords.list(missing)}`]),
  ];
}

/** 责任层级, from the first who acts upwards. */
export const tierLines = (tiers: readonly Tier[]): string[] =>
  tiers.length === 0
    ? []
    : [teamWords.tiers, ...tiers.map((tier) => `${tier.title}：${teamWords.list(tier.names) || teamWords.nothing}`)];

const dueField = ({ line, today }: MatterCard): { label: string; value: string }[] =>
  line.clock === undefined
    ? []
    : [{ label: teamWords.due, value: `${zhDay(line.clock.dueOn, today)} ${zhLeft(line.clock.dueOn, today)}` }];

/** 协办 for the head of a helping unit: receipt, answer, look. */
export function assistCard(base: MatterCard, units: readonly string[], requirement: string | undefined): Card {
  const { number } = base.line.petition;
  return {
    ...matterCard(base),
    key: `assist:${number}`,
    tone: 'info',
    title: teamWords.assistTitle(number),
    fields: [
      { label: teamWords.assistUnit, value: teamWords.list(units) },
      ...(base.line.unitName === undefined ? [] : [{ label: teamWords.ownerUnit, value: base.line.unitName }]),
      ...dueField(base),
      ...(requirement === undefined ? [] : [{ label: teamWords.requirement, value: requirement }]),
    ],
    actions: [
      { label: teamWords.sign, command: `/签收 ${number}`, primary: true },
      { label: teamWords.answer, command: `/协办 ${number} 答复` },
      { label: teamWords.show, command: `/查 ${number}` },
    ],
  };
}

/** 代办员 is named. */
export function agentCard(base: MatterCard): Card {
  const { number } = base.line.petition;
  return {
    ...matterCard(base),
    key: `agent:${number}`,
    tone: 'info',
    title: teamWords.agentTitle(number),
    fields: [
      { label: teamWords.agent, value: teamWords.agentNamed },
      { label: teamWords.requirement, value: teamWords.agentTask },
      ...(base.line.unitName === undefined ? [] : [{ label: teamWords.ownerUnit, value: base.line.unitName }]),
      ...dueField(base),
    ],
    actions: [
      { label: teamWords.seen, command: `/签收 ${number}`, primary: true },
      { label: teamWords.show, command: `/查 ${number}` },
      { label: teamWords.why, command: `/为什么 ${number}` },
    ],
  };
}

/** 包案: the leader, the team, what the case has and what it lacks. */
export function leadCard(base: MatterCard, team: TeamView, plan: string | undefined): Card {
  const { number } = base.line.petition;
  const missing = team.parts.filter((part) => !part.done).map((part) => part.title);
  return {
    ...matterCard(base),
    key: `lead:${number}`,
    tone: 'warn',
    title: teamWords.leadTitle(number),
    fields: [
      { label: teamWords.leader, value: team.leaderName ?? '' },
      ...(base.line.unitName === undefined ? [] : [{ label: teamWords.ownerUnit, value: base.line.unitName }]),
      ...dueField(base),
      ...(team.helpers.length === 0
        ? []
        : [{ label: teamWords.helpers, value: teamWords.list(team.helpers.map((one) => one.unitName)) }]),
      ...(plan === undefined ? [] : [{ label: teamWords.plan, value: plan }]),
      ...(team.parts.length === 0
        ? []
        : [
            {
              label: teamWords.partsMissing,
              value: missing.length === 0 ? teamWords.nothing : teamWords.list(missing),
            },
          ]),
    ],
    actions: [
      { label: teamWords.seen, command: `/签收 ${number}`, primary: true },
      { label: teamWords.show, command: `/查 ${number}` },
      { label: teamWords.why, command: `/为什么 ${number}` },
    ],
  };
}
