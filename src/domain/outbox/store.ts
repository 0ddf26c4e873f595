import { sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows, BARS, rowsOf } from '../matter/file.ts';
import { quietUntil } from './quiet.ts';

export type OutboxRow = typeof outbox.$inferSelect;

export interface Tell {
  /** Identity of the occasion: the same occasion twice is one row. */
  readonly once: string;
  readonly to: { readonly person: string } | { readonly group: string };
  /** What is told: a message of src/notify/messages, where the words are made at delivery. A test reads all kinds told (ADR 31). */
  readonly kind: string;
  readonly townId: string;
  readonly petitionId?: string;
  readonly refs?: Readonly<Record<string, string | number | boolean | null>>;
  /** Call-outs, answers to what somebody just did, and what is due that day pass quiet hours. */
  readonly urgent?: boolean;
}

/** Pairs of matter and reader that must not meet; one query for any number of messages. */
async function barredPairs(ctx: DomainContext, messages: readonly Tell[]): Promise<Set<string>> {
  const pairs = messages.flatMap((m) =>
    m.petitionId !== undefined && 'person' in m.to ? [[m.petitionId, m.to.person] as const] : [],
  );
  if (pairs.length === 0) return new Set();
  const matters = new Set(pairs.map(([petitionId]) => petitionId));
  const [only] = matters;
  // Of one matter the bars are known with the rest of it, and mostly there are none.
  if (matters.size === 1 && (await rowsOf(ctx, BARS, only!)).length === 0) return new Set();
  const petitionIds = sql.param(pairs.map(([petitionId]) => petitionId));
  const userids = sql.param(pairs.map(([, userid]) => userid));
  const rows = await ctx.tx.execute<{ petition_id: string; userid: string }>(sql`
    select distinct pair.petition_id, pair.userid
    from unnest(${petitionIds}::uuid[], ${userids}::text[]) as pair(petition_id, userid)
    join bar b on b.petition_id = pair.petition_id
    left join person p on p.userid = pair.userid
    where b.userid = pair.userid or b.unit_id = p.unit_id
      or b.unit_id in (select id from unit u where u.town_id = p.town_id and u.head = pair.userid)`);
  return new Set([...rows].map((row) => `${row.petition_id} ${row.userid}`));
}

/**
 * Writes intents in the caller's transaction. A barred reader is never told: the firewall stands here once more, below
 * every caller.
 * @returns how many have a reader who may be told
 */
export async function tellAll(ctx: DomainContext, messages: readonly Tell[]): Promise<number> {
  if (messages.length === 0) return 0;
  const barred = await barredPairs(ctx, messages);
  const allowed = messages.filter((m) => !('person' in m.to && barred.has(`${m.petitionId ?? ''} ${m.to.person}`)));
  if (allowed.length === 0) return 0;
  const hold = new Map<string, Date>();
  for (const townId of new Set(allowed.map((m) => m.townId))) {
    const { rhythm } = await ctx.policy(townId);
    hold.set(townId, quietUntil(ctx.at, { from: rhythm.quietFrom, to: rhythm.quietTo }, ctx.calendar));
  }
  const rows = allowed.map((m) => ({
    id: ctx.ids.uuid(ctx.at),
    townId: m.townId,
    once: m.once,
    toKind: 'person' in m.to ? ('person' as const) : ('group' as const),
    toId: 'person' in m.to ? m.to.person : m.to.group,
    kind: m.kind,
    petitionId: m.petitionId ?? null,
    refs: { ...m.refs },
    urgent: m.urgent ?? false,
    createdAt: ctx.at,
    holdUntil: m.urgent === true ? ctx.at : hold.get(m.townId)!,
    attempts: 0,
    state: 'pending',
  }));
  await addRows(ctx, outbox, rows, 'pass');
  for (const { toKind, toId, holdUntil } of rows) {
    if (holdUntil <= ctx.at) ctx.told.set(`${toKind} ${toId}`, { toKind, toId });
  }
  return rows.length;
}

/** The same message to somebody else, whom the caller has found through the bars of its matter; once a reader. */
export async function tellAgain(ctx: DomainContext, row: OutboxRow, person: string): Promise<void> {
  const again: OutboxRow = {
    ...row,
    id: ctx.ids.uuid(ctx.at),
    once: `${row.once}:for:${person}`,
    toId: person,
    createdAt: ctx.at,
    holdUntil: ctx.at,
    ...{ retryAt: null, attempts: 0, unmade: 0, state: 'pending', reason: null, refusals: null },
    ...{ settledAt: null, via: null, waitsFor: null },
  };
  await addRows(ctx, outbox, [again], 'pass');
  ctx.told.set(`person ${person}`, { toKind: 'person', toId: person });
}

export const tell = (ctx: DomainContext, message: Tell): Promise<number> => tellAll(ctx, [message]);
