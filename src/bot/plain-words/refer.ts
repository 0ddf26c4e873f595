/** Which matter a sentence speaks of: by words of its title, by its unit and state, or as the one last spoken of. */
import { calledLike } from '../../domain/org/called-like.ts';
import type { Actor } from '../../contract/command.ts';
import { piecesReader } from '../../core/title-words.ts';
import type { DomainContext } from '../../domain/context.ts';
import { isOpenNamed, type Named } from '../../domain/read/references.ts';
import { listed, search } from '../../domain/read/lists.ts';
import { addWorkingDays } from '../../domain/deadline/working-days.ts';
import type { Clause, Part, Sentence } from './sentence.ts';
import type { Span } from './spans.ts';
import type { TownWords } from './told.ts';

export interface Titled {
  readonly matters: readonly Named[];
  /** Where the words of their titles stand. */
  readonly spans: readonly Span[];
}

const NONE: Titled = { matters: [], spans: [] };

/** Where a unit stands to which something is given: its name is no word of a title there. */
const GIVEN = /(?:交|派|转|给|让|叫|由|归|催|请|拨|甩|安排|改|换)[到给由让去成办]?$/u;

/** Matters whose titles the sentence has most of. Closed ones only where no open one is meant. */
export function titledIn({ text, spans }: Sentence, all: readonly Named[]): Titled {
  let read = text;
  for (const { kind, from, to } of spans) {
    const isWord = kind === 'unit' && !GIVEN.test(text.slice(0, from));
    if (!isWord) read = read.slice(0, from) + ' '.repeat(to - from) + read.slice(to);
  }
  const isUnit = ({ from, to }: { from: number; to: number }): boolean =>
    spans.some((span) => span.kind === 'unit' && from >= span.from && to <= span.to);
  const piecesOf = piecesReader(read);
  const scored = all.flatMap((matter) => {
    const pieces = piecesOf(matter.title ?? '');
    // A village alone names no matter.
    if (pieces.every(isUnit)) return [];
    return [{ matter, pieces, score: pieces.reduce((sum, { from, to }) => sum + to - from, 0) }];
  });
  const open = scored.filter(({ matter }) => isOpenNamed(matter));
  const from = open.length > 0 ? open : scored;
  const most = Math.max(0, ...from.map(({ score }) => score));
  const best = from.filter(({ score }) => score === most);
  if (most === 0) return NONE;
  const places = best[0]!.pieces.filter((piece) => !isUnit(piece));
  return {
    matters: best.map(({ matter }) => matter).toSorted((a, b) => a.number.localeCompare(b.number, 'en')),
    spans: places.map(({ from: begin, to }) => ({ kind: 'title', from: begin, to })),
  };
}

/** Clauses that name different matters, apart: 养殖场那个给农业办，再问问补贴的; undefined where one is spoken of. */
export function partsByTitle(sentence: Sentence, all: readonly Named[]): readonly Part[] | undefined {
  const parts: { numbers: string[]; clauses: Clause[]; titled: readonly Named[] }[] = [];
  for (const clause of sentence.clauses) {
    const spans = sentence.spans.filter(({ kind }) => kind !== 'title');
    const inside = { ...sentence, spans, text: sentence.text.slice(0, clause.to), clauses: [clause] };
    const blank = ' '.repeat(clause.from) + inside.text.slice(clause.from);
    const { matters } = titledIn({ ...inside, text: blank }, all);
    const [only] = matters.length === 1 ? matters : [];
    const last = parts.at(-1);
    if (only !== undefined && last?.titled[0]?.id !== only.id) {
      parts.push({ numbers: [], clauses: [clause], titled: [only] });
    } else if (last !== undefined) last.clauses.push(clause);
    else parts.push({ numbers: [], clauses: [clause], titled: [] });
  }
  const named = parts.filter(({ titled }) => titled.length > 0);
  if (named.length < 2) return undefined;
  // What stands before the first name belongs to it.
  const [first, ...others] = named;
  const ahead = parts[0]!.titled.length === 0 ? parts[0]!.clauses : [];
  return [{ ...first!, clauses: [...ahead, ...first!.clauses] }, ...others];
}

