import type { LocalDay } from '../core/local-day.ts';
import { lists, listWords } from '../copy/lists.ts';
import { questionWord, zhDay } from '../copy/terms.ts';
import type { Line, Today } from '../domain/read/lists.ts';
import { headline } from './line.ts';

const SHOWN = 10;

export function listText(
  lines: readonly Line[],
  total: number,
  today: LocalDay,
  heading: string,
  empty: string,
): string {
  if (lines.length === 0) return empty;
  const more = total - lines.length;
  return [
    heading,
    ...lines.map((line) => headline(line, today)),
    ...(more > 0 ? [lists.more(more)] : []),
    lists.openHint,
  ].join('\n');
}

const section = (heading: string, lines: readonly Line[], today: LocalDay, total = lines.length): string[] =>
  lines.length === 0
    ? []
    : [
        heading,
        ...lines.slice(0, SHOWN).flatMap((line) => [headline(line, today), ...urging(line)]),
        ...(total > SHOWN ? [lists.more(total - SHOWN)] : []),
      ];

/** Behind what its reader may press somebody for, the line that does. */
const urging = ({ petition, watched }: Line): string[] =>
  watched?.urges === true ? [lists.urge(petition.number)] : [];

export interface Sign {
  readonly kind: string;
  readonly number: string;
  /** Of an extension the clock that it is about. */
  readonly clock?: string | undefined;
}

const signLines = (signs: readonly Sign[]): string[] => [
  lists.toSign(signs.length),
  ...signs.slice(0, SHOWN).map((s) => `${s.number}｜${questionWord(s.kind, s.clock)}`),
];

/** What waits for somebody's signature. */
export const signsText = (signs: readonly Sign[]): string =>
  signs.length === 0 ? listWords.nothingToSign : [...signLines(signs), lists.openHint].join('\n');

/** 今天 and the morning digest: overdue, due today, due soon, to sign; empty sections are left out. */
export function todayText(now: Today, signs: readonly Sign[], today: LocalDay, unread: readonly string[] = []): string {
  const body = [
    ...section(lists.overdue(now.overdue.length), now.overdue, today),
    ...section(lists.dueToday(now.dueToday.length), now.dueToday, today),
    ...section(lists.soon(now.soon.length), now.soon, today),
    ...(signs.length === 0 ? [] : signLines(signs)),
    ...(unread.length === 0 ? [] : [lists.unread(unread.length), ...unread.slice(0, SHOWN)]),
    ...section(lists.unassigned(now.unassigned.total), now.unassigned.lines, today, now.unassigned.total),
  ];
  return [
    lists.todayTitle(zhDay(today, today)),
    ...(body.length === 0 ? [lists.nothingToday] : [...body, lists.openHint]),
  ].join('\n');
}
