/** Messages that waited until something later said the same: only the last one speaks, as with stages missed in an outage. */
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { localDayOf } from '../core/local-day.ts';
import { outbox } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import type { Intent, OutboxRow } from '../domain/outbox/store.ts';

/** Whether a later stage of the same clock was written for the same reader, and reached them or still will. */
export async function isOvertaken({ tx }: DomainContext, row: OutboxRow): Promise<boolean> {
  const { clockId } = row.refs;
  if (typeof clockId !== 'string' || row.petitionId === null) return false;
  const [later] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.petitionId, row.petitionId),
        eq(outbox.toKind, row.toKind),
        eq(outbox.toId, row.toId),
        eq(outbox.kind, row.kind),
        sql`${outbox.refs} ->> 'clockId' = ${clockId}`,
        gt(outbox.createdAt, row.createdAt),
        inArray(outbox.state, ['pending', 'parked', 'sent']),
      ),
    )
    .limit(1);
  return later !== undefined;
}

/** People at the hall, yesterday's figures: said on the day or not at all. */
const FOR_ITS_DAY: ReadonlySet<string> = new Set<Intent>(['callout', 'watchdog']);

export const isOver = ({ today }: DomainContext, { kind, createdAt }: OutboxRow): boolean =>
  FOR_ITS_DAY.has(kind) && localDayOf(createdAt) < today;
