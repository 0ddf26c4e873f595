import type { LocalDay } from '../core/local-day.ts';
import { shortened } from '../core/text.ts';
import { catchUp as words } from '../copy/catch-up.ts';
import { dueLine } from '../copy/replies.ts';
import { CHANNEL_WORDS, EVENT_WORDS, plain, STATUS_WORDS, zhDay, zhMoment } from '../copy/terms.ts';
import type { Line, PetitionDetail } from '../domain/read/lists.ts';
import type { Next } from '../domain/read/next.ts';
import { byWhom, saidOf } from './event-line.ts';
import { categoryOf } from './group.ts';
import { nextLines } from './next.ts';

const NOTE_SHOWN = 30;

export interface CatchUp {
  readonly detail: PetitionDetail;
  readonly line: Line;
  readonly next: Next;
  /** Who knows the matter, without its reader. */
  readonly ask: readonly { readonly name: string; readonly unit: string }[];
  readonly today: LocalDay;
}

/** For whoever joins, in eight lines at most: where it stands, what was promised to the citizen, what is next, and whom to ask. */
export function catchUpText({ detail, line, next, ask, today }: CatchUp): string {
  const { petition, unitName, handlerName } = detail;
  const who = [unitName, handlerName].filter((part) => part !== undefined).join(' ');
  const channel = CHANNEL_WORDS[petition.channel as keyof typeof CHANNEL_WORDS] ?? petition.channel;
  const coming = nextLines(next, { number: petition.number, who, mayDo: () => false });
  return [
    `**${petition.number}**｜${plain(petition.title ?? categoryOf(petition))}`,
    words.stands(STATUS_WORDS[petition.status] ?? petition.status, zhDay(petition.receivedOn, today), channel),
    ...(who === '' ? [] : [words.unit(who)]),
    words.promised(promises(detail, today)),
    ...(line.clock === undefined
      ? []
      : [dueLine({ title: line.clock.title, on: line.clock.dueOn, provisional: line.clock.provisional }, today)]),
    ...latest(detail, today),
    words.next(coming),
    ...(ask.length === 0 ? [] : [words.ask(ask)]),
  ].join('\n');
}

/** What is still owed to the citizen by law, the nearest day first; the period for 复查 is theirs. */
const promises = ({ clocks }: PetitionDetail, today: LocalDay): string[] =>
  clocks
    .filter(({ state, legal, owner }) => state === 'running' && legal && owner !== 'superior')
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
    .map(({ title, dueOn, owner }) => words.promise(title, zhDay(dueOn, today), owner === 'petitioner'));

/** The last step that somebody took, and what they wrote. */
function latest({ timeline }: PetitionDetail, today: LocalDay): string[] {
  const last = timeline.at(-1);
  if (last === undefined) return [];
  const { changed, said } = saidOf(last);
  const typed = [changed, said?.split('\n').find((part) => part !== '')].filter((part) => part !== undefined);
  const note = typed.length === 0 ? undefined : plain(shortened(typed.join('；'), NOTE_SHOWN));
  return [words.latest(zhMoment(last.at, today), EVENT_WORDS[last.kind], byWhom(last), note)];
}
