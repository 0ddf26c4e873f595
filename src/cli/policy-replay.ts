import { parseArgs } from 'node:util';
import { StartupError } from '../core/errors.ts';
import { addDays, addMonths, isInReach, type LocalDay, localDayOf, parseLocalDay } from '../core/local-day.ts';
import { replayText, spokenColumns, tableLines } from '../copy/replay.ts';
import type { Db } from '../db/client.ts';
import { allTowns } from '../domain/org/service.ts';
import { loadPolicies, type PolicyDefinition, readPolicyTexts } from '../domain/policy/file/load.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { resolvePolicy } from '../domain/policy/resolve.ts';
import { isEscalation, type Spoken } from '../domain/policy/replay/simulate.ts';
import { replayTown, type Span } from '../domain/policy/replay/store.ts';

const FOLDER = decodeURIComponent(new URL('../../policies', import.meta.url).pathname);

export interface ReplayOptions extends Span {
  readonly policy: string;
  readonly town: string | undefined;
}

/** @throws StartupError with the usage, or with what is wrong of it */
export function readReplayOptions(args: readonly string[], today: LocalDay): ReplayOptions {
  let values: { from?: string; to?: string; policy?: string; town?: string };
  try {
    const text = { type: 'string' } as const;
    ({ values } = parseArgs({ args: [...args], options: { from: text, to: text, policy: text, town: text } }));
  } catch {
    throw new StartupError(replayText.usage);
  }
  if (values.policy === undefined) throw new StartupError(replayText.usage);
  const thisMonth = `${today.slice(0, 7)}-01` as LocalDay;
  const from = values.from === undefined ? addMonths(thisMonth, -1) : dayOf(values.from, today);
  const to = values.to === undefined ? addDays(addMonths(firstOf(from), 1), -1) : dayOf(values.to, today);
  if (from > to) throw new StartupError(replayText.badSpan);
  return { from, to, policy: values.policy, town: values.town };
}

const firstOf = (day: LocalDay): LocalDay => `${day.slice(0, 7)}-01` as LocalDay;

function dayOf(typed: string, today: LocalDay): LocalDay {
  const day = parseLocalDay(typed);
  if (day === undefined || !isInReach(day, today)) throw new StartupError(replayText.badDay(typed));
  return day;
}

/** What last month's matters would have heard under another policy, beside what the town's own has them hear. Writes nothing. */
export async function policyReplay(
  db: Db,
  args: readonly string[],
  now: Date,
  say: (line: string) => void,
): Promise<number> {
  const today = localDayOf(now);
  const options = readReplayOptions(args, today);
  const { policies } = loadPolicies(await readPolicyTexts(FOLDER));
  const definition = find(policies, options.policy);
  const towns = await allTowns(db);
  const wanted = towns.filter(({ id }) => options.town === undefined || id === options.town);
  if (wanted.length === 0) {
    const known = towns.map(({ id }) => id);
    throw new StartupError(options.town === undefined ? replayText.noTowns : replayText.noTown(options.town, known));
  }
  for (const town of wanted) {
    // The town's settings go with it to the other rules, as they would if it were switched.
    const tried = resolvePolicy(definition, town.settings);
    const present = resolvePolicy(policies.get(town.policy) ?? find(policies, 'national'), town.settings);
    const { matters, spoken } = await replayTown(db, town.id, options, [present, tried]);
    const [before = [], after = []] = spoken;
    say(replayText.head(town.name, options.from, options.to, tried.title));
    say(replayText.matters(matters));
    report(tried, before, after, today, say);
  }
  return 0;
}

function find(policies: ReadonlyMap<string, PolicyDefinition>, id: string): PolicyDefinition {
  const found = policies.get(id);
  if (found === undefined) throw new StartupError(replayText.noPolicy(id, [...policies.keys()]));
  return found;
}

function report(
  tried: Policy,
  before: readonly Spoken[],
  after: readonly Spoken[],
  today: LocalDay,
  say: (line: string) => void,
): void {
  if (tried.gaps.length > 0) say(replayText.gaps(tried.gaps.map(({ title }) => title)));
  if (after.length === 0) say(replayText.nothing);
  for (const line of tableLines(after.map((said) => spokenColumns(said, today)))) say(`  ${line}`);
  say(replayText.counts);
  for (const [name, of] of COUNTED) {
    say(`    ${replayText.count(name, before.filter(of).length, after.filter(of).length)}`);
  }
}

type Test = (said: Spoken) => boolean;
const COUNTED: readonly (readonly [name: string, of: Test])[] = [
  ...replayText.letters.map(([letter, word]): [string, Test] => [
    word,
    (said) => said.what === 'stage' && said.stage.letter === letter,
  ]),
  [replayText.reminders, (said) => said.what === 'stage' && said.stage.letter === undefined],
  [replayText.escalations, isEscalation],
  [replayText.signatures, ({ what }) => what === 'signature'],
  [replayText.followUps, ({ what }) => what === 'follow-up'],
];
