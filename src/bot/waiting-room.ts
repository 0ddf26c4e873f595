/**
 * What comes while the database is away waits here, in memory, in the order in which it came. When the database is back within a minute it
 * is stored and worked on as if nothing had been; who waits longer, or finds the room full, reads that the message was not heard: by then
 * they would write again anyway, and the same matter would be registered twice.
 */
import type { Logger } from '../core/logger.ts';
import { isPassing } from '../db/away.ts';
import { type Heard, identityOf } from './heard.ts';

export interface WaitingRoomDeps {
  /** @returns the row's id */
  store(heard: Heard): Promise<string>;
  /** Tells its author that it was not heard. */
  missed(heard: Heard): Promise<void>;
  readonly log: Logger;
  readonly limits?: WaitingLimits;
}

export interface WaitingLimits {
  readonly messages: number;
  /** Of text, in all. */
  readonly characters: number;
  readonly waitMs: number;
  readonly retryMs: number;
}

const LIMITS: WaitingLimits = { messages: 500, characters: 4_000_000, waitMs: 60_000, retryMs: 500 };
/** An answer that takes longer comes from a database that is as good as away; WeCom hangs up on a callback after five seconds. */
const ANSWER_MS = 3_000;
const GOODBYE_MS = 2_000;

interface Waiting {
  readonly heard: Heard;
  readonly since: number;
  /** The row's id, or undefined when it was given up. */
  readonly settle: (id: string | undefined) => void;
  readonly settled: Promise<string | undefined>;
}

export function createWaitingRoom({ store, missed, log, limits = LIMITS }: WaitingRoomDeps) {
  const waiting = new Map<string, Waiting>();
  let characters = 0;
  let isDraining = false;
  let isClosed = false;
  let wake: () => void = () => {};

  const sizeOf = ({ what }: Heard): number => ('text' in what ? (what.text ?? '').length : 0);

  const tell = (heard: Heard): Promise<void> =>
    missed(heard).catch((error: unknown) =>
      log.error({ err: error, msgid: heard.msgid }, 'its author does not know that the message was not heard'),
    );

  function leave(key: string, one: Waiting, id: string | undefined): void {
    if (!waiting.delete(key)) return;
    characters -= sizeOf(one.heard);
    one.settle(id);
  }

  async function giveUp(key: string, one: Waiting, why: string): Promise<void> {
    leave(key, one, undefined);
    log.error({ msgid: one.heard.msgid, kind: one.heard.what.kind, why }, 'message not stored; its author is told');
    await tell(one.heard);
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Tries the first; the others stand behind it, so that everybody's words are heard in their order. */
  async function drain(): Promise<void> {
    if (isDraining) return;
    isDraining = true;
    while (waiting.size > 0 && !isClosed) {
      const [[key, one]] = waiting as unknown as [[string, Waiting]];
      if (performance.now() - one.since > limits.waitMs) {
        await giveUp(key, one, 'waited too long');
        continue;
      }
      try {
        leave(key, one, await inTime(store(one.heard)));
      } catch (error) {
        if (isPassing(error)) await pause(limits.retryMs);
        else {
          log.error({ err: error, msgid: one.heard.msgid }, 'message cannot be stored');
          await giveUp(key, one, 'cannot be stored');
        }
      }
    }
    isDraining = false;
  }

  return {
    isEmpty: (): boolean => waiting.size === 0,

    /** @returns the row's id once it is stored; undefined when it was given up and its author told */
    enter(heard: Heard): Promise<string | undefined> {
      const key = identityOf(heard);
      const copy = waiting.get(key);
      // WeCom says it again; who came first answers.
      if (copy !== undefined) return copy.settled.then(() => undefined);
      if (waiting.size === 0) log.warn('the database is away: what is heard is kept in memory');
      let settle: Waiting['settle'] = () => {};
      const settled = new Promise<string | undefined>((resolve) => (settle = resolve));
      const one: Waiting = { heard, since: performance.now(), settle, settled };
      const isFull = waiting.size >= limits.messages || characters + sizeOf(heard) > limits.characters;
      waiting.set(key, one);
      characters += sizeOf(heard);
      if (isFull || isClosed) void giveUp(key, one, isClosed ? 'the process ends' : 'too many are waiting');
      else void drain();
      return settled;
    },

    /** Who still waits is told. */
    async close(): Promise<void> {
      isClosed = true;
      wake();
      const all = [...waiting].map(([key, one]) => giveUp(key, one, 'the process ends'));
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([Promise.all(all), new Promise((resolve) => (timer = setTimeout(resolve, GOODBYE_MS)))]);
      clearTimeout(timer);
    },
  };
}

/** A database that does not answer is away as well. */
export class LateAnswer extends Error {
  override readonly name = 'LateAnswer';
  readonly code = 'CONNECT_TIMEOUT';
}

/** Rejects when an answer of the database is late; what was asked may still take effect. */
export async function inTime<T>(asked: Promise<T>, ms = ANSWER_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateAnswer('the database does not answer')), ms);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    asked.catch(() => {});
  }
}
