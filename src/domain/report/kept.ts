import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type LocalDay, localDayOf } from '../../core/local-day.ts';
import { keptReports } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { keptForAll } from '../matter/access.ts';
import { type Change, changesIn } from '../matter/changes.ts';
import type { ReportKind } from '../policy/vocabulary.ts';
import { liveSource, type Period, type ReportScope, type ReportSource, readableBy } from './facts.ts';
import { type Frame, frameOf } from './frame.ts';
import { pressing } from './period.ts';

/** The columns of each part of a report's statement, as they are kept. */
const COLUMNS = {
  place: 'id text, name text, position int',
  fact: `id uuid, sealed boolean, number text, kind text, subject text, channel text, status text, received_on date, closed_on date, agent text,
    raised int, linked_to uuid, category text, reopened_on date, is_open boolean, unit_id text, is_new boolean, is_closed boolean,
    due_on date, in_time boolean, overdue boolean, yellow boolean, fell_due boolean`,
  told: 'petition_id uuid, sealed boolean, unit_id text, kind text, state text',
  step: 'petition_id uuid, sealed boolean, kind text, paper text, satisfaction text, agent text, unit_id text',
  complained: 'petition_id uuid, sealed boolean, unit_id text',
  voided: 'petition_id uuid, sealed boolean',
  paper: 'petition_id uuid, sealed boolean, kind text',
  pressed: `petition_id uuid, sealed boolean, number text, unit text, position int, category text, clock text, due_on date,
    repeated boolean, missed_again boolean, explanation boolean`,
} as const;
type Part = keyof typeof COLUMNS;
const PARTS = Object.keys(COLUMNS) as Part[];

/** Keeps what the reports of this period are made from, for all their readers: once, in the transaction that tells them. */
export async function keepReport(ctx: DomainContext, townId: string, kind: ReportKind, period: Period): Promise<void> {
  const policy = await ctx.policy(townId);
  const all = keptForAll(townId);
  const { parts } = liveSource(ctx, { townId, period, visible: all });
  const pairs = PARTS.map(
    (part) => sql`${part}::text, (select coalesce(jsonb_agg(to_jsonb(${sql.raw(part)})), '[]') from ${sql.raw(part)})`,
  );
  await ctx.tx.execute(sql`
    with ${parts}, pressed as (${pressing(townId, ctx.today, all)})
    insert into kept_report (town_id, kind, from_day, to_day, at, frame, rows)
    select ${townId}, ${kind}, ${period.from}, ${period.to}, ${ctx.at.toISOString()}::timestamptz,
      ${JSON.stringify(frameOf(policy, kind))}::text::jsonb, jsonb_build_object(${sql.join(pairs, sql`, `)})
    on conflict do nothing`);
}

/** A report as it was due, for one reader. */
export interface KeptReport {
  readonly source: ReportSource;
  readonly frame: Frame;
  /** The part `pressed`, as openMatters lists it. */
  readonly pressed: SQL;
  /** What was put right since, of the matters that it counted. */
  readonly corrected: readonly LaterCorrection[];
}

/** 更正 or 作废 after a report was due: it stands below the figures, which stay. */
export interface LaterCorrection {
  readonly day: LocalDay;
  readonly number: string;
  readonly kind: 'corrected' | 'voided';
  readonly changes: readonly Change[];
}

/**
 * What was kept of a period, less what this reader may not know by now; undefined where no report of it was due yet. A group is not
 * told afterwards of what was sealed then.
 */
export async function keptReport(
  ctx: DomainContext,
  townId: string,
  kind: ReportKind,
  period: Period,
  scope: ReportScope,
): Promise<KeptReport | undefined> {
  const of = and(
    eq(keptReports.townId, townId),
    eq(keptReports.kind, kind),
    eq(keptReports.fromDay, period.from),
    eq(keptReports.toDay, period.to),
  )!;
  const [found] = await ctx.tx.select({ at: keptReports.at, frame: keptReports.frame }).from(keptReports).where(of);
  if (found === undefined) return undefined;
  const visible = readableBy(townId, scope);
  const wasOpen = scope.kind === 'group' ? sql`not r.sealed` : sql`true`;
  const read = (part: Part): SQL => {
    const rows = sql`jsonb_to_recordset((select rows -> ${sql.raw(`'${part}'`)} from kept)) as r(${sql.raw(COLUMNS[part])})`;
    if (part === 'place') return sql`place as (select * from ${rows})`;
    const id = sql.raw(part === 'fact' ? 'r.id' : 'r.petition_id');
    return sql`${sql.raw(part)} as (select r.* from ${rows} join petition on petition.id = ${id} where ${visible} and ${wasOpen})`;
  };
  const kept = sql`kept as (select rows from kept_report where ${of})`;
  const source = { parts: sql.join([kept, read('fact')], sql`, `), at: found.at };
  const counted = PARTS.filter((part) => part !== 'pressed').map(read);
  return {
    source: { parts: sql.join([kept, ...counted], sql`, `), today: localDayOf(found.at), at: found.at },
    frame: found.frame as Frame,
    pressed: sql.join([kept, read('pressed')], sql`, `),
    corrected: await correctedSince(ctx, source),
  };
}

const MAX_CORRECTIONS = 50;

async function correctedSince(
  ctx: Pick<DomainContext, 'tx'>,
  { parts, at }: Pick<ReportSource, 'parts' | 'at'>,
): Promise<LaterCorrection[]> {
  const rows = await ctx.tx.execute<{ number: string; kind: string; data: Record<string, unknown>; ms: string }>(sql`
    with ${parts}
    select fact.number, e.kind, e.data, (extract(epoch from e.at) * 1000)::bigint::text as ms from event e join fact on fact.id = e.petition_id
    where e.kind in ('corrected', 'voided') and e.at > ${at.toISOString()}::timestamptz
    order by e.at, fact.number limit ${MAX_CORRECTIONS}`);
  return rows.map(({ number, kind, data, ms }) => ({
    number,
    kind: kind as LaterCorrection['kind'],
    day: localDayOf(new Date(Number(ms))),
    changes: changesIn({ data }),
  }));
}
