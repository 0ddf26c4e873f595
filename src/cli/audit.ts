import { inArray } from 'drizzle-orm';
import type { App } from '../app.ts';
import { auditText } from '../copy/cli.ts';
import { petitions } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { type ChainCheck, checkAllChains } from '../domain/matter/chain.ts';

/** A line for each chain that does not fit. A sealed matter is told by its row's id: its number is for those who may know of it. */
export async function faultLines(ctx: Pick<DomainContext, 'tx'>, { faults }: ChainCheck): Promise<string[]> {
  if (faults.length === 0) return [];
  const ids = faults.map(({ petitionId }) => petitionId);
  const rows = await ctx.tx
    .select({ id: petitions.id, number: petitions.number, sealed: petitions.sealed })
    .from(petitions)
    .where(inArray(petitions.id, ids));
  const names = new Map(rows.map(({ id, number, sealed }) => [id, sealed ? auditText.sealed(id) : number]));
  return faults.map(({ petitionId, seq }) => auditText.fault(names.get(petitionId) ?? petitionId, seq));
}

/** `audit verify`: every event of every matter against its chain. @returns the exit code, 1 where something was changed afterwards */
export const auditVerify = (app: App, say: (line: string) => void): Promise<number> =>
  app.transact(app.clock.now(), async (ctx) => {
    const check = await checkAllChains(ctx);
    for (const line of await faultLines(ctx, check)) say(line);
    say(check.faults.length === 0 ? auditText.sound : auditText.broken(check.faults.length));
    return check.faults.length === 0 ? 0 : 1;
  });
