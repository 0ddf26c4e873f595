/** What 同意 puts into effect, before anything is written. */
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { Clock } from '../clock/moves.ts';
import type { Period } from '../deadline/due.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { type Approval, refuseOwn, wasDecided } from './ask.ts';
import type { Matter } from '../matter/parts.ts';
import { missedMeanwhile } from '../handling/extension.ts';
import { refuseUnready } from '../handling/steps.ts';
import type { EventInput } from '../matter/record.ts';
import { refuseVoiding, type VoidFacts } from '../handling/voiding.ts';
import { warningRule } from '../handling/warning.ts';

/** An event as far as it is known before it is written. */
export type ToWrite = Pick<EventInput, 'kind' | 'data'> & { readonly patch?: Partial<Petition> };

/** What a question holds back until it is signed. */
export type Effect =
  | {
      readonly as: 'assign';
      readonly unit: string;
      readonly handler: string | undefined;
      readonly period: Period | undefined;
      readonly by: string | undefined;
      /** On the timeline, what was typed with it; `isReason`: it says why it leaves the former unit. */
      readonly noteOf: string | undefined;
      readonly isReason: boolean;
    }
  | { readonly as: 'extend'; readonly clockId: string; readonly days: number; readonly isSecond: boolean }
  | { readonly as: 'close'; readonly event: string; readonly by: string | undefined }
  /** What waits on the timeline. */
  | { readonly as: 'correct' | 'void' | 'warning'; readonly event: string };

const HELD_EVENT = { correct: 'correction', void: 'voiding', warning: 'answer' } as const;

/** Undefined: nothing is held, the signature is all that there is. */
export function effectOf({ kind, held }: Pick<Approval, 'kind' | 'held'>): Effect | undefined {
  const word = (key: string): string | undefined => (typeof held[key] === 'string' ? held[key] : undefined);
  const by = word('by');
  const [unit, clockId, closing] = [word('unit'), word('clockId'), word('closing')];
  if (kind === 'instruct' && unit !== undefined) {
    return {
      as: 'assign',
      unit,
      handler: word('handler'),
      period: (held['period'] as Period | null | undefined) ?? undefined,
      by,
      noteOf: word('requirementEvent'),
      isReason: held['reason'] === true,
    };
  }
  if (kind === 'extend' && clockId !== undefined && typeof held['days'] === 'number') {
    return { as: 'extend', clockId, days: held['days'], isSecond: held['secondLimit'] === true };
  }
  if (kind === 'close' && closing !== undefined) return { as: 'close', event: closing, by };
  if (kind !== 'correct' && kind !== 'void' && kind !== 'warning') return undefined;
  const event = word(HELD_EVENT[kind]);
  return event === undefined ? undefined : { as: kind, event };
}

/** `voiding`: of an open question to void it. */
type Deciding = Matter<'policy' | 'demands' | 'timeline' | 'approvals' | 'clocks' | 'today'> & {
  readonly actor: Actor;
  readonly voiding: VoidFacts | undefined;
};

/** 批示 that nobody asked for. @throws UserError approval.none, approval.decided */
export function refuseUnasked(
  actor: Actor,
  { petition, approvals }: Matter<'approvals'>,
  opinion: string | undefined,
): void {
  const { number } = petition;
  if (!may(actor, 'approve:unasked', petition)) throw new UserError('approval.none', { number });
  if (opinion !== undefined || !wasDecided(approvals)) return;
  // Two leaders pressed 同意 at once, or one twice: the second has nothing of its own to say. What waits for somebody else is not signed yet.
  const isOpen = approvals.some(({ state }) => state === 'open');
  throw isOpen ? new UserError('approval.none', { number }) : new UserError('approval.decided', {});
}

/** The clock that an extension is about. @throws UserError extend.over */
export function clockExtended({ number }: Petition, clocks: readonly Clock[], clockId: string): Clock {
  const clock = clocks.find(({ id, state }) => id === clockId && state === 'running');
  if (clock === undefined) throw new UserError('extend.over', { number });
  return clock;
}

/** What 同意 writes, without a word of its own. @throws UserError as `decide` */
export function agreeing(matter: Deciding, approval: Approval | undefined): ToWrite[] {
  if (approval === undefined) {
    refuseUnasked(matter.actor, matter, undefined);
    return [{ kind: 'instructed' }];
  }
  refuseOwn(matter.petition, approval, matter.actor.userid);
  if (approval.kind === 'review') return [{ kind: 'reviewed', data: { agreed: true } }];
  const isLate = missedMeanwhile(matter.clocks, approval, matter.today) !== undefined;
  return [{ kind: 'instructed' }, ...(isLate ? [] : taking(matter, effectOf(approval)))];
}

function taking(matter: Deciding, effect: Effect | undefined): ToWrite[] {
  const { petition } = matter;
  switch (effect?.as) {
    case undefined:
      return [];
    case 'assign':
      return [{ kind: 'assigned', data: { unit: effect.unit, period: effect.period } }];
    case 'extend':
      clockExtended(petition, matter.clocks, effect.clockId);
      return [{ kind: effect.isSecond ? 'limit-reset' : 'extended' }];
    case 'close':
      refuseUnready(matter);
      return [{ kind: 'closed' }];
    case 'correct':
      return matter.timeline.some(({ id }) => id === effect.event) ? [{ kind: 'corrected' }] : [];
    case 'void':
      refuseVoiding(matter, matter.voiding, matter.actor.userid);
      return matter.voiding === undefined ? [] : [{ kind: 'voided' }];
    case 'warning':
      warningRule(matter.policy, petition);
      return [{ kind: 'warning-answered' }];
  }
}
