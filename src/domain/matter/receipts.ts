import { asc, eq, sql } from 'drizzle-orm';
import { outbox, people, receipts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { changeRow, rowsOf, UNREAD } from './file.ts';

/** Reminders of this matter that this person has not seen. */
export const unreadBy = async (
  ctx: Pick<DomainContext, 'tx'>,
  userid: string,
  petitionId: string,
): Promise<(typeof receipts.$inferSelect)[]> =>
  (await rowsOf(ctx, UNREAD, petitionId)).filter((row) => row.userid === userid && row.readAt === null);

/** 已阅 by any act on the matter. @returns how many were still unread */
export async function acknowledge(ctx: DomainContext, userid: string, petitionId: string): Promise<number> {
  const unread = await unreadBy(ctx, userid, petitionId);
  for (const row of unread) await changeRow(ctx, receipts, row, { readAt: ctx.at });
  return unread.length;
}

/** A reminder that reached somebody. */
export interface Receipt {
  readonly name: string;
  /** As which letter it went out; undefined: as a reminder without one. */
  readonly letter: string | undefined;
  readonly sentAt: Date;
  readonly readAt: Date | null;
}

/** Who was reminded of this matter, when, and when they said that they had read it; the oldest first. */
export async function receiptsOf({ tx }: Pick<DomainContext, 'tx'>, petitionId: string): Promise<Receipt[]> {
  const rows = await tx
    .select({
      name: people.name,
      userid: receipts.userid,
      letter: sql<string | null>`${outbox.refs} ->> 'letter'`,
      sentAt: receipts.sentAt,
      readAt: receipts.readAt,
    })
    .from(receipts)
    .leftJoin(outbox, eq(outbox.id, receipts.outboxId))
    .leftJoin(people, eq(people.userid, receipts.userid))
    .where(eq(receipts.petitionId, petitionId))
    .orderBy(asc(receipts.sentAt), asc(receipts.outboxId));
  return rows.map(({ name, userid, letter, ...moments }) => ({
    ...moments,
    name: name ?? userid,
    letter: letter ?? undefined,
  }));
}
