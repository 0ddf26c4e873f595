import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { numbersIn } from '../../core/matter-number.ts';
import { events, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { findTown } from '../org/service.ts';
import { countableFor, noteRefusal, notBarred, type Petition, visibleTo } from './access.ts';
import { sealedSeries } from './serial.ts';
import { ENDED } from './words.ts';

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

const meaning = (typed: string): SQL =>
  FULL.test(typed)
    ? eq(
        petitions.number,
        typed.replace(/-(\d+)$/u, (_, serial: string) => `-${serial.padStart(4, '0')}`),
      )
    : YEAR.test(typed)
      ? sql`regexp_replace(${petitions.number}, '^[A-Z]+', '') = ${typed}`
      : eq(petitions.serial, Number(typed));

export interface FindOptions {
  /** The verb, for the log of refused attempts. */
  readonly verb: string;
  /** Closed matters count too when no open one has the serial (查 为什么 回访 重启). */
  readonly closedToo?: boolean;
  /** Units that help with the matter may do this too (协办: read, report, answer). */
  readonly helping?: boolean;
  /** Lock the row: the caller will change it. */
  readonly lock?: boolean;
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
  const asked = ctx.tx
    .select()
    .from(petitions)
    .where(and(visibleTo(actor, options.helping === true), meaning(typed)))
    .orderBy(desc(petitions.registeredAt))
    .limit(6);
  // A full number means one matter at most: found and locked at once.
  const now = await (full && options.lock === true ? asked.for('update') : asked);
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
  if (options.closedToo !== true && !isOpen(only)) throw closedError(only);
  if (candidates.length > 1) {
    throw new UserError('petition.ambiguous', { numbers: candidates.map((row) => row.number), verb: options.verb });
  }
  return options.lock === true && !full ? lockPetition(ctx, only.id) : only;
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
  const rows = await ctx.tx
    .select({ id: petitions.id })
    .from(petitions)
    .where(and(eq(petitions.townId, actor.townId), meaning(typed), sql`not (${notBarred(actor)})`))
    .limit(3);
  for (const row of rows) await noteRefusal(ctx, row.id, actor.userid, verb);
}

export async function lockPetition(ctx: Pick<DomainContext, 'tx'>, id: string): Promise<Petition> {
  const [row] = await ctx.tx.select().from(petitions).where(eq(petitions.id, id)).for('update');
  if (row === undefined) throw new Error('petition vanished');
  return row;
}

export async function petitionById(ctx: Pick<DomainContext, 'tx'>, id: string): Promise<Petition | undefined> {
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
  const rows = await ctx.tx
    .select({ number: petitions.number })
    .from(petitions)
    .where(and(visibleTo(actor, true), inArray(petitions.number, [...numbers])));
  return new Set(rows.map((row) => row.number));
}
