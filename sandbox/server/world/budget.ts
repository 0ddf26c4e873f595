import type { Time } from './clock.ts';

export interface Limits {
  perMinute: number;
  perHour: number;
}

/** Sliding windows of one minute and one hour per key, on the virtual clock. */
export interface Budget {
  allows(key: string): boolean;
  spend(key: string): void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function createBudget(time: Time, limits: () => Limits): Budget {
  const spentAt = new Map<string, number[]>();
  /** Moments within the last hour; those "ahead" belong to a clock that was set back. */
  const recent = (key: string): number[] => {
    const now = time.ms();
    const kept = (spentAt.get(key) ?? []).filter((at) => at > now - HOUR_MS && at <= now);
    if (kept.length === 0) spentAt.delete(key);
    else spentAt.set(key, kept);
    return kept;
  };
  return {
    allows: (key) => {
      const { perMinute, perHour } = limits();
      const hour = recent(key);
      const since = time.ms() - MINUTE_MS;
      let minute = 0;
      for (let index = hour.length - 1; index >= 0 && (hour[index] ?? 0) > since; index -= 1) minute += 1;
      return minute < perMinute && hour.length < perHour;
    },
    spend: (key) => {
      spentAt.set(key, [...recent(key), time.ms()]);
    },
  };
}
