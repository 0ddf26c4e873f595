import {
  AMISS,
  BODY,
  DUTY,
  GONE_TO,
  FROM_US,
  HOLDERS,
  PLACE,
  TERMS,
  ABUSE,
  ACCUSING,
  ASKING,
  BREACH,
  CROOKED,
  FALSE,
  GAIN,
  HINTS,
  KIN,
  LIVING,
  LOST,
  ODD,
  POSTS,
  PRIVATE,
  PUBLIC,
  SECRET,
  TAKING,
} from './accusation-words.ts';

/** The offices and people of the town, as they are called. */
export interface Called {
  readonly units: readonly string[];
  readonly people: readonly string[];
}

/**
 * accusation: somebody in office is said to have done wrong. doubtful: it may be so. mention: somebody in office is named and
 * nothing is said against them. none: nobody is named.
 */
export type Verdict = 'accusation' | 'doubtful' | 'mention' | 'none';

export interface Reading {
  readonly verdict: Verdict;
  /** Which kinds of words met. */
  readonly why: readonly string[];
  /** The sentence where they did. */
  readonly at?: string;
}

const SENTENCE = /[。！？!?；;\n]+/u;
const CLAUSE = /[，,、：:\s]+/u;
/** Characters in which who and what must meet: what stands further apart is about two things. */
const NEAR = 60;
const READ = 4000;

/** Words that turn to somebody in office instead of against them, and those with which one would. */
const TURNED =
  /(?:尊敬的|敬爱的|亲爱的|恳请|请求|恳求|请|希望|期望|盼望?|望|感谢|谢谢|多谢|求助|求|呈|致|拜托|呼吁|建议|麻烦|转告|转达|向|各位|诸位|辛苦)[^，,。：:；;]{0,10}$/u;
const AGAINST = /查|惩|处分|处理|撤|告|反映|举报|检举|控告|揭发|治|管一?管|问责|监督/u;
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
  PRIVATE,
  HINTS,
  BODY,
  AMISS,
  TERMS,
  FROM_US,
  LOST,
  CROOKED,
  ODD,
} as const;
type Kind = keyof typeof KINDS | 'WHO' | 'DOER' | 'TAKER' | 'HOLDER' | 'BODY' | 'NEAR-KIN' | 'NOT-PRIVATE';
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
  ['BREACH', 'PUBLIC'],
  ['BREACH', 'ACCUSING'],
  ['BREACH', 'ASKING'],
];
/** Any of these may be one. */
const MAYBE: readonly Rule[] = [
  ['WHO', 'GAIN'],
  ['NEAR-KIN'],
  ['HOLDER', 'KIN', 'NOT-PRIVATE'],
  ['WHO', 'PUBLIC', 'HINTS'],
  ['WHO', 'LIVING'],
  ['WHO', 'ODD'],
  ['BODY', 'ODD'],
  ['PUBLIC', 'ODD', 'NOT-PRIVATE'],
  ['GAIN', 'ODD', 'NOT-PRIVATE'],
  ['SECRET', 'PUBLIC', 'NOT-PRIVATE'],
  ['GAIN', 'FALSE', 'NOT-PRIVATE'],
  ['GAIN', 'TERMS', 'NOT-PRIVATE'],
  ['BODY', 'HINTS'],
  ['BODY', 'AMISS'],
  ['WHO', 'AMISS'],
  ['WHO', 'TERMS'],
  ['BODY', 'GAIN'],
  ['FROM_US', 'GAIN', 'NOT-PRIVATE'],
  ['CROOKED', 'NOT-PRIVATE'],
  ['CROOKED', 'BODY'],
  ['BODY', 'TERMS'],
  ['BODY', 'FALSE'],
  ['BODY', 'TAKING', 'PUBLIC'],
  ['TAKER'],
  ['HOLDER', 'HINTS'],
  ['LOST', 'PUBLIC', 'NOT-PRIVATE'],
  ['LOST', 'BODY'],
  ['LOST', 'GAIN', 'NOT-PRIVATE'],
  ['BREACH', 'NOT-PRIVATE'],
  ['ACCUSING', 'NOT-PRIVATE'],
  ['ASKING', 'PUBLIC', 'NOT-PRIVATE'],
  ['GAIN', 'HINTS'],
  ['PUBLIC', 'TAKING', 'HINTS'],
  ['PUBLIC', 'TAKING', 'KIN'],
  ['PUBLIC', 'FALSE', 'NOT-PRIVATE'],
  ['PUBLIC', 'HINTS', 'KIN'],
];

/** What nobody says of a colleague's day's work: beside it a mere name is enough. */
const GRAVE: readonly string[] = ['BREACH', 'ACCUSING', 'GAIN', 'ABUSE', 'LIVING', 'FALSE'] satisfies readonly Kind[];
const NOBODY: Called = { units: [], people: [] };

/**
 * Whether what was typed among colleagues accuses somebody. Names stand in every second line of an office's work (王某强已核实，补贴没发到位):
 * beside a name only grave words count, beside a post all of them do.
 */
export function accusesInPassing(text: string, called: Called): boolean {
  if (readAccusation(text, NOBODY).verdict === 'accusation') return true;
  const { verdict, why } = readAccusation(text, called);
  return verdict === 'accusation' && why.some((kind) => GRAVE.includes(kind));
}

