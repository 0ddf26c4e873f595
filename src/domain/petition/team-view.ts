import type { DomainContext } from '../context.ts';
import { namesOf, unitsOf } from '../org/service.ts';
import type { Petition } from './access.ts';
import { caseChecklist, type CheckedPart } from './case.ts';
import type { PetitionEvent } from './record.ts';
import { helpersOf } from './team.ts';

/** Who works on a matter beside the responsible unit. */
export interface TeamView {
  readonly helpers: readonly { readonly unitName: string; readonly done: boolean }[];
  readonly agentName: string | undefined;
  readonly leaderName: string | undefined;
  /** What the town says a case must have; empty while nobody leads it. */
  readonly parts: readonly CheckedPart[];
}

export async function teamView(
  ctx: DomainContext,
  petition: Petition,
  timeline: readonly PetitionEvent[],
): Promise<TeamView> {
  const rows = await helpersOf(ctx, petition.id);
  const units = new Map((await unitsOf(ctx.tx, petition.townId)).map((unit) => [unit.id, unit.name]));
  const names = await namesOf(ctx.tx, [petition.agent, petition.caseLeader]);
  const policy = await ctx.policy(petition.townId);
  return {
    helpers: rows.map((row) => ({ unitName: units.get(row.unitId) ?? row.unitId, done: row.doneAt !== null })),
    agentName: petition.agent === null ? undefined : names.get(petition.agent),
    leaderName: petition.caseLeader === null ? undefined : names.get(petition.caseLeader),
    parts: petition.caseLeader === null ? [] : caseChecklist(policy, petition, rows, timeline),
  };
}
