import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../src/core/logger.ts';
import type { Conversation } from '../../../../src/domain/context.ts';
import { createCourier } from '../../../../src/notify/delivery/courier.ts';

const to = (toId: string): Conversation => ({ toKind: 'person', toId });

/** Deliveries that end when told to. */
function played(outcome: (toId: string) => boolean | Error = () => true) {
  const begun: string[] = [];
  const queued: string[] = [];
  const ends = new Map<string, () => void>();
  const courier = createCourier({
    serve: async ({ toId }) => {
      begun.push(toId);
      await new Promise<void>((resolve) => ends.set(toId, resolve));
      const result = outcome(toId);
      if (result instanceof Error) throw result;
      return result;
    },
    enqueue: ({ toId }) => void queued.push(toId),
    atOnce: 2,
    log: silentLogger,
  });
  const end = async (toId: string): Promise<void> => {
    ends.get(toId)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { courier, begun, queued, end };
}

describe('the courier', () => {
  it('serves as many side by side as it may, the others after them', async () => {
    const { courier, begun, end } = played();
    courier.call([to('a'), to('b'), to('c')]);
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('b');
    await end('c');
    expect(courier.isIdle()).toBe(true);
  });

  it('serves a conversation once more when something was written while it was served, however often', async () => {
    const { courier, begun, end } = played();
    courier.call([to('a')]);
    courier.call([to('a')]);
    courier.call([to('a')]);
    expect(begun, 'never twice at once').toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'a']);
    await end('a');
    expect(begun).toHaveLength(2);
    expect(courier.isIdle()).toBe(true);
  });

  it('leaves to the queue what somebody else serves and what failed', async () => {
    const { courier, queued, end } = played((toId) => (toId === 'busy' ? false : new Error('no database')));
    courier.call([to('busy'), to('broken')]);
    await end('busy');
    await end('broken');
    expect(queued).toEqual(['busy', 'broken']);
    expect(courier.isIdle()).toBe(true);
  });

  it('takes nothing new once it closes and waits for what is under way', async () => {
    const { courier, begun, end } = played();
    courier.call([to('a'), to('b'), to('c')]);
    let closed = false;
    const closing = courier.close().then(() => (closed = true));
    await end('a');
    expect(closed).toBe(false);
    await end('b');
    await closing;
    courier.call([to('d')]);
    expect(begun).toEqual(['a', 'b']);
  });
});
