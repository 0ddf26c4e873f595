import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import type { ChannelState } from '../wecom/channel.ts';
import { readMeta, writeMeta } from './storage.ts';

export interface OutageWatch {
  /** Before the connection is opened: since when nobody has been connected. */
  open(): Promise<void>;
  onState(state: ChannelState): void;
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
  /** Somebody was away for so long. */
  tell(goneMs: number): Promise<void>;
}

const SEEN = 'bot-seen';
const BEAT_MS = 20_000;
/** A shorter break loses at most a message or two, which people notice by the missing answer. */
const OUTAGE_MS = 120_000;

/**
 * Nobody knows what was typed while nobody was connected: after a longer while the groups are told once, from when to when.
 * The process that holds the connection notes in the database that it does; a standby, which sweeps too, could not.
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
    if (goneMs >= OUTAGE_MS) await tell(goneMs);
    await note();
  }

  return {
    async open() {
      const seen = await readMeta(database.db, SEEN);
      lostAt = seen === undefined ? undefined : new Date(seen);
      beat = setInterval(() => inBackground(note()), BEAT_MS);
      beat.unref();
    },
    onState(state) {
      isConnected = state === 'connected';
      if (state === 'disconnected') lostAt ??= machine.now();
      if (!isConnected) return;
      const since = lostAt;
      lostAt = undefined;
      inBackground(announce(since));
    },
    async seenMsAgo() {
      const seen = await readMeta(database.db, SEEN);
      return seen === undefined ? undefined : machine.now().getTime() - new Date(seen).getTime();
    },
    async close() {
      clearInterval(beat);
      await note().catch(() => {});
      isConnected = false;
    },
  };
}
