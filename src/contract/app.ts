import type { DomainContext } from '../domain/context.ts';
import type { JobRef } from './job.ts';

/** What a job may use. Built once in src/app.ts; grow it by whole services, never by loose helpers. */
export interface JobApp {
  /** Runs a use case in one transaction at one moment. */
  transact<T>(at: Date, work: (ctx: DomainContext) => Promise<T>): Promise<T>;
  enqueue<P>(job: JobRef<P>, payload: P): Promise<void>;
  /** Conversations for which something can go now; a way that was refused for its set-up is tried by one message. */
  readyConversations(): Promise<{ toKind: 'person' | 'group'; toId: string }[]>;
  /** Sends what the outbox holds for one conversation. @returns how many rows are settled */
  deliver(toKind: 'person' | 'group', toId: string): Promise<number>;
  /** Whether a self-built app is set up; without one there are no cards to renew and nobody to ask about people. */
  readonly hasSelfBuiltApp: boolean;
  /** Asks WeCom who of a town has left, where an app may ask, and hands their matters over. @returns how many left */
  checkPeople(townId: string, suspect?: string): Promise<number>;
  /** Greys the buttons of cards that something else overtook, where WeCom still lets them be changed. @returns how many */
  renewCards(): Promise<number>;
  /** Messages that a crash left without handling or without answer. */
  leftBehind(): Promise<string[]>;
  /** Handles or answers one of them. */
  resume(id: string): Promise<void>;
  /** Whether a person's morning digest would say anything. */
  hasDigest(ctx: DomainContext, userid: string): Promise<boolean>;
  /** Reads the holidays anew where somebody confirmed a notice. @returns notices whose limits are not counted anew yet */
  newHolidays(at: Date): Promise<string[]>;
  /** Remembered for /readyz and the metrics. */
  swept(): Promise<void>;
}
