import type { Reply } from '../contract/reply.ts';
import type { LocalDay } from '../core/local-day.ts';
import { COLOUR_WORDS, plain, zhDay, zhLeft } from '../copy/terms.ts';
import type { Line } from '../domain/read/lists.ts';
import { clockColour } from './colour.ts';
import { categoryOf, groupText, groupView, type GroupView } from './group.ts';

/** The clock part of a matter as both kinds of readers see it. */
const dueOf = (line: Line, today: LocalDay): GroupView['due'] =>
  line.clock === undefined
    ? undefined
    : { on: line.clock.dueOn, colour: clockColour(line.clock, today), clockTitle: line.clock.title };

export const viewOf = (line: Line, today: LocalDay): GroupView =>
  groupView(line.petition, line.unitName, dueOf(line, today), today);

/** `【红】FJ2026-0012｜村口路灯不亮｜城建办｜超期2天，12月4日(周五)` for those who may know the matter. */
export function headline({ petition, unitName, clock, watched }: Line, today: LocalDay): string {
  const parts = [
    `${COLOUR_WORDS[clock === undefined ? 'none' : clockColour(clock, today)]}${petition.number}`,
    plain(petition.title ?? categoryOf(petition)),
    ...(unitName === undefined ? [] : [watched?.who === undefined ? unitName : `${unitName} ${watched.who}`]),
    ...(clock === undefined ? [] : [`${zhLeft(clock.dueOn, today)}，${zhDay(clock.dueOn, today)}`]),
  ];
  return parts.join('｜');
}

/** A command's answer about one matter: in full in private, the headline and one sentence in a group. */
export function answer(
  line: Line,
  today: LocalDay,
  says: { text: string; group: string; spent?: string; followUp?: string },
): Reply {
  return {
    text: says.text,
    about: line.petition.id,
    ...(line.petition.sealed ? {} : { group: groupText(viewOf(line, today), says.group) }),
    ...(says.spent === undefined ? {} : { spent: says.spent }),
    ...(says.followUp === undefined ? {} : { followUp: says.followUp }),
  };
}
