import { type SQL, sql } from 'drizzle-orm';
import type { Counted, MatterRow, PeriodFacts, RateFacts, UnitFacts } from '../../contract/report.ts';
import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import type { Door } from '../matter/access.ts';
import type { RateTarget } from '../policy/policy.ts';
import { CONTACT, deskOf, liveSource, NOTICE, type Period, readableBy, type ReportScope } from './facts.ts';
import { frameOf } from './frame.ts';
import { ASKS_EXPLANATION, IS_SECOND, WITH_RULE } from './rules.ts';
import type { Made } from './weekly.ts';

interface Row extends Record<string, unknown> {
  readonly units: UnitFacts[];
  readonly ages: number[];
  readonly year_old: number;
  readonly five_years_old: number;
  readonly subjects: Counted[];
  readonly accused: Counted[];
  readonly assigned: number;
  readonly transferred: number;
  readonly supervised: number;
  readonly suggestions: number;
  readonly suggestions_answered: number;
  readonly notices_due: number;
  readonly notices_met: number;
  readonly closed: number;
  readonly in_time: number;
  readonly overdue: number;
  readonly closed_once: number;
  readonly first_closed: number;
  readonly first_overdue: number;
  readonly registered: number;
  readonly with_agent: number;
  readonly agent_closed: number;
  readonly agent_overdue: number;
  readonly agent_rated: number;
  readonly agent_satisfied: number;
}

/** What a period's report says beside the figures, by one statement over the matters that this reader may know. */
export async function periodFacts(
  ctx: DomainContext,
  townId: string,
  period: Period,
  scope: ReportScope,
): Promise<PeriodFacts> {
  const policy = await ctx.policy(townId);
  const source = liveSource(ctx, { townId, period, visible: readableBy(townId, scope) });
  return factsFrom(ctx, { townId, period, source, frame: frameOf(policy, 'monthly') });
}

export async function factsFrom(ctx: Pick<DomainContext, 'tx'>, made: Made): Promise<PeriodFacts> {
  const { townId, frame } = made;
  const [row] = await ctx.tx.execute<Row>(statement(made));
  if (row === undefined) throw new Error(`no town ${townId}`);
  return {
    units: row.units,
    hasContacts: frame.hasContacts || row.units.some(({ contacts }) => contacts.due > 0),
    rates: frame.rates.map((rate) => rateOf(rate, row)),
    ages: row.ages,
    settledOld: { year: row.year_old, fiveYears: row.five_years_old },
    subjects: row.subjects,
    accusedUnits: row.accused,
    steps: { assigned: row.assigned, transferred: row.transferred, supervised: row.supervised },
    suggestions: { registered: row.suggestions, answered: row.suggestions_answered },
  };
}

/**
 * The parts of each rate a town names a target for. Each counts what is due so far: what was closed, and what is open past its day, so
 * that a pile cannot hide and a month that has just begun is not all failure.
 */
function rateOf({ kind, title, targetPercent, basis }: RateTarget, row: Row): RateFacts {
  const parts: Record<RateTarget['kind'], readonly [done: number, of: number]> = {
    'timely-acceptance': [row.notices_met, row.notices_due],
    'on-time': [row.in_time, row.closed + row.overdue],
    'one-time': [row.closed_once, row.closed],
    'first-closed': [row.first_closed, row.first_closed + row.first_overdue],
    'all-closed': [row.closed, row.closed + row.overdue],
    'agent-share': [row.with_agent, row.registered],
    'agent-closed': [row.agent_closed, row.agent_closed + row.agent_overdue],
    'agent-satisfied': [row.agent_satisfied, row.agent_rated],
  };
  const [done, of] = parts[kind];
  return { title, done, of, targetPercent, basis };
}

const AGES = [30, 60, 180, 365, 1826];

