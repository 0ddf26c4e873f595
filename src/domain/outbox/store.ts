import { sql } from 'drizzle-orm';
import type { outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { quietUntil } from './quiet.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** What can be told. The words are made at delivery by src/cards and src/copy. */
const INTENTS = [
  'assigned', // 交办 reached a unit: card with 签收
  'sign-asked', // a signature is asked: card with 同意/不同意
  'sign-decided',
  'reminder', // a stage of a clock
  'group-line', // one group-safe line about a stage or an event
  'urged',
  'explained', // 说明情况 for the main leader
  'returned',
  'reviewed',
  'closed',
  'reopened',
  'withdrawn', // what was told before was undone
  'voided', // 作废: the registration holds no more
  'follow-up', // 回访 is due
  'callout', // people at the hall: come now
  'recused', // somebody stepped back: the matter passed on
  'passed-on', // what somebody who is shut out had in hand: to the desk, and to who goes on
  'supervised', // 督办函
  'assist-asked', // 协办: card for the head of a helping unit
  'assist-done', // 协办答复 for the handler
  'assist-over', // released, or the matter is closed: nothing left to do
  'agent-named', // 代办员
  'led', // 包案: card for the case leader and those who handle
  'led-over', // somebody else leads the case now
  'return-decided', // the desk's word on 退回, to who asked
  'route', // 交办: who might handle it, as a card
  'assist-form', // 协办 without units: they are ticked on a card
  'extend-form', // 延期 without days: chosen on a card
  'sorter', // 分类: the next question, as a card
  'merged', // 并案: the unit of the later number need not handle it any more
  'raised-again', // the same matter came again, to the unit that handles it
  'letter', // a Word file
  'template-broken', // a town's own template of a letter cannot be used
  'warned', // 预警提醒单: card that asks for an answer, or a copy
  'warning-answered', // its signed answer for the desk
  'suggested', // a threshold is reached: the next step as a prepared line
  'taken-over', // 领办: the leader handles in person
  'visit-asked', // 一核实: still unclear, go and see
  'outage', // the bot was away: what was typed then was not heard
  'stage-lost', // a reminder whose rule is not there: the desk reminds by hand, an admin looks for the rule
  'setting-gap', // the town's text leaves a number out
  'morning-digest',
  'weekly',
  'watchdog',
  'report', // half-monthly, monthly, quarterly, annual
  'handover-asked', // 交接: card with 接收/不接收
  'handover-climbed', // nobody accepted: who stands above decides
  'handover-kept', // something stays where it is, told without what
  'handover-decided',
  'handover-withdrawn',
  'left', // to the desk: who left, and who is asked to take over
  'handed-over', // one matter, by order from above
  'reception', // who receives today
  'before-holidays', // matters whose last day falls into the rest ahead
  'prompt', // a unit is asked for problems found: card with 零报告
  'remedy', // 复查 or 复核 was asked for or decided
  'hearing', // 听证 was set or held
  'mediated', // an agreement was written down
  'meeting-wanted', // a complex matter's answer waits for 集体会审
  'sign-climbed', // a question nobody signed in time
  'prompt-receipts', // who answered a prompt and who did not
  'way-refused', // to the desk: WeCom refuses the app until its set-up is changed
  'way-mended', // to the desk: it takes messages again, and what waited goes out
  'not-delivered', // to the desk: what no way out took, why, and what to do
  'bot-down', // to the admins: the bot is refused, displaced or away for long
  'bot-up', // to the same: it is connected again
  'grant-asked', // 授权: card for those who may confirm a role that an org file gives
  'grant-decided', // what came of it
  'message-set-aside', // to the admins: a message that nobody could work on
] as const;
export type Intent = (typeof INTENTS)[number];

export interface Tell {
  /** Identity of the occasion: the same occasion twice is one row. */
  readonly once: string;
  readonly to: { readonly person: string } | { readonly group: string };
  readonly kind: Intent;
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
