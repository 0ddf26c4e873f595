/** A unit that the org file no longer has answers for nothing: what it had goes back to the desk, what it helped with ends. */
import { and, asc, eq, inArray, isNull, notInArray, or } from 'drizzle-orm';
import { bars, helpers, people, petitions, units } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { type OrgFile, sameUserid } from '../org/file.ts';
import { lockPetition } from '../matter/find.ts';
import { announce } from '../matter/notices.ts';
import { record } from '../matter/record.ts';
import { dropReturn } from './return.ts';
import { dropHelp } from '../team/assist.ts';
import { ENDED, type Status } from '../matter/codes.ts';

/** Nobody of the town did what an org file says. */
const ORG_FILE = '';
/** From 答复 on nothing is left for a unit to do; the desk serves and closes. */
const ANSWERED: readonly Status[] = ['replied', 'served', 'declined'];

/**
 * Open matters of removed units go to the desk, one event each; where the whole desk is barred, to the main leader or discipline
 * (`receiversOf`). @returns how many
 */
export async function orphansToDesk(ctx: DomainContext, townId: string, unitIds: readonly string[]): Promise<number> {
  if (unitIds.length === 0) return 0;
  await endHelp(ctx, townId, unitIds);
  const rows = await ctx.tx
    .select({ id: petitions.id })
    .from(petitions)
    .where(
      and(
        eq(petitions.townId, townId),
        inArray(petitions.ownerUnit, [...unitIds]),
        notInArray(petitions.status, [...ENDED]),
      ),
    )
    .orderBy(asc(petitions.number));
  for (const { id } of rows) {
    const petition = await lockPetition(ctx, id);
    await dropReturn(ctx, id);
    const isAnswered = ANSWERED.includes(petition.status as Status);
    const { petition: changed, event } = await record(ctx, petition, {
      kind: 'returned',
      by: ORG_FILE,
      data: { unit: petition.ownerUnit, unitRemoved: true },
      patch: { ownerUnit: null, handler: null, ...(isAnswered ? {} : { status: 'returned', assignedOn: null }) },
    });
    await announce(ctx, changed, event, { kind: 'returned', to: ['desk'] });
  }
  return rows.length;
}

async function endHelp(ctx: DomainContext, townId: string, unitIds: readonly string[]): Promise<void> {
  const rows = await ctx.tx
    .select({ petitionId: helpers.petitionId, unitId: helpers.unitId, doneAt: helpers.doneAt })
    .from(helpers)
    .innerJoin(petitions, eq(petitions.id, helpers.petitionId))
    .where(
      and(
        eq(petitions.townId, townId),
        inArray(helpers.unitId, [...unitIds]),
        notInArray(petitions.status, [...ENDED]),
      ),
    )
    .orderBy(asc(petitions.number), asc(helpers.unitId));
  for (const { petitionId, unitId, doneAt } of rows) {
    const petition = await lockPetition(ctx, petitionId);
    await dropHelp(ctx, petitionId, [unitId]);
    await record(ctx, petition, {
      kind: 'assist-released',
      by: ORG_FILE,
      data: { released: [{ unitId, done: doneAt !== null }] },
    });
  }
}

/**
 * Before an org file is written: whoever is barred from a matter by way of their unit, and would not be afterwards (moved, no longer its head,
 * or the unit is gone), stays barred by name. An office that is renamed in the file opens no sealed matter.
 */
export async function keepBars(ctx: DomainContext, file: OrgFile): Promise<void> {
  const townId = file.town.id;
  const before = await membersNow(ctx, townId);
  if (before.size === 0) return;
  const after = new Map<string, Set<string>>();
  const add = (unit: string, userid: string | undefined): void => {
    if (userid !== undefined) after.set(unit, (after.get(unit) ?? new Set()).add(sameUserid(userid)));
  };
  for (const person of file.people) add(person.unit, person.userid);
  for (const unit of file.units) add(unit.id, unit.head);
  const rows = await ctx.tx
    .select({ petitionId: bars.petitionId, unitId: bars.unitId, reason: bars.reason, eventId: bars.eventId })
    .from(bars)
    .where(inArray(bars.unitId, [...before.keys()]));
  for (const { unitId, ...bar } of rows) {
    for (const userid of before.get(unitId ?? '') ?? []) {
      if (after.get(unitId ?? '')?.has(sameUserid(userid)) === true) continue;
      const values = { ...bar, id: ctx.ids.uuid(ctx.at), userid, unitId: null, addedAt: ctx.at };
      await ctx.tx.insert(bars).values(values);
    }
  }
}

/** Members and head of each unit that stands. */
async function membersNow(ctx: DomainContext, townId: string): Promise<Map<string, Set<string>>> {
  const rows = await ctx.tx
    .select({ unitId: units.id, userid: people.userid })
    .from(units)
    .innerJoin(people, or(eq(people.unitId, units.id), eq(people.userid, units.head)))
    .where(and(eq(units.townId, townId), eq(people.townId, townId), isNull(units.removedOn), isNull(people.leftOn)));
  const found = new Map<string, Set<string>>();
  for (const { unitId, userid } of rows) found.set(unitId, (found.get(unitId) ?? new Set()).add(userid));
  return found;
}
