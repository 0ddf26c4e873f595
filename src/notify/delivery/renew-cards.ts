/** Cards of the app that something else overtook: each can be changed in place once, by the code of its sending (doc 94888). */
import { and, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Card } from '../../contract/card.ts';
import type { Logger } from '../../core/logger.ts';
import { noticeWords } from '../../copy/notices.ts';
import type { Database, Tx } from '../../db/client.ts';
import { cards, events, outbox } from '../../db/schema.ts';
import { contextOf, type DomainBase } from '../../domain/context.ts';
import { CODE_OPEN_MS } from './card-codes.ts';
import { making, NotMade } from './make.ts';
import { isSendFailure } from '../../contract/channel.ts';
import type { RenderTools } from '../message.ts';
import { render } from '../render.ts';

/** At most so many in one pass; the next tick goes on. */
const BATCH = 50;

export interface RenewDeps {
  readonly database: Database;
  readonly base: DomainBase;
  readonly clock: { now(): Date };
  readonly tools: RenderTools;
  readonly log: Logger;
  renewCard(userid: string, card: Card, taskId: string, responseCode: string): Promise<void>;
}

/**
 * Greys the buttons of cards whose matter moved on without them: signed by a typed command, decided by somebody else. A card
 * that cannot be changed any more stays as it is; its button then says in words that the step is done.
 * @returns how many were changed
 */
export async function renewCards(deps: RenewDeps): Promise<number> {
  let changed = 0;
  for (let looked = 0; looked < BATCH; looked += 1) {
    const outcome = await deps.database.db
      .transaction((tx) => renewOne(deps, tx))
      .catch((error: unknown) => (error instanceof NotMade ? leave(deps, error) : Promise.reject(error as Error)));
    if (outcome === 'none') break;
    if (outcome === 'changed') changed += 1;
  }
  return changed;
}

/** A card that cannot be drawn stays as it is: its button then says in words that the step is done. The others are looked at. */
async function leave(deps: RenewDeps, { rows, cause }: NotMade): Promise<'looked'> {
  const ids = rows.map(({ id }) => id);
  deps.log.error({ err: cause, outboxIds: ids }, 'card not drawn anew');
  await deps.database.db.update(cards).set({ responseCode: null }).where(inArray(cards.outboxId, ids));
  return 'looked';
}

async function renewOne(deps: RenewDeps, tx: Tx): Promise<'none' | 'looked' | 'changed'> {
  const at = deps.clock.now();
  const lastSeq = sql<number>`(select coalesce(max(e.seq), 0) from ${events} e where e.petition_id = ${cards.petitionId})`;
  const [row] = await tx
    .select({ card: cards, message: outbox, lastSeq })
    .from(cards)
    .innerJoin(outbox, eq(outbox.id, cards.outboxId))
    .where(
      and(
        isNotNull(cards.responseCode),
        isNotNull(cards.petitionId),
        gt(cards.sentAt, new Date(at.getTime() - CODE_OPEN_MS)),
        or(isNull(cards.lookedSeq), lt(cards.lookedSeq, lastSeq)),
      ),
    )
    .orderBy(cards.sentAt)
    .limit(1)
    .for('update', { of: cards, skipLocked: true });
  if (row === undefined) return 'none';
  const { taskId, toId, responseCode } = row.card;
  const look = async (change: { responseCode?: null }): Promise<void> => {
    await tx
      .update(cards)
      .set({ ...change, lookedSeq: row.lastSeq })
      .where(eq(cards.taskId, taskId));
  };
  const ctx = contextOf(deps.base, tx, at);
  const spent = await making([row.message], async () => {
    const still = await render(ctx, row.message, deps.tools);
    return 'superseded' in still
      ? render(ctx, row.message, deps.tools, noticeWords.overtaken)
      : { superseded: 'holds' };
  });
  if (!('card' in spent) || responseCode === null) {
    await look({});
    return 'looked';
  }
  try {
    await deps.renewCard(toId, { ...spent.card, tone: 'done' }, taskId, responseCode);
  } catch (error) {
    if (!isSendFailure(error)) throw error;
    deps.log.warn({ errcode: error.errcode, taskId }, 'card not renewed');
    // One attempt an event: what did not arrive now is not worth a queue of its own.
    const isOver = error.fate === 'spent' || error.fate === 'final' || error.fate === 'content';
    await look(isOver ? { responseCode: null } : {});
    return 'looked';
  }
  await look({ responseCode: null });
  return 'changed';
}
