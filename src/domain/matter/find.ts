import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { numbersIn } from '../../core/matter-number.ts';
import { askKept, askPast, workOf } from '../../db/client.ts';
import { approvals, bars, events, helpers, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { jsonRows } from '../../db/held-rows.ts';
import { readRows } from '../../db/work.ts';
import { openFile } from './file.ts';
import { findTown } from '../org/service.ts';
import { inHand, isLocked, locked, lockPetition } from './row.ts';
import { countableFor, noteRefusal, notBarred, type Petition, visibleTo } from './access.ts';
import { sealedSeries } from './serial.ts';
import { ENDED } from './codes.ts';

export { lockPetition } from './row.ts';

const FULL = /^[A-Z]{1,6}\d{4}-\d{1,6}$/u;
/** Without the letters of the town. */
const YEAR = /^\d{4}-\d{4,6}$/u;

/** Numbers of one text that are looked for. */
const MAX_NAMED = 50;

const ended: readonly string[] = ENDED;
export const isOpen = (petition: Petition): boolean => !ended.includes(petition.status);

/** Whether clocks of the matter still speak: those of a merged matter are only what its own petitioner is owed. */
export const stillSpeaks = (petition: Petition): boolean => isOpen(petition) || petition.status === 'merged';

const closedError = (petition: Petition): UserError =>
  petition.status === 'merged' || petition.status === 'sent-back'
    ? new UserError(`petition.${petition.status}`, { number: petition.number })
    : new UserError('petition.closed', {
        number: petition.number,
        closedOn: petition.closedOn,
        undone: petition.status === 'void',
      });

/** What is over is worked on no more, but by what says so (查 为什么 回访 重启 送达 撤销). @throws UserError petition.closed, .merged, .sent-back */
export function refuseEnded(petition: Petition): void {
  if (!isOpen(petition)) throw closedError(petition);
}

type Said = 'full' | 'year' | 'serial';
const saidAs = (typed: string): Said => (FULL.test(typed) ? 'full' : YEAR.test(typed) ? 'year' : 'serial');
const IS_MEANT: Readonly<Record<Said, SQL>> = {
  full: eq(petitions.number, sql.placeholder('sought')),
  year: sql`regexp_replace(${petitions.number}, '^[A-Z]+', '') = ${sql.placeholder('sought')}`,
  serial: eq(petitions.serial, sql.placeholder('sought')),
};
const soughtBy = (typed: string): string | number =>
  ({
    full: typed.replace(/-(\d+)$/u, (_, serial: string) => `-${serial.padStart(4, '0')}`),
    year: typed,
    serial: Number(typed),
  })[saidAs(typed)];

export interface FindOptions {
  /** The verb, for the log of refused attempts. */
  readonly verb: string;
  /** Closed matters count too when no open one has the serial (查 为什么 回访 重启). */
  readonly closedToo?: boolean;
  /** Units that help with the matter may do this too (协办: read, report, answer). */
  readonly helping?: boolean;
  /** Lock the row: the caller will change it. */
  readonly lock?: boolean;
  /** Its events will be looked at: they are read with the rest of it. */
  readonly events?: boolean;
}

/**
 * The matter a number means for this reader. `12` is the only open matter of that serial, else the bot asks.
 * @throws UserError petition.not-found (the same for what is not there, of another town, or not for this reader),
 *   petition.ambiguous with the candidates' full numbers.
 */
export async function findPetition(
  ctx: DomainContext,
  actor: Actor,
  typed: string,
  options: FindOptions,
): Promise<Petition> {
  const full = FULL.test(typed);
  const now = await meant(ctx, actor, typed, options);
  const found = now.length === 0 && full ? await formerlyCalled(ctx, actor, typed, options) : now;
  const open = found.filter(isOpen);
  const candidates = full || (open.length === 0 && options.closedToo === true) ? found : open;
  const [only] = candidates;
  if (only === undefined) {
    const closed = found[0];
    if (closed !== undefined) throw closedError(closed);
    throw new UserError('petition.not-found', { typed });
  }
  // A full number says which one is meant, not that it may be worked on.
  if (options.closedToo !== true) refuseEnded(only);
  if (candidates.length > 1) {
    throw new UserError('petition.ambiguous', { numbers: candidates.map((row) => row.number), verb: options.verb });
  }
  const { lock = false, events: isWithEvents = false } = options;
  if (!lock) openFile(ctx, only.id, { isLocked: false, events: isWithEvents });
  else if (full) isLocked(ctx, only, isWithEvents);
  return lock && !full ? lockPetition(ctx, only.id, isWithEvents) : only;
}

/** Of a text with a number the matters that it may mean. A full number means one at most, which is found and locked at once. */
async function meant(
  { tx }: DomainContext,
  actor: Actor,
  typed: string,
  { helping = false, lock = false }: FindOptions,
): Promise<Petition[]> {
  const isFull = FULL.test(typed);
  const work = workOf(tx);
  const ask = async (): Promise<Petition[]> => {
    const said = saidAs(typed);
    const make = (): SQL => {
      const asked = tx
        .select({ petition: petitions, own: (helping ? sql`${visibleTo(actor)}` : sql`true`).as('own') })
        .from(petitions)
        .where(and(visibleTo(actor, helping), IS_MEANT[said]))
        .orderBy(desc(petitions.registeredAt))
        .limit(6);
      return (isFull && lock ? asked.for('update') : asked).getSQL();
    };
    // All of the reader: nothing that the door looks at can be forgotten.
    const name = `meant ${said} ${helping} ${lock} ${JSON.stringify(actor)}`;
    const rows = await askKept<{ own: boolean }>(tx, name, make, { sought: soughtBy(typed) });
    const found = readRows(petitions, rows);
    for (const [i, petition] of found.entries()) work?.know(ownName(actor, petition), DOOR, rows[i]!.own);
    return found;
  };
  // The page asks for the same matter with each form that it tries.
  if (work === undefined || !isFull || work.isHolding(DOOR)) return ask();
  return work.once(`found ${actor.userid} ${typed} ${helping} ${lock}`, DOOR, ask);
}

/** What decides whether a reader may know of a matter. */
const DOOR = [petitions, bars, approvals, helpers];
const ownName = ({ userid }: Actor, { id }: Petition): string => `own ${userid} ${id}`;

/** Whether this reader knows of the matter only because their unit helps with it. */
export async function onlyHelps({ tx }: DomainContext, actor: Actor, petition: Petition): Promise<boolean> {
  const known =
    workOf(tx)?.isHolding(DOOR) === false ? workOf(tx)?.known<boolean>(ownName(actor, petition)) : undefined;
  if (known !== undefined) return (await known) !== true;
  const [own] = await tx
    .select({ id: petitions.id })
    .from(petitions)
    .where(and(eq(petitions.id, petition.id), visibleTo(actor)));
  return own === undefined;
}

/**
 * By the number that a matter had while it was taken for an accusation: it may stand on a paper. Only the desk reads both numbers, and
 * whoever wrote it down; to everybody else the old one names nothing.
 */
async function formerlyCalled(
  ctx: DomainContext,
  actor: Actor,
  typed: string,
  { helping, lock }: FindOptions,
): Promise<Petition[]> {
  const { prefix } = await findTown(ctx.tx, actor.townId);
  if (!typed.startsWith(sealedSeries(prefix))) return [];
  const [unsealed] = await ctx.tx
    .select({ id: events.petitionId })
    .from(events)
    .where(
      and(eq(events.townId, actor.townId), eq(events.kind, 'unsealed'), sql`${events.data} ->> 'from' = ${typed}`),
    );
  if (unsealed === undefined) return [];
  const readsBoth = actor.roles.includes('desk') ? undefined : eq(petitions.registrar, actor.userid);
  const asked = ctx.tx
    .select()
    .from(petitions)
    .where(and(visibleTo(actor, helping === true), eq(petitions.id, unsealed.id), readsBoth));
  return lock === true ? asked.for('update') : asked;
}

/** Writes down the attempt of somebody who is barred; strangers to the matter leave no trace. */
export async function noteRefusals(ctx: DomainContext, actor: Actor, typed: string, verb: string): Promise<void> {
  const barred = (): SQL =>
    ctx.tx
      .select({ id: petitions.id })
      .from(petitions)
      .where(and(eq(petitions.townId, actor.townId), IS_MEANT[saidAs(typed)], sql`not (${notBarred(actor)})`))
      .limit(3)
      .getSQL();
  const name = `barred from ${saidAs(typed)} ${JSON.stringify(actor)}`;
  const rows = await askKept<{ id: string }>(ctx.tx, name, barred, { sought: soughtBy(typed) });
  for (const row of rows) await noteRefusal(ctx, row.id, actor.userid, verb);
}

export async function petitionById(ctx: Pick<DomainContext, 'tx'>, id: string): Promise<Petition | undefined> {
  const mine = await locked(ctx, id);
  if (mine !== undefined) return mine;
  const [row] = await ctx.tx.select().from(petitions).where(eq(petitions.id, id));
  return row;
}

/** The matter of this id, if this reader may know of it now: somebody may be shut out of what they spoke of a minute ago. */
export async function knownById(
  ctx: Pick<DomainContext, 'tx'>,
  actor: Actor,
  id: string,
): Promise<Petition | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(petitions)
    .where(and(visibleTo(actor, true), eq(petitions.id, id)));
  return row;
}

