import type { Logger } from '../../core/logger.ts';
import type { Conversation } from '../../domain/context.ts';

export interface Courier {
  /** Somebody wrote something for these conversations; one being served is served once more. */
  call(conversations: Iterable<Conversation>): void;
  isIdle(): boolean;
  /** Takes nothing new and waits for what is under way; the rest is still in the outbox. */
  close(): Promise<void>;
}

export interface CourierOptions {
  /** @returns false when somebody else serves this conversation just now */
  readonly serve: (conversation: Conversation) => Promise<boolean>;
  /** Hands a conversation to the queue, which tries again later. */
  readonly enqueue: (conversation: Conversation) => void;
  /** Conversations served side by side; few, since commands wait for the same connections. */
  readonly atOnce: number;
  readonly log: Logger;
}

/**
 * Sends what an answer set off, in the process that gave it: an order to the queue costs more than the sending. It keeps
 * nothing: what it does not come to, or what fails, the sweep finds in the outbox.
 */
export function createCourier({ serve, enqueue, atOnce, log }: CourierOptions): Courier {
  const waiting = new Map<string, Conversation>();
  const serving = new Map<string, Promise<void>>();
  let isOpen = true;

  async function run(conversation: Conversation): Promise<void> {
    try {
      if (!(await serve(conversation))) enqueue(conversation);
    } catch (error) {
      log.warn({ err: error }, 'not delivered; the queue tries again');
      enqueue(conversation);
    }
  }

  function next(): void {
    for (const [key, conversation] of waiting) {
      if (!isOpen || serving.size >= atOnce) return;
      if (serving.has(key)) continue;
      waiting.delete(key);
      serving.set(
        key,
        run(conversation).finally(() => {
          serving.delete(key);
          next();
        }),
      );
    }
  }

  return {
    call(conversations) {
      for (const conversation of conversations) {
        waiting.set(`${conversation.toKind} ${conversation.toId}`, conversation);
      }
      next();
    },
    isIdle: () => waiting.size === 0 && serving.size === 0,
    async close() {
      isOpen = false;
      waiting.clear();
      await Promise.all(serving.values());
    },
  };
}
