/** The code that WeCom gives with a card of the app: it changes that card in place once, within 72 hours (doc 94888). */
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { cards } from '../../db/schema.ts';

/** An hour less than WeCom's is safe from two clocks that differ. */
export const CODE_OPEN_MS = 71 * 3_600_000;

export const keepCode = async (tx: Tx, taskId: string, responseCode: string): Promise<void> => {
  await tx.update(cards).set({ responseCode }).where(eq(cards.taskId, taskId));
};

/** The code, if it is still good; from now on it is used. */
export async function takeCode(tx: Tx, taskId: string, at: Date): Promise<string | undefined> {
  const [row] = await tx
    .select({ code: cards.responseCode, sentAt: cards.sentAt })
    .from(cards)
    .where(and(eq(cards.taskId, taskId), isNotNull(cards.responseCode)))
    .for('update');
  if (row?.code == null) return undefined;
  await tx.update(cards).set({ responseCode: null }).where(eq(cards.taskId, taskId));
  return at.getTime() - row.sentAt.getTime() < CODE_OPEN_MS ? row.code : undefined;
}
