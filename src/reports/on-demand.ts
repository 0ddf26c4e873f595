import type { Actor } from '../contract/command.ts';
import { localTimeOf } from '../core/local-day.ts';
import { periodCopy } from '../copy/period.ts';
import type { DomainContext } from '../domain/context.ts';
import { findTown } from '../domain/org/service.ts';
import type { ReportKind, ReportPart } from '../domain/policy/vocabulary.ts';
import { liveSource, type Period, readableBy, type ReportScope } from '../domain/report/facts.ts';
import { frameOf } from '../domain/report/frame.ts';
import { keptReport } from '../domain/report/kept.ts';
import { factsFrom, listed, openMatters, standing } from '../domain/report/period.ts';
import { figuresFrom } from '../domain/report/weekly.ts';
import { receptionBetween } from '../domain/roster/reception.ts';
import { correctedLines, type PeriodReport, periodText, sectionLines, standingText } from './period.ts';
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

/** A report of a kind over a period, with the figures it needs and no others: as it was due, or as it stands where none was. */
export async function gatherReport(
  ctx: DomainContext,
  townId: string,
  kind: ReportKind,
  period: Period,
  scope: ReportScope,
): Promise<PeriodReport> {
  const kept = await keptReport(ctx, townId, kind, period, scope);
  const policy = await ctx.policy(townId);
  const frame = kept?.frame ?? frameOf(policy, kind);
  const source = kept?.source ?? liveSource(ctx, { townId, period, visible: readableBy(townId, scope) });
  const made = { townId, period, source, frame };
  const wants = (some: ReadonlySet<ReportPart>): boolean => frame.parts.some((part) => some.has(part));
  const list = async () =>
    scope.kind !== 'reader'
      ? undefined
      : kept === undefined
        ? openMatters(ctx, townId, scope)
        : listed(ctx, kept.pressed);
  return {
    title: frame.title ?? periodCopy.usual[kind],
    parts: frame.parts,
    figures: await figuresFrom(ctx, made),
    facts: wants(FACTS) ? await factsFrom(ctx, made) : undefined,
    matters: wants(LISTS) ? await list() : undefined,
    reception: frame.parts.includes('reception') ? await receptionBetween(ctx, townId, period, source.at) : [],
    annual: kind === 'annual',
    today: source.today,
    corrected: kept?.corrected ?? [],
  };
}

/** The report as text; the week keeps its own shape, with what a town adds to it below. */
export function reportText(kind: ReportKind, report: PeriodReport): string {
  if (kind !== 'weekly') return periodText(report);
  const parts = report.parts.filter((part) => part !== 'figures');
  return [
    weeklyText(report.figures),
    ...sectionLines({ ...report, parts }, WEEKLY_ROWS),
    ...correctedLines(report),
  ].join('\n');
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
