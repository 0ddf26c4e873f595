import { eq } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import { demands, petitionTexts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { barredBy, barsOfMatter, loadOrg } from '../org/receivers.ts';
import { findTown } from '../org/service.ts';
import { accusedKnown, type Petition } from './access.ts';
import { accusesInPassing, type Called, type Reading, readAccusation } from './accusation.ts';
import { withoutSalutation } from './accusation-score.ts';
import { letIn, type ShutOut, shutOut, type Written } from './bars.ts';
import { askInstruction } from './instruction.ts';
import { namedInWords } from './named-in-words.ts';
import { announce } from './notices.ts';
import { type EventInput, type PetitionPatch, record } from './record.ts';
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
export async function shutOutByWords(
  ctx: DomainContext,
  by: Pick<Actor, 'townId' | 'userid'>,
  words: readonly (string | null | undefined)[],
  /** `asked`: the desk's own hands in it beside who writes now. `isAbout`: it is written whom it is about, so that a bare post says nothing more. */
  { asked = [], isAbout = false }: { readonly asked?: readonly string[]; readonly isAbout?: boolean } = {},
): Promise<ShutOut> {
  const text = withoutSalutation(words.filter((part) => typeof part === 'string').join('\n'));
  const org = await loadOrg(ctx, by.townId);
  const { byName, byPost } = namedInWords(text, org);
  const isAsked = (userid: string): boolean =>
    org.people.get(userid)?.roles.includes('desk') === true && [by.userid, ...asked].includes(userid);
  const userids = [...byName, ...(isAbout ? [] : byPost)].filter((userid) => !isAsked(userid));
  return { userids, unitIds: [], reason: 'named' };
}

/** An event that seals the matter, or may: of nothing else does the door stand open. */
export type Guarded = Omit<EventInput, 'patch'> & { readonly patch?: PetitionPatch };

/**
 * Records what makes an accusation of a matter or writes words into one. While nobody has said whom it is about, whoever its words name
 * is shut out before anything is told of it, whichever command it was (条例 arts 30, 46).
 */
export async function recordGuarded(
  ctx: DomainContext,
  petition: Petition,
  event: Guarded,
  vault?: Vault,
): Promise<Written> {
  const write = (): Promise<Written> => record(ctx, petition, event as EventInput, vault);
  const isSealed = event.patch?.sealed ?? petition.sealed;
  if (!isSealed || (await accusedKnown(ctx.tx, petition.id))) return write();
  const by = { townId: petition.townId, userid: event.by };
  const words = [event.patch?.title ?? petition.title, ...(await wordsOf(ctx, petition.id))];
  return shutOut(ctx, petition.id, await shutOutByWords(ctx, by, words, { asked: [petition.registrar] }), write);
}

/** Whom the words of a matter mean by a post alone. */
export async function namedByPost(ctx: DomainContext, petition: Petition): Promise<readonly string[]> {
  const words = [petition.title, ...(await wordsOf(ctx, petition.id))].filter((part) => part !== null).join('\n');
  return namedInWords(withoutSalutation(words), await loadOrg(ctx, petition.townId)).byPost;
}

/** Whom the words still shut out beside those complained of, for who may say that they have nothing to do with it. */
export async function stillNamed(ctx: DomainContext, petition: Petition): Promise<readonly string[]> {
  const org = await loadOrg(ctx, petition.townId);
  const list = await barsOfMatter(ctx, petition);
  const accused = list.filter(({ reason }) => reason === 'accused');
  const named = list.flatMap(({ reason, userid }) => (reason === 'named' && userid !== null ? [userid] : []));
  const others = [...new Set(named)].filter((userid) => !barredBy(org, accused, userid));
  return others.flatMap((userid) => org.people.get(userid)?.name ?? []);
}

/** What a matter says, as it is stored now. */
async function wordsOf(ctx: DomainContext, petitionId: string): Promise<readonly string[]> {
  const texts = await ctx.tx.select().from(petitionTexts).where(eq(petitionTexts.petitionId, petitionId));
  const asked = await ctx.tx.select().from(demands).where(eq(demands.petitionId, petitionId));
  return [...texts.map(({ body }) => body), ...asked.map(({ body }) => body)];
}

/** Whether a group has just read who is accused of what. */
export const isAccusing = async (ctx: DomainContext, townId: string, text: string): Promise<boolean> =>
  accusesInPassing(text, await calledIn(ctx, townId));

/** Words that may accuse and name somebody of the town accuse: what is in doubt is whether, not whom. */
export async function accuses(
  ctx: DomainContext,
  townId: string,
  words: readonly (string | undefined)[],
): Promise<boolean> {
  const { verdict } = await readWords(ctx, townId, words);
  if (verdict !== 'doubtful') return verdict === 'accusation';
  const text = words.filter((part) => part !== undefined).join('\n');
  return namedInWords(withoutSalutation(text), await loadOrg(ctx, townId)).byName.length > 0;
}

/** What is to be said of words that somebody added or put right; of a sealed matter it was said before. */
export async function readAdded(
  ctx: DomainContext,
  { before, now }: { readonly before: Petition; readonly now: Petition },
  words: readonly (string | undefined)[],
): Promise<Reading['verdict']> {
  if (before.sealed) return 'none';
  return now.sealed ? 'accusation' : (await readWords(ctx, now.townId, words)).verdict;
}

/** An accusation, or perhaps one. */
export const mayAccuse = (verdict: Reading['verdict']): boolean => verdict === 'accusation' || verdict === 'doubtful';

/** Known to few until somebody says that it is no accusation. */
export const isSealing = ({ verdict }: Reading): boolean => mayAccuse(verdict);

/** Sealed by its words alone: nobody has said yet whether somebody in office is complained of. */
export async function isAccusationAsked(ctx: DomainContext, petition: Petition): Promise<boolean> {
  if (!petition.sealed || petition.kind === 'accusation') return false;
  if (ENDED.some((status) => status === petition.status)) return false;
  const org = await loadOrg(ctx, petition.townId);
  const lies = petition.ownerUnit === null ? undefined : org.units.get(petition.ownerUnit)?.kind;
  return lies !== 'discipline' && !(await accusedKnown(ctx.tx, petition.id));
}

/** Whoever is complained of may be of the unit that had it: the desk, discipline and the main leader say that it accuses nobody, or who wrote it down. */
const OPENING = ['desk', 'discipline', 'main-leader'] as const;

/** @throws UserError accusation.whose */
export function refuseOpening(actor: Actor, petition: Petition): void {
  const mayOpen = actor.userid === petition.registrar || OPENING.some((role) => actor.roles.includes(role));
  if (!mayOpen) throw new UserError('accusation.whose', {});
}

/**
 * "不是": the matter is an ordinary one. One that was registered as sealed takes an open number now; it keeps what it was called by
 * in its record, and nobody reads both but who says so and who wrote it down.
 * @throws UserError accusation.stays where somebody is complained of, or it lies with discipline
 */
export async function unseal(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
): Promise<{ readonly petition: Petition; readonly former: string }> {
  const former = petition.number;
  if (!(await isAccusationAsked(ctx, petition))) throw new UserError('accusation.stays', { number: former });
  refuseOpening(actor, petition);
  const town = await findTown(ctx.tx, petition.townId);
  const isNumberedApart = new RegExp(`^${sealedSeries(town.prefix)}\\d`, 'u').test(former);
  const numbered = isNumberedApart ? await takeNumber(ctx, town, false) : {};
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'unsealed',
    by: actor.userid,
    data: { from: former, to: 'number' in numbered ? numbered.number : former },
    patch: { sealed: false, ...numbered },
  });
  await letIn(ctx, petition.id);
  await announce(ctx, changed, event, { kind: 'unsealed', to: [], people: [petition.registrar], except: actor.userid });
  await askInstruction(ctx, changed, actor);
  return { petition: changed, former };
}
