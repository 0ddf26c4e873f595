import { and, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { todayText } from '../cards/list.ts';
import type { Actor } from '../contract/command.ts';
import { lists } from '../copy/lists.ts';
import { callout } from '../copy/callout.ts';
import { grantWords } from '../copy/grants.ts';
import { noticeWords } from '../copy/notices.ts';
import { gapAsked } from '../copy/settings.ts';
import { zhDay, zhMoment } from '../copy/terms.ts';
import { addDays, instantOf, type LocalDay } from '../core/local-day.ts';
import { outbox, people, petitions, receipts } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { addWorkingDays, workdayOnOrBefore } from '../domain/deadline/working-days.ts';
import { openGrants } from '../domain/org/grants.ts';
import { findActor, namesOf, unitNames } from '../domain/org/service.ts';
import type { Intent, OutboxRow } from '../domain/outbox/store.ts';
import { countableFor, visibleTo } from '../domain/petition/access.ts';
import { waitingFor } from '../domain/petition/approvals.ts';
import { today as todayOf } from '../domain/petition/views.ts';
import type { ReportKind } from '../domain/policy/words.ts';
import { gatherReport, reportText, scopeOf } from '../reports/on-demand.ts';
import type { Rendered, RenderTools } from './render.ts';
import { periodicRenderers } from './renderers.ts';
import { helpLines } from './messages/team.ts';
import { undeliveredList } from './messages/not-delivered.ts';

const SOON_WORKING_DAYS = 3;
/** After so many days the number in the state system is asked for. */
const STATE_NUMBER_DAYS = 3;
const STATE_NUMBERS_SHOWN = 5;

/** Messages about no single matter: made for this reader, at this moment. */
export async function renderPeriodic(
  ctx: DomainContext,
  row: OutboxRow,
  tools: RenderTools,
  spent?: string,
): Promise<Rendered> {
  switch (row.kind) {
    case 'morning-digest':
      return morning(ctx, row);
    case 'weekly':
    case 'report':
      return report(ctx, row, tools);
    case 'watchdog':
      return watchdog(ctx, row);
    case 'callout': {
      const by = String(row.refs['by']);
      return {
        markdown: callout.leader(Number(row.refs['people']), (await namesOf(ctx.tx, [by])).get(by) ?? '', undefined),
      };
    }
    case 'outage':
      return {
        markdown: noticeWords.outage(
          zhMoment(new Date(String(row.refs['from'])), ctx.today),
          zhMoment(new Date(String(row.refs['to'])), ctx.today),
        ),
      };
    case 'setting-gap': {
      const policy = await ctx.policy(row.townId);
      const gap = policy.gaps.find((g) => g.setting === row.refs['setting']);
      if (gap === undefined) return { superseded: 'filled in since' };
      return { markdown: gapAsked(gap, `${gap.min}—${gap.max}`) };
    }
    default: {
      const more = periodicRenderers[row.kind as Intent];
      if (more === undefined) throw new Error(`no renderer for ${row.kind}`);
      return more(ctx, row, spent);
    }
  }
}

/** What a person's digest would say now; undefined when there is nothing to say. */
export async function digestText(ctx: DomainContext, userid: string): Promise<string | undefined> {
  const actor = await findActor(ctx.tx, userid);
  if (actor === undefined) return undefined;
  const isDesk = actor.roles.includes('desk');
  const isAdmin = actor.roles.includes('admin');
  const [now, signs, unread, helping, missing, lost, gaps, grants] = await Promise.all([
    todayOf(ctx, actor, addWorkingDays(ctx.today, SOON_WORKING_DAYS, ctx.calendar)),
    waitingFor(ctx, actor),
    unreadBelow(ctx, actor, actor.leads.concat(actor.heads)),
    helpLines(ctx, actor),
    isDesk ? withoutStateNumber(ctx, actor) : { n: 0, numbers: [] },
    isDesk || isAdmin ? undeliveredList(ctx, actor) : undefined,
    isAdmin ? gapLines(ctx, actor.townId) : [],
    openGrants(ctx, actor),
  ]);
  const parked = lost?.n ?? 0;
  const count =
    now.overdue.length +
    now.dueToday.length +
    now.soon.length +
    now.unassigned.total +
    signs.length +
    unread.length +
    helping.length +
    missing.n +
    parked +
    gaps.length +
    grants.length;
  if (count === 0) return undefined;
  const matters = count - helping.length - missing.n - parked - gaps.length - grants.length;
  return [
    ...(matters > 0 ? [todayText(now, signs, ctx.today, unread)] : [lists.todayTitle(zhDay(ctx.today, ctx.today))]),
    ...helping,
    ...(missing.n > 0 ? [noticeWords.stateNumbers(missing.n, missing.numbers)] : []),
    ...(lost === undefined ? [] : [lost.text]),
    ...gaps,
    ...(grants.length > 0 ? [grantWords.morning(grants.length)] : []),
  ].join('\n');
}

async function morning(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  if (row.refs['day'] !== ctx.today) return { superseded: 'a digest of an earlier day' };
  const markdown = await digestText(ctx, row.toId);
  return markdown === undefined ? { superseded: 'nothing to say' } : { markdown };
}

const gapLines = async (ctx: DomainContext, townId: string): Promise<string[]> =>
  (await ctx.policy(townId)).gaps.map((gap) => gapAsked(gap, `${gap.min}—${gap.max}`));

/** Reminders of an earlier working day that a subordinate has not seen: they climb one rung, into this reader's digest. */
async function unreadBelow(ctx: DomainContext, actor: Actor, units: readonly string[]): Promise<string[]> {
  if (units.length === 0) return [];
  const rows = await ctx.tx
    .selectDistinct({ number: petitions.number, unitId: people.unitId })
    .from(receipts)
    .innerJoin(petitions, eq(petitions.id, receipts.petitionId))
    .innerJoin(people, eq(people.userid, receipts.userid))
    .where(
      and(
        visibleTo(actor),
        // The unit of who has not read, not that of the matter: a duty of the desk does not climb in the office's line.
        inArray(people.unitId, [...units]),
        sql`not (${people.roles} && array['leader', 'main-leader'])`,
        isNull(receipts.readAt),
        sql`${receipts.userid} <> ${actor.userid}`,
        lt(receipts.sentAt, instantOf(ctx.today)),
        sql`${petitions.status} not in ('closed', 'void', 'merged', 'sent-back')`,
      ),
    )
    .orderBy(petitions.number);
  const names = await unitNames(ctx.tx, actor.townId);
  return rows.map((row) => noticeWords.unreadBelow(row.number, names.get(row.unitId) ?? ''));
}

/** Matters whose number in the state system is still missing: how many, and the first of them by name. */
async function withoutStateNumber(
  ctx: DomainContext,
  actor: Actor,
): Promise<{ readonly n: number; readonly numbers: readonly string[] }> {
  const rows = await ctx.tx
    .select({ number: petitions.number, n: sql<number>`(count(*) over ())::int` })
    .from(petitions)
    .where(
      and(
        visibleTo(actor),
        isNull(petitions.stateNumber),
        sql`${petitions.status} not in ('closed', 'void', 'merged', 'sent-back')`,
        lt(petitions.registeredAt, instantOf(addDays(ctx.today, -STATE_NUMBER_DAYS))),
      ),
    )
    .orderBy(petitions.registeredAt)
    .limit(STATE_NUMBERS_SHOWN);
  return { n: rows[0]?.n ?? 0, numbers: rows.map(({ number }) => number) };
}

/** A report of the period that ended; the week comes with its picture. */
async function report(ctx: DomainContext, row: OutboxRow, tools: RenderTools): Promise<Rendered> {
  const from = String(row.refs['from']) as LocalDay;
  const to = String(row.refs['to'] ?? addDays(from, 6)) as LocalDay;
  const kind = String(row.refs['report'] ?? 'weekly') as ReportKind;
  const actor = row.toKind === 'person' ? await findActor(ctx.tx, row.toId) : undefined;
  const made = await gatherReport(ctx, row.townId, kind, { from, to }, scopeOf(actor));
  const markdown = reportText(kind, made);
  if (kind !== 'weekly') return { markdown };
  return { markdown, image: { name: noticeWords.chartName(from, to), paint: () => tools.paintChart(made.figures) } };
}

/** 昨日应提醒 7，送达 7，已阅 5: the reminders of the last working day before today, of matters that its reader may see counted. */
async function watchdog(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  const actor = await findActor(ctx.tx, row.toId);
  if (actor === undefined) return { superseded: 'the person left' };
  const day = workdayOnOrBefore(addDays(ctx.today, -1), ctx.calendar);
  const [figures] = await ctx.tx
    .select({
      due: sql<number>`count(*) filter (where ${outbox.state} <> 'superseded')::int`,
      sent: sql<number>`count(*) filter (where ${outbox.state} = 'sent')::int`,
      read: sql<number>`count(*) filter (where ${isNotNull(receipts.readAt)})::int`,
    })
    .from(outbox)
    .innerJoin(petitions, eq(petitions.id, outbox.petitionId))
    .leftJoin(receipts, eq(receipts.outboxId, outbox.id))
    .where(
      and(
        countableFor(actor),
        eq(outbox.townId, actor.townId),
        eq(outbox.kind, 'reminder'),
        gte(outbox.createdAt, instantOf(day)),
        lt(outbox.createdAt, instantOf(ctx.today)),
      ),
    );
  return {
    markdown: noticeWords.watchdog(zhDay(day, ctx.today), figures?.due ?? 0, figures?.sent ?? 0, figures?.read ?? 0),
  };
}
