import type { JobsOptions } from 'bullmq';

import type { JobRef } from '../contract/job.ts';
import { systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { openBackend, QUEUE_NAMES, type AnyQueue, type QueueBackend, type QueueName } from './backend.ts';
import { QueueUnreachableError } from './failure.ts';
import { startWorkers, type RunnableJob, type WorkerOptions, type WorkerPool } from './workers.ts';

export interface JobQueue {
  /**
   * Asks for one run. The same key waiting already: nothing more; running just now: one more run after it, so that what
   * was written meanwhile is not missed. Call it after the commit.
   */
  enqueue<P>(job: JobRef<P>, payload: P): Promise<void>;
  /** A run at once and then every `ms`, by the machine's clock; one scheduler a job, kept by the server. */
  everyMs<P>(job: JobRef<P>, payload: P, ms: number): Promise<void>;
  /** The same, of a process that does not run it itself: it only sees to it that the scheduler stands. */
  keepEveryMs<P>(job: JobRef<P>, payload: P, ms: number): void;
  /** Whether each scheduler stands, with its next run. Not after the server was emptied: by hand, by a restart, by eviction. */
  isWhole(): Promise<boolean>;
  /** Puts back what is missing; a run at once. @returns the jobs whose scheduler was missing */
  mend(): Promise<readonly string[]>;
  /** Removes the schedulers of all other jobs: those whose file is gone. */
  keepSchedulers(names: readonly string[]): Promise<void>;
  /** Workers on the same server; `start` them, and close them before the queue. */
  workers<J extends RunnableJob>(options: WorkerOptions<J>): WorkerPool;
  /** Forgets keys of jobs that are gone, so that they can be asked for again; with every sweep. */
  heal(): Promise<void>;
  /** Does the server answer? For /readyz. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueOptions {
  readonly backend: QueueBackend;
  readonly log: Logger;
  /** How long a start waits for a server that does not answer. */
  readonly readyMs?: number;
}

interface Tick {
  readonly job: JobRef<never> | JobRef<unknown>;
  readonly payload: unknown;
  readonly ms: number;
}

const READY_MS = 15_000;
/** Periods behind its time from which on a next run counts as lost. */
const LOST_AFTER = 2;
/** A health check that hangs is a failed one. */
const PING_MS = 3_000;

const JOB_OPTIONS: JobsOptions = {
  // The worker decides by the job's own `attempts`, which may have changed since; this is only the ceiling.
  attempts: 100,
  // 1 s, 2 s, 4 s …, each somewhere between half and whole, so that what failed together does not come back together.
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: { count: 50 },
  removeOnFail: { count: 500, age: 14 * 86_400 },
};

/** Opens the producers of all queues and waits until the server is there. */
export async function openQueue({ backend, log, readyMs = READY_MS }: QueueOptions): Promise<JobQueue> {
  const opener = openBackend(backend, log);
  const queues = new Map<QueueName, AnyQueue>(QUEUE_NAMES.map((name) => [name, opener.queue(name)]));
  const queueOf = (name: QueueName): AnyQueue => queues.get(name)!;
  /** Rises with each wish and each start of a job: whoever looks at several queues in turn sees that nothing moved. */
  const activity = { count: 0 };
  const close = async (): Promise<void> => {
    await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
    await opener.close();
  };
  try {
    await within(readyMs, opener.ready());
  } catch (error) {
    await within(readyMs, close()).catch(() => {});
    throw new QueueUnreachableError(`${backend.kind} queue not reachable`, { cause: error });
  }
  const ticks = new Map<string, Tick>();
  const keep = <P>(job: JobRef<P>, payload: P, ms: number): void => {
    job.payload.parse(payload);
    ticks.set(job.name, { job, payload, ms });
  };
  const schedule = ({ job, payload, ms }: Tick): Promise<unknown> => {
    const template = { name: job.name, data: payload, opts: JOB_OPTIONS };
    return reached(queueOf(job.queue).upsertJobScheduler(job.name, { every: ms }, template));
  };
  /** A next run that is long over was lost alone, or nobody takes it; saying it once more harms in neither case. */
  async function missing(): Promise<Tick[]> {
    const lost: Tick[] = [];
    for (const tick of ticks.values()) {
      const found = await reached(within(PING_MS, queueOf(tick.job.queue).getJobScheduler(tick.job.name)));
      const next = found?.next ?? 0;
      if (systemClock.now().getTime() - next > LOST_AFTER * tick.ms) lost.push(tick);
    }
    return lost;
  }
  return {
    async enqueue(job, payload) {
      job.payload.parse(payload);
      activity.count += 1;
      // Not jobId: while a failed job is kept, its id could not be added again.
      const deduplication = { id: `${job.name}/${job.key(payload)}`, keepLastIfActive: true };
      await reached(queueOf(job.queue).add(job.name, payload, { ...JOB_OPTIONS, deduplication }));
    },
    async everyMs(job, payload, ms) {
      keep(job, payload, ms);
      await schedule(ticks.get(job.name)!);
    },
    keepEveryMs: keep,
    isWhole: async () => (await missing()).length === 0,
    async mend() {
      const lost = await missing();
      for (const tick of lost) await schedule(tick);
      return lost.map(({ job }) => job.name);
    },
    async keepSchedulers(names) {
      for (const queue of queues.values()) {
        for (const { key } of await reached(queue.getJobSchedulers(0, -1, true))) {
          if (names.includes(key)) continue;
          await reached(queue.removeJobScheduler(key));
          log.info({ job: key }, 'scheduler of a job that is gone removed');
        }
      }
    },
    workers: (options) => startWorkers(options, { opener, queueOf, activity, log }),
    heal: () => reached(opener.dropStaleKeys()),
    async ping() {
      await reached(within(PING_MS, queueOf('work').getDelayedCount(0)));
    },
    close,
  };
}

async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new QueueUnreachableError('queue not reachable', { cause: error });
  }
}

/** A connection that is retried for ever must not hold up a start or a health check. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
