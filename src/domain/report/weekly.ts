import { type SQL, sql } from 'drizzle-orm';
import type { OverdueRow, UnitRow, WeeklyFigures } from '../../contract/report.ts';
import { type LocalDay, localTimeOf } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import { CONTACT, factsOf, NOTICE, type Period, readableBy, type ReportScope, stepsOf } from './facts.ts';

export type { ReportScope } from './facts.ts';

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
  week: Period,
  scope: ReportScope,
): Promise<WeeklyFigures> {
  const policy = await ctx.policy(townId);
  const visible = readableBy(townId, scope);
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
    ...(target?.targetPercent === undefined ? {} : { target: { percent: target.targetPercent, basis: target.basis } }),
  };
}

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

function statement(today: LocalDay, townId: string, week: Period, visible: SQL, steps: readonly string[]): SQL {
  return sql`
  with ${factsOf(today, townId, week, visible, steps)}, by_unit as (
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