function statement({ period, source: { parts, today } }: Made): SQL {
  // Of a period that is over, how old matters were at its end.
  const edge = today < period.to ? today : period.to;
  // Rows that were kept before 2026-12 do not say when they were closed.
  const wasOlder = (months: number): SQL =>
    sql`received_on <= coalesce(closed_on, ${period.to}::date) - ${`${months} months`}::interval`;
  const age = sql`${edge}::date - received_on`;
  const ageCounts = [...AGES, undefined].map((limit, i) => {
    const over = i === 0 ? sql`${age} >= 0` : sql`${age} > ${AGES[i - 1]!}::int`;
    const under = limit === undefined ? sql`true` : sql`${age} <= ${limit}::int`;
    return sql`count(*) filter (where is_open and ${over} and ${under})`;
  });
  return sql`
  with ${parts}, unit_fact as (
    select unit_id, count(*)::int as matters, count(*) filter (where is_closed)::int as closed,
      count(*) filter (where in_time)::int as in_time, count(*) filter (where overdue)::int as overdue
    from fact group by unit_id
  ), unit_told as (
    select unit_id, count(*) filter (where kind = ${NOTICE})::int as notices_due,
      count(*) filter (where kind = ${NOTICE} and state = 'met')::int as notices_met,
      count(*) filter (where kind = ${CONTACT})::int as contacts_due,
      count(*) filter (where kind = ${CONTACT} and state = 'met')::int as contacts_met
    from told group by unit_id
  ), unit_step as (
    select unit_id, count(*) filter (where kind = 'served' and paper = 'opinion')::int as served,
      count(*) filter (where kind = 'followed-up' and satisfaction <> 'unreached')::int as followed_up
    from step group by unit_id
  )
  select
    coalesce((
      select json_agg(json_build_object('unit', place.name, 'matters', coalesce(unit_fact.matters, 0),
        'notices', json_build_object('due', coalesce(notices_due, 0), 'inTime', coalesce(notices_met, 0)),
        'contacts', json_build_object('due', coalesce(contacts_due, 0), 'inTime', coalesce(contacts_met, 0)),
        'closed', json_build_object('due', coalesce(unit_fact.closed, 0), 'inTime', coalesce(unit_fact.in_time, 0)),
        'overdue', coalesce(unit_fact.overdue, 0), 'served', coalesce(served, 0), 'followedUp', coalesce(followed_up, 0)
      ) order by place.position)
      from place
      left join unit_fact on unit_fact.unit_id = place.id
      left join unit_told on unit_told.unit_id = place.id
      left join unit_step on unit_step.unit_id = place.id
      where coalesce(unit_fact.unit_id, unit_told.unit_id, unit_step.unit_id) is not null
    ), '[]') as units,
    coalesce((
      select json_agg(json_build_object('name', name, 'count', n) order by n desc, name) from (
        select category as name, count(*)::int as n from fact where is_new group by category
      ) field
    ), '[]') as subjects,
    coalesce((
      select json_agg(json_build_object('name', name, 'count', n) order by position) from (
        select place.name, place.position, count(*)::int as n
        from complained join place on place.id = complained.unit_id group by place.name, place.position
      ) accused
    ), '[]') as accused,
    figure.*, taken.*
  from
    (select json_build_array(${sql.join(ageCounts, sql`, `)}) as ages,
      count(*) filter (where is_closed and ${wasOlder(12)})::int as year_old,
      count(*) filter (where is_closed and ${wasOlder(60)})::int as five_years_old,
      count(*) filter (where is_new)::int as registered,
      count(*) filter (where is_closed)::int as closed,
      count(*) filter (where in_time)::int as in_time,
      count(*) filter (where overdue)::int as overdue,
      count(*) filter (where is_closed and reopened_on is null and raised = 1)::int as closed_once,
      count(*) filter (where is_closed and linked_to is null)::int as first_closed,
      count(*) filter (where overdue and linked_to is null)::int as first_overdue,
      count(*) filter (where is_new and agent is not null)::int as with_agent,
      count(*) filter (where is_closed and agent is not null)::int as agent_closed,
      count(*) filter (where overdue and agent is not null)::int as agent_overdue,
      count(*) filter (where is_new and kind = 'suggestion')::int as suggestions,
      count(*) filter (where is_new and kind = 'suggestion' and status in ('replied', 'served', 'closed'))::int as suggestions_answered,
      (select count(*) filter (where kind = ${NOTICE})::int from told) as notices_due,
      (select count(*) filter (where kind = ${NOTICE} and state = 'met')::int from told) as notices_met
    from fact) figure,
    (select count(*) filter (where kind = 'assigned')::int as assigned,
      (select count(*) filter (where kind = 'forward')::int from paper) as transferred,
      (select count(*) filter (where kind = 'supervise')::int from paper) as supervised,
      count(*) filter (where kind = 'followed-up' and agent is not null and satisfaction <> 'unreached')::int as agent_rated,
      count(*) filter (where kind = 'followed-up' and agent is not null and satisfaction in ('satisfied', 'fairly'))::int as agent_satisfied
    from step) taken`;
}

