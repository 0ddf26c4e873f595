/** Law, town and the town's settings made into one Policy. */
import { createHash } from 'node:crypto';
import type { LocalTime } from '../../core/local-day.ts';
import type { Period } from '../deadline/due.ts';
import { settingUses } from './file/cross-check.ts';
import { fieldOf, type PolicyIssue } from './file/issues.ts';
import type { PolicyDefinition } from './file/load.ts';
import type { ClockRule, Policy, PolicyGap, Rhythm, StageRule, StageWhen } from './policy.ts';
import type {
  ClockEntry,
  CountEntry,
  PolicyFile,
  SettingEntry,
  SettingValue,
  StageEntry,
  TimeEntry,
} from './file/schema.ts';
import { type BeforeHolidays, type Practice, PRACTICE_KEYS, type Prompt } from './file/schema-practice.ts';
import type { Filled } from './file/schema-parts.ts';
import { replyRulesOf } from './file/schema-reply.ts';
import type { ReportKind, ReportPart } from './vocabulary.ts';

export type Settings = Readonly<Record<string, SettingValue>>;

/** Bump when the meaning of an unchanged file changes, so that stamped versions tell the two apart. */
const MEANING = 1;
const LAW_RHYTHM = { digestAt: '08:30', quietFrom: '18:00', quietTo: '08:00' } as const;

/** The settings a town may give: its own and the law's. */
export const settingsOf = ({ policy, base }: PolicyDefinition): Readonly<Record<string, SettingEntry>> => ({
  ...base?.settings,
  ...policy.settings,
});

/** What is wrong with a town's settings; `file` is shown in the message. */
export function settingIssues(definition: PolicyDefinition, settings: Settings, file: string): PolicyIssue[] {
  const known = settingsOf(definition);
  return Object.entries(settings).flatMap(([name, value]): PolicyIssue[] => {
    const entry = known[name];
    const at = { file, line: undefined, field: `settings.${name}` };
    if (entry === undefined) return [{ ...at, reason: { code: 'unknown-setting', name } }];
    if (typeof value !== (entry.type === 'integer' ? 'number' : entry.type === 'switch' ? 'boolean' : 'string')) {
      return [{ ...at, reason: { code: 'setting-type', name, expected: entry.type } }];
    }
    if (entry.type === 'switch' || isAllowed(entry, value)) return [];
    if (entry.type === 'text') return [{ ...at, reason: { code: 'setting-length', name, max: entry.maxLength } }];
    const [from, to] = entry.type === 'integer' ? [entry.min, entry.max] : [entry.earliest, entry.latest];
    return [{ ...at, reason: { code: 'setting-range', name, from, to } }];
  });
}

/** A value that the policy does not allow is treated as not given: a bad stored setting never stops the other steps. */
export function resolvePolicy(definition: PolicyDefinition, settings: Settings = {}): Policy {
  const { policy, base } = definition;
  const known = settingsOf(definition);
  const values = Object.fromEntries(
    Object.entries(known).map(([name, entry]) => {
      const given = settings[name];
      return [name, given !== undefined && isAllowed(entry, given) ? given : entry.default];
    }),
  );
  const fill = fillWith(values);
  const layers = base === undefined ? [policy] : [base, policy];
  const last = <T>(pick: (layer: PolicyFile) => T | undefined): T | undefined =>
    layers.map(pick).findLast((value) => value !== undefined);

  const ladders = Object.assign({}, ...layers.map((layer) => layer.ladders ?? {})) as Record<string, StageEntry[]>;
  const colours = last((layer) => layer.colours);
  const repeat = last((layer) => layer.repeat);
  const repeatMonths = repeat === undefined ? undefined : fill.count(repeat.withinMonths);
  const followUp = last((layer) => layer.followUp);
  const followUpDays = followUp === undefined ? undefined : fill.count(followUp.afterWorkingDays);
  return {
    id: policy.id,
    title: policy.title,
    source: policy.source,
    version: versionOf(policy.id, { MEANING, layers, values: ofClocks(known, values) }),
    clocks: mergedClocks(layers)
      .filter((clock) => clock.enabledBy === undefined || values[clock.enabledBy] === true)
      .flatMap((clock) => clockRule(clock, ladders, fill)),
    signatures: layers
      .flatMap((layer) => layer.signatures ?? [])
      .map(({ whenAny, note, collectiveWhenComplex, ...rule }) => ({
        ...rule,
        note,
        collectiveWhenComplex: collectiveWhenComplex === true,
        whenAny:
          whenAny === undefined
            ? undefined
            : {
                important: whenAny.important === true,
                sensitive: whenAny.sensitive === true,
                headcountFrom: whenAny.headcountFrom === undefined ? undefined : fill.count(whenAny.headcountFrom),
              },
      })),
    colours: colours && {
      clocks: colours.clocks,
      yellowUnderMonth: fill.count(colours.yellowUnderMonth),
      yellowMonthOrLonger: fill.count(colours.yellowMonthOrLonger),
      basis: colours.basis,
    },
    repeat:
      repeat === undefined || repeatMonths === undefined
        ? undefined
        : { withinMonths: repeatMonths, basis: repeat.basis },
    rates: layers.flatMap((layer) => layer.rates ?? []).map((rate) => ({ ...rate, targetPercent: rate.targetPercent })),
    rhythm: rhythmOf(layers, fill, values),
    followUp:
      followUp === undefined || followUpDays === undefined
        ? undefined
        : { afterWorkingDays: followUpDays, basis: followUp.basis },
    undoMinutes: last((layer) => layer.undoMinutes) ?? 10,
    gaps: gapsOf(layers, known, values),
    declined: layers
      .flatMap((layer) => layer.declined ?? [])
      .map((rule) => ({ ...rule, law: rule.law, instead: rule.instead, rows: rule.rows ?? [] })),
    practice: practiceOf(layers, fill),
    reply: replyRulesOf(layers, fill.count),
  };
}

