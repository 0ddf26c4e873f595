/**
 * Making a message has a fate like sending it: counted, passed over so that others of the conversation go on, sent as its plain sentence,
 * and in the end failed and told to the desk and the admins. What cannot be made holds up nobody.
 */
import { and, eq, inArray } from 'drizzle-orm';
import { describeError } from '../../core/log-error.ts';
import { isDatabaseAway } from '../../db/away.ts';
import { outbox } from '../../db/schema.ts';
import { contextOf, type DomainContext } from '../../domain/context.ts';
import { tellNotMade } from '../../domain/outbox/lost.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { Rendered } from '../message.ts';
import { plainly, render } from '../render.ts';
import { type DeliveryDeps, settle } from './settle.ts';

/** So often a row is made whole, each time after a longer pause: a child under load, a lock, a file that is being replaced. */
const WHOLE = 3;
/** From then on its plain sentence, up to so many in all. */
const TRIES = 6;
const PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** Longer than the slowest letter takes by far; what hangs must not hold its conversation. */
const MAKE_MS = 30_000;

/** These rows could not be made this time. */
export class NotMade extends Error {
  override readonly name = 'NotMade';
  readonly rows: readonly OutboxRow[];

  constructor(rows: readonly OutboxRow[], cause: unknown) {
    super('message not made', { cause });
    this.rows = rows;
  }
}

export const isPlain = (row: OutboxRow): boolean => row.unmade >= WHOLE;

/** @throws NotMade with the reason */
export async function make(deps: DeliveryDeps, ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  return making([row], () => (isPlain(row) ? plainly(ctx, row, deps.tools.messages) : render(ctx, row, deps.tools)));
}

export async function making<T>(rows: readonly OutboxRow[], work: () => Promise<T>): Promise<T> {
  try {
    return await inTime(work());
  } catch (error) {
    throw notMade(rows, error);
  }
}

/** The error to throw; a database that is away is nobody's fault, and nothing is counted. */
export const notMade = (rows: readonly OutboxRow[], error: unknown): Error =>
  isDatabaseAway(error) ? (error as Error) : new NotMade(rows, error);

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not made within ${MAKE_MS} ms`)), MAKE_MS);
  });
  // Whoever gave up no longer hears it.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Counts what could not be made, in a transaction of its own: the one it was tried in is taken back.
 * @returns how many rows were given up
 */
export async function setAside(deps: DeliveryDeps, { rows, cause }: NotMade): Promise<number> {
  const at = deps.clock.now();
  const { type, code } = describeError(cause);
  // The error's name, never what stands in it.
  const reason = ['not made:', type, ...(code === undefined ? [] : [code])].join(' ');
  const given = await deps.database.db.transaction(async (tx) => {
    const ids = rows.map(({ id }) => id);
    // Another process may have sent it meanwhile.
    const still = await tx
      .select()
      .from(outbox)
      .where(and(inArray(outbox.id, ids), eq(outbox.state, 'pending')))
      .orderBy(outbox.id)
      .for('update');
    const hopeless: OutboxRow[] = [];
    for (const row of still) {
      const unmade = row.unmade + 1;
      deps.log.warn({ err: cause, outboxId: row.id, kind: row.kind, unmade }, 'message not made');
      const pause = Math.min(PAUSE_MS * 2 ** (unmade - 1), LONGEST_PAUSE_MS);
      const retryAt = new Date(deps.machine.now().getTime() + pause);
      await tx.update(outbox).set({ unmade, retryAt, reason, refusals: null }).where(eq(outbox.id, row.id));
      if (unmade >= TRIES) hopeless.push(row);
      else deps.onOutcome('retry');
    }
    if (hopeless.length > 0) await settle(deps, { tx, at }, hopeless, 'failed', { reason });
    return hopeless;
  });
  for (const row of given) await tellApart(deps, at, [row], (ctx) => tellNotMade(ctx, row, deps.tools.messages));
  return given.length;
}

/** In a transaction of its own: a word that cannot be written is in the log, and what it is about in the list of the morning. */
export async function tellApart(
  deps: DeliveryDeps,
  at: Date,
  rows: readonly OutboxRow[],
  write: (ctx: DomainContext) => Promise<void>,
): Promise<void> {
  try {
    const told = await deps.database.db.transaction(async (tx) => {
      const ctx = contextOf(deps.base, tx, at);
      await write(ctx);
      return ctx.told;
    });
    deps.onTold(told.values());
  } catch (error) {
    const ids = rows.map(({ id }) => id);
    deps.log.error({ err: error, outboxIds: ids, kind: rows[0]?.kind }, 'nobody was told of a message that failed');
  }
}