/** Of some matters those that this reader may see counted, without reading them. */
export async function countableAmong(
  ctx: Pick<DomainContext, 'tx'>,
  actor: Actor,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.tx
    .select({ id: petitions.id })
    .from(petitions)
    .where(and(countableFor(actor), inArray(petitions.id, [...new Set(ids)])));
  return new Set(rows.map((row) => row.id));
}

/**
 * Full numbers in a text, those first that name a matter this reader may know of: a further one makes them several, whether or not it
 * names anything. Where there is none that does, the first: it is refused as any number that names nothing.
 */
export async function numbersKnown(ctx: Pick<DomainContext, 'tx'>, actor: Actor, text: string): Promise<string[]> {
  const numbers = numbersIn(text).slice(0, MAX_NAMED);
  if (numbers.length === 0) return [];
  const rows = await ctx.tx
    .select({ number: petitions.number })
    .from(petitions)
    .where(and(visibleTo(actor, true), inArray(petitions.number, numbers)));
  const known = new Set(rows.map((row) => row.number));
  if (known.size === 0) return numbers.slice(0, 1);
  return numbers.toSorted((a, b) => Number(known.has(b)) - Number(known.has(a)));
}

/** Of some matters those this reader may know of, in the same order. */
export async function visibleAmong(
  ctx: Pick<DomainContext, 'tx'>,
  actor: Actor,
  matters: readonly Petition[],
): Promise<Petition[]> {
  if (matters.length === 0) return [];
  const ids = matters.map((petition) => petition.id);
  const rows = await ctx.tx
    .select({ id: petitions.id })
    .from(petitions)
    .where(and(visibleTo(actor), inArray(petitions.id, ids)));
  const seen = new Set(rows.map((row) => row.id));
  return matters.filter((petition) => seen.has(petition.id));
}

