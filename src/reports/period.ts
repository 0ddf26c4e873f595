/** Periodic reports as text. Pure: figures in, markdown out; every line also reads as plain text. */
import type { MatterRow, PeriodFacts, UnitFacts, WeeklyFigures } from '../contract/report.ts';
import type { LocalDay } from '../core/local-day.ts';
import { changeWords } from '../copy/correction.ts';
import { periodCopy as say } from '../copy/period.ts';
import { zhDay } from '../copy/terms.ts';
import { weeklyCopy } from '../copy/report.ts';
import { receptionWords } from '../copy/roster.ts';
import { span } from '../copy/schedule.ts';
import type { ReportPart } from '../domain/policy/vocabulary.ts';
import type { LaterCorrection } from '../domain/report/kept.ts';
import type { Standing } from '../domain/report/period.ts';
import type { ReceptionCount } from '../domain/roster/reception.ts';
import { onTimeRate } from './rate.ts';
import { MAX_TEXT_BYTES } from './weekly.ts';

export interface PeriodReport {
  readonly title: string;
  readonly parts: readonly ReportPart[];
  readonly figures: WeeklyFigures;
  readonly facts: PeriodFacts | undefined;
  /** Absent for a group: it gets figures only. */
  readonly matters: readonly MatterRow[] | undefined;
  readonly reception: readonly ReceptionCount[];
  /** 条例 art. 41 is what a year's report rests on. */
  readonly annual: boolean;
  readonly today: LocalDay;
  /** What was put right after the report was due. */
  readonly corrected: readonly LaterCorrection[];
}

const MAX_ROWS = 60;

export function periodText(report: PeriodReport): string {
  for (let rows = MAX_ROWS; ; rows = Math.floor(rows / 2)) {
    const text = linesOf(report, rows).join('\n');
    if (rows === 0 || Buffer.byteLength(text) <= MAX_TEXT_BYTES) return text;
  }
}

/** What a report says beside its first figures, each section under its heading. */
export function sectionLines(report: PeriodReport, rows: number): string[] {
  return report.parts.flatMap((part) => SECTIONS[part](report, rows));
}

function linesOf(report: PeriodReport, rows: number): string[] {
  const { figures } = report;
  return [
    say.title(figures.town, report.title),
    span(figures.from, figures.to, report.today),
    weeklyCopy.asOf(figures.asOf),
    ...(report.annual ? [say.legalBasis] : []),
    ...sectionLines(report, rows),
    ...correctedLines(report),
  ];
}

/** 报送后的更正: the figures above stay as they were sent. */
export const correctedLines = ({ corrected, today }: PeriodReport): string[] =>
  corrected.length === 0
    ? []
    : headed(
        say.corrected,
        corrected.map(({ day, number, kind, changes }) =>
          say.correctedRow(zhDay(day, today), number, kind === 'voided' ? '' : changeWords(changes)),
        ),
        '',
      );

const headed = (heading: string, lines: readonly string[], none: string): string[] => [
  '',
  `**${heading}**`,
  ...(lines.length === 0 ? [none] : lines),
];

const SECTIONS: Readonly<Record<ReportPart, (report: PeriodReport, rows: number) => readonly string[]>> = {
  figures: ({ figures }) => figureLines(figures),
  reception: ({ reception }) =>
    headed(
      say.reception,
      reception.map(({ kind, batches, people }) => receptionWords.line(kind, batches, people)),
      say.noReception,
    ),
  agenda: ({ matters }, rows) =>
    matters === undefined ? [] : headed(say.agenda, agendaLines(matters, rows), say.noAgenda),
  'open-list': ({ matters, today }, rows) =>
    matters === undefined ? [] : headed(say.list(matters.length), listLines(matters, rows, today), say.noList),
  rates: ({ facts }) =>
    facts === undefined || facts.rates.length === 0
      ? []
      : headed(
          say.rates,
          facts.rates.map((rate) => say.rate(rate.title, rate.done, rate.of, rate.targetPercent, rate.basis)),
          '',
        ),
  units: ({ facts }) =>
    facts === undefined
      ? []
      : headed(
          say.units,
          facts.units.map((unit) => unitLine(unit, facts.hasContacts)),
          say.noUnits,
        ),
  ages: ({ facts }) =>
    facts === undefined
      ? []
      : headed(
          say.ages,
          facts.ages.flatMap((n, i) => (n === 0 ? [] : [say.ageLine(say.age[i] ?? '', n)])),
          say.noAges,
        ),
  'settled-old': ({ facts }) =>
    facts === undefined
      ? []
      : headed(say.settledOld, [say.settled(facts.settledOld.year, facts.settledOld.fiveYears)], ''),
  subjects: ({ facts }) => (facts === undefined ? [] : [...subjectLines(facts), ...accusedLines(facts)]),
  steps: ({ facts }) =>
    facts === undefined
      ? []
      : headed(say.steps, [say.step(facts.steps.transferred, facts.steps.assigned, facts.steps.supervised)], ''),
  suggestions: ({ facts }) =>
    facts === undefined
      ? []
      : headed(
          say.suggestions,
          [say.suggestion(facts.suggestions.registered, facts.suggestions.answered), say.uptake],
          '',
        ),
};

