import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import type { DomainContext } from '../context.ts';
import { has } from '../matter/events.ts';
import { DEMANDS, rowsOf, TEXTS } from '../matter/file.ts';
import { barredBy, barsOfMatter, loadOrg } from '../org/receivers.ts';
import { findTown } from '../org/service.ts';
import { may } from '../permission/may.ts';
import { accusedKnown, type Petition } from '../matter/access.ts';
import { withoutSalutation } from './text/score.ts';
import { letIn, type ShutOut, shutOut, type Written } from '../handling/bars.ts';
import { askInstruction } from '../approval/instruction.ts';
import { namedInWords } from './named-in-words.ts';
import { announce } from '../matter/notices.ts';
import { mayAccuseInPassing } from './reading.ts';
import { type EventInput, type PetitionPatch, readNotes, record, standing, timelineOf } from '../matter/record.ts';
import { sealedSeries, takeNumber } from '../matter/serial.ts';
import { ENDED } from '../matter/codes.ts';

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
export type Guarded = Omit<EventInput, 'patch'> & {
  readonly patch?: PetitionPatch;
  /** Words that it leaves in the matter beside its note. */
  readonly said?: readonly (string | undefined)[];
};

/**
 * Records what makes an accusation of a matter or writes words into one. While nobody has said whom it is about, whoever its words name
 * is shut out before anything is told of it, whichever command it was (条例 arts 30, 46).
 */
export async function recordGuarded(
  ctx: DomainContext,
  petition: Petition,
  { said = [], ...given }: Guarded,
  vault?: Vault,
): Promise<Written> {
  const event = (await isHeard(ctx, petition, given, said))
    ? { ...given, data: { ...given.data, heard: true } }
    : given;
  const write = (): Promise<Written> => record(ctx, petition, event as EventInput, vault);
  const isSealed = event.patch?.sealed ?? petition.sealed;
  if (!isSealed || (await accusedKnown(ctx.tx, petition.id))) return write();
  const by = { townId: petition.townId, userid: event.by };
  const heard = has({ kind: event.kind, data: event.data ?? {} }, 'hears') ? event.note : undefined;
  const words = [event.patch?.title ?? petition.title, ...(await wordsOf(ctx, petition.id)), heard];
  return shutOut(ctx, petition.id, await shutOutByWords(ctx, by, words, { asked: [petition.registrar] }), write);
}

/** Words that seal a matter, or come with what does, stay with it: taken back they would stand in an open one, so 撤销 does not. */
async function isHeard(
  ctx: DomainContext,
  petition: Petition,
  event: Guarded,
  said: Guarded['said'],
): Promise<boolean> {
  if (petition.sealed || event.patch?.sealed !== true) return false;
  const words = [event.note, ...(said ?? [])].filter((part) => part !== undefined && part !== '').join('\n');
  return ctx.heard.get(petition.id) === 'accusation' || (await mayAccuseInPassing(ctx, petition.townId, words));
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

/** What a matter says, as it is stored now, and what the petitioner was heard to say since. */
async function wordsOf(ctx: DomainContext, petitionId: string): Promise<readonly string[]> {
  const heard = standing(await timelineOf(ctx, petitionId)).filter((event) => has(event, 'hears'));
  const notes = heard.length === 0 ? [] : (await readNotes(ctx, petitionId, heard)).values();
  const [texts, asked] = [await rowsOf(ctx, TEXTS, petitionId), await rowsOf(ctx, DEMANDS, petitionId)];
  return [...texts.map(({ body }) => body), ...asked.map(({ body }) => body), ...notes];
}

/** Sealed by its words alone: nobody has said yet whether somebody in office is complained of. */
export async function isAccusationAsked(ctx: DomainContext, petition: Petition): Promise<boolean> {
  if (!petition.sealed || petition.kind === 'accusation') return false;
  if (ENDED.some((status) => status === petition.status)) return false;
  const org = await loadOrg(ctx, petition.townId);
  const lies = petition.ownerUnit === null ? undefined : org.units.get(petition.ownerUnit)?.kind;
  return lies !== 'discipline' && !(await accusedKnown(ctx.tx, petition.id));
}

/** @throws UserError accusation.whose */
export function refuseOpening(actor: Actor, petition: Petition): void {
  if (!may(actor, 'supplement:open', petition)) throw new UserError('accusation.whose', {});
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
