import type { Actor } from '../../contract/command.ts';
import type { LetterKind } from '../../contract/letter.ts';
import type { DomainContext } from '../context.ts';
import { tell } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';
import { reveal } from '../read/reveal.ts';
import { TO_UNIT } from './facts.ts';
import type { LetterRow } from './store.ts';

/** A letter that names the petitioner is a look at an unmasked identity, however it is opened. */
export async function noteReading(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  kind: LetterKind,
  reason: string,
): Promise<void> {
  if (!TO_UNIT.has(kind)) await reveal(ctx, actor, petition, reason);
}

/**
 * Sends a letter's file once more, to whoever asked and may know the matter; always in private. One that names the petitioner is a
 * look at an unmasked identity, and is written down as such (个人信息保护法 art. 51).
 */
export async function fetchLetter(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  letter: LetterRow,
  options: { readonly msgid: string; readonly reason: string },
): Promise<void> {
  await noteReading(ctx, actor, petition, letter.kind as LetterKind, options.reason);
  await tell(ctx, {
    once: `letter:${letter.id}:${actor.userid}:${options.msgid}`,
    to: { person: actor.userid },
    kind: 'letter',
    townId: petition.townId,
    petitionId: petition.id,
    refs: { letterId: letter.id },
    urgent: true,
  });
}
