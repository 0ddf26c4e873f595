import type { Logger } from '../core/logger.ts';
import type { JobQueue } from '../queue/queue.ts';

/** With the interval of the sweep (20 s) what was emptied is whole again within a minute. */
const LOOK_EVERY_MS = 15_000;

export interface QueueKeeper {
  close(): Promise<void>;
}

/**
 * Looks whether the queue still has its schedulers, in every role: whoever notices first puts them back, and the sweep that begins at once
 * gives out anew what was lost with them. A queue that does not answer is looked at again.
 */
export function keepQueue(queue: Pick<JobQueue, 'mend'>, log: Logger): QueueKeeper {
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      const jobs = await queue.mend();
      if (jobs.length > 0) log.warn({ jobs }, 'the queue had lost its schedulers; they are put back');
    } catch (error) {
      log.warn({ err: error }, 'the queue could not be looked at');
    }
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => (looking = undefined));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}
