import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { z } from 'zod';

import { LONGEST } from '../../core/local-day.ts';
import { httpText } from '../../copy/http.ts';
import { RequestError } from '../on-error.ts';

/** The movable clock, as the composition root has it. */
export interface PlayedClock {
  now(): Date;
  /** Resolves when everything that fell due has been delivered. */
  move(to: Date): Promise<void>;
}

/** Also what the local WeCom takes as the clock behind its own interface. */
export interface ClockControl {
  get(): Promise<{ now: string }>;
  set(body: unknown): Promise<{ status: number; body: { now: string } | { error: string } }>;
}

const clockBody = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advance: z.iso.duration() }),
]);

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const PART = /(\d+(?:[.,]\d+)?)([YMWDHS])/gu;

/** Years and months by China's calendar (31 January + P1M = 28 February), the rest by length. */
function addDuration(from: Date, duration: string): Date {
  const [days = '', time = ''] = duration.slice(1).split('T');
  const read = (text: string): Record<string, number> =>
    Object.fromEntries(Array.from(text.matchAll(PART), ([, value, unit]) => [unit!, Number(value!.replace(',', '.'))]));
  const { Y: years = 0, M: months = 0, W: weeks = 0, D: day = 0 } = read(days);
  const { H: hours = 0, M: minutes = 0, S: seconds = 0 } = read(time);
  const local = new Date(from.getTime() + CHINA_MS);
  const wantedDay = local.getUTCDate();
  local.setUTCMonth(local.getUTCMonth() + years * 12 + months);
  // Too short a month runs over into the next one.
  if (local.getUTCDate() !== wantedDay) local.setUTCDate(0);
  const ms = (((weeks * 7 + day) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1_000;
  return new Date(local.getTime() - CHINA_MS + ms);
}

/** Reads and moves a clock; moves that come together are made one after another, each from where the last one led. */
export function clockControl(clock: PlayedClock): ClockControl {
  let last: Promise<unknown> = Promise.resolve();
  const view = () => ({ now: clock.now().toISOString() });
  const move = async (body: z.output<typeof clockBody>): ReturnType<ClockControl['set']> => {
    const target = 'now' in body ? new Date(body.now) : addDuration(clock.now(), body.advance);
    const isFar = !(Math.abs(target.getTime() - clock.now().getTime()) <= LONGEST.days * DAY_MS);
    if (isFar) return { status: 400, body: { error: httpText.clockRange } };
    await clock.move(target);
    return { status: 200, body: view() };
  };
  return {
    get: () => Promise.resolve(view()),
    set: (given) => {
      const parsed = clockBody.safeParse(given);
      if (!parsed.success) return Promise.resolve({ status: 400, body: { error: httpText.clockBody } });
      const moved = last.then(() => move(parsed.data));
      last = moved.catch(() => {});
      return moved;
    },
  };
}

/** GET and POST /sandbox/api/clock without a local WeCom (TEST_CLOCK=1). */
export function clockRouter(control: ClockControl): Router {
  const router = new Router();
  router.get('/sandbox/api/clock', async (ctx) => {
    ctx.body = await control.get();
  });
  router.post('/sandbox/api/clock', bodyParser({ enableTypes: ['json'] }), async (ctx) => {
    const { status, body } = await control.set(ctx.request.body);
    if ('error' in body) throw new RequestError(status, body.error);
    ctx.body = body;
  });
  return router;
}
