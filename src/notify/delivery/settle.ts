/** What became of a row: held, sent, superseded, parked or failed. */
import { inArray } from 'drizzle-orm';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database, Tx } from '../../db/client.ts';
import { outbox } from '../../db/schema.ts';
import type { Conversation, DomainBase, DomainContext } from '../../domain/context.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { Budget } from './budget.ts';
import type { Outlet, SendFailure } from './outlet.ts';
import type { RenderTools } from '../message.ts';

export interface DeliveryDeps {
  readonly database: Database;
  readonly base: DomainBase;
  readonly clock: Clock;
  /** Machine time, for retries: the sandbox clock does not move it. */
  readonly machine: Clock;
  readonly outlet: Outlet;
  readonly tools: RenderTools;
  readonly budget: Budget;
  readonly log: Logger;
  /** Waits from now on until somebody writes there. */
  onParked(toId: string): void;
  /** WeCom does not find this person: who has left has matters to hand over. */
  onNotFound(townId: string, userid: string): void;
  /** Something was written for others that may go at once. */
  onTold(conversations: Iterable<Conversation>): void;
  onOutcome(outcome: 'sent' | 'superseded' | 'retry' | 'parked' | 'failed'): void;
}

export async function hold(
  tx: Tx,
  rows: readonly OutboxRow[],
  change: { retryAt?: Date; holdUntil?: Date; attempts?: number; reason?: string },
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.update(outbox).set(change).where(inArray(outbox.id, ids));
}

/** For the list of what did not arrive: which way out said what. */
export const reasonOf = ({ tried, errcode }: SendFailure): string =>
  tried === undefined ? `wecom ${errcode}` : `wecom: ${tried}`;

export async function settle(
  deps: DeliveryDeps,
  { tx, at }: Pick<DomainContext, 'tx' | 'at'>,
  rows: readonly OutboxRow[],
  state: 'sent' | 'superseded' | 'parked' | 'failed',
  why: { readonly reason?: string; readonly via?: string; readonly waitsFor?: string; readonly retryAt?: Date },
): Promise<number> {
  const { reason = null } = why;
  const ids = rows.map(({ id }) => id);
  await tx
    .update(outbox)
    .set({ state, settledAt: at, via: null, waitsFor: null, ...why, reason })
    .where(inArray(outbox.id, ids));
  for (const { id, kind } of rows) {
    deps.onOutcome(state);
    if (state !== 'sent') deps.log.info({ outboxId: id, kind, state, reason }, 'message settled without sending');
  }
  return rows.length;
}
