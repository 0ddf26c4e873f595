import type { DomainContext } from '../context.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../org/receivers.ts';
import { namesOf, unitNames } from '../org/service.ts';
import type { Petition } from '../matter/access.ts';
import { caseChecklist, type CheckedPart } from '../team/case-lead.ts';
import type { PetitionEvent } from '../matter/record.ts';
import { helpersOf } from '../team/assist.ts';
import { openWarning, standing, takenOver, visitWanted } from '../matter/timeline.ts';

/** Who works on a matter beside the responsible unit. */
export interface TeamView {
  readonly helpers: readonly { readonly unitName: string; readonly done: boolean }[];
  readonly agentName: string | undefined;
  readonly leaderName: string | undefined;
  /** What the town says a case must have; empty while nobody leads it. */
  readonly parts: readonly CheckedPart[];
  /** 领办, and why (codes of triggers.ts). */
  readonly takenOver: { readonly names: readonly string[]; readonly because: readonly string[] } | undefined;
  readonly referrals: readonly { readonly to: string; readonly unitName: string | undefined }[];
  /** 一核实: the last contact left it unclear, and nobody has been there since. */
  readonly visitWanted: boolean;
  /** 预警提醒单 that waits for its answer. */
  readonly warned: boolean;
}

/** 责任层级 with the names of those concerned (S3 一、四是; S4 二). */
export interface Tier {
  readonly title: string;
  readonly names: readonly string[];
}

export async function tiersOf(ctx: DomainContext, petition: Petition): Promise<Tier[]> {
  const tiers = (await ctx.policy(petition.townId)).practice.tiers ?? [];
  if (tiers.length === 0 || petition.ownerUnit === null) return [];
  const org = await loadOrg(ctx, petition.townId);
  const bars = await barsOfMatter(ctx, petition);
  return tiers.map(({ title, who }) => ({
    title,
    names: receiversOf(org, petition, bars, who).map((userid) => org.people.get(userid)?.name ?? ''),
  }));
}

export async function teamView(
  ctx: DomainContext,
  petition: Petition,
  timeline: readonly PetitionEvent[],
): Promise<TeamView> {
  const rows = await helpersOf(ctx, petition.id);
  const units = await unitNames(ctx.tx, petition.townId);
  const taken = takenOver(timeline);
  const leaders = (taken?.data['leaders'] ?? []) as string[];
  const names = await namesOf(ctx.tx, [petition.agent, petition.caseLeader, ...leaders]);
  const valid = standing(timeline);
  const policy = await ctx.policy(petition.townId);
  return {
    helpers: rows.map((row) => ({ unitName: units.get(row.unitId) ?? row.unitId, done: row.doneAt !== null })),
    agentName: petition.agent === null ? undefined : names.get(petition.agent),
    leaderName: petition.caseLeader === null ? undefined : names.get(petition.caseLeader),
    parts: petition.caseLeader === null ? [] : caseChecklist(policy, petition, rows, timeline),
    takenOver:
      taken === undefined
        ? undefined
        : { names: leaders.map((id) => names.get(id) ?? ''), because: (taken.data['because'] ?? []) as string[] },
    referrals: valid
      .filter((event) => event.kind === 'referred')
      .map(({ data }) => ({ to: String(data['to']), unitName: units.get(String(data['unit'])) })),
    visitWanted: visitWanted(valid),
    warned: openWarning(timeline) !== undefined,
  };
}
