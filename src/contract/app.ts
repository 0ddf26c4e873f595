import type { DomainContext } from '../domain/context.ts';
import type { JobRef } from './job.ts';

/** What a job may use. Built once in src/app.ts; grow it by whole services, never by loose helpers. */
export interface JobApp {
  /** Runs a use case in one transaction at one moment. */
  transact<T>(at: Date, work: (ctx: DomainContext) => Promise<T>): Promise<T>;
  enqueue<P>(job: JobRef<P>, payload: P): Promise<void>;
  /** Sends what the outbox holds for one conversation. @returns how many rows are settled */
  deliver(toKind: 'person' | 'group', toId: string, at: Date): Promise<number>;
  /** Handles a stored inbound message again after a crash. */
  resume(msgid: string): Promise<void>;
  /** Remembered for /readyz and the metrics. */
  swept(at: Date): void;
}
