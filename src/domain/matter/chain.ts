/**
 * The hash chain of a matter's events: whoever changes one later shows at the event where they did. Each event says by which form of the chain it
 * was written; a form that is not the last is read for ever and written no more.
 */
import { asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { sha256 } from '../../core/vault.ts';
import { events, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';

type Row = typeof events.$inferSelect;
type Body = Omit<Row, 'hash' | 'prevHash' | 'chain'>;

export const FIRST_HASH = '0'.repeat(64);

/** The database keeps the members of an object in an order of its own, so the hash must not depend on it. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Ciphertext of the note, so that erasing a key keeps every hash valid. */
const first = (e: Body): unknown[] => [
  e.id,
  e.petitionId,
  e.seq,
  e.kind,
  e.at.toISOString(),
  e.onDay,
  e.by,
  e.data,
  e.note === null ? null : sha256(e.note),
  e.undoes,
];

/** What each form hashes. The second holds what undo goes back to, and the town. */
const FORMS: Readonly<Record<number, (e: Body) => unknown[]>> = {
  1: first,
  2: (e) => [2, ...first(e), e.townId, e.before],
};
export const CHAIN_FORM = 2;

/** @throws RangeError for a form that this program does not know */
export function chainHash(prevHash: string, event: Body, form: number): string {
  const parts = FORMS[form];
  if (parts === undefined) throw new RangeError(`no form ${form} of the chain`);
  return sha256(JSON.stringify([prevHash, ...parts(event)], inOrder));
}

/** Seq of the first event that does not fit, or undefined for a sound chain. A chain never goes back to an earlier form. */
function brokenAt(rows: readonly Row[]): number | undefined {
  let before = { hash: FIRST_HASH, chain: 1, seq: 0 };
  for (const row of rows) {
    const isNext = row.seq === before.seq + 1 && row.prevHash === before.hash && row.chain >= before.chain;
    const isSound = FORMS[row.chain] !== undefined && chainHash(before.hash, row, row.chain) === row.hash;
    if (!isNext || !isSound) return row.seq;
    before = row;
  }
  return undefined;
}

export async function brokenLink(ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<number | undefined> {
  const rows = await ctx.tx.select().from(events).where(eq(events.petitionId, petitionId)).orderBy(asc(events.seq));
  return brokenAt(rows);
}

interface ChainFault {
  readonly petitionId: string;
  /** Where the chain stops to fit; one past the last event where those that followed are missing. */
  readonly seq: number;
}

export interface ChainCheck {
  readonly matters: number;
  readonly events: number;
  readonly faults: readonly ChainFault[];
}

const BATCH = 200;

/** Looks at each matter of these; every matter's last event must be the one that the matter itself names. */
async function checkBatch({ tx }: Pick<DomainContext, 'tx'>, matters: readonly Named[]): Promise<ChainCheck> {
  const ids = matters.map(({ id }) => id);
  const rows = await tx.select().from(events).where(inArray(events.petitionId, ids)).orderBy(asc(events.seq));
  const byMatter = new Map<string, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) byMatter.get(row.petitionId)?.push(row);
  const faults = matters.flatMap(({ id, lastSeq, lastHash }): ChainFault[] => {
    const own = byMatter.get(id) ?? [];
    const last = own.at(-1) ?? { seq: 0, hash: FIRST_HASH };
    const seq = brokenAt(own) ?? (last.seq === lastSeq && last.hash === lastHash ? undefined : last.seq + 1);
    return seq === undefined ? [] : [{ petitionId: id, seq }];
  });
  return { matters: matters.length, events: rows.length, faults };
}

type Named = Pick<typeof petitions.$inferSelect, 'id' | 'lastSeq' | 'lastHash'>;
const NAMED = { id: petitions.id, lastSeq: petitions.lastSeq, lastHash: petitions.lastHash };

/** Every chain there is, in bounded batches. */
export async function checkAllChains(ctx: Pick<DomainContext, 'tx'>): Promise<ChainCheck> {
  let sum: ChainCheck = { matters: 0, events: 0, faults: [] };
  let behind: SQL | undefined;
  for (;;) {
    const matters = await ctx.tx.select(NAMED).from(petitions).where(behind).orderBy(asc(petitions.id)).limit(BATCH);
    const last = matters.at(-1);
    if (last === undefined) return sum;
    const { matters: n, events: m, faults } = await checkBatch(ctx, matters);
    sum = { matters: sum.matters + n, events: sum.events + m, faults: [...sum.faults, ...faults] };
    behind = gt(petitions.id, last.id);
  }
}

/** A sample, drawn by the database. */
export async function checkSomeChains(ctx: Pick<DomainContext, 'tx'>): Promise<ChainCheck> {
  const matters = await ctx.tx
    .select(NAMED)
    .from(petitions)
    .orderBy(sql`random()`)
    .limit(BATCH);
  return matters.length === 0 ? { matters: 0, events: 0, faults: [] } : checkBatch(ctx, matters);
}
