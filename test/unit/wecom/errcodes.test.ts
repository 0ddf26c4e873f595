import { describe, expect, it } from 'vitest';

import { fateOf, WecomError } from '../../../src/wecom/errcodes.ts';
import { RecentTraffic } from '../../../src/wecom/recent-traffic.ts';
import { toWecomError } from '../../../src/wecom/sdk-errors.ts';
import { movableClock } from '../../../src/core/clock.ts';

describe('the fate of a code', () => {
  it.each([
    [-1, 'retry'],
    [45009, 'wait'],
    [846607, 'unreachable'],
    [846604, 'spent'],
    [846605, 'spent'],
    [846606, 'spent'],
    [846608, 'spent'],
    [853000, 'config'],
    [60020, 'config'],
    [93006, 'final'],
    [81013, 'final'],
    [42014, 'content'],
    [42051, 'content'],
    [40058, 'content'],
    [42001, 'retry'],
    [123456, 'retry'],
  ] as const)('%i: %s', (code, fate) => expect(fateOf(code)).toBe(fate));

  it('a limit says how long', () => {
    expect(new WecomError(45009, 'x').retryAfterMs).toBe(60_000);
    expect(new WecomError(93006, 'x').retryAfterMs).toBeUndefined();
  });
});

describe('what the SDK rejects with', () => {
  it('becomes an error', () => {
    expect(toWecomError({ errcode: 93006, errmsg: 'invalid chatid' }, { isSent: true })).toMatchObject({
      errcode: 93006,
      fate: 'final',
      maybeDelivered: false,
    });
    const timeout = toWecomError(new Error('Reply ack timeout (5000ms) for reqId: x'), { isSent: true });
    expect(timeout).toMatchObject({ fate: 'retry', maybeDelivered: true });
    const unsent = toWecomError(new Error('WebSocket not connected, unable to send data'), { isSent: true });
    expect(unsent).toMatchObject({ fate: 'retry', maybeDelivered: false });
    const chunk = new Error('Chunk 0 upload failed after 3 attempts: {"headers":{},"errcode":846613}');
    expect(toWecomError(chunk, { isSent: false })).toMatchObject({ errcode: 846613, fate: 'content' });
  });
});

describe('846607', () => {
  const start = () => {
    const clock = movableClock();
    return { clock, traffic: new RecentTraffic(clock) };
  };
  it('where nothing ever passed: unreachable', () => {
    expect(start().traffic.fateOfRefusal('a')).toBe('unreachable');
  });
  it('just after a message passed: the limit; a good while after: unreachable', () => {
    const { clock, traffic } = start();
    traffic.sent('a');
    expect(traffic.fateOfRefusal('a')).toBe('wait');
    expect(traffic.fateOfRefusal('b')).toBe('unreachable');
    clock.setOffset(61_000);
    expect(traffic.fateOfRefusal('a')).toBe('unreachable');
  });
  it('within the hour of a person writing: the limit', () => {
    const { clock, traffic } = start();
    traffic.heard('a');
    clock.setOffset(59 * 60_000);
    expect(traffic.fateOfRefusal('a')).toBe('wait');
    clock.setOffset(61 * 60_000);
    expect(traffic.fateOfRefusal('a')).toBe('unreachable');
  });
  it('after very many within the hour: the limit', () => {
    const { clock, traffic } = start();
    for (let count = 0; count < 500; count += 1) traffic.sent('a');
    clock.setOffset(30 * 60_000);
    expect(traffic.fateOfRefusal('a')).toBe('wait');
  });
  it('a clock set back forgets what lies ahead', () => {
    const { clock, traffic } = start();
    traffic.sent('a');
    clock.setOffset(-86_400_000);
    expect(traffic.fateOfRefusal('a')).toBe('unreachable');
  });
});
