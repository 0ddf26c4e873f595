/** The only source of the present moment. Entry points read it once and pass `at` down. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs on from a set moment; the sandbox and TEST_CLOCK=1 use it. */
export interface MovableClock extends Clock {
  /** Milliseconds added to the machine's time. */
  offsetMs(): number;
  setOffset(ms: number): void;
}

export function movableClock(offsetMs = 0): MovableClock {
  let offset = offsetMs;
  return {
    now: () => new Date(Date.now() + offset),
    offsetMs: () => offset,
    setOffset: (ms) => {
      offset = ms;
    },
  };
}

/** For sockets, retries and outage detection: never moves with the sandbox clock. */
export const monotonicMs = (): number => performance.now();
