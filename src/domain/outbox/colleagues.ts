/** What one clerk was to read for the desk (ADR 43) and no way out took: the other clerks read it instead, at once. */
import type { DomainContext } from '../context.ts';
import { isClerk } from '../org/desk-share.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../org/receivers.ts';
import { petitionById } from '../matter/find.ts';
import { type OutboxRow, tellAgain } from './store.ts';

/** @param isForDesk whether a message is one that any clerk may read: no question to one person, no file, no loss */
export async function tellColleagues(
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  isForDesk: (row: OutboxRow) => boolean,
): Promise<void> {
  for (const row of rows) {
    if (row.toKind !== 'person' || row.petitionId === null || !isForDesk(row)) continue;
    const [petition, org] = [await petitionById(ctx, row.petitionId), await loadOrg(ctx, row.townId)];
    const { isDeskShared } = (await ctx.policy(row.townId)).rhythm;
    if (petition?.registrar !== row.toId || !isDeskShared || !isClerk(org, row.toId)) continue;
    const desk = receiversOf(org, petition, await barsOfMatter(ctx, petition), ['desk']);
    for (const person of desk.filter((userid) => userid !== row.toId)) await tellAgain(ctx, row, person);
  }
}
