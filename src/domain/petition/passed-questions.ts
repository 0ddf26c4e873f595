import { and, asc, eq, exists, notExists, or, type SQL, sql } from 'drizzle-orm';
import { approvals, clocks, events } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { PetitionEvent } from '../matter/events.ts';
import { tellAll } from '../outbox/store.ts';
import type { Petition } from './access.ts';
import { type Approval, type QuestionKind, signersFor, signsFor } from './approvals.ts';

/**
 * Questions that nothing can come of any more: an extension of a limit that has ended, 作废 of what a paper was served of, of what another
 * registration goes on under, or as the double of what is void itself. Nobody is asked to sign them again, and who asked is told, unless it
 * was their own doing.
 */
export async function dropIdle(ctx: DomainContext, event: PetitionEvent, haveEnded: boolean): Promise<void> {
  const isRunning = ctx.tx
    .select({ id: clocks.id })
    .from(clocks)
    .where(and(sql`${clocks.id}::text = ${approvals.held} ->> 'clockId'`, eq(clocks.state, 'running')));
  const own = eq(approvals.petitionId, event.petitionId);
  const asDouble = ctx.tx
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        sql`${events.id}::text = ${approvals.held} ->> 'voiding'`,
        sql`${events.data} ->> 'duplicateOf' = ${event.petitionId}`,
      ),
    );
  const rows = await ctx.tx
    .update(approvals)
    .set({ state: 'withdrawn', decidedAt: ctx.at })
    .where(
      and(
        eq(approvals.state, 'open'),
        or(
          haveEnded ? and(own, eq(approvals.kind, 'extend'), notExists(isRunning)) : undefined,
          event.kind === 'served' ? and(own, eq(approvals.kind, 'void')) : undefined,
          event.kind === 'voided'
            ? and(eq(approvals.kind, 'void'), or(isReliedOn(event), exists(asDouble)))
            : undefined,
        ),
      ),
    )
    .returning();
  await tellAll(
    ctx,
    rows
      .filter(({ askedBy }) => askedBy !== event.by)
      .map(({ id, askedBy, townId, petitionId }) => ({
        once: `sign-dropped:${id}`,
        to: { person: askedBy },
        kind: 'sign-dropped' as const,
        townId,
        petitionId,
        refs: { approvalId: id },
      })),
  );
}

/** Asked is to void what a double was just voided in favour of. */
const isReliedOn = ({ data }: PetitionEvent): SQL =>
  sql`${approvals.petitionId}::text = ${String(data['duplicateOf'])}`;

/** What became of an open question when somebody was shut out of its matter. */
export interface Passed {
  readonly approval: string;
  readonly kind: string;
  /** Who could sign before; 撤销 asks them again. */
  readonly was: readonly string[];
  /** Who is asked in their place. */
  readonly asked: readonly string[];
  /** Asked by who may not act any more: nothing is left to sign. */
  readonly withdrawn: boolean;
  /** The assignment that waited was to a unit that is shut out now. */
  readonly dropped: boolean;
  /** What it held then: ids, days and codes. */
  readonly held?: Readonly<Record<string, unknown>>;
}

interface Out {
  readonly isOut: (userid: string) => boolean;
  readonly isUnitOut: (unitId: string | null) => boolean;
}

/** Signers who are shut out sign no more: who is left does, else the next rung is asked. What the barred asked for falls. */
export async function passQuestions(ctx: DomainContext, petition: Petition, out: Out): Promise<Passed[]> {
  const rows = await ctx.tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.petitionId, petition.id), eq(approvals.state, 'open')))
    .orderBy(asc(approvals.askedAt));
  const passed: Passed[] = [];
  for (const row of rows) {
    const done = await passQuestion(ctx, petition, row, out);
    if (done !== undefined) passed.push(done);
  }
  return passed;
}

async function passQuestion(
  ctx: DomainContext,
  petition: Petition,
  row: Approval,
  { isOut, isUnitOut }: Out,
): Promise<Passed | undefined> {
  const told = { approval: row.id, kind: row.kind, was: row.approvers };
  // 批示 is wanted by the town's rules, whoever asked; everything else is the wish of who asked.
  const isTheirs = row.kind !== 'instruct' && (isOut(row.askedBy) || isUnitOut(petition.ownerUnit));
  if (isTheirs) {
    await ctx.tx.update(approvals).set({ state: 'withdrawn', decidedAt: ctx.at }).where(eq(approvals.id, row.id));
    return { ...told, asked: [], withdrawn: true, dropped: false };
  }
  const { delegates: former, ...held } = row.held;
  const dropped = row.kind === 'instruct' && isUnitOut(typeof held['unit'] === 'string' ? held['unit'] : null);
  const delegates = Object.entries((former ?? {}) as Record<string, string>).filter(
    ([delegate, absent]) => !isOut(delegate) && !isOut(absent),
  );
  const isDelegate = (userid: string): boolean => signsFor(row, userid) !== undefined;
  const left = row.approvers.filter((userid) => !isOut(userid) && !isDelegate(userid));
  const isLess = row.approvers.some((userid) => isOut(userid));
  if (!isLess && !dropped) return undefined;
  const by = row.kind === 'return' ? (['desk'] as const) : undefined;
  const next =
    left.length > 0 ? left : await signersFor(ctx, petition, row.kind as QuestionKind, row.askedBy, by, false);
  await ctx.tx
    .update(approvals)
    .set({
      approvers: [...new Set([...next, ...delegates.map(([delegate]) => delegate)])],
      held: {
        ...(dropped ? {} : held),
        ...(delegates.length === 0 ? {} : { delegates: Object.fromEntries(delegates) }),
      },
    })
    .where(eq(approvals.id, row.id));
  return {
    ...told,
    asked: next.filter((userid) => !row.approvers.includes(userid)),
    withdrawn: false,
    dropped,
    held: row.held,
  };
}

/** 撤销 of what shut somebody out: who could sign before can again. */
export async function restoreSigners(ctx: Pick<DomainContext, 'tx'>, passed: readonly Passed[]): Promise<void> {
  for (const { approval, was, held } of passed) {
    await ctx.tx
      .update(approvals)
      .set({ approvers: [...was], ...(held === undefined ? {} : { held }) })
      .where(eq(approvals.id, approval));
  }
}