/** 这件, 它, 刚才那个. */
const LAST =
  /(?:这|该|此)(?:一?件|个(?!月|周|星期|礼拜|人|季)|事(?!项)|桩|起|户)|它(?!们)|(?:刚|才|前面|上面)(?:说|讲|提|登|交)(?:的|过)|刚[才刚](?=那|这|说|的|登|交|讲|提)|上面(?:这|那)?[件个]|^那(?:一?件|个(?!人))(?=$|[\s，,。]|[催查交签给])|^那事/u;
export const isLastMeant = (mask: string): boolean => LAST.test(mask);

/** Words that can only be the name of a matter: 桥塌了那件, 桥的事. */
const CALLED =
  /([\p{Script=Han}]{2,12}?)(?:的)?(?:那|这)(?:A_*|[一两几三]?[件个户起桩家位]|\p{Script=Han})(?:事情?)?|([\p{Script=Han}]{2,12}?)的(?:那?件?事情?)(?!$|[要得])|^([\p{Script=Han}]{2,8}?)的(?=[弄推给交派让转丢甩打催])/u;
const FILL =
  /^(?:把|将|还|没签|没接|没收|过期|超期|逾期|刚说|刚讲|才说|前面说|前面讲|上面|刚才|刚刚|看看|查查|问问|瞧瞧|帮我|查一?下|催一?下|看一?下|问一?下|还是|就是|关于|我|那个?|这个?|一下|手[上里头]?|U_*|N_*|P_*|D_*|的)+|(?:手[上里头]?|超期|过期|逾期|还?没(?:签收?|接|收)|在办|的|_)+$/gu;

/** What the sentence calls the matter that was not found. */
export function calledIn(mask: string): string | undefined {
  const [, one, other, third] = CALLED.exec(mask) ?? [];
  const words = (one ?? other ?? third ?? '').replace(FILL, '');
  return [...words].length >= 2 ? words : undefined;
}

/** Open matters of a unit that is spoken of, in the state that is said beside it; undefined where no unit is. */
export async function ofUnit(
  ctx: DomainContext,
  actor: Actor,
  { text, spans }: Sentence,
  { units }: TownWords,
): Promise<readonly Named[] | undefined> {
  const state = /超期|逾期|过期|到期没/u.test(text)
    ? 'overdue'
    : /(?:没|未)(?:人)?(?:签收?|接|收下)/u.test(text)
      ? 'unsigned'
      : undefined;
  const unit = units.find(({ name }) => name === spans.findLast(({ kind }) => kind === 'unit')?.value);
  if (unit === undefined && state === undefined) return undefined;
  const until = addWorkingDays(ctx.today, 3, ctx.calendar);
  const { lines } = await listed(ctx, actor, { state, unit: unit?.id, until });
  return lines.map(({ petition }) => petition);
}

/** Open matters in whose titles the name of a unit stands, without its kind: 东渠的那件. */
export function inPlaceOf({ spans }: Sentence, all: readonly Named[]): readonly Named[] {
  const names = spans.filter(({ kind }) => kind === 'unit').flatMap(({ value }) => calledLike(value!));
  return all.filter((one) => isOpenNamed(one) && names.some((name) => one.title?.includes(name) === true));
}

/** Words that stand in no title may stand in the text of a matter: all of them, or the first two or the last. */
export async function byText(ctx: DomainContext, actor: Actor, words: string): Promise<readonly Named[]> {
  const chars = [...words];
  const tried = new Set([words, chars.slice(0, 2).join(''), chars.slice(-2).join('')]);
  for (const [i, piece] of [...tried].entries()) {
    const { lines, total } = await search(ctx, actor, piece);
    const found = lines.map(({ petition }) => petition);
    const open = found.filter(isOpenNamed);
    const meant = open.length > 0 ? open : found;
    // A piece of the words that stands in many texts says nothing.
    if (meant.length > 0 && (i === 0 || (meant.length === 1 && total < 3))) return meant;
  }
  return [];
}
