import type { Actor } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import { barsOfMatter } from '../org/receivers.ts';
import { peopleOf, type Person, type Unit, unitsOf } from '../org/service.ts';
import type { Petition } from '../matter/access.ts';
import { suggestRoute } from '../intake/suggest-unit.ts';
import { helpersOf } from './assist.ts';

/** Offices and stations help most often, then villages; a grid last. */
const ORDER: Readonly<Record<string, number>> = { office: 0, station: 0, discipline: 1, village: 2, desk: 3, grid: 4 };

/** Units with a part to choose in this matter, who is shut out of it left out (条例 arts 28, 30); those of the routing table first. */
export interface Candidates {
  /** That it may be given to: not the one that has it. */
  readonly owners: readonly Unit[];
  /** That may be asked to help: neither its own, nor one that helps already. */
  readonly helpers: readonly Unit[];
}

export async function candidatesFor(ctx: DomainContext, petition: Petition): Promise<Candidates> {
  const [units, bars, helpers, suggestion] = await Promise.all([
    unitsOf(ctx.tx, petition.townId),
    barsOfMatter(ctx, petition),
    helpersOf(ctx, petition.id),
    suggestRoute(ctx, petition),
  ]);
  const out = new Set([petition.ownerUnit, ...bars.map((bar) => bar.unitId)]);
  const helping = new Set(helpers.filter(({ doneAt }) => doneAt === null).map(({ unitId }) => unitId));
  const [handler, beside] = [
    (suggestion?.handler ?? []).map(({ unit }) => unit?.id),
    (suggestion?.helpers ?? []).map(({ unit }) => unit?.id),
  ].map((ids) => new Set(ids)) as [Set<string | undefined>, Set<string | undefined>];
  const sorted = (first: (unit: Unit) => boolean): Unit[] => {
    const rank = (unit: Unit): number => (first(unit) ? -1 : (ORDER[unit.kind] ?? 0));
    return units.filter((unit) => !out.has(unit.id)).toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
  };
  return {
    owners: sorted((unit) => handler.has(unit.id)),
    helpers: sorted((unit) => handler.has(unit.id) || beside.has(unit.id)).filter((unit) => !helping.has(unit.id)),
  };
}

/** Everybody but this reader who is not shut out already, who handles it and their unit first. */
export async function othersIn(ctx: DomainContext, reader: Actor, petition: Petition): Promise<readonly Person[]> {
  const out = new Set((await barsOfMatter(ctx, petition)).map((bar) => bar.userid));
  const rank = (person: Person): number =>
    person.userid === petition.handler ? 0 : person.unitId === petition.ownerUnit ? 1 : 2;
  return (await peopleOf(ctx.tx, petition.townId))
    .filter(({ userid }) => userid !== reader.userid && !out.has(userid))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Units that may be asked to help with this matter. */
export const helpCandidates = async (ctx: DomainContext, petition: Petition): Promise<readonly Unit[]> =>
  (await candidatesFor(ctx, petition)).helpers;