/** Those of these matters that this reader may know, by number. */
export const knownAmong = (ctx: Pick<DomainContext, 'tx'>, actor: Actor, ids: readonly string[]): Promise<Petition[]> =>
  ctx.tx
    .select()
    .from(petitions)
    .where(and(visibleTo(actor, true), inArray(petitions.id, [...ids])))
    .orderBy(asc(petitions.number));

/** Of some numbers those of matters this reader may know of. */
export async function knownNumbers(
  ctx: Pick<DomainContext, 'tx'>,
  actor: Actor,
  numbers: readonly string[],
): Promise<Set<string>> {
  const written = await asWritten(ctx, actor, numbers);
  if (numbers.every((number) => written.has(number))) return written;
  const rows = await ctx.tx
    .select({ number: petitions.number })
    .from(petitions)
    .where(and(visibleTo(actor, true), inArray(petitions.number, [...numbers])));
  return new Set(rows.map((row) => row.number));
}

/** Of these numbers the matters that this transaction has in hand, asked about through the same door as they will stand. */
async function asWritten(
  ctx: Pick<DomainContext, 'tx'>,
  actor: Actor,
  numbers: readonly string[],
): Promise<Set<string>> {
  const rows = (await inHand(ctx)).filter((row) => numbers.includes(row.number));
  if (rows.length === 0) return new Set();
  const found = await askPast<{ number: string }>(
    ctx.tx,
    sql`select ${petitions.number} from json_populate_recordset(null::petition, ${jsonRows(petitions, rows)}::text::json) as petition
      where ${visibleTo(actor, true)}`,
  );
  return new Set(found.map(({ number }) => number));
}
