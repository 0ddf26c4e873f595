/** What the program reports to a reader at this moment, held against the recount: a line for each figure that differs. */
import { isDeepStrictEqual } from 'node:util';

import { and, eq } from 'drizzle-orm';

import { localDayOf } from '../../../src/core/local-day.ts';
import { keptReports } from '../../../src/db/schema.ts';
import type { DomainContext } from '../../../src/domain/context.ts';
import { findActor } from '../../../src/domain/org/service.ts';
import type { ReportKind } from '../../../src/domain/policy/vocabulary.ts';
import { openMatters, periodFacts, standing } from '../../../src/domain/report/period.ts';
import { receptionBetween } from '../../../src/domain/roster/reception.ts';
import { gatherReport } from '../../../src/reports/on-demand.ts';
import type { PeriodReport } from '../../../src/reports/period.ts';
import { type Question, Recount, type Span } from './count.ts';
import type { Paper } from './paper.ts';
import type { RawTown } from './raw.ts';
import { mayKnow, type Reader } from './readers.ts';
import { tell } from './story.ts';

/** One report asked for by one reader. */
export interface Asked {
  readonly town: RawTown;
  readonly paper: Paper;
  readonly kind: ReportKind;
  readonly span: Span;
  readonly reader: Reader;
}

interface Compared {
  readonly lines: readonly string[];
  readonly figures: readonly string[];
  /** Those that were not nothing. */
  readonly told: readonly string[];
  readonly isKept: boolean;
}

export async function differences(ctx: DomainContext, asked: Asked): Promise<Compared> {
  const { town, kind, span, reader } = asked;
  const id = town.town.id;
  const actor = reader === undefined ? undefined : await findActor(ctx.tx, reader);
  const scope = actor === undefined ? ({ kind: 'group' } as const) : ({ kind: 'reader', actor } as const);
  const kept = await keptAt(ctx, id, kind, span);
  const report = await gatherReport(ctx, id, kind, span, scope);
  const recount = new Recount(questionOf(asked, kept ?? ctx.at, ctx.at));
  // What a meeting has to look at stands as it is then, whatever the period.
  const then = localDayOf(kept ?? ctx.at);
  const standingThen = new Recount(questionOf({ ...asked, span: { from: then, to: then } }, kept ?? ctx.at, ctx.at));
  const facts = report.facts ?? (kept === undefined ? await periodFacts(ctx, id, span, scope) : undefined);
  const matters =
    report.matters ?? (kept === undefined && scope.kind === 'reader' ? await openMatters(ctx, id, scope) : undefined);
  const { figures } = report;
  const wanted = recount.figures();
  const pairs: Record<string, readonly [said: unknown, counted: unknown]> = {
    ...Object.fromEntries(
      Object.entries(wanted).map(([name, value]) => [name, [figures[name as keyof typeof figures], value] as const]),
    ),
    ...(facts === undefined ? {} : factPairs(facts, recount)),
    ...(matters === undefined ? {} : { matters: [matters, standingThen.list()] }),
    reception: [
      report.parts.includes('reception') ? report.reception : await receptionBetween(ctx, id, span, kept ?? ctx.at),
      recount.reception(),
    ],
    corrected: [report.corrected, kept === undefined ? [] : recount.corrected(ctx.at)],
  };
  // What the town does not know is not shown.
  if (figures.yellowOpen === undefined && wanted.yellowOpen === 0) delete pairs['yellowOpen'];
  if (figures.contacts === undefined && wanted.contacts.due === 0) delete pairs['contacts'];
  if (kept === undefined) {
    const open = await standing(ctx, id, scope);
    const now = standingThen.figures();
    pairs['standing'] = [
      [open.open, open.overdue, open.yellow],
      [now.open, now.onTime.openOverdue, now.yellowOpen],
    ];
  }
  const lines = Object.entries(pairs)
    .filter(([, [said, counted]]) => !isDeepStrictEqual(plain(said), plain(counted)))
    .map(
      ([name, [said, counted]]) =>
        `${id} ${kind} ${span.from}–${span.to}${kept === undefined ? '' : ' kept'}, asked on ${localDayOf(ctx.at)} by ${reader ?? 'a group'}: ${name} ${JSON.stringify(said)}, counted ${JSON.stringify(counted)}`,
    );
  const told = Object.entries(pairs).filter(([, [, counted]]) => /[1-9]/u.test(JSON.stringify(counted)));
  return { lines, figures: Object.keys(pairs), told: told.map(([name]) => name), isKept: kept !== undefined };
}

function factPairs(
  facts: NonNullable<PeriodReport['facts']>,
  recount: Recount,
): Record<string, readonly [said: unknown, counted: unknown]> {
  const wanted = recount.facts();
  return {
    unitFacts: [facts.units, wanted.units],
    // Fields of one count stand in the database's order of names.
    subjects: [byName(facts.subjects), byName(wanted.subjects)],
    ...Object.fromEntries(
      (['rates', 'ages', 'settledOld', 'accusedUnits', 'steps', 'suggestions'] as const).map((name) => [
        name,
        [facts[name], wanted[name]] as const,
      ]),
    ),
  };
}

const byName = (list: readonly { readonly name: string }[]): unknown =>
  list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null), inOrder);
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** When the report of this period was due and sent, if it was. */
async function keptAt(ctx: DomainContext, townId: string, kind: ReportKind, { from, to }: Span) {
  const { at, townId: town, kind: of, fromDay, toDay } = keptReports;
  const asked = and(eq(town, townId), eq(of, kind), eq(fromDay, from), eq(toDay, to));
  const [row] = await ctx.tx.select({ at }).from(keptReports).where(asked);
  return row?.at;
}

/** Of a period that was reported: as it stood then, less what this reader may not know by now. */
const questionOf = ({ town, paper, span, reader }: Asked, at: Date, now: Date): Question => ({
  ...{ town, paper, span, at },
  knows: (then) =>
    mayKnow(town, reader, tell(then.raw, now)!) && (reader !== undefined || mayKnow(town, undefined, then)),
});
