import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { helpers, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { HELPERS, rowsOf } from '../matter/file.ts';
import { type Bar, barredBy, barsOfMatter, loadOrg, type OrgSnapshot, receiversOf } from '../org/receivers.ts';
import type { Person, Unit } from '../org/service.ts';
import { may } from '../permission/may.ts';
import { notBarred, type Petition } from '../matter/access.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { announce } from '../matter/notices.ts';
import { acknowledge } from '../matter/receipts.ts';
import { type PetitionEvent, record } from '../matter/record.ts';

export type Helper = typeof helpers.$inferSelect;

export const helpersOf = (ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<Helper[]> =>
  rowsOf(ctx, HELPERS, petitionId);

/** The accused, their unit and whoever is recused take no part (条例 arts 28, 30). @throws UserError assign.barred */
export function refuseBarred(petition: Petition, bars: readonly Bar[], units: readonly Pick<Unit, 'id'>[]): void {
  if (units.some((unit) => bars.some((bar) => bar.unitId === unit.id))) {
    throw new UserError('assign.barred', { number: petition.number });
  }
}

/** Who is told for a unit that helps: its head, else the next rung up. */
const headsOf = (org: OrgSnapshot, petition: Petition, bars: readonly Bar[], unitIds: readonly string[]): string[] => [
  ...new Set(
    unitIds.flatMap((ownerUnit) =>
      receiversOf(org, { ownerUnit, handler: null, registrar: petition.registrar }, bars, ['unit-head']),
    ),
  ),
];

/** Writes the rows of a new team; a unit that had answered is asked anew. */
export async function openHelp(
  ctx: DomainContext,
  by: string,
  petitionId: string,
  unitIds: readonly string[],
): Promise<void> {
  if (unitIds.length === 0) return;
  await ctx.tx
    .insert(helpers)
    .values(unitIds.map((unitId) => ({ petitionId, unitId, addedBy: by, addedAt: ctx.at, doneAt: null })))
    .onConflictDoUpdate({
      target: [helpers.petitionId, helpers.unitId],
      set: { addedBy: by, addedAt: ctx.at, doneAt: null },
    });
}

export const dropHelp = async (
  ctx: Pick<DomainContext, 'tx'>,
  petitionId: string,
  unitIds: readonly string[],
): Promise<void> => {
  if (unitIds.length === 0) return;
  await ctx.tx.delete(helpers).where(and(eq(helpers.petitionId, petitionId), inArray(helpers.unitId, [...unitIds])));
};

/** Those of these units that do not help yet. @throws UserError assist.who, assign.barred, assist.own */
export function helpAdded(
  actor: Actor,
  { petition, bars, helpers: now }: Matter<'bars' | 'helpers'>,
  units: readonly Unit[],
): Unit[] {
  refuseArranging(actor, petition);
  refuseBarred(petition, bars, units);
  const own = units.find((unit) => unit.id === petition.ownerUnit);
  if (own !== undefined) throw new UserError('assist.own', { number: petition.number, unit: own.name });
  return units.filter((unit) => !now.some((row) => row.unitId === unit.id && row.doneAt === null));
}

function refuseArranging(actor: Actor, petition: Petition): void {
  if (!may(actor, 'assist:arrange', petition)) throw new UserError('assist.who', {});
}

/** 协办: units that help the responsible one. @returns the units newly asked; the others help already */
export async function assist(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  units: readonly Unit[],
  requirement: string | undefined,
): Promise<{ readonly petition: Petition; readonly added: readonly Unit[] }> {
  const matter = await readMatter(ctx, petition, 'bars', 'helpers');
  const { bars, helpers: now } = matter;
  const added = helpAdded(actor, matter, units);
  if (added.length === 0) return { petition, added };
  const ids = added.map((unit) => unit.id);
  await openHelp(ctx, actor.userid, petition.id, ids);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'assisted',
    by: actor.userid,
    data: { added: ids.filter((id) => !now.some((row) => row.unitId === id)), again: answered(now, ids) },
    ...(requirement === undefined ? {} : { note: requirement }),
  });
  await askHelp(ctx, changed, event, bars, ids);
  return { petition: changed, added };
}

const answered = (now: readonly Helper[], ids: readonly string[]): string[] =>
  ids.filter((id) => now.some((row) => row.unitId === id && row.doneAt !== null));

/** The card to each helping unit's head; two units of one head are two cards. */
export async function askHelp(
  ctx: DomainContext,
  petition: Petition,
  event: PetitionEvent,
  bars: readonly Bar[],
  unitIds: readonly string[],
): Promise<void> {
  const org = await loadOrg(ctx, petition.townId);
  await announce(ctx, petition, event, {
    kind: 'assist-asked',
    to: [],
    people: headsOf(org, petition, bars, unitIds),
    except: event.by,
  });
}

/** What this person may answer for. @throws UserError assist.not-helper */
export function helpOf(actor: Actor, { petition, helpers: now }: Matter<'helpers'>): Helper[] {
  const mine = new Set([actor.unitId, ...actor.heads, ...actor.leads]);
  const rows = now.filter((row) => mine.has(row.unitId));
  if (rows.length === 0) throw new UserError('assist.not-helper', { number: petition.number });
  return rows;
}

