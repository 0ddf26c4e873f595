/**
 * All time of the local WeCom. Windows of minutes and more (rate limits, 24 h, stream life) follow the virtual
 * clock, so that they move with a played month; the 5-second windows and the heartbeat follow the monotonic one.
 */
export interface Time {
  now(): Date;
  ms(): number;
  iso(): string;
  /** Unix seconds, as WeCom writes create_time. */
  seconds(): number;
  /** Calendar day in China: enter_chat comes once a day. */
  day(): string;
  monotonic(): number;
  offset(): number;
  setOffset(ms: number): void;
}

export const systemNow = (): Date => new Date();

const monotonicNow = (): number => performance.now();

const CHINA_OFFSET_MS = 8 * 3_600_000;

export function createTime(base: () => Date, monotonic: () => number = monotonicNow): Time {
  let offset = 0;
  const ms = (): number => base().getTime() + offset;
  const now = (): Date => new Date(ms());
  return {
    now,
    ms,
    iso: () => now().toISOString(),
    seconds: () => Math.floor(ms() / 1000),
    day: () => new Date(ms() + CHINA_OFFSET_MS).toISOString().slice(0, 10),
    monotonic,
    offset: () => offset,
    setOffset: (value) => {
      offset = value;
    },
  };
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** The moment an ISO 8601 duration after `from`; null when the text is not a duration. */
export function addDuration(from: Date, text: string): Date | null {
  const found = DURATION.exec(text);
  if (!found || text.endsWith('P') || text.endsWith('T')) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const moment = new Date(from.getTime());
  moment.setUTCMonth(moment.getUTCMonth() + years * 12 + months);
  const ms = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000;
  return new Date(moment.getTime() + ms);
}

/** A moment given as ISO text with an offset; null when it is not one. */
export function parseMoment(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
