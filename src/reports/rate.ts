import type { OnTimeParts } from '../contract/report.ts';

/**
 * On-time closed ÷ (closed + open overdue). Null when there is nothing to measure: that is "—", never 100 %. The parts come
 * from one snapshot; a matter is either closed or open, so the sum counts each once.
 */
export function onTimeRate({ onTimeClosed, closed, openOverdue }: OnTimeParts): number | null {
  const measured = closed + openOverdue;
  return measured === 0 ? null : onTimeClosed / measured;
}
