import { receipts } from '../../db/schema.ts';
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
