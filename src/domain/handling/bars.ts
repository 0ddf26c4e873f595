import { and, arrayContains, eq, inArray, ne, notExists, notInArray } from 'drizzle-orm';
import { bars, handovers, petitions, units } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { UNSETTLED } from '../handover/store.ts';
import {
  type Bar,
  barredBy,
  barsOfMatter,
  isUnnamedBy,
  isWithoutDesk,
  loadOrg,
  mayHear,
  type OrgSnapshot,
  receiversOf,
} from '../org/receivers.ts';
import type { Petition } from '../matter/access.ts';
import { askBySignCard, openOnes } from '../approval/ask.ts';
import { lockPetition, stillSpeaks } from '../matter/find.ts';
import { openHearing } from './hearing.ts';
import { announce } from '../matter/notices.ts';
import { type Passed, passQuestions } from '../approval/passed-questions.ts';
import { type EventInput, type PetitionEvent, record, standing, timelineOf } from '../matter/record.ts';
import { dropHelp, helpersOf } from '../team/assist.ts';
import { ENDED } from '../matter/codes.ts';

/** Who is shut out: people, units, or a person with their unit; `named`: whom the words of an accusation name, until it is said whom it is about. */
export interface ShutOut {
  readonly userids: readonly string[];
  readonly unitIds: readonly string[];
  readonly reason: 'accused' | 'recused' | 'named';
}

export interface Written {
  readonly petition: Petition;
  readonly event: PetitionEvent;
}

/**
 * The only way a new bar is written (an import keeps old ones by name, `keepBars`): it stands before anything is told of what caused it, and what the barred had in hand passes on
 * in the same transaction (条例 arts 28, 30, 46).
 */
export async function shutOut(
  ctx: DomainContext,
  petitionId: string,
  who: ShutOut,
  /** Writes down what shuts them out. */
  write: () => Promise<Written>,
): Promise<Written & { readonly passed: boolean }> {
  const written = await writeBars(ctx, petitionId, who);
  const { petition, event } = await write();
  if (written.length > 0) await ctx.tx.update(bars).set({ eventId: event.id }).where(inArray(bars.id, written));
  const passedOn = await passOn(ctx, petition, event);
  return { petition: passedOn ?? petition, event, passed: passedOn !== undefined };
}

/** @returns the bars that were not there before */
async function writeBars(
  ctx: DomainContext,
  petitionId: string,
  { userids, unitIds, reason }: ShutOut,
): Promise<string[]> {
  const standing = await ctx.tx
    .select({ userid: bars.userid })
    .from(bars)
    .where(and(eq(bars.petitionId, petitionId), eq(bars.reason, reason)));
  const known = new Set(standing.map(({ userid }) => userid));
  const rows = [
    ...unitIds.map((unitId) => ({ userid: null, unitId })),
    ...userids.filter((userid) => !known.has(userid)).map((userid) => ({ userid, unitId: null })),
  ];
  if (rows.length === 0) return [];
  const values = rows.map((row) => ({ id: ctx.ids.uuid(ctx.at), petitionId, reason, addedAt: ctx.at, ...row }));
  await ctx.tx.insert(bars).values(values);
  return values.map(({ id }) => id);
}

/** Who was only named in the words may know of it again: these, or all where it accuses nobody. @returns their userids */
export async function letIn(
  ctx: DomainContext,
  petitionId: string,
  userids?: readonly string[],
): Promise<readonly string[]> {
  const these = userids === undefined ? undefined : inArray(bars.userid, [...userids]);
  const rows = await ctx.tx
    .delete(bars)
    .where(and(eq(bars.petitionId, petitionId), eq(bars.reason, 'named'), these))
    .returning({ userid: bars.userid });
  return rows.flatMap(({ userid }) => (userid === null ? [] : [userid]));
}

/**
 * 撤销 of words that said whom it is about, or that it is an accusation: the bars they brought fall, and whoever they let in is shut
 * out as before. Nothing has to pass on: nobody has acted since.
 */
