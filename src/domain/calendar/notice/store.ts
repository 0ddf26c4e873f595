/**
 * The deployment's calendar from a pasted notice: read, shown to those who set the rules of the towns, in force when a second of them says so (ADR 42).
 */
import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm';
import type { Actor } from '../../../contract/command.ts';
import { UserError } from '../../../core/errors.ts';
import { type LocalDay, weekdayOf, yearOf } from '../../../core/local-day.ts';
import { calendarDays, calendarYears, holidayNotices } from '../../../db/schema.ts';
import type { DomainContext } from '../../context.ts';
import type { CalendarRow } from '../../deadline/calendar.ts';
import { readCalendarSource } from '../../deadline/source.ts';
import { allTowns, peopleOf, type Person } from '../../org/service.ts';
import { tellAll } from '../../outbox/store.ts';
import { type HolidayNotice, readNotice } from './read.ts';
import { NEW_YEAR } from './statutory.ts';

export type StoredNotice = typeof holidayNotices.$inferSelect;
type Ctx = Pick<DomainContext, 'tx'>;

const SATURDAY = 6;
/** Years around the present one whose notice may be pasted: the past one for a correction that came late. */
const REACH = { back: 1, ahead: 2 };

const daysOf = async ({ tx }: Ctx): Promise<CalendarRow[]> =>
  (await tx.select().from(calendarDays).orderBy(asc(calendarDays.day))) as CalendarRow[];

/** Of the year itself and of the December before, from where New Year's holiday reaches. */
const ofYear = (rows: readonly CalendarRow[], year: number, festivals?: readonly string[]): CalendarRow[] =>
  rows.filter(({ day, name }) => {
    const isOwn = yearOf(day) === year && !(name === NEW_YEAR && day.slice(5, 7) === '12');
    const isBefore = yearOf(day) === year - 1 && name === NEW_YEAR && day.slice(5, 7) === '12';
    return (isOwn || isBefore) && (festivals === undefined || name.split('、').some((one) => festivals.includes(one)));
  });

