import type { LetterKind } from '../../contract/letter.ts';
import type { events } from '../../db/schema.ts';
import type { Petition } from '../petition/access.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Policy } from '../policy/policy.ts';

type EventRow = typeof events.$inferSelect;

/** Sent down with the wish to hear how it ended (条例 art. 22). */
const REPORTED_BACK: readonly string[] = ['superior', 'leader', 'hotline'];

/**
 * Which letters an event calls for (docs/letters.md has this table in words). Commands know nothing of letters: what happened
 * decides.
 */
export function lettersOf(
  event: Pick<EventRow, 'kind' | 'data'>,
  petition: Petition,
  policy: Policy,
): readonly LetterKind[] {
  switch (event.kind) {
    case 'assigned':
      // An accusation goes to those who may handle it, on their own terms (art. 30).
      return petition.kind === 'accusation' ? ['forward'] : ['assign'];
    case 'warned':
      return ['warn'];
    case 'referred':
      return ['forward'];
    case 'objected':
      return ['object'];
    case 'supervised':
      return ['supervise'];
    case 'admitted':
      // Where name or address are unclear no notice is owed (art. 23).
      return petition.identityKnown ? ['accept'] : [];
    case 'declined':
      if (!petition.identityKnown) return [];
      return event.data['decision'] === 'exhausted' ? ['exhausted'] : ['decline'];
    case 'extended':
      // A town's own limit is no concern of the petitioner's.
      return policy.clocks.some((rule) => rule.legal && rule.kind === event.data['clock']) ? ['extend'] : [];
    case 'reviewed':
      return event.data['agreed'] === true && isAnswered(petition) ? ['opinion'] : [];
    case 'replied':
      return isAnswered(petition) && signaturesFor(policy, 'review', petition).length === 0 ? ['opinion'] : [];
    case 're-examined':
      if (!petition.identityKnown) return [];
      return [event.data['level'] === 'recheck' ? 'recheck' : 'review'];
    case 'hearing-set':
      return petition.identityKnown ? ['hearing'] : [];
    case 'mediated':
      return petition.identityKnown ? ['mediation'] : [];
    case 'closed':
      return REPORTED_BACK.includes(petition.channel) ? ['closing'] : [];
    default:
      return [];
  }
}

/** 处理意见书 is the paper of art. 31(6); the other branches end in papers of their own procedures. */
const isAnswered = ({ kind, branch, identityKnown, status }: Petition): boolean =>
  identityKnown && status === 'replied' && (kind === null || (kind === 'appeal' && (branch === null || branch === 6)));

/** Events that may call for a letter at all: all others cost nothing. */
export const MAY_CALL: ReadonlySet<string> = new Set([
  'assigned',
  'warned',
  'referred',
  'objected',
  'supervised',
  'admitted',
  'declined',
  'extended',
  'reviewed',
  'replied',
  're-examined',
  'hearing-set',
  'mediated',
  'closed',
]);

/** Events with which a letter that lacked something may have become complete. */
export const MAY_COMPLETE: ReadonlySet<string> = new Set([
  'supplemented',
  'classified',
  'admitted',
  'assigned',
  'replied',
  'served',
]);
