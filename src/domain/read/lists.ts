import { and, asc, desc, eq, inArray, lte, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks, petitions, petitionTexts } from '../../db/schema.ts';
import { type Clock, clocksOf } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { rowsOf, TEXTS } from '../matter/file.ts';
import { namesOf, unitsOf, unitNames } from '../org/service.ts';
import { may } from '../permission/may.ts';
import { helpedBy, type Petition, visibleTo, withoutDesk } from '../matter/access.ts';
import { runningClocks } from '../matter/clocks.ts';
import { readNotes, shownNotes } from '../matter/notes.ts';
import { type Change, changesIn, type CorrectionNote as Correction, readCorrection } from '../matter/changes.ts';
import { type PetitionEvent, timelineOf } from '../matter/record.ts';
import { isOpen, stillSpeaks } from '../matter/find.ts';
import { type Demand, demandsOf } from '../handling/answer-gate.ts';
import { ENDED } from '../matter/codes.ts';
import { type TeamView, teamView, type Tier, tiersOf } from './team.ts';

export interface PetitionDetail {
  readonly petition: Petition;
  readonly body: string;
  readonly place: string | undefined;
  readonly demands: readonly Demand[];
  readonly clocks: readonly Clock[];
  readonly timeline: readonly (PetitionEvent & {
    readonly note: Buffer | null;
    readonly said: string | undefined;
    readonly byName: string;
    /** 补充、更正: what says something else since. */
    readonly changes: readonly Change[];
    /** 更正: why, and of the text how it stood. */
    readonly correction: Correction | undefined;
    /** 代签: the absent person whose place they took. */
    readonly forName: string | undefined;
  })[];
  readonly unitName: string | undefined;
  readonly handlerName: string | undefined;
  readonly team: TeamView;
  readonly tiers: readonly Tier[];
}

/** Everything about a matter but the identity of who petitions; `inFull`: notes word for word, for a look that is written down. */
export async function detailOf(ctx: DomainContext, petition: Petition, inFull = false): Promise<PetitionDetail> {
  const [[text], list, running, timeline, units] = await Promise.all([
    rowsOf(ctx, TEXTS, petition.id),
    demandsOf(ctx, petition.id),
    clocksOf(ctx, petition.id),
    timelineOf(ctx, petition.id),
    unitsOf(ctx.tx, petition.townId),
  ]);
  const people = timeline.flatMap(({ by, data }) => [by, typeof data['for'] === 'string' ? data['for'] : null]);
  const [notes, names, team, tiers] = await Promise.all([
    (inFull ? readNotes : shownNotes)(ctx, petition.id, timeline),
    namesOf(ctx.tx, [petition.handler, ...people]),
    teamView(ctx, petition, timeline),
    tiersOf(ctx, petition),
  ]);
  return {
    petition,
    body: text?.body ?? '',
    place: text?.place ?? undefined,
    demands: list,
    clocks: running,
    timeline: timeline.map((event) => ({
      ...event,
      said: notes.get(event.id),
      changes: changesIn(event),
      correction: correctionOf(event, notes.get(event.id), inFull),
      byName: names.get(event.by) ?? event.by,
      forName: typeof event.data['for'] === 'string' ? names.get(event.data['for']) : undefined,
    })),
    unitName: units.find((unit) => unit.id === petition.ownerUnit)?.name,
    handlerName: petition.handler === null ? undefined : names.get(petition.handler),
    team,
    tiers,
  };
}

const correctionOf = (event: PetitionEvent, note: string | undefined, inFull: boolean): Correction | undefined =>
  note !== undefined && (event.kind === 'corrected' || event.kind === 'correction-held')
    ? readCorrection(event, note, inFull)
    : undefined;

/** Periods of the petitioner and of the organ above press nobody here. */
const NOT_OURS = ['petitioner', 'superior'] as const;

/** A matter in a list, with the clock that presses most. */
export interface Line {
  readonly petition: Petition;
  readonly unitName: string | undefined;
  readonly clock: Clock | undefined;
  /** For whoever stands above the units: who has it by name, and whether this reader may press them for it. */
  readonly watched?: { readonly who: string | undefined; readonly urges: boolean };
}

/** The day a sender named presses the unit as well: the stricter date drives. */
const FEEDBACK = 'feedback';

