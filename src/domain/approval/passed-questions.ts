import { and, asc, eq, exists, or, sql } from 'drizzle-orm';
import { approvals, events } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { clocksRunning } from '../clock/run.ts';
import type { PetitionEvent } from '../matter/events.ts';
import { APPROVALS, rowsOf } from '../matter/file.ts';
import { tellAll } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';
import { readMatter } from '../matter/parts.ts';
import { type Approval, type QuestionKind, signersFor, signsFor, withdraw } from './ask.ts';

/**
 * Questions that nothing can come of any more: an extension of a limit that has ended, 作废 of what a paper was served of, of what another
 * registration goes on under, or as the double of what is void itself. Nobody is asked to sign them again, and who asked is told, unless it
 * was their own doing.
 */
export async function dropIdle(ctx: DomainContext, event: PetitionEvent, haveEnded: boolean): Promise<void> {
  const running = new Set((await clocksRunning(ctx, event.petitionId)).map(({ id }) => id));
  const isIdle = ({ kind, held }: Approval): boolean =>
    (haveEnded && kind === 'extend' && !running.has(String(held['clockId']))) ||
    (event.kind === 'served' && kind === 'void');
  const own = (await rowsOf(ctx, APPROVALS, event.petitionId)).filter((row) => row.state === 'open' && isIdle(row));
  for (const row of own) await withdraw(ctx, row);
  const rows = [...own, ...(event.kind === 'voided' ? await dropVoidings(ctx, event) : [])];
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

/** Questions to void what the double goes on under, or a registration as the double of what is void now: of other matters. */
function dropVoidings(ctx: DomainContext, { petitionId, data }: PetitionEvent): Promise<Approval[]> {
  const asDouble = ctx.tx
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        sql`${events.id}::text = ${approvals.held} ->> 'voiding'`,
        sql`${events.data} ->> 'duplicateOf' = ${petitionId}`,
      ),
    );
  const isReliedOn = sql`${approvals.petitionId}::text = ${String(data['duplicateOf'])}`;
  return ctx.tx
    .update(approvals)
    .set({ state: 'withdrawn', decidedAt: ctx.at })
    .where(and(eq(approvals.state, 'open'), eq(approvals.kind, 'void'), or(isReliedOn, exists(asDouble))))
    .returning();
}

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
  const wanted = { kind: row.kind as QuestionKind, asker: row.askedBy, by, isDirect: false };
  const next = left.length > 0 ? left : signersFor(await readMatter(ctx, petition, 'policy', 'org', 'bars'), wanted);
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