function figureLines(figures: WeeklyFigures): string[] {
  const { onTime, target } = figures;
  return [
    '',
    `**${say.period}**`,
    weeklyCopy.registered(figures.registered),
    ...((figures.voided ?? 0) > 0 ? [weeklyCopy.voided(figures.voided ?? 0)] : []),
    weeklyCopy.closed(figures.closed),
    weeklyCopy.fellDue(figures.fellDue),
    weeklyCopy.open(figures.open),
    ...(figures.yellowOpen === undefined ? [] : [weeklyCopy.yellow(figures.yellowOpen)]),
    weeklyCopy.red(onTime.openOverdue),
    weeklyCopy.rate(onTimeRate(onTime)),
    weeklyCopy.rateParts(onTime.onTimeClosed, onTime.closed, onTime.openOverdue),
    ...(target === undefined ? [] : [weeklyCopy.target(target.percent, target.basis)]),
    weeklyCopy.notices(figures.notices),
    ...(figures.contacts === undefined ? [] : [weeklyCopy.contacts(figures.contacts)]),
  ];
}

function agendaLines(matters: readonly MatterRow[], rows: number): string[] {
  const listed = matters.filter((row) => row.missedAgain || row.repeated || row.explanation);
  return capped(
    listed.map((row) =>
      say.agendaRow(row.number, row.unit, row.category, [
        ...(row.missedAgain ? [say.reasons.missedAgain] : []),
        ...(row.repeated ? [say.reasons.repeated] : []),
        ...(row.explanation ? [say.reasons.explanation] : []),
      ]),
    ),
    rows,
  );
}

function listLines(matters: readonly MatterRow[], rows: number, today: LocalDay): string[] {
  const shown = matters.slice(0, rows);
  const lines: string[] = [];
  let unit: string | undefined;
  for (const row of shown) {
    if (row.unit !== unit) {
      unit = row.unit;
      lines.push(say.listUnit(unit, matters.filter((one) => one.unit === row.unit).length));
    }
    lines.push(say.listRow(row.number, row.category, row.clock, row.dueOn, today));
  }
  return [...lines, ...(matters.length > shown.length ? [say.more(matters.length - shown.length)] : [])];
}

const capped = (lines: readonly string[], rows: number): string[] => [
  ...lines.slice(0, rows),
  ...(lines.length > rows ? [say.more(lines.length - rows)] : []),
];

/** Facts of one office; of very few matters nothing more is said, so that no person can be guessed. */
function unitLine(unit: UnitFacts, hasContacts: boolean): string {
  if (say.isFew(unit.matters)) return say.few(unit.unit);
  return say.unit(unit.unit, [
    say.notices(unit.notices),
    ...(hasContacts ? [say.contacts(unit.contacts)] : []),
    say.closed(unit.closed),
    say.overdue(unit.overdue),
    say.served(unit.served),
    say.followedUp(unit.followedUp),
  ]);
}

function subjectLines({ subjects }: PeriodFacts): string[] {
  const many = subjects.filter(({ count }) => !say.isFew(count));
  const few = subjects.filter(({ count }) => say.isFew(count)).reduce((sum, { count }) => sum + count, 0);
  return headed(
    say.subjects,
    [...many.map(({ name, count }) => say.subject(name, count)), ...(few > 0 ? [say.fewSubjects(few)] : [])],
    say.noSubjects,
  );
}

const accusedLines = ({ accusedUnits }: PeriodFacts): string[] =>
  headed(
    say.accused,
    accusedUnits.filter(({ count }) => !say.isFew(count)).map(({ name, count }) => say.accusedUnit(name, count)),
    say.noAccused,
  );

/** 统计: what stands open now. */
export function standingText(town: string, moment: string, now: Standing, withColours: boolean): string {
  return [
    say.standing(town, moment),
    say.open(now.open),
    ...(withColours ? [say.yellow(now.yellow)] : []),
    say.red(now.overdue),
    ...(now.open === 0
      ? []
      : [
          ...headed(
            say.byChannel,
            now.channels.map(({ name, count }) => say.counted(say.channel(name), count)),
            '',
          ),
          ...headed(
            say.byUnit,
            now.units.map(({ name, count, overdue }) => say.countedLate(name, count, overdue)),
            '',
          ),
        ]),
  ].join('\n');
}
