import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import type { LocalDay } from '../../core/local-day.ts';
import { absences } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';

export type Absence = typeof absences.$inferSelect;

const activeOn = (day: LocalDay) => and(isNull(absences.endedAt), lte(absences.fromDay, day), gte(absences.toDay, day));

/** Who signs for whom today, by the absent person. */
export async function delegatesToday(
  ctx: Pick<DomainContext, 'tx' | 'today'>,
  townId: string,
  userids?: readonly string[],
): Promise<Map<string, string>> {
  if (userids?.length === 0) return new Map();
  const rows = await ctx.tx
    .select()
    .from(absences)
    .where(
      and(
        eq(absences.townId, townId),
        activeOn(ctx.today),
        userids === undefined ? undefined : inArray(absences.userid, [...userids]),
      ),
    )
    .orderBy(asc(absences.setAt));
  return new Map(rows.map((row) => [row.userid, row.delegate]));
}

export async function endAbsences(ctx: DomainContext, townId: string, userid: string): Promise<number> {
  const rows = await ctx.tx
    .update(absences)
    .set({ endedAt: ctx.at })
    .where(and(eq(absences.townId, townId), eq(absences.userid, userid), isNull(absences.endedAt)))
    .returning({ id: absences.id });
  return rows.length;
}

/** 外出: one at a time; a new one takes the place of the one before. */
export async function writeAbsence(
  ctx: DomainContext,
  townId: string,
  by: string,
  absence: Pick<Absence, 'userid' | 'delegate' | 'fromDay' | 'toDay'>,
): Promise<void> {
  await endAbsences(ctx, townId, absence.userid);
  await ctx.tx
    .insert(absences)
    .values({ id: ctx.ids.uuid(ctx.at), townId, ...absence, setBy: by, setAt: ctx.at, endedAt: null });
}
