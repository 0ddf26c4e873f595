import type { GroupText, Reply } from '../contract/reply.ts';
import type { LocalDay } from '../core/local-day.ts';
import { COLOUR_WORDS, KIND_WORDS, plain, zhDay, zhLeft } from '../copy/terms.ts';
import { groupWords } from '../copy/group.ts';
import { plainWords } from '../copy/plain-words.ts';
import type { Colour } from '../domain/deadline/colour.ts';

/**
 * All a group may learn of a matter: number, category, unit, clock, and a title the clerk confirmed. There is no field
 * for a name, a phone, an address or a text, so no renderer below can show one.
 */
export interface GroupView {
  readonly number: string;
  /** 题目, once confirmed. */
  readonly title: string | undefined;
  readonly category: string;
  readonly unitName: string | undefined;
  readonly due: { readonly on: LocalDay; readonly colour: Colour; readonly clockTitle: string } | undefined;
  readonly today: LocalDay;
}

interface ViewSource {
  readonly number: string;
  readonly title: string | null;
  readonly kind: string | null;
  readonly subject: string | null;
  readonly sealed: boolean;
}

/** @throws Error for a sealed matter: it is neither mentioned nor counted in any group. */
export function groupView(
  petition: ViewSource,
  unitName: string | undefined,
  due: GroupView['due'],
  today: LocalDay,
): GroupView {
  if (petition.sealed) throw new Error('a sealed matter has no group view');
  return {
    number: petition.number,
    title: petition.title ?? undefined,
    category: categoryOf(petition),
    unitName,
    due,
    today,
  };
}

export const categoryOf = (petition: Pick<ViewSource, 'kind' | 'subject'>): string =>
  petition.subject ?? KIND_WORDS[petition.kind as keyof typeof KIND_WORDS] ?? groupWords.unclassified;

/**
 * Lines that were offered to be done, as a group may read them: verb, number, unit and limit stand in them, and no free words.
 * @throws Error for a sealed matter
 */
export function groupProposed(parts: readonly { readonly line: string; readonly petition: ViewSource }[]): GroupText {
  if (parts.some(({ petition }) => petition.sealed)) throw new Error('a sealed matter has no group view');
  return plainWords.propose(
    parts.map(({ line, petition }) => ({ line, title: petition.title ?? categoryOf(petition) })),
  ) as GroupText;
}

/** `【黄】FJ2026-0012｜村口路灯不亮｜城建办｜还有5天，12月4日(周五)` */
function groupHeadline(view: GroupView): string {
  const parts = [
    `${COLOUR_WORDS[view.due?.colour ?? 'none']}${view.number}`,
    plain(view.title ?? view.category),
    ...(view.unitName === undefined ? [] : [view.unitName]),
    ...(view.due === undefined ? [] : [`${zhLeft(view.due.on, view.today)}，${zhDay(view.due.on, view.today)}`]),
  ];
  return parts.join('｜');
}

/** A sentence about a matter for a group: `sentence` comes from copy and is about what happened, never about whom. */
export const groupText = (view: GroupView, sentence: string): GroupText =>
  `${groupHeadline(view)}\n${sentence}` as GroupText;

/** Figures and fixed sentences without any matter. */
export const groupPlain = (sentence: string): GroupText => sentence as GroupText;

/** A group has just read who is accused of what: it is asked to forget it, and what there is to say stands in the private chat. */
export const askedToForget = (reply: Reply): Reply => ({
  ...reply,
  group: groupPlain(groupWords.accusing),
  detail: true,
});

/** What several commands of one message say. */
export const groupTogether = (texts: readonly GroupText[]): GroupText => texts.join('\n') as GroupText;
