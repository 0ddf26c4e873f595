/** No due day moves without an event, and /为什么 says what the rows say. */
import { eq } from 'drizzle-orm';
import fc from 'fast-check';

import { addDays, type LocalDay } from '../../../src/core/local-day.ts';
import { clocks, events } from '../../../src/db/schema.ts';
import type { Clock } from '../../../src/domain/clock/run.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { heldCases, PATIENCE_MS } from '../../support/cases.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';
import { about, anyLines, type Line, say, wordsOf } from '../../support/parley.ts';

const PEOPLE = ['u-desk1', 'u-desk1', 'u-desk2', 'u-lead1', 'u-lead1', 'u-lead2', 'u-cj1', 'u-cj2', 'u-ny1'];
/** Of each policy. */
const RUNS = heldCases(1, 6);
const POLICIES = ['national', 'fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji'];

interface State {
  readonly clocks: readonly Clock[];
  readonly events: number;
}

async function stateOf(town: TestTown, id: string): Promise<State> {
  const rows = await town.db.select().from(events).where(eq(events.petitionId, id));
  return {
    clocks: await town.db.select().from(clocks).where(eq(clocks.petitionId, id)).orderBy(clocks.id),
    events: rows.length,
  };
}

const counted = ({ id, kind, startOn, periodN, periodUnit, dueOn, remindBy, basis }: Clock) =>
  [id, kind, startOn, periodN, periodUnit, dueOn, remindBy, basis].join(' ');

/** What changed between two looks that no event explains. A clock that waits for another one's end begins with that end. */
function unexplained(before: State, after: State): string[] {
  const former = new Map(before.clocks.map((clock) => [clock.id, clock]));
  const moved = before.clocks.filter((clock) => !after.clocks.some((one) => counted(one) === counted(clock)));
  const changed =
    after.events > before.events
      ? []
      : after.clocks.filter(({ id, state, startedBy, kind }) => {
          const old = former.get(id);
          if (old !== undefined) return old.state !== state;
          return !before.clocks.some(
            (one) => one.startedBy === startedBy && one.kind !== kind && one.state === 'running',
          );
        });
  return [...moved, ...changed].map((clock) => `${counted(clock)} ${clock.state}`);
}

/** The heads of an explanation against the rows that stand, for the first who may still read it: anybody may have stepped back. */
async function explained(town: TestTown, number: string, state: State): Promise<{ said: string[]; rows: string[] }> {
  let text = '';
  for (const reader of ['u-desk2', 'u-desk1', 'u-lead1', 'u-jw1']) {
    text = wordsOf(await say(town, reader, `/为什么 ${number}`));
    if (!text.includes('查无此号')) break;
  }
  if (text.includes('查无此号')) return { said: [], rows: [] };
  return {
    said: text
      .split('\n')
      .filter((line) => line.includes('｜到期 '))
      .toSorted(),
    rows: state.clocks
      .filter((clock) => clock.state !== 'superseded')
      .map(({ title, dueOn, basis }) => `${title}｜到期 ${dueOn}｜依据${basis}`)
      .toSorted(),
  };
}

/** @returns how many of the lines did something */
async function through(town: TestTown, lines: readonly Line[]): Promise<number> {
  let acted = 0;
  let day = addDays(town.day, 5);
  town.go(day);
  const matters = [
    await town.register('u-desk1', { kind: 'appeal', channel: 'phone' }),
    await town.register('u-desk1', { important: true }),
  ];
  for (const line of lines) {
    const matter = matters[line.matter]!;
    let before = await stateOf(town, matter.id);
    if (line.after > 0) {
      day = addDays(day, line.after) as LocalDay;
      town.go(day);
      while ((await town.run((ctx) => sweepBatch(ctx, 50))) > 0);
      const swept = await stateOf(town, matter.id);
      expect(unexplained(before, swept), 'days going by').toEqual([]);
      before = swept;
    }
    await say(town, line.by, about(line, matter.number));
    const after = await stateOf(town, matter.id);
    expect(unexplained(before, after), line.text).toEqual([]);
    if (after.events > before.events) acted += 1;
    const { said, rows } = await explained(town, matter.number, after);
    expect(said, line.text).toEqual(rows);
  }
  return acted;
}

describe('random lines by random people', () => {
  for (const id of POLICIES) {
    townTest(
      `${id}: no due day moves without an event, and every day explains itself`,
      async ({ town }) => {
        const settings = { otherDays: 10, resolveDays: 20, yellowUnderMonthDays: 5 };
        await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: id }, settings });
        let acted = 0;
        await fc.assert(
          fc.asyncProperty(anyLines(PEOPLE, 2, 25), async (lines) => {
            acted += await through(town, lines);
          }),
          { ...RUNS, endOnFailure: true },
        );
        expect(acted, 'lines that did something').toBeGreaterThan(3 * (RUNS.numRuns - 1));
      },
      PATIENCE_MS,
    );
  }
});
