import { and, asc, desc, eq, or, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { addMonths, localDayOf } from '../../core/local-day.ts';
import { bars, events, petitions } from '../../db/schema.ts';
import { undoClocks } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { type Petition, visibleTo } from '../matter/access.ts';
import { withdrawAll } from '../approval/ask.ts';
import { readEvent } from '../matter/events.ts';
import { isOpen, lockPetition, petitionById } from '../matter/find.ts';
import { announce } from '../matter/notices.ts';
import { type PetitionEvent, record, standing, timelineOf } from '../matter/record.ts';
import { endHelp } from '../team/assist.ts';

export interface Joined {
  /** The one that came again. */
  readonly again: Petition;
  readonly earlier: Petition;
}

/** Locks two matters in one order whoever asks, so that two clerks merging crosswise wait instead of failing. */
async function lockBoth(ctx: DomainContext, again: Petition, earlier: Petition): Promise<Joined> {
  const [first, second] = again.id < earlier.id ? [again, earlier] : [earlier, again];
  const a = await lockPetition(ctx, first.id);
  const b = await lockPetition(ctx, second.id);
  return again.id < earlier.id ? { again: a, earlier: b } : { again: b, earlier: a };
}

/** Who may know of one and not of the other would meet the matter by way of the other (条例 arts 28, 30). */
export async function haveSameReaders(ctx: DomainContext, one: Petition, other: Petition): Promise<boolean> {
  return one.sealed === other.sealed && (await sameBars(ctx, one.id, other.id));
}

async function sameBars(ctx: DomainContext, one: string, other: string): Promise<boolean> {
  const rows = await ctx.tx
    .select()
    .from(bars)
    .where(or(eq(bars.petitionId, one), eq(bars.petitionId, other)));
  const of = (id: string): string =>
    [...new Set(rows.filter((row) => row.petitionId === id).map((row) => `${row.userid ?? ''} ${row.unitId ?? ''}`))]
      .toSorted()
      .join();
  return of(one) === of(other);
}

async function checkPair(ctx: DomainContext, { again, earlier }: Joined): Promise<void> {
  if (again.id === earlier.id) throw new UserError('merge.self', { number: again.number });
  if (again.mergedInto !== null || again.linkedTo !== null) {
    throw new UserError('merge.already', { number: again.number });
  }
  if (earlier.status === 'void' || earlier.status === 'merged' || earlier.status === 'sent-back') {
    throw new UserError('merge.target', { number: earlier.number, merged: earlier.status === 'merged' });
  }
  if (!(await haveSameReaders(ctx, again, earlier))) {
    throw new UserError('merge.barred', { number: again.number, earlier: earlier.number });
  }
}

/**
 * 并案: the same matter came again while it is being handled (条例 art. 19). From now on it is handled under the earlier
 * number. Identities stay with their own matter, and so does the written notice that is owed to its petitioner.
 */
export async function merge(ctx: DomainContext, actor: Actor, typed: Joined): Promise<Joined> {
  const pair = typed.again.id === typed.earlier.id ? typed : await lockBoth(ctx, typed.again, typed.earlier);
  await checkPair(ctx, pair);
  const { again, earlier } = pair;
  if (!isOpen(earlier)) throw new UserError('merge.closed', { number: again.number, earlier: earlier.number });
  const [child] = await ctx.tx.select({ id: petitions.id }).from(petitions).where(eq(petitions.mergedInto, again.id));
  if (child !== undefined) throw new UserError('merge.has-own', { number: again.number, earlier: earlier.number });
  const { petition: merged, event } = await record(ctx, again, {
    kind: 'merged',
    by: actor.userid,
    data: { into: earlier.id, number: earlier.number },
    patch: { status: 'merged', mergedInto: earlier.id },
  });
  await withdrawAll(ctx, again.id);
  await endHelp(ctx, merged, event);
  if (again.ownerUnit !== null && again.ownerUnit !== earlier.ownerUnit) {
    await announce(ctx, merged, event, { kind: 'merged', to: ['handler', 'unit-head'], except: actor.userid });
  }
  return { again: merged, earlier: await raiseAgain(ctx, actor, earlier, merged, event, false) };
}

/** 新情况: handled under its own number, linked to the earlier one; no longer a first matter. */
export async function link(ctx: DomainContext, actor: Actor, typed: Joined): Promise<Joined> {
  const pair = typed.again.id === typed.earlier.id ? typed : await lockBoth(ctx, typed.again, typed.earlier);
  await checkPair(ctx, pair);
  if (pair.earlier.linkedTo === pair.again.id) throw new UserError('merge.already', { number: pair.earlier.number });
  const { petition: linked, event } = await record(ctx, pair.again, {
    kind: 'linked',
    by: actor.userid,
    data: {
      to: pair.earlier.id,
      number: pair.earlier.number,
      inTime: await withinRepeat(ctx, pair.earlier, pair.again),
    },
    patch: { linkedTo: pair.earlier.id },
  });
  return { again: linked, earlier: await raiseAgain(ctx, actor, pair.earlier, linked, event, true) };
}

/** Whether it came again within the months that the town's rule on repeats counts (S0 四（四）: 一年以内). */
async function withinRepeat(ctx: DomainContext, earlier: Petition, again: Petition): Promise<boolean> {
  const { repeat } = await ctx.policy(earlier.townId);
  return repeat === undefined || again.receivedOn <= addMonths(earlier.receivedOn, repeat.withinMonths);
}

/**
 * The earlier matter was raised once more: its own count, never a person's. The rules on repeats (fenjie's year, lihai's
 * three times) read this event and `raised`.
 */
async function raiseAgain(
  ctx: DomainContext,
  actor: Actor,
  earlier: Petition,
  again: Petition,
  cause: PetitionEvent,
  linked: boolean,
): Promise<Petition> {
  const { petition: raised, event } = await record(ctx, earlier, {
    kind: 'repeated',
    by: actor.userid,
    data: {
      matter: again.id,
      number: again.number,
      receivedOn: again.receivedOn,
      linked,
      cause: cause.id,
      inTime: await withinRepeat(ctx, earlier, again),
      ...(!linked && isDoubleEntry(ctx, earlier, again) ? { duplicate: true } : {}),
    },
    patch: { raised: earlier.raised + 1 },
  });
  if (earlier.ownerUnit !== null && isOpen(earlier)) {
    await announce(ctx, raised, event, { kind: 'raised-again', to: ['handler', 'unit-head'], except: actor.userid });
  }
  return raised;
}

/**
 * Two clerks wrote down the same visit: both registered on one day and merged on it. Who came again on a later day came again, however
 * soon the clerk merged it.
 */
function isDoubleEntry(ctx: DomainContext, earlier: Petition, again: Petition): boolean {
  const days = [earlier, again].map(({ registeredAt }) => localDayOf(registeredAt));
  return days.every((day) => day === ctx.today);
}

/** What 并案 wrote on the earlier matter, and what was written there last. */
export interface JoinFacts {
  readonly again: Pick<PetitionEvent, 'id' | 'seq' | 'kind' | 'petitionId'>;
  readonly number: string;
  readonly last: Pick<PetitionEvent, 'seq' | 'by'> | undefined;
}

/** Undefined where it wrote nothing there. */
export async function joinFacts(ctx: DomainContext, cause: PetitionEvent): Promise<JoinFacts | undefined> {
  const again = await raisedBy(ctx, cause);
  const earlier = again && (await petitionById(ctx, again.petitionId));
  return again && earlier && { again, number: earlier.number, last: await lastOf(ctx, earlier.id) };
}

/** @throws UserError undo.joined when somebody has acted on the earlier matter since */
export function refuseActedOn(facts: JoinFacts | undefined, userid: string): void {
  if (facts?.last === undefined) return;
  const { again, last, number } = facts;
  if (last.seq > again.seq && last.by !== userid) throw new UserError('undo.joined', { number });
}

async function raisedBy(ctx: DomainContext, cause: PetitionEvent): Promise<PetitionEvent | undefined> {
  const [again] = await ctx.tx
    .select()
    .from(events)
    .where(
      and(
        eq(events.kind, 'repeated'),
        sql`${events.data} ->> 'cause' = ${cause.id}`,
        eq(events.townId, cause.townId),
        eq(events.petitionId, String(cause.data['into'] ?? cause.data['to'])),
      ),
    );
  return again && readEvent(again);
}

async function lastOf(ctx: DomainContext, petitionId: string): Promise<PetitionEvent | undefined> {
  const [last] = await ctx.tx
    .select()
    .from(events)
    .where(and(eq(events.petitionId, petitionId), sql`${events.kind} <> 'revealed'`))
    .orderBy(desc(events.seq))
    .limit(1);
  return last && readEvent(last);
}

/** What 撤销 of 并案 takes back on the earlier matter. @throws UserError undo.joined */
export async function undoJoin(ctx: DomainContext, actor: Actor, cause: PetitionEvent): Promise<void> {
  const again = await raisedBy(ctx, cause);
  if (again === undefined) return;
  const earlier = await lockPetition(ctx, again.petitionId);
  refuseActedOn({ again, number: earlier.number, last: await lastOf(ctx, earlier.id) }, actor.userid);
  await record(ctx, earlier, {
    kind: 'undone',
    by: actor.userid,
    data: { kind: again.kind },
    undoes: again.id,
    patch: { raised: earlier.raised - 1 },
  });
  await undoClocks(ctx, again.id);
  await ctx.tx.execute(sql`
    update outbox set state = 'superseded', reason = 'undone', settled_at = ${ctx.at.toISOString()}::timestamptz
    where refs ->> 'eventId' = ${again.id} and state = 'pending'`);
}

/** Matters joined with this one, as far as the reader may know of them. */
export interface Related {
  /** 作废 as registered twice: the registration that stays. */
  readonly kept: Petition | undefined;
  readonly mergedInto: Petition | undefined;
  readonly linkedTo: Petition | undefined;
  readonly merged: readonly Petition[];
  readonly linked: readonly Petition[];
}

export async function relatedOf(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Related> {
  const keptId = await keptBeside(ctx, petition);
  const rows = await ctx.tx
    .select()
    .from(petitions)
    .where(
      and(
        visibleTo(actor),
        or(
          eq(petitions.mergedInto, petition.id),
          eq(petitions.linkedTo, petition.id),
          keptId === undefined ? undefined : eq(petitions.id, keptId),
          petition.mergedInto === null ? undefined : eq(petitions.id, petition.mergedInto),
          petition.linkedTo === null ? undefined : eq(petitions.id, petition.linkedTo),
        ),
      ),
    )
    .orderBy(asc(petitions.registeredAt));
  return {
    kept: rows.find((row) => row.id === keptId),
    mergedInto: rows.find((row) => row.id === petition.mergedInto),
    linkedTo: rows.find((row) => row.id === petition.linkedTo),
    merged: rows.filter((row) => row.mergedInto === petition.id),
    linked: rows.filter((row) => row.linkedTo === petition.id && row.status !== 'void'),
  };
}

/** The registration that stays where this one was voided as its double; undefined for every other. */
async function keptBeside(ctx: DomainContext, { id, status }: Petition): Promise<string | undefined> {
  if (status !== 'void') return undefined;
  const kept = standing(await timelineOf(ctx, id)).find(({ kind }) => kind === 'voided')?.data['duplicateOf'];
  return typeof kept === 'string' ? kept : undefined;
}
