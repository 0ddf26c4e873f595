import type { Actor } from '../contract/command.ts';
import { localTimeOf } from '../core/local-day.ts';
import { periodCopy } from '../copy/period.ts';
import type { DomainContext } from '../domain/context.ts';
import { findTown } from '../domain/org/service.ts';
import { USUAL_PARTS } from '../domain/policy/resolve.ts';
import type { ReportKind, ReportPart } from '../domain/policy/words.ts';
import type { Period, ReportScope } from '../domain/report/facts.ts';
import { openMatters, periodFacts, standing } from '../domain/report/period.ts';
import { weeklyFigures } from '../domain/report/weekly.ts';
import { receptionBetween } from '../domain/roster/reception.ts';
import { type PeriodReport, periodText, sectionLines, standingText } from './period.ts';
import { weeklyText } from './weekly.ts';

const FACTS: ReadonlySet<ReportPart> = new Set([
  'rates',
  'units',
  'ages',
  'settled-old',
  'subjects',
  'steps',
  'suggestions',
]);
const LISTS: ReadonlySet<ReportPart> = new Set(['agenda', 'open-list']);
const WEEKLY_ROWS = 60;

/** Who reads: a person, with what that person may know, or a group, which gets figures only. */
export const scopeOf = (actor: Actor | undefined): ReportScope =>
  actor === undefined ? { kind: 'group' } : { kind: 'reader', actor };

/** A report of a kind over a period, with the figures it needs and no others. */
export async function gatherReport(
  ctx: DomainContext,
  townId: string,
  kind: ReportKind,
  period: Period,
  scope: ReportScope,
): Promise<PeriodReport> {
  const policy = await ctx.policy(townId);
  const rule = policy.rhythm.reports.find((one) => one.kind === kind);
  const parts = rule?.parts ?? USUAL_PARTS[kind];
  const wants = (some: ReadonlySet<ReportPart>): boolean => parts.some((part) => some.has(part));
  return {
    title: rule?.title ?? periodCopy.usual[kind],
    parts,
    figures: await weeklyFigures(ctx, townId, period, scope),
    facts: wants(FACTS) ? await periodFacts(ctx, townId, period, scope) : undefined,
    matters: wants(LISTS) && scope.kind === 'reader' ? await openMatters(ctx, townId, scope) : undefined,
    reception: parts.includes('reception') ? await receptionBetween(ctx, townId, period.from, period.to) : [],
    annual: kind === 'annual',
    today: ctx.today,
  };
}

/** The report as text; the week keeps its own shape, with what a town adds to it below. */
export function reportText(kind: ReportKind, report: PeriodReport): string {
  if (kind !== 'weekly') return periodText(report);
  const parts = report.parts.filter((part) => part !== 'figures');
  return [weeklyText(report.figures), ...sectionLines({ ...report, parts }, WEEKLY_ROWS)].join('\n');
}

/** 统计 for one reader, or for a group. */
export async function standingReport(ctx: DomainContext, townId: string, scope: ReportScope): Promise<string> {
  const { name } = await findTown(ctx.tx, townId);
  const policy = await ctx.policy(townId);
  return standingText(
    name,
    `${ctx.today} ${localTimeOf(ctx.at)}`,
    await standing(ctx, townId, scope),
    policy.colours !== undefined,
  );
}
