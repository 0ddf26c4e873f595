import type { Vault } from '../../core/vault.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { events } from '../../db/schema.ts';
import { moveClocks } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { issueLetters } from '../letter/issue.ts';
import { CHAIN_FORM, chainHash } from './chain.ts';
import { type EventKind, type PetitionEvent, readEvent } from './events.ts';
import { addRows, EVENTS, rowsOf } from './file.ts';
import type { Petition } from './access.ts';
import { changeMatter } from './row.ts';
import { refuseAccusing } from '../accusation/own-words.ts';
import { dropIdle } from '../approval/passed-questions.ts';
import { pullTriggers } from '../handling/thresholds.ts';
import { guardUnnamed } from '../accusation/unnamed.ts';
import { petitionVault } from './key.ts';

export { readNotes } from './notes.ts';
export { standing, timelineOf } from './timeline.ts';
export { createPetitionVault, petitionVault } from './key.ts';

export type { EventKind, PetitionEvent } from './events.ts';

/** Columns of the projection an event may change. */
export type PetitionPatch = Partial<Omit<Petition, 'id' | 'townId' | 'lastSeq' | 'lastHash'>>;

export interface EventInput {
  readonly kind: EventKind;
  readonly by: string;
  /** The day it counts for; the day it is typed unless said otherwise. */
  readonly onDay?: LocalDay;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Free text: sealed with the matter's key. */
  readonly note?: string;
  /** Of the note, what is written for the first time; the rest stood in the matter before. */
  readonly fresh?: string;
  /** What seals a matter goes through `recordGuarded`, which first shuts out whom its words name. */
  readonly patch?: Omit<PetitionPatch, 'sealed'> & { readonly sealed?: false };
  readonly undoes?: string;
}

/**
 * Appends one event, changes the projection, moves the clocks and issues its letters, in the caller's transaction. The petition must be
 * locked by the caller (it was loaded `for update`), so that its sequence has no rival.
 */
export async function record(
  ctx: DomainContext,
  petition: Petition,
  input: EventInput,
  vault?: Vault,
): Promise<{ event: PetitionEvent; petition: Petition }> {
  await guardUnnamed(ctx, petition, input);
  await refuseAccusing(ctx, petition, input);
  const id = ctx.ids.uuid(ctx.at);
  const patch = input.patch ?? {};
  const before = asStored(Object.fromEntries(Object.keys(patch).map((key) => [key, petition[key as keyof Petition]])));
  const noteVault = input.note === undefined ? undefined : (vault ?? (await petitionVault(ctx, petition.id)));
  const body = {
    id,
    petitionId: petition.id,
    townId: petition.townId,
    seq: petition.lastSeq + 1,
    kind: input.kind,
    at: ctx.at,
    onDay: input.onDay ?? ctx.today,
    by: input.by,
    data: asStored({ ...input.data }),
    note: noteVault === undefined || input.note === undefined ? null : noteVault.seal(input.note, `note:${id}`),
    undoes: input.undoes ?? null,
  };
  const hash = chainHash(petition.lastHash, { ...body, before }, CHAIN_FORM);
  // A rival of the same place in the sequence is refused by its index, with all that this transaction wrote.
  const [row] = await addRows(ctx, events, [{ ...body, before, prevHash: petition.lastHash, hash, chain: CHAIN_FORM }]);
  const changed = await changeMatter(ctx, petition, { ...patch, lastSeq: body.seq, lastHash: hash });
  ctx.written.add(petition.id);
  const event = readEvent(row!);
  const haveEnded = await moveClocks(ctx, changed, event);
  if (haveEnded || event.kind === 'served' || event.kind === 'voided') await dropIdle(ctx, event, haveEnded);
  await issueLetters(ctx, changed, event);
  return { event, petition: await pullTriggers(ctx, changed, event, record) };
}

/** JSON as it will be read again. */
const asStored = (data: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(data)) as Record<string, unknown>;

/** The day the matter was admitted, if it was and that was not undone. */
export async function admittedOn(ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<LocalDay | undefined> {
  const rows = (await rowsOf(ctx, EVENTS, petitionId)).toReversed();
  const undone = new Set(rows.map((row) => row.undoes));
  return rows.find((row) => row.kind === 'admitted' && !undone.has(row.id))?.onDay;
}
