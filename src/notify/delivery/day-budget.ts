/** How many messages a person gets a working day: what is over it waits for the next merge, where it can wait. */
import { addDays, instantOf, type LocalDay, localDayOf, type LocalTime } from '../../core/local-day.ts';
import type { DomainContext } from '../../domain/context.ts';
import { workdayOnOrAfter } from '../../domain/deadline/working-days.ts';
import { findActor } from '../../domain/org/service.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { BudgetRole } from '../../domain/policy/policy.ts';
import type { Messages } from '../message.ts';

/** Two working hours apart, the last before offices close; what is left then is read with the next morning. */
const MERGES = ['10:30', '12:00', '14:30', '16:30'] as LocalTime[];

/** What rang today, by person. Of one process; forgotten by a restart, somebody gets a few messages by themselves again. */
export class DayBudget {
  readonly #rang = new Map<string, { readonly day: LocalDay; readonly n: number }>();

  on(userid: string, day: LocalDay): number {
    const known = this.#rang.get(userid);
    return known?.day === day ? known.n : 0;
  }

  ring(userid: string, day: LocalDay): void {
    this.#rang.set(userid, { day, n: this.on(userid, day) + 1 });
  }
}

/** Red ones, call-outs, losses, what presses or is due today, and files, which come with the card that names them, are outside of every budget. */
export function isCounted(row: OutboxRow, messages: Messages): boolean {
  const message = messages.of(row.kind);
  const isOutside = row.urgent || row.refs['red'] === true || row.refs['presses'] === true;
  return row.toKind === 'person' && !isOutside && message?.file === undefined && message?.tellsOfLoss !== true;
}

/** The next moment of the day at which what waited goes out as one message. */
function nextMergeToday({ at, calendar }: DomainContext): Date | undefined {
  const today = localDayOf(at);
  if (!calendar.isWorkday(today)) return undefined;
  return MERGES.map((time) => instantOf(today, time)).find((one) => one > at);
}

const tomorrow = ({ at, calendar }: DomainContext, digestAt: LocalTime): Date =>
  instantOf(workdayOnOrAfter(addDays(localDayOf(at), 1), calendar), digestAt);

const isMerge = (at: Date, digestAt: LocalTime): boolean => {
  const day = localDayOf(at);
  return [...MERGES, digestAt].some((time) => instantOf(day, time).getTime() === at.getTime());
};

async function roleOf(ctx: DomainContext, userid: string): Promise<BudgetRole> {
  const { roles = [], heads = [] } = (await findActor(ctx.tx, userid)) ?? {};
  if (roles.includes('desk')) return 'desk';
  if (roles.includes('leader') || roles.includes('main-leader')) return 'leader';
  return heads.length > 0 || roles.includes('unit-head') ? 'head' : 'member';
}

export interface Together {
  /** These wait until then: their reader has had enough of the day. */
  readonly waiting?: { readonly rows: readonly OutboxRow[]; readonly until: Date };
  /** These go out as one message; none: each by itself. */
  readonly merged: readonly OutboxRow[];
}

/** A storm for whoever acts on each by its buttons; a clerk and a leader read two as one. */
const STORM = 5;
const MERGE_FROM: Readonly<Record<BudgetRole, number>> = { desk: 2, leader: 2, head: STORM, member: STORM };

/** How what is ready for one conversation goes out: what of it waits for the next merge, and from how many on it is one message. */
export async function togetherOf(
  ctx: DomainContext,
  ready: readonly OutboxRow[],
  messages: Messages,
  days: DayBudget,
): Promise<Together> {
  const mergeable = ready.filter(({ kind }) => messages.of(kind)?.merges === true);
  const asking = ready.filter(({ kind }) => messages.of(kind)?.asks === true);
  const [first] = [...mergeable, ...asking];
  const from = (least: number, rows = mergeable): Together => {
    // What tells of a loss is read by itself, unless there is a storm of it.
    const few = rows.length >= STORM ? rows : rows.filter(({ kind }) => messages.of(kind)?.tellsOfLoss !== true);
    return { merged: few.length >= least ? few : [] };
  };
  if (first === undefined || first.toKind !== 'person') return from(STORM);
  const role = await roleOf(ctx, first.toId);
  const all = [...new Set([...mergeable, ...asking])];
  const rows = all.filter((row) => isCounted(row, messages));
  const { rhythm } = await ctx.policy(first.townId);
  if (rows.some(({ holdUntil, createdAt }) => holdUntil > createdAt && isMerge(holdUntil, rhythm.digestAt))) {
    return from(2, all);
  }
  const limit = rhythm.budget?.[role] ?? Number.POSITIVE_INFINITY;
  const isOver = rows.length > 0 && days.on(first.toId, localDayOf(ctx.at)) >= limit;
  if (!isOver) return from(MERGE_FROM[role]);
  const later = nextMergeToday(ctx);
  // What asks for an act does not wait overnight.
  const waiting = later === undefined ? rows.filter((row) => !asking.includes(row)) : rows;
  const rest = from(
    MERGE_FROM[role],
    mergeable.filter((row) => !waiting.includes(row)),
  );
  if (waiting.length === 0) return rest;
  return { ...rest, waiting: { rows: waiting, until: later ?? tomorrow(ctx, rhythm.digestAt) } };
}
