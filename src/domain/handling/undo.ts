import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { approvals, outbox } from '../../db/schema.ts';
import { undoClocks } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { type LetterRow, withdrawLetters } from '../letter/store.ts';
import { has, isKept, kindsUndone, meaningOf, restores } from '../matter/events.ts';
import type { Petition } from '../matter/access.ts';
import { undoAnswer } from './answer.ts';
import { type Approval, withdrawAll } from '../approval/ask.ts';
import { type Passed, restoreSigners } from '../approval/passed-questions.ts';
import { undoBars } from './bars.ts';
import { changesIn } from '../matter/changes.ts';
import { askInstruction } from '../approval/instruction.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { undoJoin } from '../intake/merge.ts';
import { announce } from '../matter/notices.ts';
import { type EventInput, type PetitionEvent, type PetitionPatch, record } from '../matter/record.ts';
import { undoHelp } from '../team/assist.ts';

/** More than one command writes: the newest that can belong to one. */
const REACH = 12;

/**
 * What one command wrote, newest first: an event may be part of the one before it (受理 with its 送达, 批示 with the assignment that
 * it put into effect). They are taken back together, by whoever gave the command.
 */
function lastAct(newest: readonly PetitionEvent[], by: string): readonly PetitionEvent[] {
  const [last] = newest;
  if (last === undefined) return [];
  const act = [last];
  for (let i = 1; typeof act.at(-1)!.data['partOf'] === 'string' && i < newest.length; i += 1) {
    const next = newest[i]!;
    if (next.id !== act.at(-1)!.data['partOf']) break;
    act.push(next);
  }
  if (act.at(-1)!.by === by) return act;
  // What a signature put into effect may be taken back by who had asked for it; the signature stays.
  return last.by === by ? [last] : [];
}

/** `waits`: it is open once more. `gone`: the act had taken its place, and it stays withdrawn. */
type Earlier = 'none' | 'waits' | 'gone';

export interface Undone {
  readonly petition: Petition;
  /** The first event of the act. */
  readonly undone: PetitionEvent;
  /** A signature taken back: its question is open again. */
  readonly asksAgain: boolean;
  /** What becomes of a question that was open before the act. */
  readonly earlier: Earlier;
  /** Letters that are void now. */
  readonly withdrawn: readonly LetterRow[];
}

/**
 * What this person would take back, newest first; what it did to another matter is asked there (`refuseActedOn`).
 * @throws UserError undo.nothing, undo.never, undo.heard, undo.late, undo.from-other
 */
export function actUndone(
  actor: Actor,
  matter: Matter<'policy' | 'org' | 'timeline' | 'approvals' | 'at'>,
): readonly [PetitionEvent, ...PetitionEvent[]] {
  const { petition, policy, timeline, approvals: asked } = matter;
  const passedOver = kindsUndone('passed-over');
  const newest = timeline.filter(({ kind }) => !passedOver.includes(kind)).toReversed();
  const [last, ...before] = lastAct(newest.slice(0, REACH), actor.userid);
  if (last === undefined) throw new UserError('undo.nothing', { number: petition.number });
  const root = before.at(-1) ?? last;
  refuseKept(matter, [last, ...before]);
  const isLate = matter.at.getTime() - root.at.getTime() > policy.undoMinutes * 60_000;
  if (isLate && !(before.length === 0 && isOpenQuestion(asked, root))) {
    throw new UserError('undo.late', { number: petition.number, minutes: policy.undoMinutes });
  }
  if (meaningOf(last).onUndo.may === 'other') {
    throw new UserError('undo.from-other', { number: String(last.data['number']) });
  }
  return [last, ...before];
}

/**
 * 撤销: takes back this person's last act on the matter within the policy's minutes, as long as nobody has acted on it since; a
 * question for a signature as long as it is open. New events; nothing is deleted. A registration taken back leaves its number,
 * marked void, so that no gap appears.
 */
