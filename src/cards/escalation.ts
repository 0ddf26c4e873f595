import type { Card } from '../contract/card.ts';
import { pressureWords, reasonWords } from '../copy/escalation.ts';
import { zhDay, zhLeft } from '../copy/terms.ts';
import type { Clock } from '../domain/clock/run.ts';
import { type MatterCard, matterCard } from './matter-card.ts';

const unitField = ({ line }: MatterCard): { label: string; value: string }[] =>
  line.unitName === undefined ? [] : [{ label: pressureWords.unit, value: line.unitName }];

export interface WarningCard {
  readonly reason: string | undefined;
  readonly clock: Clock | undefined;
  readonly basis: string;
  /** For those above: they know, and the office answers. */
  readonly copy: boolean;
}

/** 预警提醒单: what is to be answered, by when, on what clause. */
export function warningCard(base: MatterCard, { reason, clock, basis, copy }: WarningCard): Card {
  const { number } = base.line.petition;
  return {
    ...matterCard(base),
    key: `warning:${number}`,
    tone: 'danger',
    title: pressureWords.warned(number),
    fields: [
      ...(reason === undefined ? [] : [{ label: pressureWords.reason, value: reason }]),
      ...unitField(base),
      ...(clock === undefined
        ? []
        : [
            {
              label: pressureWords.backBy,
              value: `${zhDay(clock.dueOn, base.today)} ${zhLeft(clock.dueOn, base.today)}`,
            },
          ]),
      copy
        ? { label: pressureWords.copy, value: pressureWords.copyNote }
        : { label: pressureWords.asked, value: pressureWords.askedParts },
      { label: pressureWords.basis, value: basis },
    ],
    actions: [
      copy
        ? { label: pressureWords.seen, command: `/签收 ${number}`, primary: true }
        : { label: pressureWords.reply, command: `/预警 ${number} 报回`, primary: true },
      { label: pressureWords.show, command: `/查 ${number}` },
      { label: pressureWords.why, command: `/为什么 ${number}` },
    ],
  };
}

export interface Suggested {
  readonly what: readonly string[];
  readonly because: readonly string[];
  readonly basis: readonly string[];
  /** Whom the town names to lead a case, first in order. */
  readonly leader: { readonly userid: string; readonly name: string } | undefined;
}

/** A threshold is reached: the next step as prepared lines; the clerk decides. */
export function suggestedCard(base: MatterCard, { what, because, basis, leader }: Suggested): Card {
  const { number } = base.line.petition;
  const reason = reasonWords(because);
  return {
    ...matterCard(base),
    key: `suggested:${number}`,
    tone: 'warn',
    title: pressureWords.suggested(number),
    fields: [
      { label: pressureWords.reason, value: reason },
      { label: pressureWords.suggestion, value: what.map((one) => pressureWords.suggestions[one] ?? '').join('、') },
      ...unitField(base),
      ...basis.map((value) => ({ label: pressureWords.basis, value })),
      { label: pressureWords.note, value: pressureWords.decide },
    ],
    actions: [
      ...(what.includes('warning')
        ? [{ label: pressureWords.sendWarning, command: `/预警 ${number} 原因:${reason}`, primary: true }]
        : []),
      ...(what.includes('case') && leader !== undefined
        ? [
            {
              label: pressureWords.nameLeader(leader.name),
              command: `/包案 ${number} ${leader.userid}`,
              primary: !what.includes('warning'),
            },
          ]
        : []),
      { label: pressureWords.show, command: `/查 ${number}` },
    ],
  };
}

/** 领办: the leader handles in person. */
export function takenOverCard(base: MatterCard, because: readonly string[], basis: string): Card {
  const { number } = base.line.petition;
  return {
    ...matterCard(base),
    key: `taken-over:${number}`,
    tone: 'warn',
    title: pressureWords.takenOver(number),
    fields: [
      { label: pressureWords.reason, value: reasonWords(because) },
      { label: pressureWords.whatNow, value: pressureWords.inPerson },
      ...unitField(base),
      { label: pressureWords.basis, value: basis },
    ],
    actions: [
      { label: pressureWords.seen, command: `/签收 ${number}`, primary: true },
      { label: pressureWords.takeCase, command: `/包案 ${number}` },
      { label: pressureWords.show, command: `/查 ${number}` },
    ],
  };
}
