import { sql } from 'drizzle-orm';
import type { outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
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
 * @returns how many were new
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
    town_id: m.townId,
    once: m.once,
    to_kind: 'person' in m.to ? ('person' as const) : ('group' as const),
    to_id: 'person' in m.to ? m.to.person : m.to.group,
    kind: m.kind,
    petition_id: m.petitionId ?? null,
    refs: { ...m.refs },
    urgent: m.urgent ?? false,
    hold_until: m.urgent === true ? ctx.at : hold.get(m.townId)!,
  }));
  // One parameter for any number of rows: a sweep writes thousands.
  const written = await ctx.tx.execute(sql`
    insert into outbox (id, town_id, once, to_kind, to_id, kind, petition_id, refs, urgent, created_at, hold_until, attempts, state)
    select id, town_id, once, to_kind, to_id, kind, petition_id, refs, urgent, ${ctx.at.toISOString()}::timestamptz, hold_until, 0, 'pending'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, town_id text, once text, to_kind text, to_id text,
      kind text, petition_id uuid, refs jsonb, urgent boolean, hold_until timestamptz)
    on conflict (once) do nothing returning 1`);
  for (const { to_kind: toKind, to_id: toId, hold_until: until } of rows) {
    if (until <= ctx.at) ctx.told.set(`${toKind} ${toId}`, { toKind, toId });
  }
  return written.length;
}

export const tell = (ctx: DomainContext, message: Tell): Promise<number> => tellAll(ctx, [message]);