/** 协办答复 by a helping unit: kept on the timeline, told to the handler and to who asked. */
export async function answerHelp(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  text: string,
): Promise<{ readonly petition: Petition; readonly unitIds: readonly string[] }> {
  const rows = helpOf(actor, await readMatter(ctx, petition, 'helpers'));
  // A further answer adds to the first; the day of the first stays.
  const open = rows.filter((row) => row.doneAt === null).map((row) => row.unitId);
  if (open.length > 0) {
    await ctx.tx
      .update(helpers)
      .set({ doneAt: ctx.at })
      .where(and(eq(helpers.petitionId, petition.id), inArray(helpers.unitId, open)));
  }
  const unitIds = rows.map((row) => row.unitId);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'assist-done',
    by: actor.userid,
    data: { units: unitIds, answered: open },
    note: text,
  });
  await acknowledge(ctx, actor.userid, petition.id);
  await announce(ctx, changed, event, {
    kind: 'assist-done',
    to: ['handler'],
    people: rows.map((row) => row.addedBy),
    except: actor.userid,
  });
  return { petition: changed, unitIds };
}

/** 取消协办: from now on the unit knows nothing more of the matter; it is told that nothing is left to do. */
export async function releaseHelper(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  units: readonly Unit[],
): Promise<Petition> {
  refuseArranging(actor, petition);
  const now = await helpersOf(ctx, petition.id);
  const rows = now.filter((row) => units.some((unit) => unit.id === row.unitId));
  if (rows.length === 0) throw new UserError('assist.none', { number: petition.number });
  await dropHelp(
    ctx,
    petition.id,
    rows.map((row) => row.unitId),
  );
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'assist-released',
    by: actor.userid,
    data: { released: rows.map(({ unitId, doneAt }) => ({ unitId, done: doneAt !== null })) },
  });
  await tellHelpOver(
    ctx,
    changed,
    event,
    rows.map((row) => row.unitId),
  );
  return changed;
}

/** The help is over: the head who was asked hears that nothing is left to do. */
export async function tellHelpOver(
  ctx: DomainContext,
  petition: Petition,
  event: PetitionEvent,
  unitIds: readonly string[],
): Promise<void> {
  if (unitIds.length === 0) return;
  const org = await loadOrg(ctx, petition.townId);
  const bars = await barsOfMatter(ctx, petition);
  await announce(ctx, petition, event, {
    kind: 'assist-over',
    to: [],
    people: headsOf(org, petition, bars, unitIds),
    except: event.by,
  });
}

/** Closing ends the help: units that had not answered need not any more. */
export async function endHelp(ctx: DomainContext, petition: Petition, event: PetitionEvent): Promise<void> {
  const open = (await helpersOf(ctx, petition.id)).filter((row) => row.doneAt === null);
  await tellHelpOver(
    ctx,
    petition,
    event,
    open.map((row) => row.unitId),
  );
}

/** 代办员 (S1 二（三）): who runs the errand for the petitioner; undefined takes the name off. */
export async function nameAgent(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  agent: Person | undefined,
): Promise<Petition> {
  refuseArranging(actor, petition);
  const org = await loadOrg(ctx, petition.townId);
  const bars = await barsOfMatter(ctx, petition);
  if (agent !== undefined && barredBy(org, bars, agent.userid)) {
    throw new UserError('assign.barred', { number: petition.number });
  }
  const former = petition.agent;
  if (former === (agent?.userid ?? null)) return petition;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'agent-named',
    by: actor.userid,
    data: { agent: agent?.userid ?? null, former },
    patch: { agent: agent?.userid ?? null },
  });
  if (agent !== undefined) {
    await announce(ctx, changed, event, { kind: 'agent-named', to: [], people: [agent.userid], except: actor.userid });
  }
  if (former !== null) {
    await announce(ctx, changed, event, { kind: 'assist-over', to: [], people: [former], except: actor.userid });
  }
  return changed;
}

/** What the undone event did to the team: who was added goes, who was released or had answered is back. */
export async function undoHelp(ctx: DomainContext, { petitionId, data, by }: PetitionEvent): Promise<void> {
  const ids = (key: string): string[] => (Array.isArray(data[key]) ? (data[key] as string[]) : []);
  await dropHelp(ctx, petitionId, ids('added'));
  const again = ids('again');
  if (again.length > 0) {
    await ctx.tx
      .update(helpers)
      .set({ doneAt: ctx.at })
      .where(and(eq(helpers.petitionId, petitionId), inArray(helpers.unitId, again)));
  }
  const answeredNow = ids('answered');
  if (answeredNow.length > 0) {
    await ctx.tx
      .update(helpers)
      .set({ doneAt: null })
      .where(and(eq(helpers.petitionId, petitionId), inArray(helpers.unitId, answeredNow)));
  }
  const released = (data['released'] ?? []) as { readonly unitId: string; readonly done: boolean }[];
  if (released.length > 0) {
    await ctx.tx.insert(helpers).values(
      released.map(({ unitId, done }) => ({
        petitionId,
        unitId,
        addedBy: by,
        addedAt: ctx.at,
        doneAt: done ? ctx.at : null,
      })),
    );
  }
}

/** Matters that wait for the answer of a unit which this person heads, oldest first; for their digest. */
export const helpAwaited = (
  ctx: DomainContext,
  actor: Actor,
): Promise<{ readonly number: string; readonly unitId: string }[]> =>
  actor.heads.length === 0
    ? Promise.resolve([])
    : ctx.tx
        .select({ number: petitions.number, unitId: helpers.unitId })
        .from(helpers)
        .innerJoin(petitions, eq(petitions.id, helpers.petitionId))
        .where(
          and(
            inArray(helpers.unitId, [...actor.heads]),
            isNull(helpers.doneAt),
            eq(petitions.townId, actor.townId),
            sql`${petitions.status} not in ('closed', 'void', 'merged', 'sent-back')`,
            notBarred(actor),
          ),
        )
        .orderBy(helpers.addedAt, petitions.number);
