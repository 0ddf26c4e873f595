import deliverOutbox from '../../jobs/deliver-outbox.ts';
import flushOutbox from '../../jobs/flush-outbox.ts';
import { StartupError } from '../core/errors.ts';
import { appText } from '../copy/app.ts';
import type { Conversation } from '../domain/context.ts';
import { QueueUnreachableError } from '../queue/failure.ts';
import { type JobQueue, openQueue } from '../queue/queue.ts';
import type { Ground } from './ground.ts';
import { notReached } from './storage.ts';

/** The queue, and what hurries the delivery through it. Losing all of it costs minutes (design 1.4). */
export interface Queueing {
  readonly queue: JobQueue;
  /** Something was written that should be told soon. Several in a row wake the delivery once. */
  nudge(): void;
  enqueueDelivery(conversation: Conversation): void;
}

/** @throws StartupError where Redis, or the queue's own connection to PostgreSQL, does not answer */
export async function openQueueing({ config, log, storage }: Ground): Promise<Queueing> {
  const { redisUrl } = config;
  const backend =
    redisUrl === undefined
      ? { kind: 'postgres' as const, url: storage.url }
      : { kind: 'redis' as const, url: redisUrl.reveal() };
  const queue = await openQueue({ backend, log: log.child({ part: 'queue' }) }).catch(async (error: unknown) => {
    await storage.close();
    throw error instanceof QueueUnreachableError ? unreachable(error, redisUrl !== undefined) : error;
  });
  const orLater = (woken: Promise<unknown>): void => {
    woken.catch((error: unknown) => log.warn({ err: error }, 'delivery not woken; the sweep will'));
  };
  let isNudged = false;
  return {
    queue,
    nudge() {
      if (isNudged) return;
      isNudged = true;
      setImmediate(() => {
        isNudged = false;
        orLater(queue.enqueue(flushOutbox, {}));
      });
    },
    enqueueDelivery: (conversation) => orLater(queue.enqueue(deliverOutbox, conversation)),
  };
}

function unreachable(error: QueueUnreachableError, isRedis: boolean): StartupError {
  if (!isRedis) return notReached(error.cause);
  const said = String((error.cause as Error | undefined)?.message ?? '');
  const reason = appText.redisReasons.find(([pattern]) => pattern.test(said))?.[1] ?? said;
  return new StartupError(appText.redisUnreachable(reason), { cause: error });
}

/** Emptied: it answers, and the schedulers are gone until somebody's next look. */
export const queueTrouble = (queue: JobQueue): Promise<'unreachable' | 'emptied' | undefined> =>
  queue.isWhole().then(
    (isWhole) => (isWhole ? undefined : 'emptied'),
    () => 'unreachable',
  );
