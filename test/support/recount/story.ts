/** One matter up to a moment, told by its timeline: what was done and not taken back, and how it stood after each step. */
import { type LocalDay, localDayOf } from '../../../src/core/local-day.ts';
import type { PetitionEvent } from '../../../src/domain/matter/events.ts';
import type { RawMatter, Row } from './raw.ts';

export interface Step {
  readonly event: PetitionEvent;
  /** What was written down of the matter, right after it. */
  readonly row: Row;
}

export interface Story {
  readonly raw: RawMatter;
  readonly id: string;
  readonly row: Row;
  /** What was not taken back. */
  readonly steps: readonly Step[];
  readonly isVoid: boolean;
  /** 并案, 退回上级: no longer a matter of its own. */
  readonly isElsewhere: boolean;
  readonly closedOn: LocalDay | undefined;
  readonly reopenedOn: LocalDay | undefined;
  readonly unit: string | null;
  /** How often it was raised, itself included. */
  readonly raised: number;
}

/** Undefined for what was not there yet. */
export function tell(raw: RawMatter, at: Date): Story | undefined {
  const told = rewind(raw).filter(({ event }) => event.at <= at);
  const last = told.at(-1);
  if (last === undefined) return undefined;
  const off = new Set(told.map(({ event }) => event.undoes));
  const steps = told.filter(({ event }) => event.kind !== 'undone' && !off.has(event.id));
  const has = (kind: string): boolean => steps.some(({ event }) => event.kind === kind);
  const dayOf = (kind: string): LocalDay | undefined => {
    const found = steps.findLast(({ event }) => event.kind === 'closed' || event.kind === 'reopened')?.event;
    return found?.kind === kind ? localDayOf(found.at) : undefined;
  };
  const reopened = steps.findLast(({ event }) => event.kind === 'reopened')?.event;
  return {
    raw,
    id: raw.now.id,
    row: last.row,
    steps,
    // A registration that was taken back leaves its number and nothing else.
    isVoid: !has('received') || has('voided'),
    isElsewhere: has('merged') || has('sent-back'),
    closedOn: dayOf('closed'),
    reopenedOn: reopened === undefined ? undefined : localDayOf(reopened.at),
    unit: unitAfter(steps),
    raised: 1 + steps.filter(({ event }) => event.kind === 'repeated').length,
  };
}

/** The row as it stands now, taken back step by step: each event says what stood there before it. */
function rewind({ now, events }: RawMatter): Step[] {
  const steps: Step[] = [];
  let row = now;
  for (const event of events.toReversed()) {
    steps.unshift({ event, row });
    const before = { ...event.before };
    for (const [key, value] of Object.entries(before)) {
      if (key.endsWith('At') && typeof value === 'string') before[key] = new Date(value);
    }
    row = { ...row, ...before };
  }
  return steps;
}

/** Who has it: whom it was last given to, unless it was handed back or taken from them since. */
function unitAfter(steps: readonly Step[]): string | null {
  let unit: string | null = null;
  for (const {
    event: { kind, data },
  } of steps) {
    if (kind === 'assigned') unit = String(data['unit']);
    if (kind === 'returned' || (kind === 'passed-on' && data['unit'] !== undefined)) unit = null;
  }
  return unit;
}

/** Where the row that the program keeps says something else than the timeline. */
export function contradictions({ row, isVoid, isElsewhere, closedOn, reopenedOn, unit, raised }: Story): string[] {
  const status = isVoid ? ['void'] : isElsewhere ? ['merged', 'sent-back'] : closedOn === undefined ? [] : ['closed'];
  const isRight =
    status.length > 0 ? status.includes(row.status) : !['void', 'merged', 'sent-back', 'closed'].includes(row.status);
  const said: readonly (readonly [string, unknown, unknown])[] = [
    ['status', isRight, true],
    ['unit', row.ownerUnit, unit],
    ['raised', row.raised, raised],
    ['reopened', row.reopenedOn ?? undefined, reopenedOn],
    ...(isVoid || isElsewhere ? [] : ([['closed', row.closedOn ?? undefined, closedOn]] as const)),
  ];
  return said
    .filter(([, kept, told]) => kept !== told)
    .map(([what, kept, told]) => `${row.number} ${what}: ${String(kept)} is kept, ${String(told)} is told`);
}
