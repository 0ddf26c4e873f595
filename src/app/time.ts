import { systemClock } from '../core/clock.ts';
import { rewindTowns } from '../domain/org/service.ts';
import { quietUntil } from '../domain/outbox/quiet.ts';
import { play } from '../queue/play.ts';
import type { Ground } from './ground.ts';
import { nextMoment } from './moments.ts';
import { readMeta, writeMeta } from './storage.ts';

/** The movable clock of a local town and of a test: days are played, not skipped. */
export function createTime(ground: Ground, settle: () => Promise<void>, onHop: (now: Date) => void) {
  const { clock, database, at, transact, calendar } = ground;
  const save = (offset: number): Promise<void> => writeMeta(database.db, 'clock-offset', String(offset));
  let moving: Promise<void> = Promise.resolve();
  return {
    /** Moves the clock; calls are served one after another. */
    move(to: Date): Promise<void> {
      const run = moving.then(() =>
        play(
          {
            ...{ clock, machine: systemClock, settle, save, onHop },
            nextMoment: (after) => transact(after, nextMoment),
            rewind: (moment) => transact(moment, rewindTowns),
          },
          to,
        ),
      );
      moving = run.catch(() => {});
      return run;
    },

    /** A new sandbox opens on a working morning: on a Sunday night nothing would arrive, and a newcomer would think it broken. */
    async startInOfficeHours(): Promise<void> {
      if ((await readMeta(database.db, 'clock-offset')) !== undefined) return;
      const now = at();
      const offset = quietUntil(now, { from: '17:00', to: '09:00' }, calendar()).getTime() - now.getTime();
      clock.setOffset(offset);
      await save(offset);
    },
  };
}
