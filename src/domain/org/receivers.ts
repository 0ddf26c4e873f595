import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Role } from '../../contract/command.ts';
import { absences, bars, groups, people, units } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { BARS, rowsOf } from '../matter/file.ts';
import type { Petition } from '../matter/access.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import { type Absence, type Group, type OrgSnapshot, orgOf, type Person, type TownOrg, type Unit } from './known.ts';

export type { OrgSnapshot } from './known.ts';

export const loadOrg = (ctx: Pick<DomainContext, 'tx'>, townId: string): Promise<TownOrg> => orgOf(ctx.tx, townId);

/** The people, units, absences and bound groups of several towns, by as many statements for any number of them. */
export async function loadOrgs(
  ctx: Pick<DomainContext, 'tx'>,
  townIds: readonly string[],
): Promise<Map<string, OrgSnapshot & { readonly groups: readonly Group[] }>> {
  const wanted = sql`any(${sql.param([...townIds])}::text[])`;
  const [unitRows, personRows, groupRows, absenceRows] = await Promise.all([
    ctx.tx
      .select()
      .from(units)
      .where(and(sql`${units.townId} = ${wanted}`, isNull(units.removedOn)))
      .orderBy(asc(units.position)),
    ctx.tx
      .select()
      .from(people)
      .where(and(sql`${people.townId} = ${wanted}`, isNull(people.leftOn)))
      .orderBy(asc(people.userid)),
    ctx.tx
      .select()
      .from(groups)
      .where(and(sql`${groups.townId} = ${wanted}`, eq(groups.bound, true)))
      .orderBy(asc(groups.chatid)),
    ctx.tx
      .select()
      .from(absences)
      .where(and(sql`${absences.townId} = ${wanted}`, isNull(absences.endedAt))),
  ]);
  const found = new Map(
    townIds.map((id) => [
      id,
      {
        units: new Map<string, Unit>(),
        people: new Map<string, Person>(),
        groups: [] as Group[],
        absences: [] as Absence[],
      },
    ]),
  );
  for (const unit of unitRows) found.get(unit.townId)?.units.set(unit.id, unit);
  for (const person of personRows) found.get(person.townId)?.people.set(person.userid, person);
  for (const group of groupRows) found.get(group.townId)?.groups.push(group);
  for (const absence of absenceRows) found.get(absence.townId)?.absences.push(absence);
  return found;
}

export interface Bar {
  readonly userid: string | null;
  readonly unitId: string | null;
  readonly reason: string;
}

export async function barsOf(
  ctx: Pick<DomainContext, 'tx'>,
  petitionIds: readonly string[],
): Promise<Map<string, Bar[]>> {
  const found = new Map<string, Bar[]>();
  const [only, ...others] = petitionIds;
  if (only === undefined) return found;
  if (others.length === 0) return found.set(only, await barsOfMatter(ctx, { id: only }));
  for (const row of await ctx.tx
    .select()
    .from(bars)
    .where(inArray(bars.petitionId, [...petitionIds]))) {
    found.set(row.petitionId, [...(found.get(row.petitionId) ?? []), row]);
  }
  return found;
}

export const barsOfMatter = (ctx: Pick<DomainContext, 'tx'>, petition: { readonly id: string }): Promise<Bar[]> =>
  rowsOf(ctx, BARS, petition.id);

/** The accused, the accused's unit with its head, and whoever is recused. */
export function barredBy(org: OrgSnapshot, list: readonly Bar[], userid: string): boolean {
  const unitId = org.people.get(userid)?.unitId;
  return list.some(
    (bar) =>
      bar.userid === userid ||
      (bar.unitId !== null && (bar.unitId === unitId || org.units.get(bar.unitId)?.head === userid)),
  );
}

/** A unit below another (网格 below its village) has the leaders of that one where it names none of its own (S4 三（二）). */
function withParents(org: OrgSnapshot, unitId: string): Unit | undefined {
  const own = org.units.get(unitId);
  const seen = new Set<string>();
  let found = own;
  for (let above = own?.parentId; typeof above === 'string' && !seen.has(above);) {
    seen.add(above);
    const parent = org.units.get(above);
    if (parent === undefined || found === undefined) break;
    found = {
      ...found,
      head: found.head ?? parent.head,
      leader: found.leader ?? parent.leader,
      areaLeader: found.areaLeader ?? parent.areaLeader,
    };
    above = parent.parentId;
  }
  return found;
}