/** Days of which two sources say different things; whether a plain weekend inside a holiday is named does not matter. */
function differing(a: readonly CalendarRow[], b: readonly CalendarRow[]): LocalDay[] {
  const kinds = (rows: readonly CalendarRow[]) =>
    new Map(rows.flatMap(({ day, kind }) => (kind === 'holiday' && weekdayOf(day) >= SATURDAY ? [] : [[day, kind]])));
  const [one, other] = [kinds(a), kinds(b)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((day) => one.get(day) !== other.get(day)).toSorted();
}

/**
 * @returns the notice as it waits for the second hand
 * @throws UserError notice.refused with what could not be read; notice.known, notice.differs for a year that is known; notice.unknown for a correction of one that is not
 */
export async function proposeNotice(ctx: DomainContext, actor: Actor, text: string): Promise<StoredNotice> {
  const all = await daysOf(ctx);
  const read = readNotice(text, all);
  if ('faults' in read) throw new UserError('notice.refused', { faults: read.faults });
  const { notice } = read;
  await refuseUnfit(ctx, notice, all);
  await ctx.tx
    .update(holidayNotices)
    .set({ state: 'withdrawn', decidedAt: ctx.at })
    .where(and(eq(holidayNotices.year, notice.year), eq(holidayNotices.state, 'open')));
  const { rows, ...rest } = notice;
  const [stored] = await ctx.tx
    .insert(holidayNotices)
    .values({
      ...rest,
      id: ctx.ids.uuid(ctx.at),
      festivals: [...rest.festivals],
      days: rows,
      text,
      townId: actor.townId,
      by: actor.userid,
      at: ctx.at,
      state: 'open',
    })
    .returning();
  await tellKeepers(ctx, actor, stored!, 'holidays-asked');
  return stored!;
}

async function refuseUnfit(ctx: DomainContext, notice: HolidayNotice, all: readonly CalendarRow[]): Promise<void> {
  const { year, corrects, rows, number } = notice;
  const thisYear = yearOf(ctx.today);
  if (year < thisYear - REACH.back || year > thisYear + REACH.ahead) throw new UserError('notice.far', { year });
  const [known] = await ctx.tx.select().from(calendarYears).where(eq(calendarYears.year, year));
  if (corrects && known === undefined) throw new UserError('notice.unknown', { year });
  if (corrects || known === undefined) return;
  const days = differing(ofYear(all, year), rows);
  throw days.length === 0
    ? new UserError('notice.known', { year, source: known.source })
    : new UserError('notice.differs', { year, source: known.source, number, days });
}

/** @param word the id that a card's button sends; without one the only notice that waits, which must not be one's own */
export async function decideNotice(
  ctx: DomainContext,
  actor: Actor,
  word: string | undefined,
  agreed: boolean,
): Promise<StoredNotice> {
  const open = await ctx.tx
    .select()
    .from(holidayNotices)
    .where(eq(holidayNotices.state, 'open'))
    .orderBy(asc(holidayNotices.year))
    .for('update');
  const notice = word === undefined ? open[0] : open.find(({ id }) => id === word);
  if (notice === undefined) throw new UserError('notice.gone', {});
  if (agreed && notice.by === actor.userid) throw new UserError('notice.own', {});
  const all = await daysOf(ctx);
  if (agreed) {
    await refuseUnfit(ctx, { ...notice, rows: notice.days as readonly CalendarRow[] }, all);
    await putInForce(ctx, notice);
  }
  const [decided] = await ctx.tx
    .update(holidayNotices)
    .set({ state: agreed ? 'confirmed' : 'refused', decidedBy: actor.userid, decidedAt: ctx.at })
    .where(eq(holidayNotices.id, notice.id))
    .returning();
  await tellKeepers(ctx, actor, decided!, 'holidays-decided');
  return decided!;
}

/** Of a correction what lies before today stays as it was. */
async function putInForce(ctx: DomainContext, notice: StoredNotice): Promise<void> {
  const { tx, today } = ctx;
  const from = notice.corrects ? today : undefined;
  if (from !== undefined) {
    const old = ofYear(await daysOf(ctx), notice.year, notice.festivals).filter(({ day }) => day >= from);
    if (old.length > 0) {
      await tx.delete(calendarDays).where(
        inArray(
          calendarDays.day,
          old.map(({ day }) => day),
        ),
      );
    }
  }
  const rows = notice.days.filter(({ day }) => from === undefined || day >= from);
  for (const row of rows) {
    const value = { ...row, day: row.day as LocalDay, source: notice.number };
    await tx.insert(calendarDays).values(value).onConflictDoUpdate({ target: calendarDays.day, set: value });
  }
  await tx.insert(calendarYears).values({ year: notice.year, source: notice.number }).onConflictDoNothing();
}

/** Admins of all towns beside whoever acts; where there is none, main leaders. */
async function tellKeepers(
  ctx: DomainContext,
  actor: Actor,
  notice: StoredNotice,
  kind: 'holidays-asked' | 'holidays-decided',
): Promise<void> {
  const everybody: Person[] = [];
  for (const town of await allTowns(ctx.tx)) everybody.push(...(await peopleOf(ctx.tx, town.id)));
  const others = everybody.filter(({ userid }) => userid !== actor.userid);
  const admins = others.filter(({ roles }) => roles.includes('admin'));
  const readers = admins.length > 0 ? admins : others.filter(({ roles }) => roles.includes('main-leader'));
  await tellAll(
    ctx,
    readers.map(({ userid, townId }) => ({
      once: `${kind}:${notice.id}:${userid}`,
      to: { person: userid },
      kind,
      townId,
      refs: { notice: notice.id },
    })),
  );
}

export const noticeById = async ({ tx }: Ctx, id: string): Promise<StoredNotice | undefined> => {
  const [row] = await tx.select().from(holidayNotices).where(eq(holidayNotices.id, id));
  return row;
};

interface YearKnown {
  readonly year: number;
  /** `chinese-days@1.5.7`, or the number of a notice. */
  readonly source: string;
  /** By the package, where it says something else than a notice of ours. */
  readonly differs: readonly LocalDay[];
}

/** From last year on: which years are known and by what, which notices changed or wait to change them. */
export async function yearsKnown(ctx: DomainContext): Promise<{ years: YearKnown[]; notices: StoredNotice[] }> {
  const from = yearOf(ctx.today) - REACH.back;
  const years = await ctx.tx
    .select()
    .from(calendarYears)
    .where(gte(calendarYears.year, from))
    .orderBy(asc(calendarYears.year));
  const notices = await ctx.tx
    .select()
    .from(holidayNotices)
    .where(and(gte(holidayNotices.year, from), inArray(holidayNotices.state, ['open', 'confirmed'])))
    .orderBy(desc(holidayNotices.at));
  const ours = new Set(notices.filter(({ state }) => state === 'confirmed').map(({ year }) => year));
  const all = ours.size === 0 ? [] : await daysOf(ctx);
  const source = ours.size === 0 ? undefined : readCalendarSource();
  return {
    notices,
    years: years.map((known) => ({
      ...known,
      differs:
        ours.has(known.year) && source?.years.includes(known.year) === true
          ? differing(ofYear(all, known.year), ofYear(source.rows, known.year))
          : [],
    })),
  };
}