export async function undoBars(ctx: DomainContext, { id, petitionId, data }: PetitionEvent): Promise<void> {
  await ctx.tx
    .delete(bars)
    .where(and(eq(bars.petitionId, petitionId), inArray(bars.reason, ['accused', 'named']), eq(bars.eventId, id)));
  const again = (data['letIn'] ?? []) as readonly string[];
  await writeBars(ctx, petitionId, { userids: again, unitIds: [], reason: 'named' });
}

/** After the organisation changed: whoever is shut out by it now, as the new head of an accused unit is, hands on what they had. */
export async function passOnInTown(ctx: DomainContext, townId: string): Promise<void> {
  const rows = await ctx.tx
    .selectDistinct({ id: bars.petitionId })
    .from(bars)
    .innerJoin(petitions, and(eq(petitions.id, bars.petitionId), eq(petitions.townId, townId)))
    .where(notInArray(petitions.status, ['closed', 'void', 'sent-back']));
  for (const { id } of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    await passOn(ctx, await lockPetition(ctx, id), undefined);
  }
}

/**
 * Accusations of which nobody has written whom they are about and which an office has all the same, as an earlier version let them: back to
 * the desk, as today's would be at once (ADR 28).
 */
export async function passOnUnnamed(ctx: DomainContext): Promise<void> {
  const rows = await ctx.tx
    .select({ id: petitions.id })
    .from(petitions)
    .innerJoin(units, eq(units.id, petitions.ownerUnit))
    .where(
      and(
        eq(petitions.sealed, true),
        ne(units.kind, 'discipline'),
        notInArray(petitions.status, [...ENDED]),
        notExists(
          ctx.tx
            .select({ id: bars.id })
            .from(bars)
            .where(and(eq(bars.petitionId, petitions.id), eq(bars.reason, 'accused'))),
        ),
      ),
    )
    .orderBy(petitions.id);
  for (const { id } of rows) await passOn(ctx, await lockPetition(ctx, id), undefined);
}

/** What somebody who is shut out had on a matter, by part; the codes stand in the event and in src/copy/passed-on.ts. */
interface Moved {
  /** Taken from this unit; the desk assigns it anew. */
  readonly unit?: string;
  /** From whom, and to whom, if somebody of the same line is left. */
  readonly handler?: { readonly from: string; readonly to: string | null };
  readonly caseLeader?: string;
  readonly agent?: string;
  /** Units that help no more, in the form 撤销 reads. */
  readonly released?: readonly { readonly unitId: string; readonly done: boolean }[];
  readonly questions?: readonly Passed[];
  /** The hearing whose chair steps back. */
  readonly hearing?: string;
  /** The whole desk is shut out: the main leader and discipline stand in its place. */
  readonly desk?: true;
}

/** Duties are read off the matter as it stands: called again, it finds nothing left. @returns undefined when nothing moved */
async function passOn(
  ctx: DomainContext,
  petition: Petition,
  cause: PetitionEvent | undefined,
): Promise<Petition | undefined> {
  const list = await barsOfMatter(ctx, petition);
  if ((list.length === 0 && !isUnnamedBy(petition, list)) || !stillSpeaks(petition)) return undefined;
  const org = await loadOrg(ctx, petition.townId);
  await leaveHandovers(ctx, petition.id, org, list);
  const moved = await whatMoves(ctx, petition, org, list);
  if (Object.keys(moved).length === 0) return undefined;
  await dropHelp(
    ctx,
    petition.id,
    (moved.released ?? []).map(({ unitId }) => unitId),
  );
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'passed-on',
    by: cause?.by ?? '',
    // 撤销 of what shut them out takes it back too.
    data: { ...moved, ...(cause === undefined ? {} : { partOf: cause.id }) },
    patch: patchOf(moved),
  });
  const open = await openOnes(ctx, changed.id);
  for (const { approval, asked } of moved.questions ?? []) {
    const question = open.find(({ id }) => id === approval);
    if (question !== undefined) await askBySignCard(ctx, question, asked, true);
  }
  const inPlace = moved.desk === true ? receiversOf(org, changed, list, ['main-leader']) : [];
  const discipline = [...org.people.values()].filter(({ roles }) => roles.includes('discipline'));
  await announce(ctx, changed, event, {
    kind: 'passed-on',
    to: ['desk', ...(moved.handler === undefined ? [] : (['handler'] as const))],
    people: moved.desk === true ? [...inPlace, ...discipline.map(({ userid }) => userid)] : [],
    urgent: true,
  });
  return changed;
}

