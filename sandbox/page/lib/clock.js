// The virtual clock: it ticks on from what the server said last, and moves only by asking the server.
import { computed, reactive } from '../vendor/vue.js';
import { api } from './api.js';
import { toMillis } from './time.js';

export const clock = reactive({
  base: Date.now(),
  since: performance.now(),
  tick: performance.now(),
  busy: false,
  error: '',
});

/** Now on the virtual clock, in milliseconds. */
export const now = computed(() => clock.base + (clock.busy ? 0 : clock.tick - clock.since));

let ticking = null;

export function startClock(moment) {
  clockMovedTo(moment);
  ticking ??= window.setInterval(() => {
    clock.tick = performance.now();
  }, 1000);
}

export function clockMovedTo(moment) {
  const millis = toMillis(moment);
  if (!Number.isFinite(millis)) return;
  clock.base = millis;
  clock.since = performance.now();
  clock.tick = clock.since;
}

/**
 * Asks the server to move the clock ({advance: 'P1D'} or {now}); resolves when everything that fell due is delivered.
 * While one move is under way another is not begun: it answers false.
 */
export async function moveClock(move) {
  if (clock.busy) return false;
  clock.base = now.value;
  clock.busy = true;
  clock.error = '';
  try {
    const answer = await api.moveClock(move);
    if (answer?.now !== undefined) clockMovedTo(answer.now);
    return true;
  } catch (error) {
    clock.error = error.message;
    return false;
  } finally {
    clock.since = performance.now();
    clock.tick = clock.since;
    clock.busy = false;
  }
}
