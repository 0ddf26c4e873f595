/** What did not arrive, told to others than its reader: only as far as they may know what it is about. */
import { and, eq, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { handovers, outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { handoverById, mattersOf, someOf } from '../handover/store.ts';
import type { Door, Petition } from '../petition/access.ts';
import { petitionById } from '../petition/find.ts';
import type { Intent, OutboxRow } from './store.ts';
import { notArrived } from './waiting.ts';

/** About no one matter, and there only because its reader has some: that there is one says that they do. Nobody else hears of it. */
const OWN: readonly Intent[] = ['morning-digest', 'before-holidays', 'handover-kept'];

/**
 * Rows of a town that did not arrive, joined with their matter, as far as this door lets them through: by their matter, or by one of those
 * that are handed over. What is about no matter at all is for everybody.
 */
export const lostBehind = (ctx: DomainContext, townId: string, door: Door): SQL =>
  and(
    eq(outbox.townId, townId),
    notArrived(ctx),
    or(
      door,
      and(
        isNull(outbox.petitionId),
        notInArray(outbox.kind, [...OWN]),
        or(sql`not ${outbox.refs} ? 'handover'`, handed(door)),
      ),
    ),
  )!;

const handed = (door: Door): SQL =>
  sql`exists (select 1 from ${handovers} where ${handovers.id}::text = ${outbox.refs} ->> 'handover' and ${someOf(door)})`;

/** What a message is about: `none` for what concerns no matter, `own` for what only its reader hears of. */
export type About =
  | { readonly kind: 'none' }
  | { readonly kind: 'own' }
  | { readonly kind: 'matters'; readonly matters: readonly Petition[] };

export async function aboutOf(ctx: Pick<DomainContext, 'tx'>, row: OutboxRow): Promise<About> {
  if (row.petitionId !== null) {
    const petition = await petitionById(ctx, row.petitionId);
    return { kind: 'matters', matters: petition === undefined ? [] : [petition] };
  }
  if (OWN.includes(row.kind as Intent)) return { kind: 'own' };
  const id = row.refs['handover'];
  if (typeof id !== 'string') return { kind: 'none' };
  const handover = await handoverById(ctx, id);
  return { kind: 'matters', matters: handover === undefined ? [] : await mattersOf(ctx, handover) };
}
