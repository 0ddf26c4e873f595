/** A town's paper as its file says it, read without the program's reader. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

import type { Period } from '../../../src/domain/deadline/due.ts';

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly legal: boolean;
  readonly appliesWhen: Conditions;
  readonly startsOn: readonly string[];
  readonly countsFrom?: string;
  readonly period: Period | undefined;
  readonly givenBy?: string;
  readonly givenOnlyShortens?: boolean;
  readonly metBy: readonly string[];
  readonly lapsesOn: readonly string[];
  readonly keptAfterMerge?: boolean;
  readonly owner: string;
}

interface Conditions {
  readonly channels?: readonly string[];
  readonly kinds?: readonly string[];
  readonly branches?: readonly number[];
  readonly first?: boolean;
  readonly identityKnown?: boolean;
  readonly simple?: boolean;
  readonly feedback?: boolean;
  readonly toldFirst?: boolean;
}

interface Rate {
  readonly kind: string;
  readonly title: string;
  readonly targetPercent?: number;
  readonly basis: string;
}

export interface Paper {
  readonly rules: readonly Rule[];
  readonly colours: Colours | undefined;
  readonly rates: readonly Rate[];
}

interface Colours {
  readonly clocks: readonly string[];
  readonly underMonth: number | undefined;
  readonly monthOrLonger: number | undefined;
}

type Value = number | string | boolean | undefined;
type Count = number | { readonly setting: string };
type Entry = Omit<Rule, 'appliesWhen' | 'period' | 'lapsesOn'> & {
  readonly appliesWhen?: Conditions;
  readonly period?: { readonly n: Count; readonly unit: Period['unit'] };
  readonly lapsesOn?: readonly string[];
  readonly enabledBy?: string;
};
interface File {
  readonly settings?: Readonly<Record<string, { readonly default?: Value }>>;
  readonly clocks?: readonly Entry[];
  readonly rates?: readonly Rate[];
  readonly colours?: {
    readonly clocks: readonly string[];
    readonly yellowUnderMonth: Count;
    readonly yellowMonthOrLonger: Count;
  };
}

const read = async (id: string): Promise<File> =>
  parse(await readFile(new URL(`../../../policies/${id}.yaml`, import.meta.url), 'utf8')) as File;

/** The law, over it the town's own of the same name, every open number filled in by the town or by its default. */
export async function paperOf(id: string, settings: Readonly<Record<string, Value>>): Promise<Paper> {
  const files = [await read('national'), await read(id)];
  const known = Object.assign({}, ...files.map((file) => file.settings ?? {})) as NonNullable<File['settings']>;
  const value = (name: string): Value => settings[name] ?? known[name]?.default;
  const count = (entry: Count): number | undefined => {
    const n = typeof entry === 'number' ? entry : value(entry.setting);
    return typeof n === 'number' ? n : undefined;
  };
  const entries = new Map(files.flatMap(({ clocks = [] }) => clocks.map((clock) => [clock.id, clock] as const)));
  const rules = [...entries.values()]
    .filter(({ enabledBy }) => enabledBy === undefined || value(enabledBy) === true)
    .map(({ period, ...clock }): Rule => {
      const n = period === undefined ? undefined : count(period.n);
      return {
        ...clock,
        appliesWhen: clock.appliesWhen ?? {},
        lapsesOn: clock.lapsesOn ?? [],
        period: period === undefined || n === undefined ? undefined : { n, unit: period.unit },
      };
    })
    // A number that the paper leaves out and nobody filled in: that step is missing.
    .filter(({ period, givenBy }) => period !== undefined || givenBy !== undefined);
  const colours = files.findLast((file) => file.colours !== undefined)?.colours;
  return {
    rules,
    rates: files.flatMap((file) => file.rates ?? []),
    colours: colours && {
      clocks: colours.clocks,
      underMonth: count(colours.yellowUnderMonth),
      monthOrLonger: count(colours.yellowMonthOrLonger),
    },
  };
}
