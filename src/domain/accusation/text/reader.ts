import {
  accusationScore,
  type Called,
  clauseScore,
  isOffice,
  NOTES,
  PETITIONS,
  type Weights,
  withoutSalutation,
} from './score.ts';
import {
  ABUSE,
  ACCUSING,
  AGAINST,
  AMISS,
  ANNOUNCED,
  ASKING,
  AT,
  BARELY,
  BODY,
  BOUGHT,
  BREACH,
  DICTATED,
  FALSE,
  GAIN,
  HINTS,
  INQUIRY,
  KIN,
  LIVING,
  OFFICIALS,
  POSTS,
  PRIVATE,
  PUBLIC,
  SEIZES_OR_STRIKES,
  SELLS_OFF,
  SECRET,
  TAKING,
  TERMS,
} from './words.ts';

export type { Called } from './score.ts';

/**
 * accusation: somebody in office is said to have done wrong. doubtful: it may be so. mention: somebody in office is named and
 * nothing is said against them. none: nobody is named.
 */
export type Verdict = 'accusation' | 'doubtful' | 'mention' | 'none';

export interface Reading {
  readonly verdict: Verdict;
  /** Which kinds of words met. */
  readonly why: readonly string[];
}

/** From where on what was learned asks, and from where on it asks no more (docs/testing.md, "Reading words"). */
export const DOUBTFUL = 0;
export const SURE = 0.9;
/** The same of a clause among a day's work, and of words that tell of nobody in office. */
const IN_PASSING = 0.4;

const SENTENCE = /[。！？!?；;\n]+/u;
const CLAUSE = /[，,、：:\s]+/u;
/** Characters in which who and what must meet: what stands further apart is about two things. */
const NEAR = 60;
const READ = 4000;

/** Words that turn to somebody in office instead of against them, and those with which one would. */
const TURNED =
  /(?:尊敬的|敬爱的|亲爱的|恳请|请求|恳求|请|希望|期望|盼望?|望|感谢|谢谢|多谢|求助|求|呈|致|拜托|呼吁|建议|麻烦|转告|转达|向|各位|诸位|辛苦)[^，,。：:；;]{0,10}$/u;
const OPPOSED = /查|惩|处分|处理|撤|告|反映|举报|检举|控告|揭发|治|管一?管|问责|监督/u;
const GREETED =
  /^(?:们)?(?:您|电话|(?:书记|镇长|乡长|主任|市长|县长|领导)?[：:]|[，,]?\s?(?:您好|你好|好[，,。！!：:]|辛苦了|同志))/u;

const KINDS = {
  PUBLIC,
  KIN,
  GAIN,
  TAKING,
  FALSE,
  SECRET,
  ABUSE,
  LIVING,
  BREACH,
  ACCUSING,
  ASKING,
  HINTS,
  AMISS,
  TERMS,
  BOUGHT,
} as const;
type Kind = keyof typeof KINDS | 'WHO' | 'DOER' | 'UNIT' | 'SEIZES';
type Rule = readonly Kind[];

/** Any of these together in one sentence is an accusation. */
const PLAIN: readonly Rule[] = [
  ['WHO', 'BREACH'],
  ['WHO', 'ACCUSING'],
  ['WHO', 'TAKING', 'GAIN'],
  ['WHO', 'TAKING', 'PUBLIC'],
  ['WHO', 'KIN', 'PUBLIC'],
  ['WHO', 'KIN', 'TAKING'],
  ['WHO', 'FALSE'],
  ['WHO', 'SECRET', 'PUBLIC'],
  ['WHO', 'SECRET', 'KIN'],
  ['WHO', 'SECRET', 'TAKING'],
  ['WHO', 'ASKING', 'PUBLIC'],
  ['WHO', 'ASKING', 'GAIN'],
  ['WHO', 'GAIN', 'HINTS'],
  ['WHO', 'GAIN', 'TERMS'],
  ['WHO', 'PUBLIC', 'AMISS'],
  ['DOER', 'LIVING'],
  ['DOER', 'ABUSE'],
  ['UNIT', 'BREACH'],
  ['BREACH', 'PUBLIC'],
  ['BREACH', 'ACCUSING'],
  ['BREACH', 'ASKING'],
  ['BOUGHT'],
  ['SEIZES'],
];
/** What nobody says of a colleague's day's work: beside it a mere name is enough. */
const GRAVE: readonly string[] = [
  'SEIZES',
  'BREACH',
  'ACCUSING',
  'GAIN',
  'ABUSE',
  'LIVING',
  'FALSE',
] satisfies readonly Kind[];
/** What is found out about somebody in office because it is not allowed to them. */
const IMPROPER = [
  'GAIN',
  'TAKING',
  'FALSE',
  'SECRET',
  'ABUSE',
  'LIVING',
  'BREACH',
  'AMISS',
  'TERMS',
] as const satisfies readonly Kind[];
const NOBODY: Called = { units: [], people: [] };

