import type { DomainContext } from '../../domain/context.ts';
import { isReachable } from '../../domain/org/service.ts';
import { tellColleagues } from '../../domain/outbox/colleagues.ts';
import { tellDesk } from '../../domain/outbox/lost.ts';
import { REFUSED_MS, wayRefused } from '../../domain/outbox/refused-ways.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { SendFailure } from '../../contract/channel.ts';
import { type DeliveryDeps, hold, refusedAs, settle } from './settle.ts';

const MAX_ATTEMPTS = 10;
/**
 * So often, a minute apart, a refusal is taken for the limit where somebody has spoken: a new process does not know what the
 * last one sent, and the longest limit is that of an hour.
 */
const LIMIT_ATTEMPTS = 65;
const LIMIT_MS = 60_000;
/** WeCom's minute passes with the machine's time: a clock that is moved on does not use the attempts up. */
const LIMIT_PAUSE_MS = 2_000;
/**
 * A plain text that may have arrived is tried again when a dead connection has been noticed and replaced, and not often: each
 * attempt may be one more copy. A card is known again by its task_id.
 */
const UNSURE_RETRY_MS = 120_000;
const UNSURE_ATTEMPTS = 3;

const forDesk =
  ({ tools }: DeliveryDeps) =>
  ({ kind }: OutboxRow): boolean => {
    const message = tools.messages.of(kind);
    return message !== undefined && message.asks !== true && message.file === undefined && message.tellsOfLoss !== true;
  };

/** What becomes of rows that no way out took. @returns how many were settled by it */
export async function failed(
  deps: DeliveryDeps,
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  error: SendFailure,
  isCard: boolean,
): Promise<number> {
  const { tx, at } = ctx;
  const { toKind: kind, toId: id, townId } = rows[0]!;
  const isUnknown = error.refusals.some(({ reason }) => reason === 'no-such-person');
  if (kind === 'person' && isUnknown) deps.onNotFound(townId, id);
  const attempts = rows[0]!.attempts + 1;
  const machineNow = deps.machine.now().getTime();
  deps.log.warn({ errcode: error.errcode, fate: error.fate, attempts, kind: rows[0]!.kind }, 'message not sent');
  const { refused } = error;
  if (refused !== undefined) await wayRefused(ctx, townId, refused);
  if (
    error.fate === 'unreachable' &&
    attempts <= LIMIT_ATTEMPTS &&
    (await isReachable(tx, kind as 'person' | 'group', id))
  ) {
    const holdUntil = new Date(at.getTime() + LIMIT_MS);
    await hold(tx, rows, { attempts, ...refusedAs(error), holdUntil, retryAt: new Date(machineNow + LIMIT_PAUSE_MS) });
    deps.onOutcome('retry');
    return 0;
  }
  if (error.fate === 'unreachable' || refused !== undefined) {
    deps.onParked(id);
    // Of people the morning list tells; a group's line is missed by many.
    if (kind === 'group') await tellDesk(ctx, rows, deps.tools.messages);
    else await tellColleagues(ctx, rows, forDesk(deps));
    return settle(deps, ctx, rows, 'parked', {
      ...refusedAs(error),
      ...(refused !== undefined && { waitsFor: refused.way, retryAt: new Date(machineNow + REFUSED_MS) }),
    });
  }
  switch (error.fate) {
    case 'final':
    case 'content':
      if (error.fate === 'final') await tellColleagues(ctx, rows, forDesk(deps));
      await tellDesk(ctx, rows, deps.tools.messages, { isPerReader: error.fate === 'final' && kind === 'person' });
      return settle(deps, ctx, rows, 'failed', { ...refusedAs(error) });
    case 'wait':
      await hold(tx, rows, { holdUntil: new Date(at.getTime() + (error.retryAfterMs ?? 60_000)) });
      deps.onOutcome('retry');
      return 0;
    case 'retry':
    case 'spent':
    case 'config': {
      const isUnsure = error.maybeDelivered === true && !isCard;
      if (attempts >= (isUnsure ? UNSURE_ATTEMPTS : MAX_ATTEMPTS) && error.fate !== 'config') {
        await tellDesk(ctx, rows, deps.tools.messages, { isPerReader: kind === 'person' });
        await tellColleagues(ctx, rows, forDesk(deps));
        return settle(deps, ctx, rows, 'failed', { ...refusedAs(error) });
      }
      const backoffMs = isUnsure ? UNSURE_RETRY_MS : Math.min(1_000 * 2 ** attempts, 300_000);
      await hold(tx, rows, { attempts, retryAt: new Date(machineNow + backoffMs), ...refusedAs(error) });
      deps.onOutcome('retry');
      return 0;
    }
  }
}
