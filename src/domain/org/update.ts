import type { DomainContext } from '../context.ts';
import { handOverLeavers } from '../handover/rounds.ts';
import type { OrgFile } from './file.ts';
import { importOrg } from './service.ts';

/** Reads the org file over what is there; who is no longer in it leaves, and what they handled is handed over. */
export async function updateOrg(ctx: DomainContext, file: OrgFile): Promise<void> {
  await importOrg(ctx, file);
  await handOverLeavers(ctx, file.town.id);
}
