import type { LocalDay } from '../core/local-day.ts';
import { dueLine } from '../copy/replies.ts';
import type { Clock } from '../domain/clock/run.ts';

/** One line for each running clock, the nearest first; a petitioner's own period only on request. */
export const dueLines = (running: readonly Clock[], today: LocalDay): string[] =>
  running
    .filter((clock) => clock.state === 'running' && clock.owner !== 'petitioner')
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
    .map((clock) => dueLine({ title: clock.title, on: clock.dueOn, provisional: clock.provisional }, today));
