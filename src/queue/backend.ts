import {
  createPostgresBackend,
  PostgresConnection,
  PostgresQueueBackend,
  Queue,
  Worker,
  type Processor,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';

import type { JobRef } from '../contract/job.ts';
import { randomIds } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';

export type QueueName = JobRef<unknown>['queue'];
export const QUEUE_NAMES: readonly QueueName[] = ['work', 'delivery'];

export type QueueBackend =
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** BullMQ's tables stand apart from ours; created when missing. */
      readonly schema?: string;
    }
  | {
      readonly kind: 'redis';
      readonly url: string;
      /** Keeps several programs on one Redis apart. */
      readonly prefix?: string;
    };

/** What this folder uses of BullMQ's classes; their type parameters name the backend, which we choose at run time. */
export type AnyQueue = Pick<
  Queue,
  | 'add'
  | 'close'
  | 'waitUntilReady'
  | 'getJobCounts'
  | 'getDelayedCount'
  | 'upsertJobScheduler'
  | 'removeJobScheduler'
  | 'getJobScheduler'
  | 'getJobSchedulers'
>;
export interface AnyWorker {
  run(): Promise<void>;
  close(force?: boolean): Promise<void>;
  waitUntilReady(): Promise<void>;
}

/** Opens the connections of producers and workers on one of the two servers. */
export interface Opener {
  queue(name: string): AnyQueue;
  worker(name: string, process: Processor, concurrency: number): AnyWorker;
  /** Jobs held by a process that is gone: the next look for stalled ones takes them up at once. */
  releaseOrphans(): Promise<void>;
  /** A key that outlived its job would swallow every further wish for it (seen after a crash of the database; a Redis that evicts leaves such). */
  dropStaleKeys(): Promise<void>;
  /** Resolves when the server answers and has what BullMQ needs. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
const QUIET_MS = 60_000;
const MAX_REASONS = 100;
// Nobody reads BullMQ's event stream here.
const STREAMS = { events: { maxLen: 500 } };
const WORKER = {
  autorun: false,
  // What a killed process held is taken up by another after this, however often it comes to that: every job may run twice.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  runRetryDelay: 2_000,
};
/** Tells the server which process a connection belongs to: the jobs of one that has none left are orphans. */
const CONNECTION_NAME = 'xinfang-queue';

export const openBackend = (backend: QueueBackend, log: Logger): Opener =>
  backend.kind === 'postgres'
    ? openPostgres(backend.url, backend.schema ?? 'bullmq', log)
    : openRedis(backend.url, backend.prefix ?? 'xinfang', log);

const reportStalled = (log: Logger) => (jobId: string) =>
  log.warn({ jobId }, 'job taken up again: whoever ran it died or hung');
/** The driver tries several times a second; each reason is said once a minute, and one that has a code needs no stack. */
function reportTo(log: Logger): (error: Error & { readonly code?: string }) => void {
  const saidAt = new Map<string, number>();
  return (error) => {
    const { code } = error;
    const key = code ?? error.message;
    if (performance.now() - (saidAt.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    if (saidAt.size >= MAX_REASONS) saidAt.clear();
    saidAt.set(key, performance.now());
    log.warn(code === undefined ? { err: error } : { code }, 'queue connection failed');
  };
}

/**
 * Few connections, since the embedded server has few: two for all producers, per worker one that listens and at most
 * three that work. Losing a queue costs minutes, so commits do not wait for the disk.
 */
function openPostgres(url: string, schema: string, log: Logger): Opener {
  const instance = randomIds.token(16);
  const settings = {
    connectionString: url,
    schema,
    application_name: `${CONNECTION_NAME} ${instance}`,
    options: '-c synchronous_commit=off',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  };
  const producers = new PostgresConnection({ ...settings, migrate: true, max: 2, idleTimeoutMillis: 0 });
  producers.on('error', reportTo(log));
  return {
    queue: (name) => {
      const options: QueueOptions<object> = { connection: {}, streams: STREAMS };
      return new Queue(
        name,
        options,
        // The connection is shared, so no queue may close it.
        (queueName, opts) => new PostgresQueueBackend(producers, queueName, { ...opts, connection: settings }, false),
      ) as unknown as AnyQueue;
    },
    worker: (name, process, concurrency) => {
      const options: WorkerOptions<typeof settings & { max: number; idleTimeoutMillis: number }> = {
        ...WORKER,
        name: instance,
        concurrency,
        connection: { ...settings, max: Math.min(3, concurrency + 1), idleTimeoutMillis: 60_000 },
        // Work is announced by NOTIFY and delayed jobs by their due time: looking anyway is for a lost announcement.
        drainDelay: 30,
      };
      const worker = new Worker(name, process, options, createPostgresBackend);
      worker.on('error', reportTo(log));
      worker.on('stalled', reportStalled(log));
      return worker;
    },
    async releaseOrphans() {
      await producers.pool.query(
        `update job set locked_until_ms = 0, stalled_marked = true where state = 'active' and not exists (
          select 1 from pg_stat_activity where application_name = $1 || ' ' || processed_by)`,
        [CONNECTION_NAME],
      );
      await producers.pool.query(`delete from meta where field = 'stalled-check'`);
    },
    async dropStaleKeys() {
      await producers.pool.query(
        `with stale as (
          delete from dedup d where expire_at_ms is null and not exists (
            select 1 from job j where j.queue = d.queue and j.id = d.job_id and j.dedup_id = d.dedup_id
              and j.state not in ('completed', 'failed')) returning queue, dedup_id)
        delete from dedup_next n using stale where n.queue = stale.queue and n.dedup_id = stale.dedup_id`,
      );
    },
    ready: () => producers.waitUntilReady(),
    close: () => producers.close(),
  };
}

/** A producer must not hang while Redis is away: whoever enqueues has already committed, and the sweep comes round. */
function openRedis(url: string, prefix: string, log: Logger): Opener {
  const queues: Queue[] = [];
  const report = reportTo(log);
  let lastEvicted: string | undefined;
  return {
    queue: (name) => {
      const queue = new Queue(name, {
        prefix,
        streams: STREAMS,
        connection: { url, enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: CONNECT_MS },
      });
      queue.on('error', report);
      queues.push(queue);
      return queue;
    },
    worker: (name, process, concurrency) => {
      const worker = new Worker(name, process, {
        ...WORKER,
        prefix,
        concurrency,
        connection: { url, maxRetriesPerRequest: null, connectTimeout: CONNECT_MS },
      });
      worker.on('error', report);
      worker.on('stalled', reportStalled(log));
      return worker;
    },
    releaseOrphans: async () => {},
    async dropStaleKeys() {
      // BullMQ frees a key whose job is gone itself; a job that is in no list any more only an eviction leaves.
      const [first] = queues;
      if (first === undefined) return;
      const client = await first.getBackend().client;
      const evicted = evictedKeys(await client.info());
      if (evicted === lastEvicted) return;
      lastEvicted = evicted;
      if (evicted === '0') return;
      log.warn({ evicted }, 'Redis evicts keys; set its maxmemory-policy to noeviction');
      // Orders are cheap, and harmless twice: all may be given anew.
      for (const queue of queues) await deleteKeys(client, `${prefix}:${queue.name}:d[en]:*`);
    },
    ready: async () => {
      await Promise.all(queues.map((queue) => queue.waitUntilReady()));
    },
    close: async () => {},
  };
}

type RedisClient = Awaited<ReturnType<Queue['getBackend']>['client']>;

const evictedKeys = (info: string): string => /^evicted_keys:(\d+)/mu.exec(info)?.[1] ?? '0';

async function deleteKeys(client: RedisClient, pattern: string): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, { MATCH: pattern, COUNT: 500 });
    if (keys.length > 0) await client.del(...keys);
    cursor = next;
  } while (cursor !== '0');
}
