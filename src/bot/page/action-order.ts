import type { Status } from '../../domain/matter/codes.ts';

/** What a matter waits for in each state, the nearest step first: as the words of the state say it (`STATUS_WORDS`). */
const AWAITED: Readonly<Record<Status, readonly string[]>> = {
  registered: ['assign', 'admit', 'classify'],
  admitted: ['assign', 'serve'],
  declined: ['serve'],
  returned: ['assign'],
  assigned: ['sign'],
  handling: [],
  replied: ['serve'],
  served: ['close'],
  closed: ['followup'],
  void: [],
  merged: [],
  'sent-back': [],
};

/** Which comes first among those that nothing waits for; a further form of a command stands with its place among them. */
const ORDER = [
  ...['sign', 'contact', 'review', 'approve', 'assist 1', 'admit', 'progress', 'reply', 'serve', 'close', 'followup'],
  ...['assign', 'classify', 'urge', 'supervise', 'assist', 'extend', 'return', 'transfer', 'supplement', 'reopen'],
  ...['show', 'serve 1', 'recuse', 'recuse 1', 'undo'],
];

/** By which command an open question of this kind is answered. */
export const ANSWERED_BY: Readonly<Record<string, string>> = { review: 'review', return: 'return' };
export const ANSWERED_ELSE = 'approve';

export interface Ranked {
  /** English name of the command, and which of its forms. */
  readonly verb: string;
  readonly form: number;
  /** Place of the nearest limit that it would settle among those that press, or undefined. */
  readonly settles: number | undefined;
}

/**
 * Where an action stands: what this reader is asked for, then what the state of the matter waits for, then what settles the nearest
 * limit, then the usual order. Small numbers first.
 */
export function rankOf(action: Ranked, status: Status, askedOf: ReadonlySet<string>): number {
  const { verb, form, settles } = action;
  if (askedOf.has(verb)) return 0;
  // Only the form that a command is mostly given by is what a state waits for.
  const awaited = form === 0 ? AWAITED[status].indexOf(verb) : -1;
  if (awaited >= 0) return 1 + awaited;
  if (settles !== undefined) return 100 + settles;
  const place = ORDER.indexOf(form === 0 ? verb : `${verb} ${form}`);
  return 1_000 + (place === -1 ? ORDER.length : place);
}
