import type { DomainContext } from '../context.ts';
import { handOverLeavers } from '../handover/rounds.ts';
import type { OrgFile } from './file.ts';
import { passOnInTown } from '../petition/bars.ts';
import { importOrg } from './service.ts';

/**
 * Reads the org file over what is there; who is no longer in it leaves, and what they handled is handed over; who is shut out of a
 * matter by their new place hands on what they had of it.
 */
export async function updateOrg(ctx: DomainContext, file: OrgFile): Promise<void> {
  await importOrg(ctx, file);
  await passOnInTown(ctx, file.town.id);
  await handOverLeavers(ctx, file.town.id);
}
