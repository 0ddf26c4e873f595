import type { Clock } from '../core/clock.ts';
import type { Fate } from '../contract/channel.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Half of WeCom's 1000 messages an hour: another process may have sent the other half. */
const BUSY_HOUR = 500;
const MAX_CHATS = 5_000;

interface Entry {
  sentAt: number[];
  heardAt: number;
}

/**
 * 846607 means "too many messages" or "nobody ever wrote to the bot here", and WeCom does not say which (doc 90313). What
 * passed lately decides: a message that got through within the last minute, many within the last hour, or a person
 * who wrote within the last hour prove the right to push, so it must be the limit. Otherwise the chat counts as
 * unreachable, which also covers the right's hidden expiry that groups have shown overnight.
 */
export class RecentTraffic {
  readonly #chats = new Map<string, Entry>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sent(chat: string): void {
    const entry = this.#entry(chat);
    const now = this.#clock.now().getTime();
    entry.sentAt = [...entry.sentAt.filter((at) => isWithin(at, now, HOUR_MS)), now].slice(-BUSY_HOUR);
  }

  heard(chat: string): void {
    this.#entry(chat).heardAt = this.#clock.now().getTime();
  }

  fateOfRefusal(chat: string): Extract<Fate, 'wait' | 'unreachable'> {
    const entry = this.#chats.get(chat);
    if (entry === undefined) return 'unreachable';
    const now = this.#clock.now().getTime();
    const lately = (ms: number): number => entry.sentAt.filter((at) => isWithin(at, now, ms)).length;
    const isLimit = lately(MINUTE_MS) > 0 || lately(HOUR_MS) >= BUSY_HOUR || isWithin(entry.heardAt, now, HOUR_MS);
    return isLimit ? 'wait' : 'unreachable';
  }

  #entry(chat: string): Entry {
    const entry = this.#chats.get(chat) ?? { sentAt: [], heardAt: Number.NEGATIVE_INFINITY };
    // Put back at the end: the first key is the chat that has been silent longest.
    this.#chats.delete(chat);
    this.#chats.set(chat, entry);
    const [oldest] = this.#chats.keys();
    if (this.#chats.size > MAX_CHATS && oldest !== undefined) this.#chats.delete(oldest);
    return entry;
  }
}

/** Moments ahead of now belong to a clock that was set back. */
const isWithin = (at: number, now: number, ms: number): boolean => at <= now && now - at < ms;
