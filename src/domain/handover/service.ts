/** 交接 (S2 四（五）: 一包到底): matters pass to another person only when that person accepts; nothing is ownerless. */
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { handovers } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { barredBy, barsOf, loadOrg, type OrgSnapshot, receiversOf } from '../org/receivers.ts';
import type { Person } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { lockPetition } from '../matter/find.ts';
import { announce } from '../matter/notices.ts';
import { record } from '../matter/record.ts';
import { askedBy, type Handover, handoverById, handoversFor, stillWith, UNSETTLED, unsettledIn } from './store.ts';

export interface HandoverAsked {
  readonly handover: Handover | undefined;
  readonly asked: number;
  /** Stay where they are: the receiver may not know of them. */
  readonly kept: number;
  /** Ordered from above after nobody accepted: in effect at once. */
  readonly ordered: boolean;
}

/**
 * Asks a person to take over. By the desk, by who stands above the unit, or by the one handing over. What the receiver is
 * barred from stays, and the unit's head is told that something does, without what (条例 arts 28, 30). After a refusal or
 * silence who stands above may order it.
 * @throws UserError handover.none, handover.not-yours, handover.elsewhere, handover.asked, handover.same
 */
export async function askHandover(
  ctx: DomainContext,
  actor: Actor,
  from: Pick<Person, 'userid' | 'name'>,
  to: Person,
  matters: readonly Petition[],
): Promise<HandoverAsked> {
  if (from.userid === to.userid) throw new UserError('handover.same', {});
  if (matters.length === 0) throw new UserError('handover.none', { name: from.name });
  const isMine = actor.userid === from.userid;
  const allowed = matters.filter((petition) => isMine || may(actor, 'handover:ask', petition));
  if (allowed.length === 0) throw new UserError('handover.not-yours', {});
  const org = await loadOrg(ctx, actor.townId);
  const heads = (petition: Petition): boolean => org.units.get(petition.ownerUnit ?? '')?.head === to.userid;
  const fitting = allowed.filter((petition) => to.unitId === petition.ownerUnit || heads(petition));
  if (fitting.length === 0) throw new UserError('handover.elsewhere', { name: to.name });
  const bars = await barsOf(
    ctx,
    fitting.map((petition) => petition.id),
  );
  const free = fitting.filter((petition) => !barredBy(org, bars.get(petition.id) ?? [], to.userid));
  const kept = fitting.filter((petition) => !free.includes(petition));
  const { ordered, waiting } = await claimsOn(ctx, actor, free);
  const asked = ordered ? free : free.filter((petition) => !waiting.has(petition.id));
  if (asked.length === 0 && kept.length === 0) throw new UserError('handover.asked', {});
  if (kept.length > 0) await tellKept(ctx, org, from.userid, kept, actor);
  if (asked.length === 0) return { handover: undefined, asked: 0, kept: kept.length, ordered: false };
  const [row] = await ctx.tx
    .insert(handovers)
    .values({
      id: ctx.ids.uuid(ctx.at),
      townId: actor.townId,
      fromUser: from.userid,
      toUser: to.userid,
      askedBy: actor.userid,
      askedAt: ctx.at,
      state: 'open',
      petitionIds: asked.map((petition) => petition.id),
    })
    .returning();
  if (ordered) await takeEffect(ctx, row!, actor.userid, to.userid);
  else if (to.userid === actor.userid) await takeEffect(ctx, row!, actor.userid, actor.userid);
  else await tellAsked(ctx, row!);
  return { handover: row, asked: asked.length, kept: kept.length, ordered };
}

/** Whether who stands above now orders what nobody took, and which matters wait for an answer already. */
async function claimsOn(
  ctx: DomainContext,
  actor: Actor,
  matters: readonly Petition[],
): Promise<{ ordered: boolean; waiting: Set<string> }> {
  const ids = new Set(matters.map((petition) => petition.id));
  const earlier = (await unsettledIn(ctx, actor.townId)).filter((row) => row.petitionIds.some((id) => ids.has(id)));
  // What was refused or left lying, or lies with this person, is over once it is asked anew.
  const over = earlier.filter((row) => row.state !== 'open' || row.toUser === actor.userid);
  const untaken = new Set(over.filter((row) => row.state !== 'open').flatMap((row) => row.petitionIds));
  if (over.length > 0) {
    await ctx.tx
      .update(handovers)
      .set({ state: 'withdrawn', decidedAt: ctx.at })
      .where(
        inArray(
          handovers.id,
          over.map((row) => row.id),
        ),
      );
  }
  return {
    ordered: matters.length > 0 && matters.every((one) => untaken.has(one.id) && may(actor, 'handover:order', one)),
    waiting: new Set(earlier.filter((row) => !over.includes(row)).flatMap((row) => row.petitionIds)),
  };
}

const tellAsked = (ctx: DomainContext, row: Handover): Promise<number> =>
  tellAll(ctx, [
    {
      once: `handover-asked:${row.id}`,
      to: { person: row.toUser },
      kind: 'handover-asked',
      townId: row.townId,
      refs: { handover: row.id },
    },
  ]);

async function tellKept(
  ctx: DomainContext,
  org: OrgSnapshot,
  fromUser: string,
  kept: readonly Petition[],
  actor: Actor,
): Promise<void> {
  const bars = await barsOf(
    ctx,
    kept.map((petition) => petition.id),
  );
  const heads = new Set(
    kept.flatMap((petition) => receiversOf(org, petition, bars.get(petition.id) ?? [], ['unit-head']).slice(0, 1)),
  );
  heads.delete(actor.userid);
  await tellAll(
    ctx,
    [...heads].map((person) => ({
      once: `handover-kept:${fromUser}:${ctx.at.toISOString()}:${person}`,
      to: { person },
      kind: 'handover-kept' as const,
      townId: actor.townId,
      refs: { from: fromUser },
    })),
  );
}

