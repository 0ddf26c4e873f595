/**
 * Two clocks: the local WeCom's, which jumps, and the bot's, which plays. WeCom's goes first, in steps of a few hours: then
 * its limits never see less time than the bot counted when it sent, as would be so with one clock; and what the bot
 * has not answered yet is that much older when it does, which is the harder case.
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { Random } from '../support/random.ts';
import type { WecomProcess } from '../support/wecom-process.ts';

export interface Days {
  /** Moves both clocks there, however often the bot dies on the way. */
  reach(to: Date): Promise<void>;
  /** Lets time pass in steps until `rest`. */
  pass(random: Random, onMove: (isMoving: boolean) => void): Promise<void>;
  /** Ends the passing and goes to mid-morning of the next Wednesday, when nothing is held back. */
  rest(): Promise<void>;
  passed(): number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CHINA_MS = 8 * HOUR_MS;
const WEDNESDAY = 3;
const AHEAD_MS = 5_000;
/** Killed too early again and again, a step waits for a longer life; once nobody kills any more, this is long enough. */
const PATIENCE_MS = 180_000;

export function createDays(wecom: WecomProcess, clockUrl: string, begin: Date): Days {
  let now = begin;
  let isOver = false;
  let passing: Promise<void> = Promise.resolve();

  const moveBot = async (to: Date): Promise<Response> => {
    const { now: there } = (await (await fetch(clockUrl)).json()) as { now: string };
    // Killed just after it had arrived: a clock is never sent back.
    const target = new Date(Math.max(to.getTime(), Date.parse(there) + AHEAD_MS));
    return fetch(clockUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now: (to === begin ? begin : target).toISOString() }),
    });
  };

  const reach = async (to: Date, patienceMs = Number.POSITIVE_INFINITY): Promise<void> => {
    now = to;
    await wecom.setClock(to);
    const given = performance.now();
    for (;;) {
      await wecom.connected();
      const answer = await moveBot(to).catch(() => undefined);
      if (answer?.ok === true) return;
      if (performance.now() - given > patienceMs) {
        throw new Error(`the clock stands still: ${answer?.status ?? 'no answer'}`);
      }
      await pause(50); // the process is gone or not up yet
    }
  };

  return {
    reach,
    async pass(random, onMove) {
      const run = async (): Promise<void> => {
        while (!isOver) {
          onMove(true);
          await reach(new Date(now.getTime() + random.between(20, 300) * 60_000));
          onMove(false);
          await pause(random.between(200, 1_000));
        }
      };
      passing = run();
      await passing;
    },
    async rest() {
      isOver = true;
      await passing;
      let day = new Date(now.getTime() + DAY_MS);
      while (new Date(day.getTime() + CHINA_MS).getUTCDay() !== WEDNESDAY) day = new Date(day.getTime() + DAY_MS);
      const midnight = Math.floor((day.getTime() + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS;
      await reach(new Date(midnight + 10 * HOUR_MS), PATIENCE_MS);
    },
    passed: () => Math.round((now.getTime() - begin.getTime()) / DAY_MS),
  };
}
