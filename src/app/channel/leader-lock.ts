import { setTimeout as wait } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import type { Logger } from '../../core/logger.ts';

export interface HolderOptions {
  readonly url: string;
  readonly log: Logger;
  /** This process holds the bot now: connect. When that fails, the bot is let go. */
  onHold(): Promise<void>;
  /** Another process holds it; this one stands by. */
  onStandby(): void;
  /** It no longer does. Unless it is let go on purpose, somebody else may be connecting already: hang up at once. */
  onLose(isOnPurpose: boolean): Promise<void>;
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
  /** Asks the database. When it does not say yes at once, the bot is let go. */
  confirm(): Promise<boolean>;
  close(): Promise<void>;
}

/** One number for everybody: WeCom keeps one valid connection per bot (doc 101463), and a deployment has one bot. */
const LOCK = 0x78_66_62; // "xfb"
/** By it a holder's session is known from that of `whileFree`, which is silent while it works. */
const NAME = 'xinfang-holder';
/**
 * A standby connects within five seconds of the holder's end, however it ends. Killed: its session is gone, and the lock with it.
 * Hung, or its machine dead: the session stands and is silent. The standby looks as often as the holder shows itself; after six looks
 * without a sign it ends that session, 2.5 to 3 s after the last one, and has two seconds left to connect. A pause of up to two seconds (a
 * collection of garbage, a long chart) costs nothing, and where nobody stands by, none does. Looks are counted, not seconds: a machine that
 * stood still as a whole took no looks either.
 */
const BEAT_MS = 500;
const LOOKS = 6;
/** Longer without an answer, and the database is as good as gone. */
const SILENCE_MS = 10_000;
/** The SDK connects again a second after a break. */
const CONFIRM_MS = 700;

/**
 * Of many processes exactly one holds the bot's connection: the one whose database session has the advisory lock. The
 * lock ends with the session, hence with the process; a session that is silent is ended by who stands by. Where the session ends
 * and the process lives, it keeps the bot until somebody else has the lock.
 */
export function holdBot({ url, log, onHold, onLose, onStandby }: HolderOptions): Holder {
  const ending = new AbortController();
  let held:
    | { readonly isStillOurs: (patienceMs: number) => Promise<boolean>; readonly letGo: AbortController }
    | undefined;

  const pause = (ms: number, signal = ending.signal): Promise<void> => wait(ms, undefined, { signal }).catch(() => {});

  /**
   * Ends when another process has the bot, when it is let go, or when we are closing. A session that ended is no sign of another: while the
   * database is away nobody can take the bot over, and whoever writes to it is heard. WeCom itself ends our connection when another opens one.
   */
  async function hold(sql: Sql, first: number): Promise<void> {
    let pid = first;
    const isStillOurs = async (patienceMs: number): Promise<boolean> => (await inTime(pidOf(sql), patienceMs)) === pid;
    const letGo = new AbortController();
    held = { isStillOurs, letGo };
    const over = AbortSignal.any([ending.signal, letGo.signal]);
    log.info('this process holds the bot');
    // Connecting takes as long as WeCom takes; the holder shows itself meanwhile.
    const opening = onHold().catch((error: unknown) => {
      log.error({ err: error }, 'the bot could not be connected; it is let go');
      letGo.abort();
    });
    try {
      while (!over.aborted) {
        if (await isStillOurs(SILENCE_MS).catch(() => false)) {
          await pause(BEAT_MS, over);
          continue;
        }
        const again = await takeAgain(sql, pid, over);
        if (again === undefined) return;
        pid = again;
      }
    } finally {
      held = undefined;
      await onLose(ending.signal.aborted);
      await opening;
    }
  }

  /** Our session ended, or the database does not answer. @returns the new session's process, or undefined when somebody else has the bot */
  async function takeAgain(sql: Sql, lost: number, over: AbortSignal): Promise<number | undefined> {
    log.warn('the session that holds the bot was lost; it is taken again as soon as the database answers');
    while (!over.aborted) {
      const row = await inTime(lockFor(sql), SILENCE_MS).catch(() => undefined);
      if (row?.got === true) return row.pid;
      if (row !== undefined) {
        const [holder] = await signsOfHolder(sql).catch(() => []);
        if (holder !== undefined && holder.pid !== lost) return undefined;
        // Ours, which the server has not given up yet.
        if (holder !== undefined) await sql`select pg_terminate_backend(${holder.pid})`.catch(() => {});
      }
      await pause(BEAT_MS, over);
    }
    return undefined;
  }

  async function inTime<T>(asked: Promise<T>, patienceMs: number): Promise<T | undefined> {
    const answered = new AbortController();
    const late = pause(patienceMs, answered.signal).then(() => undefined);
    try {
      return await Promise.race([asked, late]);
    } finally {
      answered.abort();
      asked.catch(() => {});
    }
  }

  async function session(sql: Sql): Promise<void> {
    const own = await pidOf(sql);
    let told = false;
    let seen: string | undefined;
    let looks = 0;
    while (!ending.signal.aborted) {
      const row = await lockFor(sql);
      if (row?.pid !== own) return;
      if (row.got) return hold(sql, own);
      if (!told) {
        log.info('another process holds the bot; standing by');
        onStandby();
      }
      told = true;
      const [holder] = await signsOfHolder(sql);
      const sign = holder === undefined ? undefined : `${holder.pid} ${holder.sign}`;
      looks = sign !== undefined && sign === seen ? looks + 1 : 1;
      seen = sign;
      if (looks < LOOKS || holder === undefined) {
        await pause(BEAT_MS);
        continue;
      }
      log.warn('the process that holds the bot gives no sign of life; its session is ended');
      await sql`select pg_terminate_backend(${holder.pid})`;
      seen = undefined;
    }
  }

  const running = (async () => {
    while (!ending.signal.aborted) {
      const sql = postgres(url, {
        max: 1,
        idle_timeout: 0,
        max_lifetime: null,
        connect_timeout: 5,
        // No arrays here; a session that ends while the driver asks for them would end the process (`askNoMoreForTypes`).
        fetch_types: false,
        onnotice: () => {},
        connection: { application_name: NAME },
      });
      try {
        await session(sql);
      } catch (error) {
        if (!ending.signal.aborted) log.warn({ err: error }, 'the session that holds the bot was lost');
      }
      await sql.end({ timeout: 1 }).catch(() => {});
      await pause(2 * BEAT_MS);
    }
  })();

  return {
    holds: () => held !== undefined,
    async confirm() {
      const asked = held;
      if (asked === undefined) return false;
      const isOurs = await asked.isStillOurs(CONFIRM_MS).catch(() => false);
      if (!isOurs) asked.letGo.abort();
      return isOurs;
    },
    async close() {
      ending.abort();
      await running;
    },
  };
}

const pidOf = async (sql: Sql): Promise<number> =>
  (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid;

const lockFor = async (sql: Sql): Promise<{ got: boolean; pid: number } | undefined> =>
  (await sql<{ got: boolean; pid: number }[]>`select pg_try_advisory_lock(${LOCK}) as got, pg_backend_pid() as pid`)[0];

/** The session that has the lock, and a mark that changes with every statement it makes. */
const signsOfHolder = (sql: Sql) => sql<{ pid: number; sign: string }[]>`
  select l.pid, concat(a.state, ' ', a.state_change) as sign from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.classid = 0 and l.objid = ${LOCK} and l.objsubid = 1 and l.granted
    and l.database = (select oid from pg_database where datname = current_database()) and a.application_name = ${NAME}`;
