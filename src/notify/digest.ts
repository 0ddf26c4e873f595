/** The morning digest: what waits for one person, and what they look after. */
import { and, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import { todayText } from '../cards/list.ts';
import { receptionLine } from '../cards/roster.ts';
import type { Actor } from '../contract/command.ts';
import { grantWords } from '../copy/grants.ts';
import { lists } from '../copy/lists.ts';
import { noticeWords } from '../copy/notices.ts';
import { gapAsked } from '../copy/settings.ts';
import { teamWords } from '../copy/team.ts';
import { zhDay } from '../copy/terms.ts';
import { causeOf, undeliveredWords } from '../copy/undelivered.ts';
import { addDays, instantOf } from '../core/local-day.ts';
import { outbox, people, petitions, receipts } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { addWorkingDays } from '../domain/deadline/working-days.ts';
import { openGrants } from '../domain/org/grants.ts';
import { loadOrg } from '../domain/org/receivers.ts';
import { findActor, findGroup, namesOf, unitNames } from '../domain/org/service.ts';
import { type LossRules, lossOf, lostBehind } from '../domain/outbox/lost.ts';
import type { OutboxRow } from '../domain/outbox/store.ts';
import { countableFor, visibleTo } from '../domain/matter/access.ts';
import { countedDay, countReminders, uncounted } from '../domain/reminder/count.ts';
import { dutyOn, RECEPTION } from '../domain/roster/roster.ts';
import { waitingFor } from '../domain/approval/ask.ts';
import { helpAwaited } from '../domain/team/assist.ts';
import { type Line, type Today, today as todayOf } from '../domain/read/lists.ts';

const SOON_WORKING_DAYS = 3;
/** After so many days the number in the state system is asked for. */
const STATE_NUMBER_DAYS = 3;
const STATE_NUMBERS_SHOWN = 5;
const HELP_SHOWN = 10;
const LOST_SHOWN = 5;

/** What a person's digest would say now; undefined when there is nothing to say. */
export async function digestText(ctx: DomainContext, userid: string, rules: LossRules): Promise<string | undefined> {
  const actor = await findActor(ctx.tx, userid);
  if (actor === undefined) return undefined;
  const isDesk = actor.roles.includes('desk');
  const isAdmin = actor.roles.includes('admin');
  const [all, signs, unread, helping, missing, lost, gaps, grants, reception, off] = await Promise.all([
    todayOf(ctx, actor, addWorkingDays(ctx.today, SOON_WORKING_DAYS, ctx.calendar)),
    waitingFor(ctx, actor),
    unreadBelow(ctx, actor, actor.leads.concat(actor.heads)),
    helpLines(ctx, actor),
    isDesk ? withoutStateNumber(ctx, actor) : { n: 0, numbers: [] },
    isDesk || isAdmin ? undeliveredList(ctx, actor, rules) : undefined,
    isAdmin ? gapLines(ctx, actor.townId) : [],
    openGrants(ctx, actor),
    receptionToday(ctx, actor),
    isAdmin ? countLines(ctx, actor) : [],
  ]);
  const told = await toldJustNow(ctx, actor);
  const now = withoutTold(all, told);
  const { overdue, dueToday, soon, unassigned } = now;
  const matters = overdue.length + dueToday.length + soon.length + unassigned.total + signs.length + unread.length;
  const others = [
    ...reception,
    ...helping,
    ...(missing.n > 0 ? [noticeWords.stateNumbers(missing.n, missing.numbers)] : []),
    ...(lost === undefined ? [] : [lost]),
    ...gaps,
    ...off,
    ...(grants.length > 0 ? [grantWords.morning(grants.length)] : []),
  ];
  if (matters + others.length === 0) return undefined;
  const head = matters > 0 ? todayText(now, signs, ctx.today, unread) : lists.todayTitle(zhDay(ctx.today, ctx.today));
  return [head, ...others].join('\n');
}

const JUST_NOW_MS = 3_600_000;

/** What a card told a leader within the hour is not told again by the list. */
async function toldJustNow(ctx: DomainContext, actor: Actor): Promise<ReadonlySet<string>> {
  if (!actor.roles.some((role) => role === 'leader' || role === 'main-leader')) return new Set();
  const rows = await ctx.tx
    .select({ petitionId: receipts.petitionId })
    .from(receipts)
    .where(and(eq(receipts.userid, actor.userid), gte(receipts.sentAt, new Date(ctx.at.getTime() - JUST_NOW_MS))));
  return new Set(rows.map(({ petitionId }) => petitionId));
}

function withoutTold(now: Today, told: ReadonlySet<string>): Today {
  if (told.size === 0) return now;
  const rest = (lines: readonly Line[]): Line[] => lines.filter(({ petition }) => !told.has(petition.id));
  return { ...now, overdue: rest(now.overdue), dueToday: rest(now.dueToday), soon: rest(now.soon) };
}

/** Who receives today, for the one who does and for the desk; for the desk also that nobody does, where the town wants somebody every day. */
async function receptionToday(ctx: DomainContext, actor: Actor): Promise<string[]> {
  const { practice } = await ctx.policy(actor.townId);
  if (practice.reception === undefined) return [];
  const duty = await dutyOn(ctx, actor.townId, RECEPTION, ctx.today);
  if (duty === undefined) return [];
  const isDesk = actor.roles.includes('desk');
  const isFor =
    duty.person === undefined
      ? isDesk && practice.reception.leadersPerWorkingDay !== undefined
      : isDesk || duty.person.userid === actor.userid;
  return isFor ? [receptionLine(duty, actor.userid)] : [];
}

/** 提醒核对, only where it is off: somebody was not reached, or nobody counted. */
async function countLines(ctx: DomainContext, actor: Actor): Promise<string[]> {
  const day = countedDay(ctx);
  const { due, sent, read } = await countReminders(ctx, countableFor(actor), day);
  const missing = await uncounted(ctx, actor.townId);
  return [
    ...(sent < due ? [noticeWords.countOff(zhDay(day, ctx.today), due, sent, read)] : []),
    ...(missing.length > 0 ? [noticeWords.uncounted(missing.map((one) => zhDay(one, ctx.today)))] : []),
  ];
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
        // Of a desk one clerk's 已阅 serves the others.
        sql`not ('desk' = any(${people.roles}) and exists (
          select 1 from receipt r join outbox theirs on theirs.id = r.outbox_id join outbox own on own.id = ${receipts.outboxId}
            join person p on p.userid = r.userid and 'desk' = any(p.roles)
          where r.petition_id = ${receipts.petitionId} and r.read_at is not null
            and theirs.refs ->> 'clockId' = own.refs ->> 'clockId' and theirs.refs ->> 'stage' = own.refs ->> 'stage'))`,
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

/** What the head of helping units still owes an answer to; empty for everybody else. */
async function helpLines(ctx: DomainContext, actor: Actor): Promise<string[]> {
  const awaited = await helpAwaited(ctx, actor);
  if (awaited.length === 0) return [];
  const { units } = await loadOrg(ctx, actor.townId);
  return [
    teamWords.awaited(awaited.length),
    ...awaited
      .slice(0, HELP_SHOWN)
      .map(({ number, unitId }) => teamWords.awaitedLine(number, units.get(unitId)?.name ?? '')),
  ];
}

export async function readerName(
  ctx: DomainContext,
  { toKind, toId }: Pick<OutboxRow, 'toKind' | 'toId'>,
): Promise<string> {
  if (toKind === 'group') return (await findGroup(ctx.tx, toId))?.name ?? toId;
  return (await namesOf(ctx.tx, [toId])).get(toId) ?? toId;
}

/** The list of what did not arrive, as this reader may see it; undefined when all did. */
export async function undeliveredList(ctx: DomainContext, actor: Actor, rules: LossRules): Promise<string | undefined> {
  const rows = await ctx.tx
    .select({
      toKind: outbox.toKind,
      toId: outbox.toId,
      // Of the newest.
      refusals: sql<
        OutboxRow['refusals']
      >`(array_agg(${outbox.refusals} order by ${outbox.settledAt} desc nulls first))[1]`,
      unmade: sql<number>`(array_agg(${outbox.unmade} order by ${outbox.settledAt} desc nulls first))[1]`,
      n: sql<number>`count(*)::int`,
    })
    .from(outbox)
    .leftJoin(petitions, eq(petitions.id, outbox.petitionId))
    .where(lostBehind(ctx, actor.townId, visibleTo(actor), rules))
    .groupBy(outbox.toKind, outbox.toId)
    .orderBy(sql`count(*) desc`, outbox.toId);
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, LOST_SHOWN);
  const causes = shown.map((row) => causeOf(lossOf(row), row.toKind as 'person' | 'group'));
  const names = await Promise.all(shown.map((row) => readerName(ctx, row)));
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  const lines = shown.map((row, index) => undeliveredWords.line(names[index]!, row.n, causes[index]!.why));
  const todos = [...new Set(causes.map(({ todo }) => todo))];
  return undeliveredWords.list(n, lines, rows.length - shown.length, todos);
}
