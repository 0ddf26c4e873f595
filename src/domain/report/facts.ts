import { and, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { addDays, instantOf, type LocalDay } from '../../core/local-day.ts';
import { petitions } from '../../db/schema.ts';
import { type Door, groupVisible, visibleTo } from '../matter/access.ts';
import type { DomainContext } from '../context.ts';
import { kindsThat } from '../matter/events.ts';
import { IS_CLOSING, WITH_RULE } from './rules.ts';

/** Who will read: a group, which hears of nothing sealed, or one person, with what that person may know. */
export type ReportScope = { readonly kind: 'group' } | { readonly kind: 'reader'; readonly actor: Actor };

/** First and last day reported. */
export interface Period {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

export const NOTICE = 'notice';
export const CONTACT = 'contact';

/** Which matters a report for this reader may count. */
export const readableBy = (townId: string, scope: ReportScope): Door =>
  scope.kind === 'group'
    ? groupVisible(townId)
    : (and(sql`${petitions.townId} = ${townId}`, visibleTo(scope.actor)) as Door);

/** Whose is what nobody has yet. A desk that the org file no longer has answers for nothing. */
export const deskOf = (townId: string): SQL =>
  sql`(select id from unit where town_id = ${townId} and kind = 'desk' order by removed_on is not null, position limit 1)`;

/** Where figures are read from: named parts of one statement (`with`), all of the same moment. */
export interface ReportSource {
  /** The parts `place`, `fact`, `told`, `step`, `complained`, `voided`, `paper`; none of them holds a matter that this reader may not know. */
  readonly parts: SQL;
  /** The day of that moment. */
  readonly today: LocalDay;
  readonly at: Date;
}

interface Asked {
  readonly townId: string;
  readonly period: Period;
  readonly visible: Door;
}

/**
 * As it stands now. Only matters that the period concerns are read: open ones, those registered or closed in it, those with a clock
 * due in it that the office answers for, each by an index of its own. Sealed matters are shut out where the rows are read, before anything is counted.
 */
export function liveSource(ctx: Pick<DomainContext, 'today' | 'at'>, asked: Asked): ReportSource {
  return { parts: sql`${factsOf(ctx.today, asked)}, ${stepsTaken(asked)}`, today: ctx.today, at: ctx.at };
}

function factsOf(today: LocalDay, { townId, period: { from, to }, visible }: Asked): SQL {
  const since = sql`${instantOf(from).toISOString()}::timestamptz`;
  const until = sql`${instantOf(addDays(to, 1)).toISOString()}::timestamptz`;
  const days = sql`${from}::date and ${to}::date`;
  return sql`
  place as (
    select id, name, position from unit where town_id = ${townId}
  ), week_clock as (
    select petition_id, kind, state, due_on from clock
    where town_id = ${townId} and due_on between ${days} and owner not in ('petitioner', 'superior')
      and (state = 'running' or ended_on is not null) and state not in ('superseded', 'stopped')
  ), concerned as (
    select id from petition where town_id = ${townId} and status not in ('closed', 'void', 'merged', 'sent-back')
    union select id from petition where town_id = ${townId} and closed_on between ${days}
    union select id from petition where town_id = ${townId} and registered_at >= ${since} and registered_at < ${until}
    union select petition_id from week_clock
  ), matter as (
    select petition.id, sealed, number, petition.kind, subject, channel, received_on, closed_on, agent, raised, linked_to,
      -- Written and not yet reviewed, it is no answer.
      case when status = 'replied' and exists (
        select 1 from approval where approval.petition_id = petition.id and approval.kind = 'review' and approval.state = 'open'
      ) then 'handling' else status end as status,
      coalesce(subject, kind, '') as category, reopened_on, status not in ('closed', 'merged', 'sent-back') as is_open,
      coalesce(owner_unit, ${deskOf(townId)}) as unit_id,
      registered_at >= ${since} and registered_at < ${until} and status not in ('merged', 'sent-back') as is_new,
      status = 'closed' and closed_on between ${days} as is_closed
    from concerned join petition on petition.id = concerned.id
    -- Of a past period nothing that came after it.
    where ${visible} and status <> 'void' and registered_at < ${until}
  ), closing as (
    select matter.id,
      coalesce(
        min(clock.due_on) filter (where clock.state = 'running'),
        min(clock.due_on) filter (where clock.state = 'missed'),
        min(clock.due_on)
      ) as due_on,
      bool_or(clock.state = 'missed') as missed,
      bool_or(clock.state = 'running') as running,
      bool_or(clock.state = 'running' and clock.yellow_on <= ${today}::date) as yellow
    from matter join clock on clock.petition_id = matter.id ${WITH_RULE}
    where ${IS_CLOSING} and clock.state in ('running', 'met', 'missed')
      and (matter.reopened_on is null or clock.start_on >= matter.reopened_on)
    group by matter.id
  ), fact as (
    select matter.*, closing.due_on,
      is_closed and coalesce(closing.missed, false) = false as in_time,
      is_open and coalesce((running or missed) and closing.due_on < ${today}::date, false) as overdue,
      is_open and coalesce(yellow and closing.due_on >= ${today}::date, false) as yellow,
      coalesce((is_open or status = 'closed') and closing.due_on between ${days} and closing.due_on <= ${today}::date, false) as fell_due
    from matter left join closing on closing.id = matter.id
  ), told as (
    -- What may still be done in time has not fallen due: a rate counts what is due so far.
    select petition_id, sealed, fact.unit_id, week_clock.kind, week_clock.state
    from week_clock join fact on fact.id = week_clock.petition_id
    where week_clock.kind in (${NOTICE}, ${CONTACT})
      and (week_clock.due_on < ${today}::date or week_clock.due_on = ${today}::date and week_clock.state <> 'running')
  )`;
}

/** Steps of the period, the letters that went out in it, and which units its new matters complain of. */
function stepsTaken({ townId, period, visible }: Asked): SQL {
  const since = sql`${instantOf(period.from).toISOString()}::timestamptz`;
  const until = sql`${instantOf(addDays(period.to, 1)).toISOString()}::timestamptz`;
  return sql`
  step as (
    select e.petition_id, sealed, e.kind, e.data ->> 'paper' as paper, e.data ->> 'satisfaction' as satisfaction, agent,
      coalesce(owner_unit, ${deskOf(townId)}) as unit_id
    from event e join petition on petition.id = e.petition_id
    where e.town_id = ${townId} and e.at >= ${since} and e.at < ${until} and ${visible} and petition.status <> 'void'
      and e.kind = any(${sql.param(kindsThat('counted'))}::text[])
      and not exists (select 1 from event u where u.petition_id = e.petition_id and u.undoes = e.id)
  ), complained as (
    select distinct fact.id as petition_id, sealed, bar.unit_id from fact join bar on bar.petition_id = fact.id and bar.reason = 'accused'
    where is_new and bar.unit_id is not null
  ), voided as (
    select e.petition_id, sealed from event e join petition on petition.id = e.petition_id
    where e.town_id = ${townId} and e.at >= ${since} and e.at < ${until} and e.kind = 'voided' and ${visible}
  ), paper as (
    select letter.petition_id, sealed, letter.kind from letter join petition on petition.id = letter.petition_id
    where letter.town_id = ${townId} and letter.made_at >= ${since} and letter.made_at < ${until} and letter.state = 'issued'
      and letter.kind in ('supervise', 'forward') and ${visible} and petition.status <> 'void'
  )`;
}
