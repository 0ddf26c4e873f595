import type { LocalDay } from '../core/local-day.ts';
import type { Clock } from '../domain/clock/run.ts';
import type { Colour } from '../domain/deadline/colour.ts';

/** Colour of a running clock by the days stored when it started: what the reader is shown follows the rule it runs under. */
export function clockColour(clock: Pick<Clock, 'dueOn' | 'yellowOn' | 'state'>, today: LocalDay): Colour {
  if (clock.state === 'met' || clock.state === 'stopped') return 'green';
  if (today > clock.dueOn) return 'red';
  return clock.yellowOn !== null && today >= clock.yellowOn ? 'yellow' : 'none';
}
