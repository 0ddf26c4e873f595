import { and, eq, isNull } from 'drizzle-orm';
import { receipts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';

/** Reminders of this matter that this person has seen: 已阅 by any act on it. @returns how many were still unread */
export async function acknowledge(ctx: DomainContext, userid: string, petitionId: string): Promise<number> {
  const rows = await ctx.tx
    .update(receipts)
    .set({ readAt: ctx.at })
    .where(and(eq(receipts.petitionId, petitionId), eq(receipts.userid, userid), isNull(receipts.readAt)))
    .returning({ id: receipts.outboxId });
  return rows.length;
}
