/**
 * What a confirmed notice does to the limits that run: those marked 暂算, and by a correction those that its days may lie in, are counted anew, each matter
 * by one event of its chain. A day that has passed stays.
 */
import { and, asc, eq, gte, isNull, lte, sql } from 'drizzle-orm';
import type { Actor } from '../../../contract/command.ts';
import { addDays, type LocalDay } from '../../../core/local-day.ts';
import { clocks, events, holidayNotices, petitions } from '../../../db/schema.ts';
import { clocksRunning } from '../../clock/run.ts';
import { recount } from '../../clock/recount.ts';
import type { DomainContext } from '../../context.ts';
import { type Petition, visibleTo } from '../../matter/access.ts';
import { record } from '../../matter/record.ts';
import { lockPetition } from '../../matter/row.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../../org/receivers.ts';
import { tellAll } from '../../outbox/store.ts';
import type { Receiver } from '../../policy/vocabulary.ts';
import { noticeById, type StoredNotice } from './store.ts';

type Transact = <T>(work: (ctx: DomainContext) => Promise<T>) => Promise<T>;
type Clock = typeof clocks.$inferSelect;

/** Of one limit, in the event. */
interface Move {
  readonly clock: string;
  readonly title: string;
  readonly owner: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

export interface MovedLine extends Pick<Move, 'title' | 'from' | 'to'> {
  readonly number: string;
}

/** A rest that a last day rolls across is shorter. */
const LONGEST_REST = 16;

/** Whose line it is. */
const ANSWERING: Readonly<Record<string, Receiver>> = { unit: 'handler', leader: 'unit-leader' };

/** Counts anew, matter by matter, each in a transaction of its own; then tells whoever answers for what moved, once. Twice does nothing more. */
export async function moveLimits(transact: Transact, id: string): Promise<number> {
  const matters = await transact((ctx) => mattersOf(ctx, id));
  let moved = 0;
  for (const matter of matters) moved += await transact((ctx) => moveIn(ctx, id, matter));
  await transact((ctx) => tellMoved(ctx, id));
  return moved;
}

const isConcerned = ({ corrects, days }: StoredNotice, clock: Clock): boolean =>
  clock.provisional ||
  (corrects &&
    days.length > 0 &&
    clock.startOn <= days.at(-1)!.day &&
    addDays(clock.dueOn, LONGEST_REST) >= days[0]!.day);

async function mattersOf(ctx: DomainContext, id: string): Promise<string[]> {
  const notice = await noticeById(ctx, id);
  if (notice === undefined || notice.state !== 'confirmed' || notice.movedAt !== null) return [];
  const rows = await ctx.tx
    .selectDistinct({ id: clocks.petitionId })
    .from(clocks)
    .where(
      and(
        eq(clocks.state, 'running'),
        gte(clocks.dueOn, ctx.today),
        notice.corrects ? lte(clocks.startOn, notice.days.at(-1)!.day as LocalDay) : eq(clocks.provisional, true),
      ),
    )
    .orderBy(asc(clocks.petitionId));
  return rows.map((row) => row.id);
}

async function moveIn(ctx: DomainContext, id: string, matter: string): Promise<number> {
  const notice = await noticeById(ctx, id);
  const petition = await lockPetition(ctx, matter);
  const moves: Move[] = [];
  const writes: (() => Promise<void>)[] = [];
  for (const clock of await clocksRunning(ctx, petition.id)) {
    const again = isConcerned(notice!, clock) ? await recount(ctx, clock) : undefined;
    if (again === undefined) continue;
    const { id: clockId, title, owner, dueOn: from } = clock;
    if (again.to !== from) moves.push({ clock: clockId, title, owner, from, to: again.to });
    if (again.to !== from || clock.provisional) writes.push(again.write);
  }
  if (moves.length > 0) {
    const { number, year, decidedBy } = notice!;
    await record(ctx, petition, { kind: 'days-recounted', by: decidedBy!, data: { notice: id, number, year, moves } });
  }
  for (const write of writes) await write();
  return moves.length;
}

async function movesBy(
  ctx: DomainContext,
  id: string,
  actor?: Actor,
): Promise<{ petition: Petition; moves: Move[] }[]> {
  const rows = await ctx.tx
    .select({ petition: petitions, data: events.data })
    .from(events)
    .innerJoin(petitions, eq(petitions.id, events.petitionId))
    .where(
      and(
        eq(events.kind, 'days-recounted'),
        sql`${events.data} ->> 'notice' = ${id}`,
        actor === undefined ? undefined : visibleTo(actor),
      ),
    )
    .orderBy(asc(petitions.number));
  return rows.map(({ petition, data }) => ({ petition, moves: data['moves'] as Move[] }));
}

async function answeringFor(ctx: DomainContext, petition: Petition, { owner }: Move): Promise<string[]> {
  const org = await loadOrg(ctx, petition.townId);
  return receiversOf(org, petition, await barsOfMatter(ctx, petition), [ANSWERING[owner] ?? 'desk']);
}

async function tellMoved(ctx: DomainContext, id: string): Promise<void> {
  const [open] = await ctx.tx
    .update(holidayNotices)
    .set({ movedAt: ctx.at })
    .where(and(eq(holidayNotices.id, id), eq(holidayNotices.state, 'confirmed'), isNull(holidayNotices.movedAt)))
    .returning();
  if (open === undefined) return;
  const readers = new Map<string, string>();
  for (const { petition, moves } of await movesBy(ctx, id)) {
    for (const move of moves) {
      for (const person of await answeringFor(ctx, petition, move)) readers.set(person, petition.townId);
    }
  }
  await tellAll(
    ctx,
    [...readers].map(([person, townId]) => ({
      once: `days-moved:${id}:${person}`,
      to: { person },
      kind: 'days-moved',
      townId,
      refs: { notice: id },
    })),
  );
}

/** What moved by this notice that the reader answers for and may know of. */
export async function movesFor(ctx: DomainContext, actor: Actor, id: string): Promise<MovedLine[]> {
  const lines: MovedLine[] = [];
  for (const { petition, moves } of await movesBy(ctx, id, actor)) {
    for (const move of moves) {
      const isTheirs = (await answeringFor(ctx, petition, move)).includes(actor.userid);
      if (isTheirs) lines.push({ number: petition.number, title: move.title, from: move.from, to: move.to });
    }
  }
  return lines;
}
