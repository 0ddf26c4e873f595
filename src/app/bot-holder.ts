import { setTimeout as wait } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import type { Logger } from '../core/logger.ts';

export interface HolderOptions {
  readonly url: string;
  readonly log: Logger;
  /** This process holds the bot now: connect. */
  onHold(): Promise<void>;
  /** Another process holds it; this one stands by. */
  onStandby(): void;
  /** It no longer does: hang up at once. */
  onLose(): Promise<void>;
}

/**
 * Runs `work` while no process holds the bot and none can begin to.
 * @returns 'held' where one does; nothing was run
 */
export async function whileFree<T>(sql: Sql, work: () => Promise<T>): Promise<T | 'held'> {
  const session = await sql.reserve();
  try {
    const [row] = await session<{ got: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as got`;
    if (row?.got !== true) return 'held';
    try {
      return await work();
    } finally {
      await session`select pg_advisory_unlock(${LOCK})`;
    }
  } finally {
    session.release();
  }
}

export interface Holder {
  holds(): boolean;
  close(): Promise<void>;
}

/** One number for everybody: WeCom keeps one valid connection per bot (doc 101463), and a deployment has one bot. */
const LOCK = 0x78_66_62; // "xfb"
/** A standby connects within five seconds of the holder's end. */
const TRY_MS = 1_000;
const BEAT_MS = 1_500;

/**
 * Of many processes exactly one holds the bot's connection: the one whose database session has the advisory lock. The
 * lock ends with the session, hence with the process, however it dies; nobody has to notice anything.
 */
export function holdBot({ url, log, onHold, onLose, onStandby }: HolderOptions): Holder {
  const ending = new AbortController();
  let isHolding = false;

  const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal: ending.signal }).catch(() => {});

  async function lose(): Promise<void> {
    if (!isHolding) return;
    isHolding = false;
    await onLose();
  }

  /** Ends when the session is lost or we are closing. */
  async function session(sql: Sql): Promise<void> {
    let told = false;
    const pidOf = async (): Promise<number> => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid;
    while (!ending.signal.aborted) {
      const [row] = await sql<
        { got: boolean; pid: number }[]
      >`select pg_try_advisory_lock(${LOCK}) as got, pg_backend_pid() as pid`;
      if (row?.got === true) {
        isHolding = true;
        log.info('this process holds the bot');
        await onHold();
        // The driver reconnects by itself; another backend process is another session, without the lock.
        while (!ending.signal.aborted && (await pidOf()) === row.pid) await pause(BEAT_MS);
        return;
      }
      if (!told) {
        log.info('another process holds the bot; standing by');
        onStandby();
      }
      told = true;
      await pause(TRY_MS);
    }
  }

  const running = (async () => {
    while (!ending.signal.aborted) {
      const sql = postgres(url, {
        max: 1,
        idle_timeout: 0,
        max_lifetime: null,
        connect_timeout: 5,
        onnotice: () => {},
      });
      try {
        await session(sql);
      } catch (error) {
        if (!ending.signal.aborted) log.warn({ err: error }, 'the session that holds the bot was lost');
      }
      await lose();
      await sql.end({ timeout: 1 }).catch(() => {});
      await pause(TRY_MS);
    }
  })();

  return {
    holds: () => isHolding,
    async close() {
      ending.abort();
      await running;
    },
  };
}
