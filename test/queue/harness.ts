import { Redis } from 'ioredis';
import postgres from 'postgres';
import { z } from 'zod';

import type { JobRef } from '../../src/contract/job.ts';
import { createLogger, type Logger } from '../../src/core/logger.ts';
import type { QueueBackend, QueueName } from '../../src/queue/backend.ts';
import { openQueue, type JobQueue } from '../../src/queue/queue.ts';
import type { WorkerPool } from '../../src/queue/workers.ts';
import { dbTest, redisTest } from '../support/test.ts';

interface Payload {
  id: string;
}
export interface TestJob extends JobRef<Payload> {
  readonly attempts: number;
  readonly run: (payload: Payload, log: Logger) => Promise<void> | void;
}

/** A job that does `run`; its key is the payload's id. */
export const jobOf = (run: TestJob['run'], more: Partial<TestJob> = {}): TestJob => ({
  name: 'remind-due',
  queue: 'work',
  payload: z.object({ id: z.string() }),
  key: ({ id }) => id,
  attempts: 3,
  run,
  ...more,
});

/** As FLUSHALL or a truncated schema leaves it; others use the same Redis, so only what is this test's own goes. */
export async function empty(backend: QueueBackend, only = '*'): Promise<void> {
  if (backend.kind === 'redis') {
    const redis = new Redis(backend.url);
    const keys = await redis.keys(`${backend.prefix}:${only}`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    return;
  }
  const sql = postgres(backend.url, { max: 1, onnotice: () => {} });
  const tables = await sql<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'bullmq' and table_name not like '%migration%'`;
  if (only === '*') await sql.unsafe(`truncate ${tables.map(({ name }) => `bullmq.${name}`).join(', ')} cascade`);
  else await sql`delete from bullmq.job`;
  await sql.end({ timeout: 5 });
}

interface Harness {
  queue: JobQueue;
  lines: string[];
  /** Workers for these jobs, running when it resolves; closed with the test. */
  work(jobs: TestJob[], queues?: QueueName[]): Promise<WorkerPool>;
  /** Nothing left to do. */
  settled(pool: WorkerPool): Promise<void>;
}

async function openHarness(backend: QueueBackend, use: (harness: Harness) => Promise<void>): Promise<void> {
  const lines: string[] = [];
  const log = createLogger({ write: (line) => void lines.push(line) });
  const queue = await openQueue({ backend, log });
  const pools: WorkerPool[] = [];
  await use({
    queue,
    lines,
    async work(jobs, queues = ['work', 'delivery']) {
      const run = async (job: TestJob, payload: unknown, jobLog: Logger): Promise<void> =>
        job.run(payload as Payload, jobLog);
      const pool = queue.workers({ jobs, queues, concurrency: 4, run });
      pools.push(pool);
      await pool.start();
      return pool;
    },
    async settled(pool) {
      while (!(await pool.idle())) await new Promise((resolve) => setImmediate(resolve));
    },
  });
  await Promise.all(pools.map((pool) => pool.close()));
  await queue.close();
}

const onPostgres = dbTest.extend<{ backend: QueueBackend; harness: Harness }>({
  backend: async ({ databaseUrl }, use) => use({ kind: 'postgres', url: databaseUrl }),
  harness: async ({ backend }, use) => openHarness(backend, use),
});
const onRedis = redisTest.extend<{ backend: QueueBackend; harness: Harness }>({
  backend: async ({ redisUrl, queuePrefix }, use) => use({ kind: 'redis', url: redisUrl, prefix: queuePrefix }),
  harness: async ({ backend }, use) => openHarness(backend, use),
});

/** The same tests run on both servers. */
export const backends = [
  { kind: 'postgres' as const, test: onPostgres },
  { kind: 'redis' as const, test: onRedis as unknown as typeof onPostgres },
];

/** A promise and the hand that settles it. */
export function signal<T = void>(): { promise: Promise<T>; done: (value: T) => void } {
  let done!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (done = resolve));
  return { promise, done };
}
