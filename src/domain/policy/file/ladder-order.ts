/** A ladder is read from top to bottom, so its stages stand in the order in which they speak. */
import type { StageEntry } from './schema.ts';

/** Start, before the due day, due day, after it. */
function phaseOf(when: StageEntry['when']): number {
  if (when.start) return 0;
  if (when.due) return 2;
  return when.daysAfter !== undefined || when.workingDaysAfter !== undefined ? 3 : 1;
}

/** Of two stages counted in the same way: how far along they are. A setting's number is not known here. */
function alongOf(when: StageEntry['when']): readonly [key: string, along: number] | undefined {
  for (const [key, sign] of [
    ['workingDaysBefore', -1],
    ['daysLeftBelow', -1],
    ['daysAfter', 1],
    ['workingDaysAfter', 1],
  ] as const) {
    const n = when[key];
    if (typeof n === 'number') return [key, sign * n];
  }
  return undefined;
}

/** The first stage that stands after one it speaks before. */
export function misplacedStage(
  stages: readonly StageEntry[],
): { readonly index: number; readonly id: string; readonly before: string } | undefined {
  for (const [index, stage] of stages.entries()) {
    const along = alongOf(stage.when);
    const later = stages.slice(0, index).find((earlier) => {
      if (phaseOf(earlier.when) !== phaseOf(stage.when)) return phaseOf(earlier.when) > phaseOf(stage.when);
      const other = alongOf(earlier.when);
      return along !== undefined && other !== undefined && other[0] === along[0] && other[1] > along[1];
    });
    if (later !== undefined) return { index, id: stage.id, before: later.id };
  }
  return undefined;
}
