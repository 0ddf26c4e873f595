import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import type { ChannelState } from '../../wecom/channel.ts';
import { readMeta, sinceMeta, writeMeta } from '../storage.ts';

export interface OutageWatch {
  /** Before the connection is opened: since when nobody has been connected. */
  open(): Promise<void>;
  onState(state: ChannelState): void;
  /** Of the bot in callback mode: who is there to be called is connected, and several may be. */
  serve(): Promise<void>;
  /** How long ago some process was connected, to within the time between two notes; undefined when none ever was. */
  seenMsAgo(): Promise<number | undefined>;
  /** When this process hangs up. */
  close(): Promise<void>;
}

export interface OutageWatchDeps {
  readonly database: Database;
  /** Machine time: an outage is not played. */
  readonly machine: Clock;
  readonly log: Logger;
  /** Nobody was there for so long; `since`, by the machine's time, is the same for all who notice. */
  tell(goneMs: number, since: Date): Promise<void>;
}

const SEEN = 'bot-seen';
const BEAT_MS = 20_000;
/** A shorter break loses at most a message or two, which people notice by the missing answer. */
const OUTAGE_MS = 120_000;

/**
 * Nobody knows what was typed while nobody was connected: after a longer while the groups are told once, from when to when.
 * The process that holds the connection notes in the database that it does; a standby, which sweeps too, could not. In callback mode
 * each process that can be called notes it: WeCom sends an unanswered call three times more and then no longer (doc 90238).
 */
export function createOutageWatch({ database, machine, log, tell }: OutageWatchDeps): OutageWatch {
  let isConnected = false;
  let lostAt: Date | undefined;
  let beat: NodeJS.Timeout | undefined;

  const note = async (): Promise<void> => {
    if (isConnected) await writeMeta(database.db, SEEN, machine.now().toISOString());
  };
  const inBackground = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.error({ err: error }, 'outage not announced'));
  };

  async function announce(since: Date | undefined): Promise<void> {
    const goneMs = since === undefined ? 0 : machine.now().getTime() - since.getTime();
    if (since !== undefined && goneMs >= OUTAGE_MS) await tell(goneMs, since);
    await note();
  }

  async function open(): Promise<void> {
    const seen = await readMeta(database.db, SEEN);
    lostAt = seen === undefined ? undefined : new Date(seen);
    clearInterval(beat);
    beat = setInterval(() => inBackground(note()), BEAT_MS);
    beat.unref();
  }

  return {
    open,
    async serve() {
      await open();
      isConnected = true;
      await announce(lostAt);
      lostAt = undefined;
    },
    onState(state) {
      isConnected = state === 'connected';
      if (state === 'disconnected') lostAt ??= machine.now();
      if (!isConnected) return;
      const since = lostAt;
      lostAt = undefined;
      inBackground(announce(since));
    },
    seenMsAgo: () => sinceMeta(database.db, SEEN, machine.now()),
    async close() {
      clearInterval(beat);
      await note().catch(() => {});
      isConnected = false;
    },
  };
}