/** The matters pass over: one event each; clocks and what is owed stay as they are. @returns how many did */
async function takeEffect(ctx: DomainContext, row: Handover, by: string, to: string): Promise<number> {
  const org = await loadOrg(ctx, row.townId);
  const matters = await stillWith(ctx, row);
  const bars = await barsOf(
    ctx,
    matters.map((petition) => petition.id),
  );
  let done = 0;
  for (const { id } of matters) {
    if (barredBy(org, bars.get(id) ?? [], to)) continue;
    const petition = await lockPetition(ctx, id);
    const { petition: changed, event } = await record(ctx, petition, {
      kind: 'handed-over',
      by,
      data: { from: row.fromUser, to, handover: row.id },
      patch: { handler: to },
    });
    done += 1;
    if (by !== to) await announce(ctx, changed, event, { kind: 'handed-over', to: [], people: [to] });
  }
  await settle(ctx, row, 'accepted');
  const told = new Set([row.askedBy, row.fromUser].filter((person) => person !== by && org.people.has(person)));
  await tellAll(
    ctx,
    [...told].map((person): Tell => ({
      once: `handover-decided:${row.id}:${person}`,
      to: { person },
      kind: 'handover-decided',
      townId: row.townId,
      refs: { handover: row.id, to, agreed: true },
    })),
  );
  return done;
}

async function settle(ctx: DomainContext, row: Handover, state: Handover['state']): Promise<void> {
  const rows = await ctx.tx
    .update(handovers)
    .set({ state, decidedAt: ctx.at })
    .where(and(eq(handovers.id, row.id), inArray(handovers.state, [...UNSETTLED])))
    .returning({ id: handovers.id });
  if (rows.length === 0) throw new UserError('handover.decided', {});
}

/** The one that an answer means. @throws UserError handover.nothing, handover.which, handover.decided */
async function meant(ctx: DomainContext, actor: Actor, id: string | undefined): Promise<Handover> {
  const open = await handoversFor(ctx, actor);
  if (id !== undefined) {
    const row = open.find((one) => one.id === id);
    if (row !== undefined) return row;
    const known = await handoverById(ctx, id);
    throw new UserError(known?.toUser === actor.userid ? 'handover.decided' : 'handover.nothing', {});
  }
  const [only] = open;
  if (only === undefined) throw new UserError('handover.nothing', {});
  if (open.length > 1) throw new UserError('handover.which', { n: open.length });
  return only;
}

/** 接收: from now on this person handles them. */
export async function acceptHandover(
  ctx: DomainContext,
  actor: Actor,
  id: string | undefined,
): Promise<{ handover: Handover; taken: number }> {
  const handover = await meant(ctx, actor, id);
  return { handover, taken: await takeEffect(ctx, handover, actor.userid, actor.userid) };
}

/** 不接收: they stay where they are, and who stands above is asked at once. */
export async function refuseHandover(ctx: DomainContext, actor: Actor, id: string | undefined): Promise<Handover> {
  const handover = await meant(ctx, actor, id);
  if (handover.state !== 'open') throw new UserError('handover.climbed', {});
  await settle(ctx, handover, 'refused');
  await climb(ctx, { ...handover, state: 'refused', decidedAt: ctx.at }, 0);
  if (handover.askedBy !== actor.userid) {
    await tellAll(ctx, [
      {
        once: `handover-decided:${handover.id}:${handover.askedBy}`,
        to: { person: handover.askedBy },
        kind: 'handover-decided',
        townId: handover.townId,
        refs: { handover: handover.id, to: actor.userid, agreed: false },
      },
    ]);
  }
  return handover;
}

/** 撤回 before anybody answered; whoever was asked is told. @throws UserError handover.nothing */
export async function withdrawHandover(ctx: DomainContext, actor: Actor): Promise<Handover> {
  const row = await askedBy(ctx, actor.townId, actor.userid);
  if (row === undefined) throw new UserError('handover.nothing', {});
  await settle(ctx, row, 'withdrawn');
  await tellAll(ctx, [
    {
      once: `handover-withdrawn:${row.id}`,
      to: { person: row.toUser },
      kind: 'handover-withdrawn',
      townId: row.townId,
      refs: { handover: row.id },
    },
  ]);
  return row;
}

/**
 * Up one rung: the unit's head, then the leaders above, then the main leader; never who asked to be rid of them, was asked
 * or is barred. Each may take them over or name another.
 */
export async function climb(ctx: DomainContext, row: Handover, rung: number): Promise<void> {
  const org = await loadOrg(ctx, row.townId);
  const matters = await stillWith(ctx, row);
  const bars = await barsOf(
    ctx,
    matters.map((petition) => petition.id),
  );
  const people = new Set<string>();
  for (const petition of matters) {
    const list = bars.get(petition.id) ?? [];
    const above = receiversOf(org, petition, list, ['unit-head', 'unit-leader', 'area-leader', 'main-leader']).filter(
      (person) => person !== row.toUser && person !== row.fromUser,
    );
    const next = above[Math.min(rung, above.length - 1)];
    if (next !== undefined) people.add(next);
  }
  await tellAll(
    ctx,
    [...people].map((person) => ({
      once: `handover-climbed:${row.id}:${person}`,
      to: { person },
      kind: 'handover-climbed' as const,
      townId: row.townId,
      refs: { handover: row.id },
    })),
  );
}
