import type { Actor, Role } from '../../contract/command.ts';
import type { petitions } from '../../db/schema.ts';
import { type Act, type Grant, PERMISSIONS, type Relation } from './table.ts';

type Held = Pick<typeof petitions.$inferSelect, 'ownerUnit' | 'handler' | 'registrar' | 'caseLeader' | 'agent'>;

const grantsOf = (act: Act): readonly Grant[] => PERMISSIONS[act];

/** The roles that may do this with some matter, or as this relation, in the order in which they are named to who may not. */
export const rolesFor = (act: Act, relation?: Relation): readonly Role[] => [
  ...new Set(
    grantsOf(act)
      .filter(({ of }) => relation === undefined || of.includes(relation))
      .flatMap(({ roles }) => roles),
  ),
];

/** Whether somebody may do this with some matter, or with none. */
export const mayAtAll = (actor: Pick<Actor, 'roles'>, act: Act): boolean =>
  rolesFor(act).some((role) => actor.roles.includes(role));

/** Whether it may be done by a unit that only helps. */
export const isForHelpers = (act: Act): boolean => grantsOf(act).some(({ of }) => of.includes('helper'));

/** How somebody stands to a matter that they may know of, as far as its row tells. */
function relationsOf(actor: Actor, petition: Held): ReadonlySet<Relation> {
  const unit = petition.ownerUnit;
  const found = new Set<Relation>(['town']);
  if (petition.handler === actor.userid || (unit !== null && unit === actor.unitId)) found.add('own');
  if (unit !== null && actor.heads.includes(unit)) found.add('head');
  if (unit !== null && actor.leads.includes(unit)) found.add('leader');
  if (petition.registrar === actor.userid) found.add('registrar');
  if (petition.caseLeader === actor.userid) found.add('case-lead');
  if (petition.agent === actor.userid) found.add('agent');
  return found;
}

/**
 * Whether somebody may do this with a matter that they may know of.
 * @param more what the matter's row does not tell: a question for their signature, a desk that is shut out, that their unit only helps
 */
export function may(actor: Actor, act: Act, petition: Held, more: readonly Relation[] = []): boolean {
  const relations = more.includes('helper') ? new Set(more) : new Set([...relationsOf(actor, petition), ...more]);
  return grantsOf(act).some(
    ({ roles, of }) =>
      roles.some((role) => actor.roles.includes(role)) && of.some((relation) => relations.has(relation)),
  );
}