function isAllowed(entry: SettingEntry, value: SettingValue): boolean {
  switch (entry.type) {
    case 'switch':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && [...value].length <= entry.maxLength;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= entry.min && value <= entry.max;
    case 'time':
      return (
        typeof value === 'string' &&
        /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(value) &&
        value >= entry.earliest &&
        value <= entry.latest
      );
  }
}

interface Fill {
  /** Undefined is a gap. */
  count(entry: CountEntry): number | undefined;
  /** A time always has a default. */
  time(entry: TimeEntry): LocalTime;
  /** Every `{ setting: … }` inside becomes its value. */
  deep<T>(entry: T): Filled<T>;
}

const fillWith = (values: Readonly<Record<string, SettingValue | undefined>>): Fill => ({
  count(entry) {
    if (typeof entry === 'number') return entry;
    const value = values[entry.setting];
    return typeof value === 'number' ? value : undefined;
  },
  time(entry) {
    return (typeof entry === 'string' ? entry : String(values[entry.setting])) as LocalTime;
  },
  deep: <T>(entry: T) => fillDeep(entry, values) as Filled<T>,
});

function fillDeep(node: unknown, values: Readonly<Record<string, SettingValue | undefined>>): unknown {
  if (Array.isArray(node)) return node.map((item) => fillDeep(item, values));
  if (typeof node !== 'object' || node === null) return node;
  if ('setting' in node) return values[String(node.setting)];
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fillDeep(value, values)]));
}

/** Of each part the town's own, else the law's. */
const practiceOf = (layers: readonly PolicyFile[], fill: Fill): Practice =>
  Object.fromEntries(
    PRACTICE_KEYS.flatMap((key) => {
      const entry = layers.map((layer) => layer[key]).findLast((value) => value !== undefined);
      return entry === undefined ? [] : [[key, fill.deep(entry)]];
    }),
  ) as Practice;

/** A town's clock takes the place of a non-legal one of the same id. */
function mergedClocks(layers: readonly PolicyFile[]): ClockEntry[] {
  const clocks = new Map<string, ClockEntry>();
  for (const layer of layers) for (const clock of layer.clocks) clocks.set(clock.id, clock);
  return [...clocks.values()];
}

function clockRule(clock: ClockEntry, ladders: Readonly<Record<string, StageEntry[]>>, fill: Fill): ClockRule[] {
  const n = clock.period === undefined ? undefined : fill.count(clock.period.n);
  const period: Period | undefined =
    clock.period === undefined || n === undefined ? undefined : { n, unit: clock.period.unit };
  // A period that is a gap and cannot be given: the clock is the missing step.
  if (period === undefined && clock.givenBy === undefined) return [];
  return [
    {
      kind: clock.id,
      title: clock.title,
      basis: clock.basis,
      legal: clock.legal,
      appliesWhen: clock.appliesWhen ?? {},
      startsOn: clock.startsOn,
      countsFrom: clock.countsFrom,
      period,
      givenBy: clock.givenBy,
      givenOnlyShortens: clock.givenOnlyShortens === true,
      max: clock.max,
      maxSpecial: clock.maxSpecial,
      metBy: clock.metBy,
      lapsesOn: clock.lapsesOn ?? [],
      keptAfterMerge: clock.keptAfterMerge === true,
      owner: clock.owner,
      ladder: (clock.ladder === undefined ? [] : (ladders[clock.ladder] ?? [])).flatMap((stage) =>
        stageRule(stage, fill),
      ),
      extension: clock.extension && { ...clock.extension, maxSpecial: clock.extension.maxSpecial },
      borrowedFrom: clock.borrowedFrom,
      note: clock.note,
    },
  ];
}

