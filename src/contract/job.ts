import type { z } from 'zod';
import type { Logger } from '../core/logger.ts';
import type { JobApp } from './app.ts';

/** All a caller may know of a job. The handler stays in its file. */
export interface JobRef<P> {
  readonly name: string;
  /** `delivery` jobs run where the connection to WeCom is held, all others on any worker. */
  readonly queue: 'work' | 'delivery';
  readonly payload: z.ZodType<P>;
  /** Identity of one run: the BullMQ deduplication id while it waits or runs. */
  key(payload: P): string;
}

interface Run<P> {
  readonly payload: P;
  readonly at: Date;
  readonly log: Logger;
}

export interface JobSpec<P> extends JobRef<P> {
  readonly attempts: number;
  /** One line: why running it twice is harmless. */
  readonly idempotence: string;
  run(run: Run<P>, app: JobApp): Promise<void>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the worker parses the payload with the job's own schema
export type Job = JobSpec<any>;

export const defineJob = <P>(spec: JobSpec<P>): JobSpec<P> => spec;
