import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { approvals } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { barsOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { tellAll } from '../outbox/store.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Receiver, SignatureKind } from '../policy/words.ts';
import type { Petition } from './access.ts';

export type Approval = typeof approvals.$inferSelect;

/** Whether the town's rules want this signature for this matter and nobody has given it yet. */
export async function signatureNeeded(ctx: DomainContext, petition: Petition, kind: SignatureKind): Promise<boolean> {
  const policy = await ctx.policy(petition.townId);
  if (signaturesFor(policy, kind, petition).length === 0) return false;
  const [given] = await ctx.tx
    .select({ id: approvals.id })
    .from(approvals)
    .where(and(eq(approvals.petitionId, petition.id), eq(approvals.kind, kind), eq(approvals.state, 'approved')))
    .limit(1);
  return given === undefined;
}

/** Who may give the signature: the rule's signers for this matter, or those the caller names. */
async function signersOf(
  ctx: DomainContext,
  petition: Petition,
  kind: SignatureKind,
  by: readonly Receiver[] | undefined,
): Promise<string[]> {
  const policy = await ctx.policy(petition.townId);
  const receivers = by ?? policy.signatures.find((r) => r.kind === kind)?.by ?? (['main-leader'] as const);
  const org = await loadOrg(ctx, petition.townId);
  const bars = await barsOf(ctx, [petition.id]);
  return receiversOf(org, petition, bars.get(petition.id) ?? [], receivers);
}

/** Asks for a signature; a question of the same kind still open takes over what is to be held. */
export async function askSignature(
  ctx: DomainContext,
  petition: Petition,
  kind: SignatureKind,
  asker: Pick<Actor, 'userid'>,
  askedByEvent: string | undefined,
  held: Readonly<Record<string, unknown>>,
  by?: readonly Receiver[],
): Promise<Approval> {
  const found = await ctx.tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.petitionId, petition.id), eq(approvals.kind, kind), eq(approvals.state, 'open')));
  // The extension of another clock is another question, with signers of its own.
  const open = found.find((row) => row.held['clockId'] === held['clockId']);
  if (open !== undefined) {
    const [changed] = await ctx.tx
      .update(approvals)
      .set({ held: { ...open.held, ...held }, askedBy: asker.userid, askedByEvent: askedByEvent ?? open.askedByEvent })
      .where(eq(approvals.id, open.id))
      .returning();
    return changed!;
  }
  const approvers = await signersOf(ctx, petition, kind, by);
  const [row] = await ctx.tx
    .insert(approvals)
    .values({
      id: ctx.ids.uuid(ctx.at),
      petitionId: petition.id,
      townId: petition.townId,
      kind,
      approvers,
      askedBy: asker.userid,
      askedAt: ctx.at,
      askedByEvent: askedByEvent ?? null,
      held: { ...held },
      state: 'open',
    })
    .returning();
  await tellAll(
    ctx,
    approvers.map((person) => ({
      once: `sign-asked:${row!.id}:${person}`,
      to: { person },
      kind: 'sign-asked' as const,
      townId: petition.townId,
      petitionId: petition.id,
      refs: { approvalId: row!.id },
    })),
  );
  return row!;
}

/** Open questions of a matter that this person may answer, oldest first. */
export const openFor = (ctx: DomainContext, petitionId: string, userid: string, kind?: string): Promise<Approval[]> =>
  ctx.tx
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.petitionId, petitionId),
        eq(approvals.state, 'open'),
        sql`${userid} = any(${approvals.approvers})`,
        kind === undefined ? undefined : eq(approvals.kind, kind),
      ),
    )
    .orderBy(asc(approvals.askedAt));

export async function openOf(
  ctx: DomainContext,
  petitionId: string,
  kind: SignatureKind,
): Promise<Approval | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.petitionId, petitionId), eq(approvals.kind, kind), eq(approvals.state, 'open')));
  return row;
}

export async function approvalById(ctx: Pick<DomainContext, 'tx'>, id: string): Promise<Approval | undefined> {
  const [row] = await ctx.tx.select().from(approvals).where(eq(approvals.id, id));
  return row;
}

/** Everything that waits for this person's signature in their town. */
export const waitingFor = (ctx: DomainContext, townId: string, userid: string): Promise<Approval[]> =>
  ctx.tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.townId, townId), eq(approvals.state, 'open'), sql`${userid} = any(${approvals.approvers})`))
    .orderBy(asc(approvals.askedAt));

/** Decides a question; of two people pressing at once one wins. @throws UserError approval.decided */
export async function settle(ctx: DomainContext, approval: Approval, by: string, agreed: boolean): Promise<void> {
  const rows = await ctx.tx
    .update(approvals)
    .set({ state: agreed ? 'approved' : 'refused', decidedAt: ctx.at, decidedBy: by })
    .where(and(eq(approvals.id, approval.id), eq(approvals.state, 'open')))
    .returning({ id: approvals.id });
  if (rows.length === 0) throw new UserError('approval.decided', {});
}

/** Whether 批示 was asked for this matter and somebody has answered. */
export async function wasDecided(ctx: DomainContext, petitionId: string): Promise<boolean> {
  const [row] = await ctx.tx
    .select({ id: approvals.id })
    .from(approvals)
    .where(
      and(
        eq(approvals.petitionId, petitionId),
        eq(approvals.kind, 'instruct'),
        inArray(approvals.state, ['approved', 'refused']),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Records a signature given without having been asked (the leader writes 批示 first, the clerk assigns after). @returns its id */
export async function recordSigned(
  ctx: DomainContext,
  petition: Petition,
  kind: SignatureKind,
  by: string,
): Promise<string> {
  const id = ctx.ids.uuid(ctx.at);
  await ctx.tx.insert(approvals).values({
    id,
    petitionId: petition.id,
    townId: petition.townId,
    kind,
    approvers: [by],
    askedBy: by,
    askedAt: ctx.at,
    askedByEvent: null,
    held: { direct: true },
    state: 'approved',
    decidedAt: ctx.at,
    decidedBy: by,
  });
  return id;
}

/**
 * Questions that no longer make sense: the matter was closed or what asked them was undone. A question that was open before
 * the undone event stays, with nothing to put into effect. @returns the questions withdrawn
 */
export async function withdrawAll(
  ctx: DomainContext,
  petitionId: string,
  asked?: { readonly id: string; readonly at: Date },
): Promise<string[]> {
  if (asked !== undefined) {
    await ctx.tx
      .update(approvals)
      .set({ held: {}, askedByEvent: null })
      .where(and(eq(approvals.askedByEvent, asked.id), eq(approvals.state, 'open'), lt(approvals.askedAt, asked.at)));
  }
  const rows = await ctx.tx
    .update(approvals)
    .set({ state: 'withdrawn', decidedAt: ctx.at })
    .where(
      and(
        eq(approvals.petitionId, petitionId),
        eq(approvals.state, 'open'),
        asked === undefined ? undefined : eq(approvals.askedByEvent, asked.id),
      ),
    )
    .returning({ id: approvals.id });
  return rows.map((row) => row.id);
}
