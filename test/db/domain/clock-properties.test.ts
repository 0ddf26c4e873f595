/** Every clock rule of every policy against a slow reader of the YAML: whatever happens to a matter and whenever. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { parse } from 'yaml';

import { addDays, type LocalDay } from '../../../src/core/local-day.ts';
import { events } from '../../../src/db/schema.ts';
import type { Period } from '../../../src/domain/deadline/due.ts';
import { type EventInput, type EventKind, record } from '../../../src/domain/matter/record.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { heldCases, PATIENCE_MS } from '../../support/cases.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';
import { days, indexOf, slowDue, slowProvisional } from '../../unit/deadline/slow.ts';

interface Rule {
  readonly id: string;
  readonly appliesWhen?: { channels?: string[]; kinds?: string[]; branches?: number[]; identityKnown?: boolean };
  readonly startsOn: string[];
  readonly countsFrom?: string;
  readonly period?: { n: number | { setting: string }; unit: Period['unit'] };
  readonly givenBy?: string;
  readonly givenOnlyShortens?: boolean;
}
interface Paper {
  readonly settings?: Record<string, { readonly type: string; readonly default?: unknown; readonly min?: number }>;
  readonly clocks: readonly Rule[];
}

/** Of each policy. */
const RUNS = heldCases(5, 6);
/** From so many stories on each rule of the paper has run in one of them. */
const ENOUGH = 25;
const POLICIES = ['national', 'fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji'];
const read = async (id: string): Promise<Paper> =>
  parse(await readFile(new URL(`../../../policies/${id}.yaml`, import.meta.url), 'utf8')) as Paper;

/** A town's own rules over those of the law, with every number it leaves open filled in. */
async function paperOf(id: string): Promise<{ rules: Rule[]; settings: Record<string, number | boolean> }> {
  const papers = id === 'national' ? [await read('national')] : [await read('national'), await read(id)];
  const rules = new Map(papers.flatMap(({ clocks }) => clocks.map((rule) => [rule.id, rule])));
  const settings: Record<string, number | boolean> = { contactClock: true };
  for (const [key, { type, default: given, min }] of papers.flatMap((paper) => Object.entries(paper.settings ?? {}))) {
    if (type === 'integer') settings[key] = typeof given === 'number' ? given : (min ?? 1) + 6;
  }
  return { rules: [...rules.values()], settings };
}

/** What has to be recorded for an occasion that starts clocks. */
const EVENT_OF: Readonly<Record<string, { kind: EventKind; data?: Record<string, unknown> }>> = {
  reported: { kind: 'served', data: { paper: 'report' } },
  'review-served': { kind: 'served', data: { paper: 'review-opinion' } },
  'review-requested': { kind: 'review-requested', data: { level: 'review' } },
  'recheck-requested': { kind: 'review-requested', data: { level: 'recheck' } },
  're-examined': { kind: 're-examined', data: { level: 'review' } },
  rechecked: { kind: 're-examined', data: { level: 'recheck' } },
  notified: { kind: 'served', data: { paper: 'notice' } },
  served: { kind: 'served', data: { paper: 'opinion' } },
  replied: { kind: 'reviewed', data: { agreed: true } },
};

interface Step {
  readonly occasion: string;
  readonly after: number;
  readonly period: Period | undefined;
}
interface Story {
  readonly channel: string;
  readonly kind: string | undefined;
  readonly branch: number;
  readonly identityKnown: boolean;
  readonly simple: boolean;
  readonly toldFirst: boolean;
  readonly feedbackAfter: number | undefined;
  readonly receivedOn: LocalDay;
  readonly typedAfter: number;
  readonly steps: readonly Step[];
}

const anyPeriod: fc.Arbitrary<Period> = fc.oneof(
  fc.record({ n: fc.integer({ min: 1, max: 80 }), unit: fc.constant('days' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 40 }), unit: fc.constant('working-days' as const) }),
);
const anyStory = (occasions: readonly string[]): fc.Arbitrary<Story> =>
  fc.record({
    channel: fc.constantFrom('letter', 'visit', 'phone', 'online', 'hotline', 'superior', 'leader', 'screening'),
    kind: fc.constantFrom('appeal', 'appeal', 'suggestion', undefined),
    branch: fc.constantFrom(6, 6, 5),
    identityKnown: fc.constantFrom(true, true, false),
    simple: fc.boolean(),
    toldFirst: fc.boolean(),
    feedbackAfter: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    receivedOn: fc.integer({ min: 0, max: indexOf.get('2026-12-31')! }).map((i) => days[i]!.text as LocalDay),
    typedAfter: fc.integer({ min: 0, max: 9 }),
    steps: fc.shuffledSubarray([...occasions], { minLength: Math.ceil(occasions.length / 2) }).chain((list) =>
      fc.tuple(
        ...list.map((occasion) =>
          fc.record({
            occasion: fc.constant(occasion),
            after: fc.integer({ min: 0, max: 8 }),
            period: fc.option(anyPeriod, { nil: undefined }),
          }),
        ),
      ),
    ),
  });

