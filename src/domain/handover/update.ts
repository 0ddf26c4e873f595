import type { DomainContext } from '../context.ts';
import { handOverLeavers } from './rounds.ts';
import { passOnInTown } from '../handling/bars.ts';
import { keepBars, orphansToDesk } from '../handling/orphans.ts';
import type { ReadOrg } from '../org/file.ts';
import { askGrants } from '../org/grants.ts';
import { importOrg, type OrgPlan } from '../org/import.ts';

/**
 * Reads the org file over what is there. Who was barred stays barred; what a removed unit had in hand goes to the desk; who is shut out
 * of a matter by their new place hands on what they had of it; what a removed person handled is handed over; a role that waits
 * for a second person's word is asked for.
 */
export async function updateOrg(ctx: DomainContext, file: ReadOrg): Promise<OrgPlan> {
  await keepBars(ctx, file);
  const plan = await importOrg(ctx, file);
  if (!plan.absent.includes('people')) await askGrants(ctx, file.town.id, plan.grants);
  await orphansToDesk(
    ctx,
    file.town.id,
    plan.units.removed.map(({ id }) => id),
  );
  await passOnInTown(ctx, file.town.id);
  await handOverLeavers(ctx, file.town.id);
  return plan;
}
