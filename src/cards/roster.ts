import type { LocalDay } from '../core/local-day.ts';
import { span } from '../copy/schedule.ts';
import { holidayWords, receptionWords, rosterWords } from '../copy/roster.ts';
import { zhDay } from '../copy/terms.ts';
import type { ReceptionCount } from '../domain/roster/reception.ts';
import type { Duty, DutyWeek } from '../domain/roster/roster.ts';
import type { HolidayRow } from '../domain/schedule/holidays.ts';
import { headline } from './line.ts';

/** The week's roster with its gaps in words. Names of officials on duty: a roster is public in the town's groups. */
export function dutyText(week: DutyWeek, days: string, place: string | undefined): string {
  const gaps = week.days.filter(({ person }) => person === undefined).map(({ day }) => day);
  const { mainLeader } = week;
  return [
    rosterWords.title(place, days),
    ...week.days.map(dutyLine),
    week.days.length === 0 ? rosterWords.noDays : gaps.length === 0 ? rosterWords.noGaps : rosterWords.gaps(gaps),
    ...(mainLeader === undefined ? [] : [rosterWords.mainLeader(mainLeader.days, mainLeader.wanted)]),
    rosterWords.how(place),
  ].join('\n');
}

function dutyLine({ day, person, insteadOf, why, substitute }: Duty): string {
  if (person === undefined) return rosterWords.gapLine(day, insteadOf, why);
  return why === undefined
    ? rosterWords.line(day, person.name, substitute?.name)
    : rosterWords.insteadLine(day, person.name, insteadOf);
}

/** Who receives today, as one of its readers sees it. */
export function receptionLine({ person, insteadOf, day }: Duty, reader?: string): string {
  if (person === undefined) return rosterWords.nobody(insteadOf, day);
  return person.userid === reader ? rosterWords.yours : rosterWords.today(person.name, insteadOf);
}

/** The same to a group. */
export const receptionText = (duty: Duty, today: LocalDay): string =>
  [rosterWords.announceTitle(duty.day, today), receptionLine(duty)].join('\n');

/** 接访 in 批 and 人次, this week and this month. */
export function receptionFigures(
  spans: readonly { readonly label: string; readonly counts: readonly ReceptionCount[] }[],
): string {
  return [
    receptionWords.title,
    ...spans.flatMap(({ label, counts }) => [
      label,
      ...(counts.length === 0
        ? [receptionWords.none]
        : counts.map(({ kind, batches, people }) => receptionWords.line(kind, batches, people))),
    ]),
  ].join('\n');
}

const LISTED = 30;

/** Matters whose last day falls into the rest, with the last working day to act. */
export function holidayText(
  rows: readonly HolidayRow[],
  unitNames: ReadonlyMap<string, string>,
  holiday: { readonly from: LocalDay; readonly to: LocalDay; readonly name: string | undefined },
  today: LocalDay,
): string {
  return [
    holidayWords.title(holiday.name ?? holidayWords.rest, span(holiday.from, holiday.to)),
    holidayWords.head(rows.length),
    ...rows.slice(0, LISTED).map(({ petition, clock }) => {
      const unitName = petition.ownerUnit === null ? undefined : unitNames.get(petition.ownerUnit);
      return holidayWords.line(
        headline({ petition, clock: undefined, unitName }, today),
        clock.title,
        zhDay(clock.remindBy, today),
      );
    }),
    ...(rows.length > LISTED ? [holidayWords.more(rows.length - LISTED)] : []),
  ].join('\n');
}