async function play(town: TestTown, story: Story): Promise<{ matter: { id: string }; sweptOn: LocalDay[] }> {
  let day = addDays(story.receivedOn, story.typedAfter);
  town.go(day);
  const matter = await town.register('u-desk1', {
    channel: story.channel as never,
    identityKnown: story.identityKnown,
    receivedOn: story.receivedOn,
    kind: story.kind as never,
    toldFirst: story.toldFirst,
    ...(story.feedbackAfter === undefined ? {} : { feedbackOn: addDays(story.receivedOn, story.feedbackAfter) }),
  } as object);
  if (story.kind !== undefined) {
    const { branch, simple } = story;
    await town.act('u-desk1', matter, (ctx, actor, petition) =>
      record(ctx, petition, {
        kind: 'classified',
        by: actor.userid,
        data: { branch, simple },
        patch: { branch, simple },
      }),
    );
  }
  for (const { occasion, after, period } of story.steps) {
    day = addDays(day, after);
    town.go(day);
    const { kind, data } = EVENT_OF[occasion] ?? { kind: occasion as EventKind };
    const input: EventInput = {
      kind,
      by: 'u-desk1',
      data: { ...data, ...(period === undefined ? {} : { period }) },
      ...(occasion === 'assigned' ? { patch: { status: 'assigned', ownerUnit: 'cjb', assignedOn: day } } : {}),
    };
    await town.act('u-desk1', matter, (ctx, _, petition) => record(ctx, petition, input));
  }
  const sweptOn: LocalDay[] = [];
  for (let round = 0; round < 3; round += 1) {
    day = addDays(day, 120);
    town.go(day);
    sweptOn.push(day);
    while ((await town.run((ctx) => sweepBatch(ctx, 50))) > 0);
  }
  return { matter, sweptOn };
}

/** What the paper says of one clock that ran, by its own words and the slow count. */
function wanted(rule: Rule, settings: Record<string, number | boolean>, start: string, given: Period | undefined) {
  const own = rule.period;
  const n = typeof own?.n === 'object' ? Number(settings[own.n.setting]) : own?.n;
  const most = own === undefined || n === undefined ? undefined : { n, unit: own.unit };
  const isShorter = given === undefined || most === undefined || slowDue(start, given).due < slowDue(start, most).due;
  const period = given === undefined ? most! : rule.givenOnlyShortens === true && !isShorter ? most! : given;
  return { due: slowDue(start, period).due, provisional: slowProvisional(start, period) };
}

describe('for any start in 2020–2026 and any course of a matter', () => {
  for (const id of POLICIES) {
    townTest(
      `${id}: each clock’s day is the paper’s own, counted day by day`,
      async ({ town, db }) => {
        const { rules, settings } = await paperOf(id);
        town.go('2019-12-02');
        await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: id }, settings });
        const occasions = [...new Set(rules.flatMap(({ startsOn }) => startsOn))].filter(
          (one) => one !== 'received' && !one.startsWith('missed:'),
        );
        const seen = new Set<string>();
        await fc.assert(
          fc.asyncProperty(anyStory(occasions), async (story) => {
            const { matter, sweptOn } = await play(town, story);
            const { all } = await town.clocks(matter);
            const rows = new Map(
              (await db.select().from(events).where(eq(events.petitionId, matter.id))).map((row) => [row.id, row]),
            );
            for (const clock of all) {
              const rule = rules.find((one) => one.id === clock.kind)!;
              seen.add(rule.id);
              const event = rows.get(clock.startedBy)!;
              const waitsFor = rule.startsOn.find((one) => one.startsWith('missed:'))?.slice(7);
              const missed = all.find((one) => one.kind === waitsFor && one.startedBy === clock.startedBy);
              const isAfterMiss = missed !== undefined && !rule.startsOn.includes(event.kind);
              const named = rule.givenBy === 'received' ? event.data['dueOn'] : undefined;
              if (typeof named === 'string') {
                // The sender's day stays that day.
                expect([clock.kind, clock.startOn, clock.dueOn]).toEqual([clock.kind, story.receivedOn, named]);
                continue;
              }
              const isOwed = event.kind === 'classified' && rule.startsOn.includes('received');
              const start = isAfterMiss
                ? sweptOn.find((day) => day > missed.dueOn)!
                : rule.countsFrom === 'received' || isOwed
                  ? story.receivedOn
                  : event.onDay;
              const given = rule.givenBy === event.kind ? (event.data['period'] as Period | undefined) : undefined;
              expect([clock.kind, clock.startOn, clock.dueOn, clock.provisional]).toEqual([
                clock.kind,
                start,
                ...Object.values(wanted(rule, settings, start, isAfterMiss ? undefined : given)),
              ]);
            }
          }),
          { ...RUNS, endOnFailure: true },
        );
        const unseen = rules.map((rule) => rule.id).filter((rule) => !seen.has(rule));
        if (RUNS.numRuns >= ENOUGH) expect(unseen, 'rules that never ran').toEqual([]);
      },
      PATIENCE_MS,
    );
  }
});
