import type { Card } from '../contract/card.ts';
import type { LocalDay } from '../core/local-day.ts';
import { noticeWords } from '../copy/notices.ts';
import { COLOUR_WORDS, LETTER_WORDS, questionWord, SIGNATURE_WORDS, zhDay, zhLeft } from '../copy/terms.ts';
import type { Clock } from '../domain/clock/run.ts';
import type { Approval } from '../domain/approval/ask.ts';
import { clockColour } from './colour.ts';
import { type MatterCard, matterCard } from './matter-card.ts';

const dueField = (clock: Clock | undefined, today: LocalDay): { label: string; value: string }[] =>
  clock === undefined
    ? []
    : [{ label: noticeWords.due, value: `${zhDay(clock.dueOn, today)} ${zhLeft(clock.dueOn, today)}` }];
/** Where a matter has several clocks, the day says which one's it is. */
const dueOf = (clock: Clock | undefined, today: LocalDay): { label: string; value: string }[] =>
  dueField(clock, today).map(({ label, value }) => ({ label, value: `${clock!.title} ${value}` }));

/** 交办 to the unit: sign in, give back, or look. */
export function assignedCard(
  base: MatterCard,
  { requirement, reason }: { readonly requirement?: string; readonly reason?: string },
): Card {
  const { number } = base.line.petition;
  return {
    ...matterCard(base),
    key: `assigned:${number}`,
    tone: 'info',
    title: noticeWords.assigned(number),
    fields: [
      { label: noticeWords.unit, value: base.line.unitName ?? '' },
      ...dueField(base.line.clock, base.today),
      ...(base.line.clock === undefined ? [] : [{ label: noticeWords.basis, value: base.line.clock.basis }]),
      ...(requirement === undefined ? [] : [{ label: noticeWords.requirement, value: requirement }]),
      ...(reason === undefined ? [] : [{ label: noticeWords.passedOn, value: reason }]),
    ],
    actions: [
      { label: noticeWords.sign, command: `/签收 ${number}`, primary: true },
      { label: noticeWords.show, command: `/查 ${number}` },
      { label: noticeWords.why, command: `/为什么 ${number}` },
    ],
  };
}

/** One stage of a clock, to the person who answers for it or stands above. */
export function reminderCard(base: MatterCard, clock: Clock, letter: string | undefined): Card {
  const { number } = base.line.petition;
  const colour = clockColour(clock, base.today);
  const name = letter === undefined ? noticeWords.reminder : LETTER_WORDS[letter];
  return {
    ...matterCard(base),
    key: `reminder:${number}`,
    tone: colour === 'red' ? 'danger' : colour === 'yellow' ? 'warn' : 'info',
    title: `${COLOUR_WORDS[colour]}${number} ${name}`,
    fields: [
      { label: noticeWords.clock, value: clock.title },
      ...dueField(clock, base.today),
      ...(base.line.unitName === undefined ? [] : [{ label: noticeWords.unit, value: base.line.unitName }]),
      { label: noticeWords.basis, value: clock.basis },
    ],
    actions: [
      { label: noticeWords.seen, command: `/签收 ${number}`, primary: true },
      { label: noticeWords.show, command: `/查 ${number}` },
      { label: noticeWords.why, command: `/为什么 ${number}` },
    ],
  };
}

/** A signature is asked: what takes effect with 同意 stands on the card. */
export function signCard(
  base: MatterCard,
  approval: Approval,
  asker: string,
  what: string,
  more: {
    /** The absent signer whose place the reader takes. */
    readonly takes?: string | undefined;
    /** The clock that an extension is asked for. */
    readonly clock?: Clock | undefined;
    /** Why it is asked for. */
    readonly reason?: string | undefined;
    /** Who answered it, how and when. */
    readonly decided?: string | undefined;
  } = {},
): Card {
  const { number } = base.line.petition;
  const word = SIGNATURE_WORDS[approval.kind] ?? '';
  const verb = approval.kind === 'review' ? '审核' : approval.kind === 'return' ? '退回' : '批示';
  const suffix = verb === '批示' ? ` 事项:${questionWord(approval.kind, more.clock?.title)}` : '';
  return {
    ...matterCard(base),
    key: `sign:${approval.id}`,
    tone: 'warn',
    title: noticeWords.sign_(number, word),
    fields: [
      ...(more.decided === undefined ? [] : [{ label: noticeWords.decidedLabel, value: more.decided }]),
      { label: noticeWords.asks, value: asker },
      { label: noticeWords.matter, value: what },
      ...(more.reason === undefined ? [] : [{ label: noticeWords.reason, value: more.reason }]),
      ...(more.takes === undefined ? [] : [{ label: noticeWords.takesPlace, value: more.takes }]),
      ...dueOf(more.clock ?? base.line.clock, base.today),
    ],
    actions: [
      { label: noticeWords.agree, command: `/${verb} ${number} 同意${suffix}`, primary: true },
      { label: noticeWords.refuse, command: `/${verb} ${number} 不同意${suffix}` },
      { label: noticeWords.show, command: `/查 ${number}` },
    ],
  };
}

/** 回访 after closing: the answer is one tap. */
export function followUpCard(base: MatterCard): Card {
  const { number } = base.line.petition;
  return {
    ...matterCard(base),
    key: `follow-up:${number}`,
    tone: 'info',
    title: noticeWords.followUp(number),
    fields: [
      {
        label: noticeWords.closedOn,
        value: base.line.petition.closedOn === null ? '' : zhDay(base.line.petition.closedOn, base.today),
      },
    ],
    actions: [
      { label: '满意', command: `/回访 ${number} 满意`, primary: true },
      { label: '基本满意', command: `/回访 ${number} 基本满意` },
      { label: '不满意', command: `/回访 ${number} 不满意` },
      { label: '未联系上', command: `/回访 ${number} 未联系上` },
    ],
  };
}