/**
 * Whether what was typed among colleagues accuses somebody. Names stand in every second line of an office's work (王某强已核实，补贴没发到位):
 * beside a name only grave words count, beside a post all of them do.
 */
export function accusesInPassing(text: string, called: Called): boolean {
  if (readAccusation(text, NOBODY, NOTES).verdict === 'accusation') return true;
  const { verdict, why } = readAccusation(text, called, NOTES);
  return verdict === 'accusation' && why.some((kind) => GRAVE.includes(kind));
}

/** Whether what was typed among colleagues accuses somebody in office or may do so: whose words they are is asked. */
export function asksInPassing(written: string, called: Called): boolean {
  // A line of names and nothing else was asked for by its key: who presides, who takes part.
  const names = new Set([...called.people, ...called.units]);
  const text = written
    .split('\n')
    .filter((line) => !line.split('、').every((name) => names.has(name.trim())))
    .join('\n');
  return accusesInPassing(text, called) || isDoubtfulInPassing(text, called);
}

/**
 * What was learned would ask about it at registration and somebody in office stands in it, or one clause says it by itself. The rules are left out: the words of a day's work meet them too often.
 */
function isDoubtfulInPassing(written: string, called: Called): boolean {
  const text = withoutSalutation(written.slice(0, READ));
  const whole = accusationScore(text, called, NOTES);
  const clause = clauseScore(text, called, NOTES);
  if (Math.max(whole, clause) >= IN_PASSING) return true;
  if (asksWhetherAmiss(text, called) || DICTATED.test(text)) return true;
  // Names and days in a row make no sentence.
  return Number.isFinite(clause) && whole >= DOUBTFUL && tellsOfOffice(text, called);
}

/**
 * Whether somebody is to find out if what nobody in office may do was done (核实他们有没有虚报): words that leave room for doubt where they are
 * told outright do not do so here, and whose office it is need not be said. Such orders are read by what notes have taught wherever they stand.
 */
function asksWhetherAmiss(text: string, called: Called): boolean {
  if (text.length > NEAR) return false;
  const [isOne, behind, before] = INQUIRY.exec(text) ?? [];
  if (isOne === undefined) return false;
  const what = behind ?? before ?? '';
  return IMPROPER.some((kind) => KINDS[kind].test(what)) || accusationScore(text, called, NOTES) >= DOUBTFUL;
}

/** Whether somebody in office, a unit of the town among them, stands in the words. */
export const tellsOfOffice = (text: string, { units, people }: Called): boolean =>
  OFFICIALS.test(text) || [...units, ...people].some((name) => text.includes(name));

/** Words that leave no doubt where they meet, or what texts that accuse have taught (docs/adr/0030-learned-accusations.md). */
export function readAccusation(text: string, called: Called, weights: Weights = PETITIONS): Reading {
  const read = withoutSalutation(text.slice(0, READ));
  let isNamed = false;
  for (const window of windowsOf(read)) {
    const spots = spokenOf(window, called);
    const rule = ruleOf(window, spots, called);
    if (rule !== undefined) return { verdict: 'accusation', why: rule };
    isNamed ||= spots.length > 0 || namesIn(called).some((name) => window.includes(name));
  }
  // A shop that is reported is no accusation; who says no more than that a report is coming is taken at the word.
  if (BARELY.test(read)) return { verdict: 'accusation', why: ['ANNOUNCED'] };
  if (ANNOUNCED.test(read)) return { verdict: PRIVATE.test(read) ? 'doubtful' : 'accusation', why: ['ANNOUNCED'] };
  if (isAgainstUnit(read, called)) return { verdict: 'accusation', why: ['ACCUSING'] };
  const score = accusationScore(read, called, weights);
  if (score >= DOUBTFUL) return { verdict: score >= SURE ? 'accusation' : 'doubtful', why: ['LEARNED'] };
  if (asksWhetherAmiss(read, called)) return { verdict: 'doubtful', why: ['INQUIRY'] };
  if (DICTATED.test(read)) return { verdict: 'doubtful', why: ['DICTATED'] };
  return { verdict: isNamed ? 'mention' : 'none', why: [] };
}

