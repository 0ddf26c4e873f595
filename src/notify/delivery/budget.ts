import type { Clock } from '../../core/clock.ts';

/** WeCom takes 30 messages a minute and 1000 an hour per conversation, replies and pushes together (doc 101463). */
const PER_MINUTE = 25;
const PER_HOUR = 900;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Keeps each conversation below the platform's limits; what does not fit waits and is merged. */
export class Budget {
  readonly #sent = new Map<string, number[]>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined when a message may go now, else the moment from which one may; `perMinute` for what leaves room for others. */
  fullUntil(chat: string, perMinute = PER_MINUTE): Date | undefined {
    const now = this.#clock.now().getTime();
    // A clock moved back must not hold anything for ever.
    const times = (this.#sent.get(chat) ?? []).filter((time) => time > now - HOUR_MS && time <= now);
    this.#sent.set(chat, times);
    const oldestOf = (limit: number, windowMs: number): Date | undefined => {
      const recent = times.filter((time) => time > now - windowMs);
      return recent.length < limit ? undefined : new Date(recent[recent.length - limit]! + windowMs);
    };
    return oldestOf(perMinute, MINUTE_MS) ?? oldestOf(PER_HOUR, HOUR_MS);
  }

  spend(chat: string): void {
    const times = this.#sent.get(chat) ?? [];
    times.push(this.#clock.now().getTime());
    this.#sent.set(chat, times);
  }
}
