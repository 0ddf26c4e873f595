import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg } from '../org/receivers.ts';
import { findTown } from '../org/service.ts';
import { accusedKnown, type Petition } from './access.ts';
import { accusesInPassing, type Called, type Reading, readAccusation } from './accusation.ts';
import { withoutSalutation } from './accusation-score.ts';
import { letIn, type ShutOut } from './bars.ts';
import { askInstruction } from './instruction.ts';
import { record } from './record.ts';
import { sealedSeries, takeNumber } from './serial.ts';
import { ENDED } from './words.ts';

/** What the words of a petition say of those in office; its readers are the people and units of its town. */
export async function readWords(
  ctx: DomainContext,
  townId: string,
  words: readonly (string | undefined)[],
): Promise<Reading> {
  const text = words.filter((part) => part !== undefined && part !== '').join('\n');
  return readAccusation(text, await calledIn(ctx, townId));
}

async function calledIn(ctx: DomainContext, townId: string): Promise<Called> {
  const org = await loadOrg(ctx, townId);
  return {
    units: [...org.units.values()].map(({ name }) => name),
    people: [...org.people.values()].map(({ name }) => name),
  };
}

/**
 * Whoever of the town is named in the words of an accusation: shut out until somebody says whom it is about, or that it accuses nobody.
 * Who registers it for the desk knows it already, and is the one who is asked.
 */
export async function namedIn(
  ctx: DomainContext,
  by: Pick<Actor, 'townId' | 'userid'>,
  words: readonly (string | undefined)[],
): Promise<ShutOut | undefined> {
  const text = withoutSalutation(words.filter((part) => part !== undefined).join('\n'));
  const { people } = await loadOrg(ctx, by.townId);
  const userids = [...people.values()]
    .filter(({ name, userid, roles }) => text.includes(name) && !(userid === by.userid && roles.includes('desk')))
    .map(({ userid }) => userid);
  return userids.length === 0 ? undefined : { userids, unitIds: [], reason: 'named' };
}

/** Whether a group has just read who is accused of what. */
export const isAccusing = async (ctx: DomainContext, townId: string, text: string): Promise<boolean> =>
  accusesInPassing(text, await calledIn(ctx, townId));

/** Known to few until somebody says that it is no accusation. */
export const isSealing = ({ verdict }: Reading): boolean => verdict === 'accusation' || verdict === 'doubtful';

/** Sealed by its words alone: nobody has said yet whether somebody in office is complained of. */
export async function isAccusationAsked(ctx: DomainContext, petition: Petition): Promise<boolean> {
  if (!petition.sealed || petition.kind === 'accusation') return false;
  if (ENDED.some((status) => status === petition.status)) return false;
  const org = await loadOrg(ctx, petition.townId);
  const lies = petition.ownerUnit === null ? undefined : org.units.get(petition.ownerUnit)?.kind;
  return lies !== 'discipline' && !(await accusedKnown(ctx.tx, petition.id));
}

/**
 * "不是": the matter is an ordinary one. One that was registered as sealed takes an open number now; it keeps what it was called by
 * in its record, and nobody but who says so reads both.
 * @throws UserError accusation.stays where somebody is complained of, or it lies with discipline
 */
export async function unseal(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
): Promise<{ readonly petition: Petition; readonly former: string }> {
  const former = petition.number;
  if (!(await isAccusationAsked(ctx, petition))) throw new UserError('accusation.stays', { number: former });
  const town = await findTown(ctx.tx, petition.townId);
  const isNumberedApart = new RegExp(`^${sealedSeries(town.prefix)}\\d`, 'u').test(former);
  const numbered = isNumberedApart ? await takeNumber(ctx, town, false) : {};
  const { petition: changed } = await record(ctx, petition, {
    kind: 'unsealed',
    by: actor.userid,
    data: { from: former, to: 'number' in numbered ? numbered.number : former },
    patch: { sealed: false, ...numbered },
  });
  await letIn(ctx, petition.id);
  await askInstruction(ctx, changed, actor);
  return { petition: changed, former };
}
