import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { events } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { isBarred, type Petition } from '../matter/access.ts';
import { type Approval, type AskedNow, askSignature, withdrawAll } from '../approval/ask.ts';
import { petitionById } from '../matter/find.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { haveSameReaders } from '../intake/merge.ts';
import { announce } from '../matter/notices.ts';
import { type PetitionEvent, record, standing, timelineOf } from '../matter/record.ts';
import { endHelp } from '../team/assist.ts';

/** Registered twice, under the other number; or by mistake. */
export type VoidReason = { readonly duplicateOf: Petition } | 'mistaken';

/**
 * 作废 of a registration: only before a paper was served, and signed by somebody other than who asks. Its number stays and is counted
 * as voided in every report.
 * @throws UserError void.served, void.same, void.readers, void.ended, void.relied-on, void.nobody
 */
export async function askVoid(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: { readonly reason: VoidReason; readonly note: string },
): Promise<{ readonly petition: Petition; readonly waiting: AskedNow }> {
  refuseServed(petition, await timelineOf(ctx, petition.id));
  if (await isReliedOn(ctx, petition)) throw new UserError('void.relied-on', { number: petition.number });
  const { reason } = input;
  if (reason !== 'mistaken') refuseEnded(reason.duplicateOf);
  if (reason !== 'mistaken' && reason.duplicateOf.id === petition.id) {
    throw new UserError('void.same', { number: petition.number });
  }
  // Else its signer, or who reads what became of it, would meet the other one by way of it.
  if (reason !== 'mistaken' && !(await haveSameReaders(ctx, petition, reason.duplicateOf))) {
    throw new UserError('void.readers', { number: petition.number });
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'void-held',
    by: actor.userid,
    data: reason === 'mistaken' ? { mistaken: true } : { duplicateOf: reason.duplicateOf.id },
    note: input.note,
  });
  const held = { voiding: event.id, by: actor.userid };
  const waiting = await askSignature(ctx, changed, 'void', actor, event.id, held, ['main-leader']);
  if (waiting.approvers.every((userid) => userid === actor.userid)) {
    throw new UserError('void.nobody', { number: petition.number });
  }
  return { petition: changed, waiting };
}

/** Once somebody was told in writing, the matter is answered, not voided (条例 arts 22, 23). */
function refuseServed({ number }: Petition, timeline: readonly PetitionEvent[]): void {
  if (standing(timeline).some((event) => event.kind === 'served')) throw new UserError('void.served', { number });
}

/** Nothing goes on under a number that is void itself: of two double registrations one stays. */
function refuseEnded({ status, number }: Petition): void {
  if (status === 'void') throw new UserError('void.ended', { other: number });
}

/** Another petitioner was told to ask under this number. */
async function isReliedOn(ctx: DomainContext, petition: Petition): Promise<boolean> {
  const [other] = await ctx.tx
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        eq(events.kind, 'voided'),
        eq(events.townId, petition.townId),
        sql`${events.data} ->> 'duplicateOf' = ${petition.id}`,
      ),
    )
    .limit(1);
  return other !== undefined;
}

/** What is known of other matters when a question to void this one is signed. */
export interface VoidFacts {
  readonly asked: PetitionEvent;
  readonly isReliedOn: boolean;
  /** The registration that stays, and whether who may know of one may know of the other. */
  readonly other: { readonly petition: Petition; readonly hasSameReaders: boolean } | undefined;
}

/** Undefined where nothing on the timeline asks for it. */
export async function voidFacts(
  ctx: DomainContext,
  petition: Petition,
  voiding: string,
): Promise<VoidFacts | undefined> {
  const asked = (await timelineOf(ctx, petition.id)).find((event) => event.id === voiding);
  if (asked === undefined) return undefined;
  const { duplicateOf } = asked.data;
  const other = typeof duplicateOf === 'string' ? await petitionById(ctx, duplicateOf) : undefined;
  return {
    asked,
    isReliedOn: await isReliedOn(ctx, petition),
    other: other && { petition: other, hasSameReaders: await haveSameReaders(ctx, petition, other) },
  };
}

/** @throws UserError void.served, void.nobody, void.relied-on, void.changed, void.ended */
export function refuseVoiding(
  { petition, timeline }: Matter<'timeline'>,
  facts: VoidFacts | undefined,
  signer: string,
): void {
  const { number } = petition;
  refuseServed(petition, timeline);
  if (facts === undefined) return;
  if (facts.asked.by === signer) throw new UserError('void.nobody', { number });
  if (facts.isReliedOn) throw new UserError('void.relied-on', { number });
  if (facts.other?.hasSameReaders === false) throw new UserError('void.changed', { number });
  if (facts.other !== undefined) refuseEnded(facts.other.petition);
}

/** Signed: handling under this number ends. @throws UserError void.changed, void.served, void.relied-on, void.ended, void.nobody */
export async function voidSigned(
  ctx: DomainContext,
  signer: string,
  petition: Petition,
  held: { readonly voiding: string; readonly partOf: string },
): Promise<Petition> {
  const facts = await voidFacts(ctx, petition, held.voiding);
  refuseVoiding(await readMatter(ctx, petition, 'timeline'), facts, signer);
  if (facts === undefined) return petition;
  const { asked } = facts;
  const { duplicateOf, mistaken } = asked.data;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'voided',
    by: asked.by,
    data: { ...(mistaken === true ? { mistaken } : { duplicateOf }), signedBy: signer, partOf: held.partOf },
    patch: { status: 'void' },
  });
  await withdrawAll(ctx, petition.id);
  await endHelp(ctx, changed, event);
  await announce(ctx, changed, event, { kind: 'voided', to: ['handler', 'unit-head'], except: signer });
  return changed;
}

/** Why a registration is void, for one reader: the number under which it goes on is not for who is shut out of that one. */
export type VoidTold = 'mistaken' | { readonly number: string | undefined };

/** What a question for a signature proposes. */
export async function proposedVoid(
  ctx: DomainContext,
  petition: Petition,
  { held }: Pick<Approval, 'held'>,
  reader: string,
): Promise<VoidTold> {
  const asked = (await timelineOf(ctx, petition.id)).find((event) => event.id === held['voiding']);
  return toldOf(ctx, asked?.data['duplicateOf'], reader);
}

/** What the petitioner is told by whoever reads it. */
export async function voidTold(ctx: DomainContext, petition: Petition, reader: string): Promise<VoidTold> {
  const event = standing(await timelineOf(ctx, petition.id)).findLast((one) => one.kind === 'voided');
  return toldOf(ctx, event?.data['duplicateOf'], reader);
}

async function toldOf(ctx: DomainContext, id: unknown, reader: string): Promise<VoidTold> {
  if (typeof id !== 'string') return 'mistaken';
  if (await isBarred(ctx.tx, id, reader)) return { number: undefined };
  return { number: (await petitionById(ctx, id))?.number };
}
