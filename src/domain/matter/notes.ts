import type { events } from '../../db/schema.ts';
import { liftPersonal } from '../../core/privacy.ts';
import type { DomainContext } from '../context.ts';
import { MARKS } from '../../core/text-marks.ts';
import { knownOf, readIdentity } from './identity.ts';
import { petitionVault } from './key.ts';

/** What was typed with events, word for word; a matter whose key was erased says nothing any more. */
export async function readNotes(
  ctx: Pick<DomainContext, 'tx' | 'vault'>,
  petitionId: string,
  list: readonly (typeof events.$inferSelect)[],
): Promise<Map<string, string>> {
  const vault = await petitionVault(ctx, petitionId);
  const notes = new Map<string, string>();
  if (vault === undefined) return notes;
  for (const event of list) {
    if (event.note !== null) notes.set(event.id, vault.openText(event.note, `note:${event.id}`));
  }
  return notes;
}

/**
 * The same as it is shown: without telephone and identity numbers and without what was given of the petitioner. The note keeps
 * them, sealed.
 */
export async function shownNotes(
  ctx: Pick<DomainContext, 'tx' | 'vault'>,
  petitionId: string,
  list: readonly (typeof events.$inferSelect)[],
): Promise<Map<string, string>> {
  const notes = await readNotes(ctx, petitionId, list);
  if (notes.size === 0) return notes;
  const known = knownOf(await readIdentity(ctx, petitionId));
  return new Map([...notes].map(([id, note]) => [id, liftPersonal(note, MARKS, known).text]));
}
