/** What became of a row: held, sent, superseded, parked or failed. */
import { inArray } from 'drizzle-orm';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database, Tx } from '../../db/client.ts';
import { outbox } from '../../db/schema.ts';
import type { Conversation, DomainBase, DomainContext } from '../../domain/context.ts';
import { changeRow } from '../../domain/matter/file.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { Budget } from './budget.ts';
import type { DayBudget } from './day-budget.ts';
import type { Outlet, Refusal, SendFailure } from '../../contract/channel.ts';
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
  /** What rang today. */
  readonly days: DayBudget;
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
  change: Partial<Refused> & { readonly retryAt?: Date; readonly holdUntil?: Date; readonly attempts?: number },
): Promise<void> {
  await write(tx, rows, change);
}

/** One row goes with what else is written; of many the same is changed by one statement. */
async function write(tx: Tx, rows: readonly OutboxRow[], change: Partial<OutboxRow>): Promise<void> {
  const [only, ...others] = rows;
  if (only !== undefined && others.length === 0) return changeRow({ tx }, outbox, only, change);
  const ids = rows.map(({ id }) => id);
  await tx.update(outbox).set(change).where(inArray(outbox.id, ids));
}

/** What the outbox keeps of a refusal: for those who can do something about it, and in words for whoever reads logs. */
export const refusedAs = ({ refusals }: SendFailure): Refused => ({ refusals, reason: refusalText(refusals) });

/** `wecom: bot 846607, app 60020` */
function refusalText(refusals: readonly Refusal[]): string {
  const said = refusals
    .map(({ channel, code }) => (channel === undefined ? `${code}` : `${channel} ${code}`))
    .join(', ');
  if (refusals.length === 0) return 'wecom: no way out';
  return refusals.every(({ channel }) => channel === undefined) ? `wecom ${said}` : `wecom: ${said}`;
}

interface Refused {
  readonly reason: string;
  readonly refusals: readonly Refusal[];
}

export async function settle(
  deps: DeliveryDeps,
  { tx, at }: Pick<DomainContext, 'tx' | 'at'>,
  rows: readonly OutboxRow[],
  state: 'sent' | 'superseded' | 'parked' | 'failed',
  why: Partial<Refused> & { readonly via?: string; readonly waitsFor?: string; readonly retryAt?: Date },
): Promise<number> {
  const { reason = null } = why;
  await write(tx, rows, { state, settledAt: at, via: null, waitsFor: null, refusals: null, ...why, reason });
  for (const { id, kind } of rows) {
    deps.onOutcome(state);
    if (state !== 'sent') deps.log.info({ outboxId: id, kind, state, reason }, 'message settled without sending');
  }
  return rows.length;
}
