import type { DomainContext } from '../context.ts';
import { barsOfMatter } from '../org/receivers.ts';
import { type Unit, unitsOf } from '../org/service.ts';
import type { Petition } from './access.ts';
import { suggestRoute } from './suggest.ts';
import { helpersOf } from './team.ts';

/** Offices and stations help most often, then villages; a grid last. */
const ORDER: Readonly<Record<string, number>> = { office: 0, station: 0, discipline: 1, village: 2, desk: 3, grid: 4 };

/**
 * Units that may be asked to help with this matter: not its own, none that helps already, none that is shut out (条例 arts 28, 30).
 * Those of the routing table come first.
 */
export async function helpCandidates(ctx: DomainContext, petition: Petition): Promise<Unit[]> {
  const [units, bars, helpers, suggestion] = await Promise.all([
    unitsOf(ctx.tx, petition.townId),
    barsOfMatter(ctx, petition),
    helpersOf(ctx, petition.id),
    suggestRoute(ctx, petition),
  ]);
  const out = new Set([
    petition.ownerUnit,
    ...bars.map((bar) => bar.unitId),
    ...helpers.filter(({ doneAt }) => doneAt === null).map(({ unitId }) => unitId),
  ]);
  const suggested = new Set(
    [...(suggestion?.helpers ?? []), ...(suggestion?.handler ?? [])].map(({ unit }) => unit?.id),
  );
  const rank = (unit: Unit): number => (suggested.has(unit.id) ? -1 : (ORDER[unit.kind] ?? 0));
  return units.filter((unit) => !out.has(unit.id)).toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
}
