import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import { mayAccuseInPassing } from './reading.ts';

/** What is about to be written of a matter. */
interface Written {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly note?: string;
  /** Of the note, what is written for the first time. */
  readonly fresh?: string;
  readonly patch?: { readonly sealed?: boolean };
}

/**
 * What is written into an open matter is read by the office that has it, and goes out on its letters. Words that accuse somebody are
 * written nowhere until the typist says whose they are: what the petitioner says seals the matter, the office's own words stay.
 * @throws UserError accusation.said
 */
export async function refuseAccusing(ctx: DomainContext, petition: Petition, event: Written): Promise<void> {
  const said = event.fresh ?? event.note;
  if (said === undefined || ctx.saidOwn === true) return;
  if (petition.sealed || event.patch?.sealed === true) return;
  // What a signature puts into effect was read when it was written.
  if (event.data?.['partOf'] !== undefined) return;
  if (!(await mayAccuseInPassing(ctx, petition.townId, said))) return;
  throw new UserError('accusation.said', { number: petition.number, said });
}
