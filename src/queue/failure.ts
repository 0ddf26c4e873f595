import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { ZodError } from 'zod';

import { systemClock } from '../core/clock.ts';
import { TransientError, UserError } from '../core/errors.ts';
import { describeError } from '../core/log-error.ts';
import type { Logger } from '../core/logger.ts';

/** The queue's server is away. What was to be done is in the database, and the sweep finds it there. */
export class QueueUnreachableError extends TransientError {}

/**
 * A stored failure outlives the log and stands beside other data, so it holds what `describeError` lets through: a
 * driver's message would repeat the values of its statement.
 */
function stored(error: unknown, isFinal: boolean): Error {
  const { type, message, stack } = describeError(error);
  const safe = isFinal ? new UnrecoverableError(`${type}: ${message}`) : new Error(`${type}: ${message}`);
  safe.stack = stack ?? '';
  return safe;
}

/**
 * Decides what becomes of a job that threw, and logs it once: `warn` while it will be tried again, `error` at the end.
 * @returns the error that BullMQ must see
 */
export async function judge(error: unknown, job: Job, token: string, attempts: number, log: Logger): Promise<Error> {
  const attempt = job.attemptsMade + 1;
  if (error instanceof TransientError && error.retryAfterMs !== undefined) {
    log.warn({ err: error, attempt, retryAfterMs: error.retryAfterMs }, 'job put off');
    // A limit is not the job's fault: this does not count as an attempt.
    await job.moveToDelayed(systemClock.now().getTime() + error.retryAfterMs, token);
    return new DelayedError();
  }
  const isHopeless = error instanceof UserError || error instanceof ZodError || error instanceof UnrecoverableError;
  if (isHopeless || attempt >= attempts) {
    log.error({ err: error, attempt }, 'job failed');
    return stored(error, true);
  }
  log.warn({ err: error, attempt, attempts }, 'job will be tried again');
  return stored(error, false);
}