export async function undo(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Undone> {
  const act = actUndone(actor, await readMatter(ctx, petition, 'policy', 'org', 'timeline', 'approvals', 'at'));
  const [last, root] = [act[0], act.at(-1)!];
  if (restores(last, 'joined')) await undoJoin(ctx, actor, last);
  let now = petition;
  let asksAgain = false;
  let earlier: Earlier = 'none';
  const withdrawn: LetterRow[] = [];
  for (const event of act) {
    const letters = await withdrawLetters(ctx, event.id);
    withdrawn.push(...letters);
    now = await takeBack(ctx, actor, now, event, letters.length > 0);
    const became = await earlierQuestion(ctx, actor, now, event);
    if (became !== 'none') earlier = became;
    asksAgain = (await undoSignature(ctx, event)) || asksAgain;
  }
  return { petition: now, undone: root, asksAgain, earlier, withdrawn };
}

/**
 * What stays as it was done: not that somebody has gone on, but that another command puts it right.
 * @throws UserError undo.never, undo.heard
 */
function refuseKept({ petition: { number }, org }: Matter<'org'>, act: readonly PetitionEvent[]): void {
  if (act.some(({ data }) => data['heard'] === true)) throw new UserError('undo.heard', { number });
  const kept = act.find(({ kind }) => isKept(kind));
  if (kept === undefined) return;
  const { from } = kept.data;
  throw new UserError('undo.never', {
    number,
    kind: kept.kind,
    changes: changesIn(kept),
    former: kept.kind === 'handed-over' ? org.peopleEver.get(String(from))?.name : undefined,
    ofRegistration: kept.data['kind'] === 'received',
  });
}

async function takeBack(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  event: PetitionEvent,
  hadLetters: boolean,
): Promise<Petition> {
  // What was sealed before was guarded then, and `undoWritten` puts its bars back.
  const patch = (
    restores(event, 'registration') ? { status: 'void', closedOn: ctx.today } : reviveDates(event.before ?? {})
  ) as NonNullable<EventInput['patch']>;
  const { petition: changed, event: undone } = await record(ctx, petition, {
    kind: 'undone',
    by: actor.userid,
    data: { kind: event.kind },
    undoes: event.id,
    patch,
  });
  await undoClocks(ctx, event.id);
  const withdrawn = await withdrawAll(ctx, petition.id, restores(event, 'registration') ? undefined : event);
  await undoWritten(ctx, event);
  const told = await supersede(ctx, sql`${outbox.refs} ->> 'eventId' = ${event.id}`);
  const asked = await supersede(
    ctx,
    sql`${outbox.kind} = 'sign-asked' and ${outbox.refs} ->> 'approvalId' = any(${sql.param(withdrawn)}::text[])`,
  );
  const people = [...(meaningOf(event).onUndo.tells || hadLetters ? told.people : []), ...asked.people];
  const { groups } = told;
  if (people.length + groups.length > 0) {
    await announce(ctx, changed, undone, { kind: 'withdrawn', to: [], people, groups, except: actor.userid });
  }
  // Who read that there is nothing left to do has to handle it after all.
  if (event.kind === 'merged') {
    await announce(ctx, changed, undone, { kind: 'merged', to: [], people: told.people, except: actor.userid });
  }
  return changed;
}

/** The act asked for a signature that nobody has given: it has no effect yet. */
const isOpenQuestion = (asked: readonly Approval[], event: PetitionEvent): boolean =>
  has(event, 'asks') && asked.some(({ askedByEvent, state }) => askedByEvent === event.id && state === 'open');

/** A decision taken back: what was asked is asked again; what was signed unasked is withdrawn. */
async function undoSignature(ctx: DomainContext, { data }: PetitionEvent): Promise<boolean> {
  const id = data['approvalId'];
  if (typeof id !== 'string') return false;
  const state = data['unasked'] === true ? 'withdrawn' : 'open';
  await ctx.tx
    .update(approvals)
    .set({ state, decidedAt: state === 'open' ? null : ctx.at, decidedBy: null })
    .where(eq(approvals.id, id));
  return state === 'open';
}

/** What the event wrote beside the projection: an answer to a demand, the bar of an accused. */
async function undoWritten(ctx: DomainContext, event: PetitionEvent): Promise<void> {
  if (restores(event, 'help')) await undoHelp(ctx, event);
  if (restores(event, 'answer')) await undoAnswer(ctx, event);
  if (restores(event, 'signers')) await restoreSigners(ctx, (event.data['questions'] ?? []) as readonly Passed[]);
  if (restores(event, 'bars')) await undoBars(ctx, event);
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

/**
 * Questions that the event withdrew. Its asker was told of the one replaced that nobody signs it any more, and takes that for true when
 * the later one is off as well; only the 批示 that the town wants is asked once more, with nothing to put into effect.
 */
async function earlierQuestion(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  event: PetitionEvent,
): Promise<Earlier> {
  const ended = and(
    eq(approvals.petitionId, petition.id),
    eq(approvals.state, 'withdrawn'),
    eq(approvals.decidedAt, event.at),
  );
  if (restores(event, 'questions')) {
    const rows = await ctx.tx.update(approvals).set({ state: 'open', decidedAt: null }).where(ended).returning();
    return rows.length > 0 ? 'waits' : 'none';
  }
  if (!has(event, 'asks')) return 'none';
  const rows = await ctx.tx
    .select({ askedByEvent: approvals.askedByEvent, kind: approvals.kind })
    .from(approvals)
    .where(ended);
  const replaced = rows.filter(({ askedByEvent }) => askedByEvent !== event.id);
  if (replaced.some(({ kind }) => kind === 'instruct')) await askInstruction(ctx, petition, actor);
  return replaced.length > 0 ? 'gone' : 'none';
}

interface Readers {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** Messages of what was undone that have not left are dropped; returns the people and groups who already have theirs. */
async function supersede(ctx: DomainContext, about: SQL): Promise<Readers> {
  await ctx.tx
    .update(outbox)
    .set({ state: 'superseded', reason: 'undone', settledAt: ctx.at })
    .where(and(about, eq(outbox.state, 'pending')));
  const sent = await ctx.tx
    .select({ toId: outbox.toId, toKind: outbox.toKind })
    .from(outbox)
    .where(and(about, eq(outbox.state, 'sent')));
  const of = (kind: string): string[] => sent.filter(({ toKind }) => toKind === kind).map(({ toId }) => toId);
  return { people: of('person'), groups: of('group') };
}
