/** 值班表 (S0 四（三）, S1 二（六）, S3 一、二是): who receives on which day, with substitutes and the gaps. */
import { and, eq, gte, isNull, lte } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { addDays, type LocalDay, weekdayOf } from '../../core/local-day.ts';
import { absences, dutyRoster } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg, type OrgSnapshot } from '../org/receivers.ts';
import type { Person } from '../org/service.ts';

/** The leaders at the town's own hall; any other place is a unit's id. */
export const RECEPTION = 'reception';

type DutyRow = typeof dutyRoster.$inferSelect;

export interface Duty {
  readonly day: LocalDay;
  /** Who is there; undefined is a gap. */
  readonly person: Person | undefined;
  /** Who was to be there and is not. */
  readonly insteadOf: string | undefined;
  readonly why: 'left' | 'away' | undefined;
  readonly substitute: Person | undefined;
}

export interface DutyWeek {
  readonly days: readonly Duty[];
  /** Days a main leader receives; undefined where the town asks for none. */
  readonly mainLeader: { readonly days: number; readonly wanted: number } | undefined;
}

const weekdaySlot = (weekday: number): string => `weekday:${weekday}`;

/** Who receives on each working day of a span. A single day outranks its weekday. */
async function dutiesBetween(
  ctx: DomainContext,
  org: OrgSnapshot,
  townId: string,
  place: string,
  from: LocalDay,
  to: LocalDay,
): Promise<Duty[]> {
  const rows = await ctx.tx
    .select()
    .from(dutyRoster)
    .where(and(eq(dutyRoster.townId, townId), eq(dutyRoster.place, place)));
  const bySlot = new Map(rows.map((row) => [row.slot, row]));
  const away = await ctx.tx
    .select()
    .from(absences)
    .where(
      and(eq(absences.townId, townId), isNull(absences.endedAt), lte(absences.fromDay, to), gte(absences.toDay, from)),
    );
  const duties: Duty[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!ctx.calendar.isWorkday(day)) continue;
    const row = bySlot.get(day) ?? bySlot.get(weekdaySlot(weekdayOf(day)));
    const isAway = (userid: string): boolean =>
      away.some((absence) => absence.userid === userid && absence.fromDay <= day && absence.toDay >= day);
    duties.push(dutyOf(org, day, row, isAway));
  }
  return duties;
}

function dutyOf(org: OrgSnapshot, day: LocalDay, row: DutyRow | undefined, isAway: (userid: string) => boolean): Duty {
  if (row === undefined) return { day, person: undefined, insteadOf: undefined, why: undefined, substitute: undefined };
  const there = (userid: string | null): Person | undefined =>
    userid === null || isAway(userid) ? undefined : org.people.get(userid);
  const planned = there(row.userid);
  const substitute = there(row.substitute);
  if (planned !== undefined) return { day, person: planned, insteadOf: undefined, why: undefined, substitute };
  const why = org.people.has(row.userid) ? 'away' : 'left';
  return { day, person: substitute, insteadOf: org.people.get(row.userid)?.name, why, substitute: undefined };
}

/** The week a day belongs to, by working days. */
export async function dutyWeek(ctx: DomainContext, townId: string, place: string, day: LocalDay): Promise<DutyWeek> {
  const org = await loadOrg(ctx, townId);
  const monday = addDays(day, 1 - weekdayOf(day));
  const days = await dutiesBetween(ctx, org, townId, place, monday, addDays(monday, 6));
  const { practice } = await ctx.policy(townId);
  const wanted = place === RECEPTION ? practice.reception?.mainLeaderDaysPerWeek : undefined;
  return {
    days,
    mainLeader:
      wanted === undefined
        ? undefined
        : { days: days.filter(({ person }) => person?.roles.includes('main-leader') === true).length, wanted },
  };
}

/** Who receives on one day; undefined on a day of rest. */
export async function dutyOn(
  ctx: DomainContext,
  townId: string,
  place: string,
  day: LocalDay,
): Promise<Duty | undefined> {
  const [duty] = await dutiesBetween(ctx, await loadOrg(ctx, townId), townId, place, day, day);
  return duty;
}

export interface DutyWish {
  readonly place: string;
  /** 1 = Monday, or one day. */
  readonly when: number | LocalDay;
  /** Undefined takes the entry off the roster. */
  readonly person: Person | undefined;
  readonly substitute: Person | undefined;
}

const mayReceive = (person: Person): boolean => person.roles.includes('leader') || person.roles.includes('main-leader');

/**
 * Writes one entry of the roster; a later one of the same day takes its place.
 * @throws UserError roster.not-leader when somebody else is to receive at the town's hall; roster.same
 */
export async function setDuty(ctx: DomainContext, actor: Actor, wish: DutyWish): Promise<void> {
  const { place, person, substitute } = wish;
  const slot = typeof wish.when === 'number' ? weekdaySlot(wish.when) : wish.when;
  const { townId } = actor;
  if (person === undefined) {
    await ctx.tx
      .delete(dutyRoster)
      .where(and(eq(dutyRoster.townId, townId), eq(dutyRoster.place, place), eq(dutyRoster.slot, slot)));
    return;
  }
  for (const one of [person, substitute]) {
    if (place === RECEPTION && one !== undefined && !mayReceive(one)) {
      throw new UserError('roster.not-leader', { name: one.name });
    }
  }
  if (substitute?.userid === person.userid) throw new UserError('roster.same', {});
  const row = {
    userid: person.userid,
    substitute: substitute?.userid ?? null,
    changedBy: actor.userid,
    changedAt: ctx.at,
  };
  await ctx.tx
    .insert(dutyRoster)
    .values({ townId, place, slot, ...row })
    .onConflictDoUpdate({ target: [dutyRoster.townId, dutyRoster.place, dutyRoster.slot], set: row });
}
