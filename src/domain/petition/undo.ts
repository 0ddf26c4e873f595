import { and, desc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { approvals, bars, events, outbox } from '../../db/schema.ts';
import { undoClocks } from '../clock/engine.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from './access.ts';
import { undoAnswer } from './answers.ts';
import { withdrawAll } from './approvals.ts';
import { undoJoin } from './merge.ts';
import { announce } from './notices.ts';
import { type PetitionEvent, type PetitionPatch, record } from './record.ts';
import { undoHelp } from './team.ts';

const NEVER = new Set(['revealed', 'undone', 'instructed', 'reviewed', 'recused']);
/** 并案: two matters changed together, and are taken back together. */
const JOINED = new Set(['merged', 'linked']);
/** Told to those who had already been told: the assignment is off, the closing is off. */
const OUTWARD = new Set([
  'assigned',
  'closed',
  'reopened',
  'returned',
  'urged',
  'supervised',
  'assisted',
  'assist-done',
  'assist-released',
  'agent-named',
  'led',
]);
const OF_TEAM = new Set(['assisted', 'assist-done', 'assist-released', 'led']);

/**
 * 撤销: takes back this person's last act on the matter within the policy's minutes, as long as nobody has acted on it
 * since. A new event; nothing is deleted. A registration taken back leaves its number, marked void, so that no gap appears.
 */
export async function undo(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
): Promise<{ petition: Petition; undone: PetitionEvent }> {
  const policy = await ctx.policy(petition.townId);
  const [last] = await ctx.tx
    .select()
    .from(events)
    .where(and(eq(events.petitionId, petition.id), sql`${events.kind} <> 'revealed'`))
    .orderBy(desc(events.seq))
    .limit(1);
  if (last === undefined || last.by !== actor.userid || NEVER.has(last.kind)) {
    throw new UserError('undo.nothing', { number: petition.number });
  }
  if (ctx.at.getTime() - last.at.getTime() > policy.undoMinutes * 60_000) {
    throw new UserError('undo.late', { number: petition.number, minutes: policy.undoMinutes });
  }
  if (last.kind === 'repeated') {
    throw new UserError('undo.from-other', { number: String(last.data['number']) });
  }
  if (JOINED.has(last.kind)) await undoJoin(ctx, actor, last);
  const patch: PetitionPatch =
    last.kind === 'received' ? { status: 'void', closedOn: ctx.today } : reviveDates(last.before ?? {});
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'undone',
    by: actor.userid,
    data: { kind: last.kind },
    undoes: last.id,
    patch,
  });
  await undoClocks(ctx, last.id);
  await withdrawAll(ctx, petition.id, last.kind === 'received' ? undefined : last);
  await undoWritten(ctx, last);
  if (last.kind === 'closed' || last.kind === 'merged') await reviveQuestions(ctx, petition.id, last.at);
  const told = await supersede(ctx, last.id);
  if (OUTWARD.has(last.kind)) {
    await announce(ctx, changed, event, { kind: 'withdrawn', to: [], people: told, except: actor.userid });
  }
  // Who read that there is nothing left to do has to handle it after all.
  if (last.kind === 'merged') {
    await announce(ctx, changed, event, { kind: 'merged', to: [], people: told, except: actor.userid });
  }
  return { petition: changed, undone: last };
}

/** What the event wrote beside the projection: an answer to a demand, the bar of an accused. */
async function undoWritten(ctx: DomainContext, event: PetitionEvent): Promise<void> {
  const { kind, petitionId, at } = event;
  if (OF_TEAM.has(kind)) await undoHelp(ctx, event);
  if (kind === 'replied') await undoAnswer(ctx, event);
  if (kind === 'supplemented') {
    await ctx.tx
      .delete(bars)
      .where(and(eq(bars.petitionId, petitionId), eq(bars.reason, 'accused'), eq(bars.addedAt, at)));
  }
}

/** Stored before-images are JSON: the moment columns among them come back as dates. */
function reviveDates(before: Record<string, unknown>): PetitionPatch {
  return Object.fromEntries(
    Object.entries(before).map(([key, value]) => [
      key,
      key.endsWith('At') && typeof value === 'string' ? new Date(value) : value,
    ]),
  ) as PetitionPatch;
}

const reviveQuestions = async (ctx: DomainContext, petitionId: string, at: Date): Promise<void> => {
  await ctx.tx
    .update(approvals)
    .set({ state: 'open', decidedAt: null })
    .where(and(eq(approvals.petitionId, petitionId), eq(approvals.state, 'withdrawn'), eq(approvals.decidedAt, at)));
};

/** Messages of the undone event that have not left are dropped; returns the people who already have theirs. */
async function supersede(ctx: DomainContext, eventId: string): Promise<string[]> {
  const about = sql`${outbox.refs} ->> 'eventId' = ${eventId}`;
  await ctx.tx
    .update(outbox)
    .set({ state: 'superseded', reason: 'undone', settledAt: ctx.at })
    .where(and(about, eq(outbox.state, 'pending')));
  const sent = await ctx.tx
    .select({ toId: outbox.toId })
    .from(outbox)
    .where(and(about, eq(outbox.state, 'sent'), eq(outbox.toKind, 'person')));
  return sent.map((row) => row.toId);
}
