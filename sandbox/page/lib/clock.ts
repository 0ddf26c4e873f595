/** The virtual clock: it ticks on from what the server said last, and moves only by asking the server. */
import { computed, reactive } from 'vue';

import { api, type ClockMove, sayingOf } from './api.ts';
import { toMillis } from './time.ts';

export const clock = reactive({
  base: Date.now(),
  since: performance.now(),
  tick: performance.now(),
  busy: false,
  error: '',
});

/** Now on the virtual clock, in milliseconds. */
export const now = computed(() => clock.base + (clock.busy ? 0 : clock.tick - clock.since));

let ticking: number | undefined;

export function startClock(moment: string): void {
  clockMovedTo(moment);
  ticking ??= window.setInterval(() => {
    clock.tick = performance.now();
  }, 1000);
}

export function clockMovedTo(moment: string): void {
  const millis = toMillis(moment);
  if (!Number.isFinite(millis)) return;
  clock.base = millis;
  clock.since = performance.now();
  clock.tick = clock.since;
}

/**
 * Asks the server to move the clock; resolves when everything that fell due is delivered. While one move is under way another is not
 * begun. @returns whether it was moved
 */
export async function moveClock(move: ClockMove): Promise<boolean> {
  if (clock.busy) return false;
  clock.base = now.value;
  clock.busy = true;
  clock.error = '';
  try {
    clockMovedTo((await api.moveClock(move)).now);
    return true;
  } catch (error) {
    clock.error = sayingOf(error);
    return false;
  } finally {
    clock.since = performance.now();
    clock.tick = clock.since;
    clock.busy = false;
  }
}
