import { type SQL, sql } from 'drizzle-orm';
import type { OverdueRow, UnitRow, WeeklyFigures } from '../../contract/report.ts';
import { localTimeOf } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import { CONTACT, liveSource, NOTICE, type Period, readableBy, type ReportScope, type ReportSource } from './facts.ts';
import { type Frame, frameOf } from './frame.ts';

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
  const source = liveSource(ctx, { townId, period: week, visible: readableBy(townId, scope) });
  return figuresFrom(ctx, { townId, period: week, source, frame: frameOf(policy, 'weekly') });
}

/** The figures of a period out of what stands now, or out of what was kept when its report was due. */
export async function figuresFrom(ctx: Pick<DomainContext, 'tx'>, made: Made): Promise<WeeklyFigures> {
  const { townId, period, source, frame } = made;
  const [row] = await ctx.tx.execute<Row>(statement(townId, source));
  if (row === undefined) throw new Error(`no town ${townId}`);
  return {
    town: row.town,
    from: period.from,
    to: period.to,
    asOf: `${source.today} ${localTimeOf(source.at)}`,
    registered: row.registered,
    voided: row.voided,
    closed: row.closed,
    fellDue: row.fell_due,
    open: row.open,
    // What ran out under rules that the town has given up meanwhile is shown all the same.
    ...(frame.hasColours || row.yellow > 0 ? { yellowOpen: row.yellow } : {}),
    overdueOpen: row.overdue_rows,
    onTime: { onTimeClosed: row.in_time, closed: row.closed, openOverdue: row.overdue },
    notices: { due: row.notices_due, inTime: row.notices_met },
    ...(frame.hasContacts || row.contacts_due > 0
      ? { contacts: { due: row.contacts_due, inTime: row.contacts_met } }
      : {}),
    units: row.unit_rows,
    ...(frame.target === undefined ? {} : { target: frame.target }),
  };
}

/** What a report is made from. */
export interface Made {
  readonly townId: string;
  readonly period: Period;
  readonly source: ReportSource;
  readonly frame: Frame;
}

interface Row extends Record<string, unknown> {
  readonly town: string;
  readonly registered: number;
  readonly voided: number;
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

function statement(townId: string, { parts, today }: ReportSource): SQL {
  return sql`
  with ${parts}, by_unit as (
    select unit_id, count(*) filter (where is_new) as registered, count(*) filter (where is_closed) as closed,
      count(*) filter (where in_time) as in_time, count(*) filter (where is_open) as open, count(*) filter (where overdue) as overdue
    from fact where is_new or is_closed or is_open group by unit_id
  )
  select town.name as town, figure.*, notice.*, gone.voided,
    coalesce((
      select json_agg(json_build_object('number', number, 'unit', coalesce(place.name, fact.unit_id, ''), 'category', category,
        'daysOverdue', ${today}::date - due_on) order by due_on, number)
      from fact left join place on place.id = fact.unit_id where overdue
    ), '[]') as overdue_rows,
    coalesce((
      select json_agg(json_build_object('unit', place.name, 'registered', registered, 'closed', closed, 'onTimeClosed', in_time,
        'open', open, 'openOverdue', overdue) order by place.position)
      from by_unit join place on place.id = by_unit.unit_id
    ), '[]') as unit_rows
  from town,
    (select count(distinct petition_id)::int as voided from voided) gone,
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
