import { describe, expect, it } from 'vitest';

import { createBotAlarm } from '../../src/app/channel/alarm.ts';
import { silentLogger } from '../../src/core/logger.ts';

const MINUTE = 60_000;

function alarmed() {
  const said: string[] = [];
  let now = new Date('2026-03-02T09:00:00+08:00').getTime();
  const alarm = createBotAlarm({
    machine: { now: () => new Date(now) },
    log: silentLogger,
    tellDown: async (trouble) => void said.push(trouble),
    tellUp: async () => void said.push('up'),
  });
  const pass = (ms: number): boolean => {
    now += ms;
    return alarm.isOut();
  };
  return { alarm, said, pass };
}

describe('when the bot is out of order', () => {
  it('a broken connection is waited for ten minutes, and told of once', () => {
    const { alarm, said, pass } = alarmed();
    alarm.open();
    alarm.onState('connected');
    alarm.onState('disconnected');
    expect([pass(9 * MINUTE), said]).toEqual([false, ['up']]);
    expect([pass(MINUTE), pass(MINUTE), said]).toEqual([true, true, ['up', 'unreachable']]);
    alarm.onState('connected');
    expect([pass(MINUTE), said]).toEqual([false, ['up', 'unreachable', 'up']]);
    alarm.close();
  });

  it('a refusal that the next quick attempt mends is none', () => {
    const { alarm, said, pass } = alarmed();
    alarm.open();
    alarm.onState('refused');
    expect(pass(3_000)).toBe(false);
    alarm.onState('connected');
    expect([pass(MINUTE), said]).toEqual([false, ['up']]);
    alarm.onState('refused');
    expect([pass(30_000), said]).toEqual([true, ['up', 'refused']]);
    alarm.close();
  });

  it('a stranger is no matter of time; who let the bot go judges no more', () => {
    const { alarm, said, pass } = alarmed();
    alarm.open();
    alarm.onState('connected');
    alarm.onState('displaced');
    expect([pass(0), said]).toEqual([true, ['up', 'displaced']]);
    alarm.close();
    expect(pass(60 * MINUTE)).toBe(false);
  });

  it('a process that starts after a long outage is given its time', () => {
    const { alarm, pass } = alarmed();
    alarm.open();
    expect([pass(MINUTE), pass(9 * MINUTE)]).toEqual([false, true]);
    alarm.close();
  });
});
