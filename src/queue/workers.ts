import { UnrecoverableError, type Job } from 'bullmq';
import { ZodError, type z } from 'zod';

import { monotonicMs, systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { AnyQueue, AnyWorker, Opener, QueueName } from './backend.ts';
import { judge } from './failure.ts';

/** As much of a job as its runner needs to know. */
export interface RunnableJob {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: z.ZodType;
  /** Runs in all before it counts as failed; waiting for a limit does not count. */
  readonly attempts: number;
}

export interface WorkerOptions<J extends RunnableJob> {
  readonly jobs: readonly J[];
  /** Which queues this process serves. */
  readonly queues: readonly QueueName[];
  /** Jobs at once, per queue. */
  readonly concurrency: number;
  /** The payload has passed the job's schema. */
  readonly run: (job: J, payload: unknown, log: Logger) => Promise<void>;
}

export interface WorkerPool {
  /** Resolves when each worker listens. */
  start(): Promise<void>;
  /** Takes nothing new and waits for what runs. */
  close(): Promise<void>;
  /**
   * Nothing waiting, running or due in these queues (all that this pool serves). A retry or a tick that is not due yet
   * does not count.
   */
  idle(queues?: readonly QueueName[]): Promise<boolean>;
}

interface Surroundings {
  readonly opener: Opener;
  readonly queueOf: (name: QueueName) => AnyQueue;
  readonly activity: { count: number };
  readonly log: Logger;
}

/** How soon the server is asked again whether a queue is idle, when it was not and nothing has begun or ended here since. */
const LOOK_AGAIN_MS = 25;

export function startWorkers<J extends RunnableJob>(
  { jobs, queues, concurrency, run }: WorkerOptions<J>,
  { opener, queueOf, activity, log }: Surroundings,
): WorkerPool {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  let workers: AnyWorker[] = [];
  /** Queues of the jobs in hand here: while there are any, nobody need ask the server whether these are idle. */
  const running: string[] = [];
  /** The last look at the server that found something to do. */
  let busy = { count: -1, until: 0 };

  const process = async (job: Job, token = ''): Promise<void> => {
    activity.count += 1;
    running.push(job.queueName);
    const spec = byName.get(job.name);
    const jobLog = log.child({ job: job.name, jobId: job.id });
    try {
      if (spec === undefined) throw new UnrecoverableError('no job of this name');
      await run(spec, parse(spec, job.data), jobLog);
    } catch (error) {
      throw await judge(error, job, token, spec?.attempts ?? 1, jobLog);
    } finally {
      running.splice(running.indexOf(job.queueName), 1);
      activity.count += 1;
    }
  };

  const isEmpty = async (name: QueueName): Promise<boolean> => {
    const queue = queueOf(name);
    const [counts, due] = await Promise.all([
      queue.getJobCounts('waiting', 'active', 'prioritized'),
      queue.getDelayedCount(systemClock.now().getTime() + 1),
    ]);
    return due === 0 && Object.values(counts).every((count) => count === 0);
  };

  return {
    async start() {
      // Losing this costs seconds: their locks run out.
      await opener.releaseOrphans().catch((error: unknown) => log.warn({ err: error }, 'orphaned jobs not released'));
      await opener.dropStaleKeys().catch((error: unknown) => log.warn({ err: error }, 'stale keys not dropped'));
      workers = queues.map((name) => opener.worker(name, process, concurrency));
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
      for (const worker of workers) {
        worker.run().catch((error: unknown) => log.error({ err: error }, 'worker stopped'));
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      workers = [];
    },
    async idle(asked = queues) {
      if (asked.some((name) => running.includes(name))) return false;
      const before = activity.count;
      if (busy.count === before && monotonicMs() < busy.until) return false;
      for (const name of asked) {
        if (await isEmpty(name)) continue;
        busy = { count: before, until: monotonicMs() + LOOK_AGAIN_MS };
        return false;
      }
      // A job may have hopped from a queue still to be looked at into one already seen.
      return activity.count === before;
    },
  };
}

/** The paths of what is wrong, not the values. */
function parse(spec: RunnableJob, data: unknown): unknown {
  const parsed = spec.payload.safeParse(data);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
  throw Object.assign(new ZodError([]), { message: `payload of ${spec.name}: ${paths.join(', ')}` });
}