/** 举报城建办收费不公; what is reported of a village by name happens there more often than it did it. */
const isAgainstUnit = (text: string, { units }: Called): boolean =>
  [...text.matchAll(AGAINST)].some((match) => {
    const object = text.slice(match.index + match[0].length);
    return units.some((unit) => isOffice(unit) && object.startsWith(unit) && !AT.test(object.slice(unit.length)));
  });

const namesIn = ({ units, people }: Called): string[] => [...units.filter(isOffice), ...people];

/** A window that begins in the same sentence so few characters behind another has hardly anything that the other has not. */
const STEP = 6;

/**
 * From each clause on as many as stand near each other, over the end of one sentence; each window once. However a text is cut up, not
 * more is read of it than its length times NEAR / STEP.
 */
function windowsOf(text: string): string[] {
  const clauses = text.split(SENTENCE).flatMap((sentence, i) =>
    sentence
      .split(CLAUSE)
      .filter((part) => part !== '')
      .map((part) => ({ part, sentence: i })),
  );
  const windows = new Set<string>();
  let behind = 0;
  for (const [from, { part, sentence }] of clauses.entries()) {
    if (behind >= STEP || sentence !== clauses[from - 1]?.sentence) {
      windows.add(windowFrom(clauses, from));
      behind = 0;
    }
    behind += part.length + 1;
  }
  return [...windows];
}

interface Clause {
  readonly part: string;
  readonly sentence: number;
}

function windowFrom(clauses: readonly Clause[], from: number): string {
  const first = clauses[from]!;
  let window = first.part.slice(0, NEAR);
  for (let to = from + 1; to < clauses.length; to += 1) {
    const { part, sentence } = clauses[to]!;
    if (sentence > first.sentence + 1 || window.length + part.length > NEAR) break;
    window += `，${part}`;
  }
  return window;
}

function ruleOf(window: string, spots: readonly Spot[], { units }: Called): Rule | undefined {
  const kinds = new Set<Kind>();
  for (const [kind, words] of Object.entries(KINDS)) if (words.test(window)) kinds.add(kind as Kind);
  if (spots.length > 0) kinds.add('WHO');
  if (units.some((unit) => isOffice(unit) && window.includes(unit))) kinds.add('UNIT');
  if (spots.some(({ end }) => ABUSE.test(window.slice(end)) || LIVING.test(window.slice(end)))) kinds.add('DOER');
  const bodies = [...window.matchAll(EACH_BODY)].map((match) => match.index + match[0].length);
  const offices = [...bodies, ...endsOf(window, units.filter(isOffice))];
  const isSeized = spots.some(({ end }) => SEIZES_OR_STRIKES.test(window.slice(end)));
  if (isSeized || offices.some((end) => SELLS_OFF.test(window.slice(end)))) kinds.add('SEIZES');
  return PLAIN.find((rule) => rule.every((kind) => kinds.has(kind)));
}

/** Where each of these names ends, each once. */
const endsOf = (window: string, names: readonly string[]): number[] =>
  names.flatMap((name) => (window.includes(name) ? [window.indexOf(name) + name.length] : []));

interface Spot {
  readonly at: number;
  readonly end: number;
}

/** Where a post or a name stands that is not only turned to. */
function spokenOf(window: string, { people }: Called): Spot[] {
  const spots = [...window.matchAll(EACH_POST)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
  }));
  for (const name of people) {
    const at = window.indexOf(name);
    if (at >= 0) spots.push({ at, end: at + name.length });
  }
  return spots.filter(({ at, end }) => {
    const turned = TURNED.exec(window.slice(Math.max(0, at - BEFORE), at));
    if (turned !== null && !OPPOSED.test(turned[0])) return false;
    return !GREETED.test(window.slice(end, end + BEHIND));
  });
}

const EACH_POST = new RegExp(POSTS.source, 'gu');
const EACH_BODY = new RegExp(BODY.source, 'gu');
const BEFORE = 14;
const BEHIND = 8;