const withRole = (org: OrgSnapshot, role: Role): string[] =>
  [...org.people.values()].filter((person) => person.roles.includes(role)).map((person) => person.userid);

/** An accusation of which nobody has written whom it is about. */
export const isUnnamedBy = ({ sealed }: { readonly sealed?: boolean }, list: readonly Bar[]): boolean =>
  sealed === true && !list.some(({ reason }) => reason === 'accused');

/**
 * An accusation of which nobody has written whom it is about may be about anybody, the main leader among them: it is told to the desk,
 * to discipline and to whoever registered it, and to the main leader where the whole desk is shut out (条例 arts 30, 46).
 */
export function mayHear(org: OrgSnapshot, petition: Told, list: readonly Bar[], userid: string): boolean {
  if (!isUnnamedBy(petition, list)) return true;
  const person = org.people.get(userid);
  if (person === undefined || userid === petition.registrar) return person !== undefined;
  const isDiscipline = person.roles.includes('discipline') || org.units.get(person.unitId)?.kind === 'discipline';
  if (isDiscipline || person.roles.includes('desk')) return true;
  // With the whole desk shut out somebody has to see to it.
  const isDeskOut = withRole(org, 'desk').every((one) => barredBy(org, list, one));
  return isDeskOut && person.roles.includes('main-leader');
}

/**
 * Nobody of the desk may know of it, and somebody has to see to it in the desk's place. A desk without people is an organisation that is being set
 * up, and shuts nobody out.
 */
export function isWithoutDesk(org: OrgSnapshot, list: readonly Bar[]): boolean {
  const desk = withRole(org, 'desk');
  return desk.length > 0 && desk.every((userid) => barredBy(org, list, userid));
}

export type Told = Pick<Petition, 'ownerUnit' | 'handler' | 'registrar'> &
  Partial<Pick<Petition, 'caseLeader' | 'sealed'>>;

/** The desk of a town, of what is about no matter. */
export const deskOf = (org: OrgSnapshot): string[] =>
  receiversOf(org, { ownerUnit: null, handler: null, registrar: '' }, [], ['desk']);

/**
 * Who receives, in order and without doubles. A rung that left, is barred or does not exist passes to the next one up
 * (handler → unit head → leader of the unit → main leader → desk): nobody's matter is ever ownerless. A case leader (包案)
 * answers for the matter beside the leader of the unit.
 */
export function receiversOf(
  org: OrgSnapshot,
  petition: Told,
  list: readonly Bar[],
  wanted: readonly Receiver[],
): string[] {
  const usable = (userid: string | null | undefined): userid is string =>
    typeof userid === 'string' &&
    org.people.has(userid) &&
    !barredBy(org, list, userid) &&
    mayHear(org, petition, list, userid);
  const unit = petition.ownerUnit === null ? undefined : withParents(org, petition.ownerUnit);
  const first = (...candidates: (string | null | undefined)[]): string[] => candidates.filter(usable).slice(0, 1);
  const top = (): string[] => {
    const leaders = withRole(org, 'main-leader').filter(usable);
    return leaders.length > 0 ? leaders : withRole(org, 'discipline').filter(usable);
  };
  const desk = (): string[] => withRole(org, 'desk').filter(usable);
  const orTop = (found: string[]): string[] => (found.length > 0 ? found : top());
  const leading = first(petition.caseLeader);
  const resolve = (receiver: Receiver): string[] => {
    switch (receiver) {
      case 'handler':
        if (unit === undefined) return orTop(desk());
        return orTop(first(petition.handler, unit.head, unit.leader, unit.areaLeader));
      case 'unit-head':
        if (unit === undefined) return orTop(desk());
        return orTop(first(unit.head, unit.leader, unit.areaLeader));
      case 'unit-leader':
        return [...leading, ...(typeof unit?.leader === 'string' ? orTop(first(unit.leader)) : [])];
      case 'area-leader':
        return [...leading, ...(typeof unit?.areaLeader === 'string' ? orTop(first(unit.areaLeader)) : [])];
      case 'main-leader':
        return top();
      case 'desk':
        return orTop(desk());
      case 'registrar':
        return first(petition.registrar);
    }
  };
  return [...new Set(wanted.flatMap(resolve))];
}
