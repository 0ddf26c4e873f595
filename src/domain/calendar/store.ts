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