/** The clock a matter is shown with: its unit's own once it has a unit, else the desk's; none once it is closed. */
export function pressing(petition: Petition, running: readonly Clock[]): Clock | undefined {
  if (!stillSpeaks(petition)) return undefined;
  const ours = running.filter(({ owner }) => !NOT_OURS.some((one) => one === owner));
  const own =
    petition.ownerUnit === null ? undefined : ours.find((clock) => clock.owner === 'unit' || clock.kind === FEEDBACK);
  return own ?? ours[0];
}

async function linesOf(ctx: DomainContext, townId: string, rows: readonly Petition[]): Promise<Line[]> {
  if (rows.length === 0) return [];
  const units = await unitNames(ctx.tx, townId);
  const running = await runningClocks(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map((petition) => ({
    petition,
    unitName: petition.ownerUnit === null ? undefined : units.get(petition.ownerUnit),
    clock: pressing(
      petition,
      running.filter((clock) => clock.petitionId === petition.id),
    ),
  }));
}

export async function lineOf(ctx: DomainContext, petition: Petition): Promise<Line> {
  const [line] = await linesOf(ctx, petition.townId, [petition]);
  return line!;
}

const LIST_LIMIT = 20;

async function page(
  ctx: DomainContext,
  actor: Actor,
  where: SQL | undefined,
  order: SQL,
): Promise<{ lines: Line[]; total: number }> {
  const filter = and(visibleTo(actor, true), where);
  const rows = await ctx.tx
    .select({ petition: petitions, total: sql<number>`count(*) over ()::int` })
    .from(petitions)
    .where(filter)
    .orderBy(order)
    .limit(LIST_LIMIT);
  const matters = rows.map(({ petition }) => petition);
  return { lines: await linesOf(ctx, actor.townId, matters), total: rows[0]?.total ?? 0 };
}

const open = notInArray(petitions.status, [...ENDED]);
/** With merged matters, whose running clocks are what their own petitioners are still owed. */
const speaking = or(open, eq(petitions.status, 'merged'));

/** 还没交办: the desk's to hand on; where the whole desk is shut out the main leader's and discipline's. Undefined for all others. */
function unassignedFor({ roles }: Actor): SQL | undefined {
  const nobodys = sql`${petitions.ownerUnit} is null`;
  if (roles.includes('desk')) return nobodys;
  return roles.includes('main-leader') || roles.includes('discipline') ? and(nobodys, withoutDesk) : undefined;
}

/** 我的: open matters that wait for this person or their unit; for the desk also what nobody has yet. */
export function mine(ctx: DomainContext, actor: Actor): Promise<{ lines: Line[]; total: number }> {
  const units = [...new Set([actor.unitId, ...actor.heads])];
  const own = or(
    inArray(petitions.ownerUnit, units),
    eq(petitions.handler, actor.userid),
    eq(petitions.caseLeader, actor.userid),
    eq(petitions.agent, actor.userid),
    helpedBy(actor),
    unassignedFor(actor),
  );
  const led = actor.leads.length > 0 ? inArray(petitions.ownerUnit, [...actor.leads]) : sql`false`;
  return page(ctx, actor, and(open, or(own, led)), asc(petitions.receivedOn));
}

/** 搜: number, 题目, subject and text of the matters this reader may know of; never a name, phone or address. */
export function search(ctx: DomainContext, actor: Actor, words: string): Promise<{ lines: Line[]; total: number }> {
  const like = `%${words.replace(/[\\%_]/gu, '\\$&')}%`;
  const inText = sql`exists (select 1 from ${petitionTexts} where ${petitionTexts.petitionId} = ${petitions.id} and (${petitionTexts.body} ilike ${like} or ${petitionTexts.place} ilike ${like}))`;
  const where = or(
    sql`${petitions.number} ilike ${like}`,
    sql`${petitions.title} ilike ${like}`,
    sql`${petitions.subject} ilike ${like}`,
    sql`${petitions.stateNumber} ilike ${like}`,
    inText,
  );
  return page(ctx, actor, and(where, sql`${petitions.status} <> 'void'`), desc(petitions.registeredAt));
}

export interface Today {
  readonly overdue: Line[];
  readonly dueToday: Line[];
  readonly soon: Line[];
  /** Nobody has them yet, the oldest first. */
  readonly unassigned: { readonly lines: Line[]; readonly total: number };
}

/** 今天: running clocks of the visible open matters by day; each matter once, under its most pressing clock. */
export async function today(ctx: DomainContext, actor: Actor, until: LocalDay): Promise<Today> {
  // A petitioner's own period presses nobody; the desk's duties press the desk and the main leader.
  const notTheirs =
    actor.roles.includes('desk') || actor.roles.includes('main-leader') ? [...NOT_OURS] : [...NOT_OURS, 'desk'];
  const rows = await ctx.tx
    .select({ petition: petitions, clock: clocks })
    .from(clocks)
    .innerJoin(petitions, eq(petitions.id, clocks.petitionId))
    .where(
      and(
        visibleTo(actor),
        speaking,
        eq(clocks.state, 'running'),
        notInArray(clocks.owner, notTheirs),
        lte(clocks.dueOn, until),
      ),
    )
    .orderBy(asc(clocks.dueOn), asc(petitions.number))
    .limit(500);
  const units = await unitNames(ctx.tx, actor.townId);
  const seen = new Set<string>();
  const lines: Line[] = [];
  for (const { petition, clock } of rows) {
    if (seen.has(petition.id)) continue;
    seen.add(petition.id);
    lines.push({ petition, clock, unitName: petition.ownerUnit === null ? undefined : units.get(petition.ownerUnit) });
  }
  const untaken = unassignedFor(actor);
  const unassigned =
    untaken === undefined
      ? { lines: [], total: 0 }
      : await page(ctx, actor, and(open, untaken), asc(petitions.registeredAt));
  const due = (line: Line): LocalDay => line.clock!.dueOn;
  return {
    overdue: lines.filter((line) => due(line) < ctx.today),
    dueToday: lines.filter((line) => due(line) === ctx.today),
    soon: lines.filter((line) => due(line) > ctx.today),
    unassigned,
  };
}

/** The same for whoever stands above the units: what is the desk's own duty stands under the desk, and presses nobody else. */
export async function watchedBy(ctx: DomainContext, actor: Actor, now: Today): Promise<Today> {
  const all = [...now.overdue, ...now.dueToday, ...now.soon];
  const [names, units] = await Promise.all([
    namesOf(
      ctx.tx,
      all.map(({ petition }) => petition.handler),
    ),
    unitsOf(ctx.tx, actor.townId),
  ]);
  const desk = units.find(({ kind }) => kind === 'desk')?.name;
  const watch = (line: Line): Line =>
    line.clock?.owner === 'desk'
      ? { ...line, unitName: desk, watched: { who: undefined, urges: false } }
      : {
          ...line,
          watched: {
            who: names.get(line.petition.handler ?? ''),
            urges: isOpen(line.petition) && line.petition.ownerUnit !== null && may(actor, 'urge', line.petition),
          },
        };
  return { ...now, overdue: now.overdue.map(watch), dueToday: now.dueToday.map(watch), soon: now.soon.map(watch) };
}

/** States that people ask for a list of by a word. */
export type ListState = 'overdue' | 'soon' | 'unsigned' | 'unassigned';

/** Open matters in one state, of one unit, or both, as this reader may know of them. `until`: the last day that is soon. */
export async function listed(
  ctx: DomainContext,
  actor: Actor,
  {
    state,
    unit,
    until,
  }: { readonly state?: ListState | undefined; readonly unit?: string | undefined; readonly until: LocalDay },
): Promise<{ lines: Line[]; total: number }> {
  const ofUnit = unit === undefined ? undefined : eq(petitions.ownerUnit, unit);
  if (state === 'overdue' || state === 'soon') {
    const now = await today(ctx, actor, until);
    const all = state === 'overdue' ? now.overdue : [...now.dueToday, ...now.soon];
    const lines = all.filter(({ petition }) => unit === undefined || petition.ownerUnit === unit);
    return { lines: lines.slice(0, LIST_LIMIT), total: lines.length };
  }
  const inState =
    state === 'unsigned'
      ? eq(petitions.status, 'assigned')
      : state === 'unassigned'
        ? (unassignedFor(actor) ?? sql`${petitions.ownerUnit} is null`)
        : undefined;
  return page(ctx, actor, and(open, inState, ofUnit), asc(petitions.receivedOn));
}
