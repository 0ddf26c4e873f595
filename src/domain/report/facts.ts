import { and, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { addDays, instantOf, type LocalDay } from '../../core/local-day.ts';
import { petitions } from '../../db/schema.ts';
import { groupVisible, visibleTo } from '../petition/access.ts';
import type { Policy } from '../policy/policy.ts';

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
export const readableBy = (townId: string, scope: ReportScope): SQL =>
  scope.kind === 'group' ? groupVisible(townId) : and(sql`${petitions.townId} = ${townId}`, visibleTo(scope.actor))!;

/** Unit clocks that something other than closing ends: steps on the way. */
export const stepsOf = (policy: Policy): string[] => [
  CONTACT,
  ...policy.clocks.filter((rule) => rule.owner === 'unit' && !rule.metBy.includes('closed')).map((rule) => rule.kind),
];

/**
 * Only matters that the week concerns are read: open ones, those registered or closed in it, those with a clock due in it,
 * each by an index of its own. Sealed matters are shut out where the rows are read, before anything is counted.
 */
export function factsOf(
  today: LocalDay,
  townId: string,
  { from, to }: Period,
  visible: SQL,
  steps: readonly string[],
): SQL {
  const since = sql`${instantOf(from).toISOString()}::timestamptz`;
  const until = sql`${instantOf(addDays(to, 1)).toISOString()}::timestamptz`;
  const days = sql`${from}::date and ${to}::date`;
  return sql`
  week_clock as (
    select petition_id, kind, state from clock
    where town_id = ${townId} and due_on between ${days}
      and (state = 'running' or ended_on is not null) and state not in ('superseded', 'stopped')
  ), concerned as (
    select id from petition where town_id = ${townId} and status not in ('closed', 'void', 'merged', 'sent-back')
    union select id from petition where town_id = ${townId} and closed_on between ${days}
    union select id from petition where town_id = ${townId} and registered_at >= ${since} and registered_at < ${until}
    union select petition_id from week_clock
  ), matter as (
    select petition.id, number, petition.kind, subject, channel, petition.status, received_on, agent, raised, linked_to,
      coalesce(subject, kind, '') as category, reopened_on, status not in ('closed', 'merged', 'sent-back') as is_open,
      coalesce(owner_unit, (select id from unit where town_id = ${townId} and kind = 'desk' order by position limit 1)) as unit_id,
      registered_at >= ${since} and registered_at < ${until} and status not in ('merged', 'sent-back') as is_new,
      status = 'closed' and closed_on between ${days} as is_closed
    from concerned join petition on petition.id = concerned.id
    where ${visible} and status <> 'void'
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
    from matter join clock on clock.petition_id = matter.id
    where clock.owner = 'unit' and clock.kind <> all(${sql.param(steps)}::text[])
      and clock.state in ('running', 'met', 'missed')
      and (matter.reopened_on is null or clock.start_on >= matter.reopened_on)
    group by matter.id
  ), fact as (
    select matter.*, closing.due_on,
      is_closed and coalesce(closing.missed, false) = false as in_time,
      is_open and coalesce((running or missed) and closing.due_on < ${today}::date, false) as overdue,
      is_open and coalesce(yellow and closing.due_on >= ${today}::date, false) as yellow,
      coalesce(closing.due_on between ${days}, false) as fell_due
    from matter left join closing on closing.id = matter.id
  )`;
}
