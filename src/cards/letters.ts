import type { LetterKind } from '../contract/letter.ts';
import { type LocalDay, localDayOf } from '../core/local-day.ts';
import { letterWords } from '../copy/letters.ts';
import { zhDay } from '../copy/terms.ts';
import type { LetterRow } from '../domain/letter/store.ts';

/** The letters of a matter by their places, and how to get the file of one. */
export function letterList(matter: string, rows: readonly LetterRow[], today: LocalDay): string {
  if (rows.length === 0) return [letterWords.listHead(matter), letterWords.noLetters].join('\n');
  const lines = rows.map((row, i) =>
    letterWords.listLine(
      i + 1,
      row.kind as LetterKind,
      row.number,
      zhDay(localDayOf(row.madeAt), today),
      row.state === 'withdrawn',
    ),
  );
  return [letterWords.listHead(matter), ...lines, letterWords.listTail(matter)].join('\n');
}
