import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Heard } from '../../../src/bot/heard.ts';
import { createWaitingRoom, inTime, LateAnswer, type WaitingLimits } from '../../../src/bot/waiting-room.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { cases } from '../../support/cases.ts';

const heard = (msgid: string, text = msgid, userid = 'u-1'): Heard => ({
  msgid,
  reqId: '',
  chat: { kind: 'person', id: userid },
  userid,
  what: { kind: 'text', text },
});
const away = (): Error => Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' });
const LIMITS: WaitingLimits = { messages: 20, characters: 1_000, waitMs: 60_000, retryMs: 1 };

function roomWith(limits: Partial<WaitingLimits> = {}) {
  const stored: string[] = [];
  const missed: string[] = [];
  const state = { isAway: true };
  const room = createWaitingRoom({
    store: ({ msgid }) => {
      if (state.isAway) return Promise.reject(away());
      stored.push(msgid);
      return Promise.resolve(`id of ${msgid}`);
    },
    missed: ({ msgid }) => {
      missed.push(msgid);
      return Promise.resolve();
    },
    log: silentLogger,
    limits: { ...LIMITS, ...limits },
  });
  return { room, stored, missed, back: () => void (state.isAway = false), goAway: () => void (state.isAway = true) };
}

describe('who waits for the database', () => {
  it('is stored in the order of coming, and a copy once', async () => {
    const { room, stored, missed, back } = roomWith();
    const ids = ['a', 'b', 'a', 'c'].map((msgid) => room.enter(heard(msgid)));
    back();
    expect(await Promise.all(ids)).toEqual(['id of a', 'id of b', undefined, 'id of c']);
    expect({ stored, missed, empty: room.isEmpty() }).toEqual({ stored: ['a', 'b', 'c'], missed: [], empty: true });
  });

  it('is told when it takes too long', async () => {
    const { room, stored, missed } = roomWith({ waitMs: 0 });
    expect(await room.enter(heard('a'))).toBeUndefined();
    await vi.waitFor(() => expect(missed).toEqual(['a']));
    expect(stored).toEqual([]);
  });

  it('is told when the process ends', async () => {
    const { room, missed } = roomWith();
    const ids = [room.enter(heard('a')), room.enter(heard('b'))];
    await room.close();
    expect(await Promise.all(ids)).toEqual([undefined, undefined]);
    expect(missed).toEqual(['a', 'b']);
    expect(await room.enter(heard('c'))).toBeUndefined();
    expect(missed).toEqual(['a', 'b', 'c']);
  });

  it('is bounded in number and in text, and nobody beyond the bound meets silence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 40 }), async (lengths) => {
        const { room, stored, missed, back } = roomWith();
        const ids = lengths.map((length, i) => room.enter(heard(String(i), 'x'.repeat(length))));
        back();
        await Promise.all(ids);
        expect([...stored, ...missed].toSorted()).toEqual(lengths.map((_, i) => String(i)).toSorted());
        const kept = stored.reduce((sum, i) => sum + lengths[Number(i)]!, 0);
        expect([stored.length <= LIMITS.messages, kept <= LIMITS.characters]).toEqual([true, true]);
        expect(stored).toEqual(stored.toSorted((a, b) => Number(a) - Number(b)));
        expect(room.isEmpty()).toBe(true);
      }),
      cases(30),
    );
  });

  it('is not stored for a fault of its own: its author is told, and the others go on', async () => {
    const missed: string[] = [];
    const room = createWaitingRoom({
      store: ({ msgid }) => (msgid === 'a' ? Promise.reject(new Error('bad')) : Promise.resolve(msgid)),
      missed: ({ msgid }) => Promise.resolve(void missed.push(msgid)),
      log: silentLogger,
      limits: LIMITS,
    });
    expect(await Promise.all([room.enter(heard('a')), room.enter(heard('b'))])).toEqual([undefined, 'b']);
    expect(missed).toEqual(['a']);
  });

  it('an answer that does not come is one of a database that is away', async () => {
    await expect(inTime(new Promise(() => {}), 5)).rejects.toBeInstanceOf(LateAnswer);
  });
});
