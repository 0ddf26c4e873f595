import { z } from 'zod';
import { addDuration, parseMoment } from './clock.ts';
import type { Time } from './clock.ts';
import type { ClockControl } from './options.ts';

const clockBody = z.union([z.strictObject({ now: z.string() }), z.strictObject({ advance: z.string() })]);

const TEN_YEARS_MS = 3_660 * 86_400_000;

/** The clock of a local WeCom that runs alone: it jumps, there is nothing to play. */
export function createOwnClock(time: Time, keep: (offset: number) => void): ClockControl {
  const view = (): { now: string } => ({ now: time.iso() });
  return {
    get: () => Promise.resolve(view()),
    set: (body) => {
      const parsed = clockBody.safeParse(body);
      const refuse = (error: string) => Promise.resolve({ status: 400, body: { error } });
      if (!parsed.success) return refuse('请给出 now（带时区的时刻）或 advance（如 P1D、PT2H30M）');
      const target = 'now' in parsed.data ? parseMoment(parsed.data.now) : addDuration(time.now(), parsed.data.advance);
      if (!target) return refuse('看不懂这个时间：now 形如 2026-03-02T09:00:00+08:00，advance 形如 P1D');
      if (!(Math.abs(target.getTime() - time.ms()) <= TEN_YEARS_MS)) return refuse('一次最多移动十年，请核对年份');
      const offset = time.offset() + target.getTime() - time.ms();
      time.setOffset(offset);
      keep(offset);
      return Promise.resolve({ status: 200, body: view() });
    },
  };
}
