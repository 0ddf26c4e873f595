import type { LetterKind } from '../contract/letter.ts';
import { type LocalDay, localDayOf } from '../core/local-day.ts';
import { letterWords } from '../copy/letters.ts';
import { nextWords } from '../copy/next.ts';
import { zhDay } from '../copy/terms.ts';
import type { LetterRow } from '../domain/letter/store.ts';
import type { Receipt } from '../domain/matter/receipts.ts';
import type { Next, Step } from '../domain/read/next.ts';

const RECEIPTS_SHOWN = 6;
const LETTERS_SHOWN = 5;

export interface NextFor {
  readonly number: string;
  /** Whose step it is where it is the unit's: 城建办 王某. */
  readonly who: string;
  /** Whether its reader may do this step: only then the line to type stands there. */
  readonly mayDo: (step: Step) => boolean;
}

/** Whose word is waited for, what comes next with the line that does it, and what that lacks. */
export function nextLines(
  { waits, step, lacks, gaps, demands, notice }: Next,
  { number, who, mayDo }: NextFor,
): string[] {
  return [
    ...waits.map(({ kind, clock, names }) => nextWords.waits(kind, clock, names)),
    ...(step === undefined ? [] : [nextWords.step(step, who)]),
    ...gaps.map(({ position, missing }) => nextWords.gap(position, demands, missing)),
    ...(step !== undefined && mayDo(step) ? [nextWords.line(step, number, { notice, gap: gaps[0], demands })] : []),
    ...(lacks.length === 0 ? [] : [nextWords.lacks(lacks)]),
  ];
}

function inGroups<T, K>(list: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** What was sent on which day to whom, and on which day who read it; the last few. */
export function receiptLines(receipts: readonly Receipt[]): string[] {
  const sendings = inGroups(receipts, ({ letter, sentAt }) => `${localDayOf(sentAt)} ${letter ?? ''}`);
  const earlier = sendings.size - RECEIPTS_SHOWN;
  const lines = [...sendings.values()].map((those) => {
    const [{ letter, sentAt }] = those;
    const readers = inGroups(those, ({ readAt }) => (readAt === null ? undefined : localDayOf(readAt)));
    return nextWords.receipt(
      letter,
      localDayOf(sentAt),
      [...readers].map(([readOn, group]) => ({ names: group.map(({ name }) => name), readOn })),
    );
  });
  if (lines.length === 0) return [];
  return [
    nextWords.receipts,
    ...(earlier > 0 ? [nextWords.earlierReceipts(earlier)] : []),
    ...lines.slice(-RECEIPTS_SHOWN),
  ];
}

/** The letters of a matter, the last few, with the places by which their files are asked for. */
export function letterLines(
  matter: string,
  letters: readonly LetterRow[],
  today: LocalDay,
  mayFetch: boolean,
): string[] {
  if (letters.length === 0) return [];
  const lines = letters.map(({ kind, number, madeAt, state }, i) =>
    letterWords.listLine(i + 1, kind as LetterKind, number, zhDay(localDayOf(madeAt), today), state === 'withdrawn'),
  );
  return [nextWords.letters, ...lines.slice(-LETTERS_SHOWN), ...(mayFetch ? [letterWords.listTail(matter)] : [])];
}
