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
      return ['assign'];
    case 'supervised':
      return ['supervise'];
    case 'admitted':
      // Where name or address are unclear no notice is owed (art. 23).
      return petition.identityKnown ? ['accept'] : [];
    case 'declined':
      return petition.identityKnown ? ['decline'] : [];
    case 'extended':
      // A town's own limit is no concern of the petitioner's.
      return policy.clocks.some((rule) => rule.legal && rule.kind === event.data['clock']) ? ['extend'] : [];
    case 'reviewed':
      return event.data['agreed'] === true && isAnswered(petition) ? ['opinion'] : [];
    case 'replied':
      return isAnswered(petition) && signaturesFor(policy, 'review', petition).length === 0 ? ['opinion'] : [];
    case 'closed':
      return REPORTED_BACK.includes(petition.channel) ? ['closing'] : [];
    default:
      return [];
  }
}

/** 处理意见书 is the paper of art. 31(6); the other branches end in papers of their own procedures. */
const isAnswered = ({ kind, branch, identityKnown, status }: Petition): boolean =>
  identityKnown && status === 'replied' && (kind === null || (kind === 'appeal' && (branch === null || branch === 6)));

/** Events with which a letter that lacked something may have become complete. */
export const MAY_COMPLETE: ReadonlySet<string> = new Set([
  'supplemented',
  'classified',
  'admitted',
  'assigned',
  'replied',
  'served',
]);