const patchOf = (moved: Moved): NonNullable<EventInput['patch']> => ({
  ...(moved.unit === undefined ? {} : { ownerUnit: null, handler: null, status: 'returned', assignedOn: null }),
  ...(moved.handler === undefined ? {} : { handler: moved.handler.to }),
  ...(moved.caseLeader === undefined ? {} : { caseLeader: null }),
  ...(moved.agent === undefined ? {} : { agent: null }),
});

async function whatMoves(
  ctx: DomainContext,
  petition: Petition,
  org: OrgSnapshot,
  list: readonly Bar[],
): Promise<Moved> {
  // As long as nobody has written whom an accusation is about, it may be about whoever has it: it lies with discipline or with the desk.
  const isOut = (userid: string | null): userid is string =>
    userid !== null && (barredBy(org, list, userid) || !mayHear(org, petition, list, userid));
  const isUnnamed = isUnnamedBy(petition, list);
  const isUnitOut = (unitId: string | null): unitId is string =>
    unitId !== null &&
    (list.some((bar) => bar.unitId === unitId) || (isUnnamed && org.units.get(unitId)?.kind !== 'discipline'));
  const { ownerUnit, handler, caseLeader, agent } = petition;
  const released = (await helpersOf(ctx, petition.id))
    .filter(({ unitId }) => isUnitOut(unitId))
    .map(({ unitId, doneAt }) => ({ unitId, done: doneAt !== null }));
  const questions = await passQuestions(ctx, petition, { isOut, isUnitOut });
  const timeline = standing(await timelineOf(ctx, petition.id));
  const before = timeline.filter(({ kind }) => kind === 'passed-on');
  const hearing = openHearing(timeline);
  const chair = hearing?.data['chair'];
  const isChairOut =
    typeof chair === 'string' && isOut(chair) && !before.some(({ data }) => data['hearing'] === hearing!.id);
  const isDeskOut = isWithoutDesk(org, list);
  return {
    ...(isUnitOut(ownerUnit) ? { unit: ownerUnit } : {}),
    ...(!isUnitOut(ownerUnit) && isOut(handler)
      ? { handler: { from: handler, to: nextOf(org, ownerUnit, isOut) } }
      : {}),
    ...(isOut(caseLeader) ? { caseLeader } : {}),
    ...(isOut(agent) ? { agent } : {}),
    ...(released.length === 0 ? {} : { released }),
    ...(questions.length === 0 ? {} : { questions }),
    ...(isChairOut ? { hearing: hearing!.id } : {}),
    ...(isDeskOut && !before.some(({ data }) => data['desk'] === true) ? { desk: true } : {}),
  };
}

/** The next one in the unit's own line; the rungs above answer by `receiversOf` where nobody is left. */
function nextOf(org: OrgSnapshot, ownerUnit: string | null, isOut: (userid: string) => boolean): string | null {
  const unit = org.units.get(ownerUnit ?? '');
  const line = [unit?.head, unit?.leader, unit?.areaLeader];
  return line.find((id): id is string => typeof id === 'string' && org.people.has(id) && !isOut(id)) ?? null;
}

/** Nobody is asked to take over what they may not know of; with nothing left the handover is over. */
async function leaveHandovers(
  ctx: DomainContext,
  petitionId: string,
  org: OrgSnapshot,
  list: readonly Bar[],
): Promise<void> {
  const rows = await ctx.tx
    .select()
    .from(handovers)
    .where(and(arrayContains(handovers.petitionIds, [petitionId]), inArray(handovers.state, [...UNSETTLED])));
  for (const row of rows.filter(({ toUser }) => barredBy(org, list, toUser))) {
    const left = row.petitionIds.filter((id) => id !== petitionId);
    await ctx.tx
      .update(handovers)
      .set(left.length > 0 ? { petitionIds: left } : { state: 'withdrawn', decidedAt: ctx.at })
      .where(eq(handovers.id, row.id));
  }
}
