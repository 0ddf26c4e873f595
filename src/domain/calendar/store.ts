import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { calendarDays, calendarYears } from '../../db/schema.ts';
import { buildCalendar, type CalendarRow, type WorkCalendar } from '../deadline/calendar.ts';
import { readCalendarSource } from '../deadline/source.ts';

/** Fills the tables from the published notices the package carries; what the table has from elsewhere stays. */
export async function fillCalendar(tx: Tx): Promise<void> {
  const { source, rows, years } = readCalendarSource();
  const known = new Set((await tx.select().from(calendarYears)).map((row) => row.year));
  const fresh = years.filter((year) => !known.has(year));
  if (fresh.length === 0) return;
  const wanted = new Set(fresh);
  const days = rows.filter((row) => wanted.has(Number(row.day.slice(0, 4)))).map((row) => ({ ...row, source }));
  for (let i = 0; i < days.length; i += 500) {
    await tx
      .insert(calendarDays)
      .values(days.slice(i, i + 500))
      .onConflictDoNothing();
  }
  await tx
    .insert(calendarYears)
    .values(fresh.map((year) => ({ year, source })))
    .onConflictDoNothing();
}

export async function loadCalendar(tx: Tx): Promise<WorkCalendar> {
  const rows = await tx.select().from(calendarDays);
  const years = await tx.select().from(calendarYears);
  return buildCalendar(
    rows as CalendarRow[],
    years.map((row) => row.year),
  );
}

/** Only a confirmed notice changes the calendar of a program that runs: their number is its version, read with what is asked anyway. */
export const calendarVersion = sql<number>`select count(*)::int from holiday_notice where state = 'confirmed'`;

/** Its version, and which notices have limits that are not counted anew yet. */
export async function noticesNow(tx: Tx): Promise<{ readonly version: number; readonly unmoved: string[] }> {
  const [row] = await tx.execute<{ version: number; unmoved: string[] | null }>(sql`
    select count(*)::int as version, array_agg(id::text order by decided_at) filter (where moved_at is null) as unmoved
    from holiday_notice where state = 'confirmed'`);
  return { version: row?.version ?? 0, unmoved: row?.unmoved ?? [] };
}

/** The calendar as a process keeps it. */
export async function keepCalendar(tx: Tx) {
  let version = (await noticesNow(tx)).version;
  let calendar = await loadCalendar(tx);
  return {
    calendar: (): WorkCalendar => calendar,
    async refreshCalendar(inTx: Tx, now: number): Promise<void> {
      if (now === version) return;
      calendar = await loadCalendar(inTx);
      version = now;
    },
  };
}
