import { and, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import type { OverdueRow, UnitRow, WeeklyFigures } from '../../contract/report.ts';
import { addDays, instantOf, type LocalDay, localTimeOf } from '../../core/local-day.ts';
import { petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { groupVisible, visibleTo } from '../petition/access.ts';
import type { Policy } from '../policy/policy.ts';

/** Who will read: a group, which hears of nothing sealed, or one person, with what that person may know. */
export type ReportScope = { readonly kind: 'group' } | { readonly kind: 'reader'; readonly actor: Actor };

/** Monday and Sunday. */
export interface Week {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

const NOTICE = 'notice';
const CONTACT = 'contact';

/**
 * The week in figures, by one statement, hence of one moment.
 *
 * A matter is measured by its closing clock: of the clocks its unit answers for (owner `unit`) and that closing ends, the
 * one that runs and is due first, because the stricter date drives; when none runs, the one that ended and was due first.
 * Steps on the way (the contact) are not closing clocks. A clock that was superseded or stopped judges nothing: its
 * successor carries the day; and after 重启 only what began since counts. A matter is closed in time when no closing clock
 * of it was missed: one closed without ever having had a period cannot be late. What was handed back after its day stays
 * overdue until it is closed or assigned anew, else handing back would hide it. What nobody has yet is the desk's. A matter
 * merged into another is counted there, one handed back to its sender nowhere; only their notices count.
 */
export async function weeklyFigures(
  ctx: DomainContext,
  townId: string,
  week: Week,
  scope: ReportScope,
): Promise<WeeklyFigures> {
  const policy = await ctx.policy(townId);
  const visible =
    scope.kind === 'group' ? groupVisible(townId) : and(sql`${petitions.townId} = ${townId}`, visibleTo(scope.actor))!;
  const [row] = await ctx.tx.execute<Row>(statement(ctx.today, townId, week, visible, stepsOf(policy)));
  if (row === undefined) throw new Error(`no town ${townId}`);
  const target = policy.rates.find((rate) => rate.kind === 'on-time');
  return {
    town: row.town,
    from: week.from,
    to: week.to,
    asOf: `${ctx.today} ${localTimeOf(ctx.at)}`,
    registered: row.registered,
    closed: row.closed,
    fellDue: row.fell_due,
    open: row.open,
    ...(policy.colours === undefined ? {} : { yellowOpen: row.yellow }),
    overdueOpen: row.overdue_rows,
    onTime: { onTimeClosed: row.in_time, closed: row.closed, openOverdue: row.overdue },
    notices: { due: row.notices_due, inTime: row.notices_met },
    ...(policy.clocks.some((rule) => rule.kind === CONTACT)
      ? { contacts: { due: row.contacts_due, inTime: row.contacts_met } }
      : {}),
    units: row.unit_rows,
    ...(target === undefined ? {} : { target: { percent: target.targetPercent, basis: target.basis } }),
  };
}

/** Unit clocks that something other than closing ends: steps on the way. */
const stepsOf = (policy: Policy): string[] => [
  CONTACT,
  ...policy.clocks.filter((rule) => rule.owner === 'unit' && !rule.metBy.includes('closed')).map((rule) => rule.kind),
];

interface Row extends Record<string, unknown> {
  readonly town: string;
  readonly registered: number;
  readonly closed: number;
  readonly in_time: number;
  readonly fell_due: number;
  readonly open: number;
  readonly overdue: number;
  readonly yellow: number;
  readonly notices_due: number;
  readonly notices_met: number;
  readonly contacts_due: number;
  readonly contacts_met: number;
  readonly overdue_rows: OverdueRow[];
  readonly unit_rows: UnitRow[];
}

/**
 * Only matters that the week concerns are read: open ones, those registered or closed in it, those with a clock due in it,
 * each by an index of its own. Sealed matters are shut out where the rows are read, before anything is counted.
 */
function statement(today: LocalDay, townId: string, { from, to }: Week, visible: SQL, steps: readonly string[]): SQL {
  const since = sql`${instantOf(from).toISOString()}::timestamptz`;
  const until = sql`${instantOf(addDays(to, 1)).toISOString()}::timestamptz`;
  const days = sql`${from}::date and ${to}::date`;
  return sql`
  with week_clock as (
    select petition_id, kind, state from clock
    where town_id = ${townId} and due_on between ${days}
      and (state = 'running' or ended_on is not null) and state not in ('superseded', 'stopped')
  ), concerned as (
    select id from petition where town_id = ${townId} and status not in ('closed', 'void', 'merged', 'sent-back')
    union select id from petition where town_id = ${townId} and closed_on between ${days}
    union select id from petition where town_id = ${townId} and registered_at >= ${since} and registered_at < ${until}
    union select petition_id from week_clock
  ), matter as (
    select petition.id, number, coalesce(subject, kind, '') as category, reopened_on, status not in ('closed', 'merged', 'sent-back') as is_open,
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
  ), by_unit as (
    select unit_id, count(*) filter (where is_new) as registered, count(*) filter (where is_closed) as closed,
      count(*) filter (where in_time) as in_time, count(*) filter (where is_open) as open, count(*) filter (where overdue) as overdue
    from fact where is_new or is_closed or is_open group by unit_id
  ), told as (
    select week_clock.kind, week_clock.state from week_clock join matter on matter.id = week_clock.petition_id
    where week_clock.kind in (${NOTICE}, ${CONTACT})
  )
  select town.name as town, figure.*, notice.*,
    coalesce((
      select json_agg(json_build_object('number', number, 'unit', coalesce(unit.name, fact.unit_id, ''), 'category', category,
        'daysOverdue', ${today}::date - due_on) order by due_on, number)
      from fact left join unit on unit.town_id = ${townId} and unit.id = fact.unit_id where overdue
    ), '[]') as overdue_rows,
    coalesce((
      select json_agg(json_build_object('unit', unit.name, 'registered', registered, 'closed', closed, 'onTimeClosed', in_time,
        'open', open, 'openOverdue', overdue) order by unit.position)
      from by_unit join unit on unit.town_id = ${townId} and unit.id = by_unit.unit_id
    ), '[]') as unit_rows
  from town,
    (select count(*) filter (where is_new)::int as registered, count(*) filter (where is_closed)::int as closed,
      count(*) filter (where in_time)::int as in_time, count(*) filter (where fell_due)::int as fell_due,
      count(*) filter (where is_open)::int as open, count(*) filter (where overdue)::int as overdue,
      count(*) filter (where fact.yellow)::int as yellow from fact) figure,
    (select count(*) filter (where kind = ${NOTICE})::int as notices_due,
      count(*) filter (where kind = ${NOTICE} and state = 'met')::int as notices_met,
      count(*) filter (where kind = ${CONTACT})::int as contacts_due,
      count(*) filter (where kind = ${CONTACT} and state = 'met')::int as contacts_met from told) notice
  where town.id = ${townId}`;
}
