import type { MovableClock } from '../core/clock.ts';

export interface PlayDeps {
  readonly clock: MovableClock;
  /** Machine time. */
  readonly machine: { now(): Date };
  /** The first moment after this one at which anything falls due. */
  nextMoment(after: Date): Promise<Date | undefined>;
  /** Wakes the scheduler and resolves when everything that is due has been delivered. */
  settle(): Promise<void>;
  /** The offset survives a restart. */
  save(offsetMs: number): Promise<void>;
  /** The clock goes back: occasions before this moment are not caught up with. */
  rewind(to: Date): Promise<void>;
  /** Told after each hop, so that a page can show the progress. */
  onHop(now: Date): void;
}

/**
 * Moves the clock as if the process had been up all the time: each due moment on the way is reached in order, and the
 * ordinary jobs do the work. Backwards it only sets the clock; what was claimed is not told again.
 */
export async function play(deps: PlayDeps, to: Date): Promise<void> {
  const set = async (moment: Date): Promise<void> => {
    const offset = moment.getTime() - deps.machine.now().getTime();
    // Kept first: after a crash between the two, nothing that is stored may lie in the future.
    await deps.save(offset);
    deps.clock.setOffset(offset);
    deps.onHop(moment);
  };
  await deps.settle();
  if (to < deps.clock.now()) await deps.rewind(to);
  while (deps.clock.now() < to) {
    const next = await deps.nextMoment(deps.clock.now());
    const hop = next === undefined || next > to ? to : next;
    await set(hop);
    await deps.settle();
    if (hop === to) return;
  }
  await set(to);
  await deps.settle();
}
