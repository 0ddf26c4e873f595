import { and, asc, eq, gte, lt, notInArray, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { clocks, petitions } from '../../db/schema.ts';
import type { Clock } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg, type OrgSnapshot, receiversOf } from '../org/receivers.ts';
import { findActor } from '../org/service.ts';
import { tellAll } from '../outbox/store.ts';
import { type Petition, visibleTo } from '../matter/access.ts';
import { ENDED } from '../matter/codes.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import { OF_THE_TOWN } from './reports.ts';

export interface HolidayRow {
  readonly petition: Petition;
  readonly clock: Clock;
}

const LISTED = 200;

/**
 * Open matters of a reader with a period whose last day falls into a rest: what rolls over it must be done on the last
 * working day before. Each matter once, under the clock that presses first.
 */
export async function dueInHoliday(ctx: DomainContext, actor: Actor, from: LocalDay): Promise<HolidayRow[]> {
  const rows = await ctx.tx
    .select({ petition: petitions, clock: clocks })
    .from(clocks)
    .innerJoin(petitions, eq(petitions.id, clocks.petitionId))
    .where(
      and(
        visibleTo(actor),
        notInArray(petitions.status, [...ENDED]),
        eq(clocks.state, 'running'),
        sql`${clocks.owner} <> 'petitioner'`,
        lt(clocks.remindBy, from),
        gte(clocks.dueOn, from),
      ),
    )
    .orderBy(asc(clocks.remindBy), asc(petitions.number))
    .limit(LISTED);
  const seen = new Set<string>();
  return rows.filter(({ petition }) => !seen.has(petition.id) && seen.add(petition.id));
}

/** 节前清单 (S4 三（三）四是), of matters only: each reader gets the own ones; nothing to say, nothing sent. */
export async function tellBeforeHoliday(ctx: DomainContext, townId: string, from: LocalDay): Promise<void> {
  const rule = (await ctx.policy(townId)).rhythm.beforeHolidays;
  if (rule === undefined) return;
  const org = await loadOrg(ctx, townId);
  for (const person of readersOf(org, rule.to)) {
    const actor = await findActor(ctx.tx, person);
    if (actor === undefined || (await dueInHoliday(ctx, actor, from)).length === 0) continue;
    await tellAll(ctx, [
      { once: `before-holidays:${from}:${person}`, to: { person }, kind: 'before-holidays', townId, refs: { from } },
    ]);
  }
}

/** Of those who stand above units, all of the town. */
function readersOf(org: OrgSnapshot, to: readonly Receiver[]): Set<string> {
  const readers = new Set<string>();
  for (const receiver of to) {
    for (const person of receiversOf(org, OF_THE_TOWN, [], ABOVE.has(receiver) ? [] : [receiver])) readers.add(person);
    for (const unit of org.units.values()) {
      if (unit.kind === 'desk' || unit.kind === 'discipline') continue;
      const of = { unit: unit.head, leader: unit.leader, area: unit.areaLeader };
      const who = receiver === 'unit-head' ? of.unit : receiver === 'unit-leader' ? of.leader : of.area;
      if (ABOVE.has(receiver) && typeof who === 'string' && org.people.has(who)) readers.add(who);
    }
  }
  return readers;
}

const ABOVE: ReadonlySet<Receiver> = new Set(['unit-head', 'unit-leader', 'area-leader']);
