/** The weekly report as text. Pure: figures in, markdown out; every line also reads as plain text. */
import type { UnitRow, WeeklyFigures } from '../contract/report.ts';
import { weeklyCopy as say } from '../copy/report.ts';
import { span } from '../copy/schedule.ts';
import type { LocalDay } from '../core/local-day.ts';
import { onTimeRate } from './rate.ts';

/** WeCom refuses longer markdown (bytes of UTF-8). */
export const MAX_TEXT_BYTES = 20_480;
/** More rows than this nobody reads in a chat. */
const MAX_ROWS = 30;
const MAX_UNITS = 60;

export function weeklyText(figures: WeeklyFigures): string {
  // Names of units and categories are the town's own: only a very long list of very long names needs fewer rows.
  for (let rows = MAX_ROWS; ; rows = Math.floor(rows / 2)) {
    const text = linesOf(figures, rows, Math.min(MAX_UNITS, rows * 2)).join('\n');
    if (rows === 0 || Buffer.byteLength(text) <= MAX_TEXT_BYTES) return text;
  }
}

function linesOf(figures: WeeklyFigures, maxRows: number, maxUnits: number): string[] {
  const { onTime, target } = figures;
  return [
    heading(say.title(figures.town)),
    span(figures.from, figures.to, figures.asOf.slice(0, 10) as LocalDay),
    say.asOf(figures.asOf),
    '',
    heading(say.sectionWeek),
    say.registered(figures.registered),
    ...((figures.voided ?? 0) > 0 ? [say.voided(figures.voided ?? 0)] : []),
    say.closed(figures.closed),
    say.fellDue(figures.fellDue),
    say.open(figures.open),
    ...(figures.yellowOpen === undefined ? [] : [say.yellow(figures.yellowOpen)]),
    say.red(onTime.openOverdue),
    '',
    heading(say.rate(onTimeRate(onTime))),
    say.rateParts(onTime.onTimeClosed, onTime.closed, onTime.openOverdue),
    ...(target === undefined ? [] : [say.target(target.percent, target.basis)]),
    '',
    heading(say.sectionNotices),
    say.notices(figures.notices),
    ...(figures.contacts === undefined ? [] : [say.contacts(figures.contacts)]),
    '',
    heading(say.sectionOverdue),
    ...overdueLines(figures, maxRows),
    ...unitLines(figures.units, maxUnits),
  ];
}

function overdueLines({ overdueOpen }: WeeklyFigures, maxRows: number): string[] {
  if (overdueOpen.length === 0) return [say.noneOverdue];
  const left = overdueOpen.length - maxRows;
  return [...overdueOpen.slice(0, maxRows).map(say.overdueRow), ...(left > 0 ? [say.more(left)] : [])];
}

function unitLines(units: readonly UnitRow[], maxUnits: number): string[] {
  if (units.length === 0) return [];
  const busy = units.filter(isBusy);
  const left = busy.length - maxUnits;
  const quiet = units.length - busy.length;
  return [
    '',
    heading(say.sectionUnits),
    ...busy.slice(0, maxUnits).map((row) => say.unitRow({ ...row, rate: onTimeRate(row) })),
    ...(left > 0 ? [say.moreUnits(left)] : []),
    ...(quiet > 0 ? [say.quietUnits(quiet)] : []),
  ];
}

const isBusy = (row: UnitRow): boolean => row.registered + row.closed + row.open + row.openOverdue > 0;
const heading = (text: string): string => `**${text}**`;