function stageRule(stage: StageEntry, fill: Fill): StageRule[] {
  const when = stageWhen(stage.when, fill);
  const { id, to, letter, group, clause } = stage;
  return when === undefined ? [] : [{ id, when, to, letter, group, clause }];
}

function stageWhen(when: StageEntry['when'], fill: Fill): StageWhen | undefined {
  if (when.start) return { at: 'start' };
  if (when.halfTime) return { at: 'half-time' };
  if (when.yellow) return { at: 'yellow' };
  if (when.due) return { at: 'due' };
  const counted = [
    ['days-left-below', when.daysLeftBelow],
    ['working-days-before', when.workingDaysBefore],
    ['days-after', when.daysAfter],
    ['working-days-after', when.workingDaysAfter],
  ] as const;
  for (const [at, entry] of counted) {
    const n = entry === undefined ? undefined : fill.count(entry);
    if (n !== undefined) return { at, n };
  }
  return undefined;
}

/** What a report holds where the town does not say. */
export const USUAL_PARTS: Readonly<Record<ReportKind, readonly ReportPart[]>> = {
  weekly: ['figures'],
  'half-monthly': ['figures', 'agenda', 'open-list'],
  monthly: ['figures', 'rates', 'units', 'agenda', 'reception'],
  quarterly: ['figures', 'rates', 'units', 'agenda', 'ages', 'reception'],
  annual: ['figures', 'rates', 'units', 'subjects', 'steps', 'suggestions', 'ages', 'settled-old', 'reception'],
};

function budgetOf(layers: readonly PolicyFile[], fill: Fill): Rhythm['budget'] {
  const budget = layers.map((layer) => layer.rhythm?.budget).findLast((value) => value !== undefined);
  if (budget === undefined) return undefined;
  const [desk, head, leader, member] = [budget.desk, budget.head, budget.leader, budget.member].map(fill.count);
  const isFull = desk !== undefined && head !== undefined && leader !== undefined && member !== undefined;
  return isFull ? { desk, head, leader, member } : undefined;
}

function rhythmOf(
  layers: readonly PolicyFile[],
  fill: Fill,
  values: Readonly<Record<string, SettingValue | undefined>>,
): Rhythm {
  const time = (key: 'digestAt' | 'quietFrom' | 'quietTo'): LocalTime => {
    const entry = layers.map((layer) => layer.rhythm?.[key]).findLast((value) => value !== undefined);
    return entry === undefined ? LAW_RHYTHM[key] : fill.time(entry);
  };
  return {
    digestAt: time('digestAt'),
    quietFrom: time('quietFrom'),
    quietTo: time('quietTo'),
    reports: layers
      .flatMap((layer) => layer.rhythm?.reports ?? [])
      .map(({ at, weekday, group, parts, ...rule }) => ({
        ...rule,
        at: fill.time(at),
        weekday,
        group,
        parts: parts ?? USUAL_PARTS[rule.kind],
      })),
    prompts: layers.flatMap((layer): readonly Prompt[] => fill.deep(layer.rhythm?.prompts ?? [])),
    beforeHolidays: layers
      .map((layer): BeforeHolidays | undefined => fill.deep(layer.rhythm?.beforeHolidays))
      .findLast((value) => value !== undefined),
    budget: budgetOf(layers, fill),
    isDeskShared: layers.some(
      ({ rhythm }) => rhythm?.deskShare !== undefined && values[rhythm.deskShare.enabledBy] === true,
    ),
  };
}

function gapsOf(
  layers: readonly PolicyFile[],
  known: Readonly<Record<string, SettingEntry>>,
  values: Readonly<Record<string, SettingValue | undefined>>,
): PolicyGap[] {
  const uses = layers.flatMap(settingUses);
  return Object.entries(known).flatMap(([setting, entry], index) => {
    if (entry.type !== 'integer' || values[setting] !== undefined) return [];
    const missing = uses.filter((use) => use.name === setting).map((use) => fieldOf(use.path.slice(0, -1)));
    return [
      { setting, number: index + 1, title: entry.title, basis: entry.basis, min: entry.min, max: entry.max, missing },
    ];
  });
}

/** What letters carry does not change how a clock runs. */
const ofClocks = (
  known: Readonly<Record<string, SettingEntry>>,
  values: Readonly<Record<string, SettingValue | undefined>>,
) => Object.fromEntries(Object.entries(values).filter(([name]) => known[name]?.type !== 'text'));

const versionOf = (id: string, content: unknown): string =>
  `${id}@${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)}`;
