import type { events } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { petitionVault } from './vault.ts';

/** Reads what was typed with events; a matter whose key was erased says nothing any more. */
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