export function readAccusation(text: string, called: Called): Reading {
  let found: Reading = { verdict: 'none', why: [] };
  const isPrivate = PRIVATE.test(text.slice(0, NEAR));
  for (const window of windowsOf(text.slice(0, READ))) {
    const reading = readWindow(window, called, isPrivate);
    if (RANK[reading.verdict] > RANK[found.verdict]) found = reading;
    if (found.verdict === 'accusation') break;
  }
  return RANK[found.verdict] < RANK.doubtful && isTopic(text, called)
    ? { ...found, verdict: 'doubtful', why: ['TOPIC'], at: text.slice(0, NEAR) }
    : found;
}

/** Whether the text begins by telling of somebody in office, and what is told is none of their daily duty. */
function isTopic(text: string, called: Called): boolean {
  const head = text.slice(0, text.length <= SHORT ? SHORT : NEAR);
  return spokenOf(head, called, EACH_HOLDER).some(({ at, end }) => {
    const behind = head.slice(end);
    return !DUTY.test(behind) && !PLACE.test(behind) && !GONE_TO.test(head.slice(Math.max(0, at - BEFORE), at));
  });
}

/** Up to so many characters a text tells of one thing. */
const SHORT = 150;

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

const RANK: Record<Verdict, number> = { none: 0, mention: 1, doubtful: 2, accusation: 3 };

function readWindow(window: string, called: Called, isPrivate: boolean): Reading {
  const kinds = new Set<Kind>();
  for (const [kind, words] of Object.entries(KINDS)) if (words.test(window)) kinds.add(kind as Kind);
  if (!isPrivate && !PRIVATE.test(window)) kinds.add('NOT-PRIVATE');
  const spots = spokenOf(window, called);
  if (spots.length > 0) kinds.add('WHO');
  if (spots.some(({ end }) => ABUSE.test(window.slice(end)) || LIVING.test(window.slice(end)))) kinds.add('DOER');
  const bodies = [...spotsOf(window, EACH_BODY), ...officesIn(window, called)];
  if (bodies.length > 0) kinds.add('BODY');
  const doers = [...spots, ...bodies];
  if (doers.some(({ end }) => SOON_TAKING.test(window.slice(end, end + SOON)))) kinds.add('TAKER');
  if (spokenOf(window, called, EACH_HOLDER).length > 0) kinds.add('HOLDER');
  if (OF_SOMEBODY.test(window)) kinds.add('NEAR-KIN');
  const met = (rules: readonly Rule[]): Rule | undefined => rules.find((rule) => rule.every((kind) => kinds.has(kind)));
  const plain = met(PLAIN);
  if (plain !== undefined) return { verdict: 'accusation', why: plain, at: window };
  const maybe = met(MAYBE);
  if (maybe !== undefined) return { verdict: 'doubtful', why: maybe, at: window };
  const isNamed =
    spots.length > 0 || officesIn(window, called).length > 0 || called.people.some((name) => window.includes(name));
  return { verdict: isNamed ? 'mention' : 'none', why: [], at: window };
}

/** 书记的老婆, 镇长外甥 */
const LEADERS = /领导/u;
const HOUSE = /[他她]?家?的?/u;
const ATTACHED = /司机|老家|一?家(?:人|酒店|门口|饭店|沙场|砖厂|的店)|车库/u;
const IS_ONE = /(?:就?是|在|当|做)[^，。]{0,4}/u;
const OF_SOMEBODY = new RegExp(
  `(?:${POSTS.source}|${LEADERS.source})${HOUSE.source}(?:${KIN.source}|${ATTACHED.source})|(?:${KIN.source})${IS_ONE.source}(?:${POSTS.source})`,
  'u',
);

interface Spot {
  readonly at: number;
  readonly end: number;
}

/** Where a post or a name stands that is not only turned to. */
function spokenOf(window: string, { people }: Called, posts = EACH_POST): Spot[] {
  const spots = [...spotsOf(window, posts)];
  for (const name of people) {
    const at = window.indexOf(name);
    if (at >= 0) spots.push({ at, end: at + name.length });
  }
  return spots.filter(({ at, end }) => {
    const turned = TURNED.exec(window.slice(Math.max(0, at - BEFORE), at));
    if (turned !== null && !AGAINST.test(turned[0])) return false;
    return !GREETED.test(window.slice(end, end + BEHIND));
  });
}

const spotsOf = (window: string, words: RegExp): Spot[] =>
  [...window.matchAll(words)].map((match) => ({ at: match.index, end: match.index + match[0].length }));

/** Offices of the town; a village is a place as well. */
const officesIn = (window: string, { units }: Called): Spot[] =>
  units
    .filter((name) => !/[村寨庄组网格]$|社区$/u.test(name) && window.includes(name))
    .map((name) => ({ at: window.indexOf(name), end: window.indexOf(name) + name.length }));

const EACH_BODY = new RegExp(BODY.source, 'gu');
const DISPOSING = /把[^，。]{2,10}/u;
const SOON_TAKING = new RegExp(`${TAKING.source}|${ABUSE.source}|${DISPOSING.source}`, 'u');
const SOON = 12;
const EACH_POST = new RegExp(POSTS.source, 'gu');
const EACH_HOLDER = new RegExp(HOLDERS.source, 'gu');
const BEFORE = 14;
const BEHIND = 8;