const LISTED = 200;

/** Open matters with the clock that presses first, by unit: a list for one reader, never for a group. */
export async function openMatters(
  ctx: DomainContext,
  townId: string,
  scope: Extract<ReportScope, { kind: 'reader' }>,
): Promise<MatterRow[]> {
  return listed(ctx, sql`pressed as (${pressing(townId, ctx.today, readableBy(townId, scope))})`);
}

/** The rows of a part `pressed`, in the order of the list. */
export const listed = async (ctx: Pick<DomainContext, 'tx'>, parts: SQL): Promise<MatterRow[]> => [
  ...(await ctx.tx.execute<Record<string, unknown> & MatterRow>(sql`
    with ${parts}
    select number, unit, category, clock, due_on::text as "dueOn", repeated, missed_again as "missedAgain", explanation
    from pressed order by position, due_on nulls last, number limit ${LISTED}`)),
];

/** Of each open matter what a list or an agenda says of it. */
export function pressing(townId: string, today: LocalDay, visible: Door): SQL {
  return sql`
    select petition.id as petition_id, sealed, number, coalesce(unit.name, '') as unit, unit.position,
      coalesce(subject, petition.kind, '') as category, pressing.title as clock, pressing.due_on,
      petition.raised > 1 as repeated,
      exists (select 1 from clock ${WITH_RULE} where clock.petition_id = petition.id and ${IS_SECOND}
        and (clock.state = 'missed' or (clock.state = 'running' and clock.due_on < ${today}::date))) as missed_again,
      exists (select 1 from clock ${WITH_RULE} where clock.petition_id = petition.id and ${ASKS_EXPLANATION}
        and clock.state = 'running') as explanation
    from petition
    left join unit on unit.town_id = ${townId} and unit.id = coalesce(owner_unit, ${deskOf(townId)})
    left join lateral (
      select title, due_on from clock where clock.petition_id = petition.id and clock.state = 'running'
        and clock.owner <> 'petitioner' order by due_on, legal desc, kind limit 1
    ) pressing on true
    where ${visible} and petition.status not in ('closed', 'void', 'merged', 'sent-back')`;
}

export interface Standing {
  readonly open: number;
  readonly overdue: number;
  readonly yellow: number;
  readonly channels: readonly Counted[];
  readonly units: readonly (Counted & { readonly overdue: number })[];
}

/** 统计: what stands open now for this reader, by channel and by unit. */
export async function standing(ctx: DomainContext, townId: string, scope: ReportScope): Promise<Standing> {
  const period = { from: ctx.today, to: ctx.today };
  const source = liveSource(ctx, { townId, period, visible: readableBy(townId, scope) });
  const [row] = await ctx.tx.execute<Record<string, unknown> & Standing>(sql`
    with ${source.parts}
    select count(*) filter (where is_open)::int as open, count(*) filter (where overdue)::int as overdue,
      count(*) filter (where fact.yellow)::int as yellow,
      coalesce((select json_agg(json_build_object('name', channel, 'count', n) order by n desc, channel) from (
        select channel, count(*)::int as n from fact where is_open group by channel) by_channel), '[]') as channels,
      coalesce((select json_agg(json_build_object('name', place.name, 'count', n, 'overdue', late) order by place.position) from (
        select unit_id, count(*)::int as n, count(*) filter (where overdue)::int as late from fact where is_open group by unit_id
      ) by_unit join place on place.id = by_unit.unit_id), '[]') as units
    from fact`);
  return row!;
}
