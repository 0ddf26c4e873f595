import type { Actor, Call, Command, RawArgs } from '../contract/command.ts';
import { UserError } from '../core/errors.ts';
import { hasNumber, numbersFurther, readNumber } from '../core/matter-number.ts';
import { readDecision } from '../copy/decision.ts';
import { isAnonymous } from '../copy/terms.ts';
import type { DomainContext } from '../domain/context.ts';
import { chatKey, recentPetition } from '../domain/conversation/store.ts';
import { unitByName, unitNames } from '../domain/org/service.ts';
import { mayAtAll, rolesFor } from '../domain/permission/may.ts';
import { mattersIn, STEPS, waitingMatters } from '../domain/read/actionable.ts';
import { findPetition, knownById, numbersKnown } from '../domain/matter/find.ts';
import { readIdentity } from '../domain/matter/identity.ts';
import { readsAsName } from '../domain/title/person-names.ts';
import { isBeside, type Named, type References, referencesIn } from '../domain/read/references.ts';
import { search } from '../domain/read/lists.ts';
import { justDid } from '../domain/matter/timeline.ts';
import { MAX_TEXT, type Said } from './dispatch.ts';
import { lineOf, parseArgs, type Typed } from './grammar.ts';

const OFFERED = 5;
/** A longer text is no title. */
const MAX_TITLE = 60;

/** A command, its arguments and the matter that it is about. */
export interface Chosen {
  readonly said: Said;
  readonly raw: Typed;
  readonly number: string | undefined;
  /** Words of the line named the matter, and are no part of its text any more. */
  readonly isTitled?: true;
}

/**
 * Whether this person may give the command, and which matter it means.
 * @throws UserError role.denied, number.missing, number.doubtful, number.several, number.quoted, number.held
 */
export async function chooseMatter(
  said: Said,
  call: Call,
  ctx: DomainContext,
  quote: string | undefined,
): Promise<Chosen> {
  const chosen = await chosenFor(said, call, ctx, quote);
  await sureOfClauses(chosen, call.by, ctx);
  return chosen;
}

/** A further line or clause that begins with the number of another matter is no text of this one. @throws UserError number.several */
async function sureOfClauses({ said, number }: Chosen, by: Actor, ctx: DomainContext): Promise<void> {
  const { command, asked, rest } = said;
  if (number === undefined || asked !== undefined || command.pasted === true) return;
  const others = numbersFurther(rest);
  const own = others.length === 0 ? undefined : await numbered(ctx, by, number);
  for (const other of others) {
    const matter = await numbered(ctx, by, other);
    if (matter !== undefined && matter.id !== own?.id) throw new UserError('number.several', {});
  }
}

async function chosenFor(said: Said, call: Call, ctx: DomainContext, quote: string | undefined): Promise<Chosen> {
  const { command, asked } = said;
  if (said.rest.length > MAX_TEXT) throw new UserError('text.too-long', { length: said.rest.length, max: MAX_TEXT });
  const raw = parseArgs(said.rest, command, asked !== undefined);
  const quoted = quote === undefined || command.number === 'none' ? [] : await numbersKnown(ctx, call.by, quote);
  if (!mayAtAll(call.by, command.english)) {
    const numbered = raw.number !== undefined || quoted.length > 0;
    throw new UserError('role.denied', { verb: command.name, roles: rolesFor(command.english), numbered });
  }
  if (command.number === 'none') return { said, raw, number: undefined };
  if (raw.number !== undefined) return saidOne({ said, raw, number: raw.number }, call, ctx);
  const choices = await choicesFor(ctx, call.by, command, raw);
  if (raw.kind === 'several') throw new UserError('number.several', {});
  if (raw.kind === 'doubtful') throw new UserError('number.doubtful', offer(choices.matters));
  if (quoted.length > 1) throw new UserError('number.quoted', { numbers: quoted });
  if (quoted.length === 1) return quotedOne({ said, raw, choices, number: quoted[0]! }, call, ctx);
  return meant({ said, raw, choices, quote: asked === undefined ? quote : undefined }, call, ctx);
}

const titled = (chosen: Chosen, rest: string): Chosen => ({
  ...chosen,
  raw: { ...chosen.raw, text: rest },
  isTitled: true,
});

interface Choices {
  /** Nothing else waits for it. */
  readonly isStrict: boolean;
  readonly matters: readonly Named[];
}

interface Unnumbered {
  readonly said: Said;
  readonly raw: Typed;
  readonly choices: Choices;
}

/** The number that was said, unless all that stands behind it is the name of another matter. */
async function saidOne(
  chosen: Chosen & { readonly number: string },
  { by }: Call,
  ctx: DomainContext,
): Promise<Chosen> {
  const { said, raw, number } = chosen;
  const { command, asked } = said;
  if (asked !== undefined || command.words === 'unit' || command.second === true) return chosen;
  const { text, isName } = await telling(ctx, by, command, raw);
  if (text === '' || (!isName && text.length > MAX_TITLE)) return chosen;
  if (command.decides !== undefined && readDecision(text) !== undefined) return chosen;
  const refers = await referencesIn(ctx, by, text, { units: false });
  const [only] = namedBy(refers);
  // Behind a number words of a title may be anything; all of it, at the beginning, is another matter.
  if (only === undefined || (!isName && !beginsWith(text, only.title))) return chosen;
  const meantOne = await numbered(ctx, by, number);
  if (meantOne === undefined || !isBeside(refers, meantOne.number)) return chosen;
  throw which(said, [meantOne, ...namedBy(refers)]);
}

/** A shorter title is a word like any other. */
const MIN_TITLE = 3;
const beginsWith = (text: string, title: string | null): boolean =>
  title !== null && (text === title || ([...title].length >= MIN_TITLE && text.startsWith(title)));

/** A quoted number is as good as a typed one, unless the text names another matter. */
async function quotedOne(
  { said, raw, choices, number }: Unnumbered & { readonly number: string },
  call: Call,
  ctx: DomainContext,
): Promise<Chosen> {
  const { command, asked } = said;
  const told = await telling(ctx, call.by, command, raw);
  const refers = await references(ctx, call.by, { command, told, asked, recent: number });
  if (!isBeside(refers, number)) {
    if (refers.kind !== 'one') return { said, raw, number };
    return titled({ said, raw, number }, restOf(told, refers));
  }
  const quoted = await numbered(ctx, call.by, number);
  throw which(said, [...(quoted === undefined ? [] : [quoted]), ...namedBy(refers), ...choices.matters]);
}

/**
 * Named by words of the text or of what it quotes, waiting for this command alone, or the matter last spoken of here. What stands where a
 * number stands and is none falls back to none of these, and the last spoken of serves only where text and quote refer to nothing else.
 */
async function meant(
  { said, raw, choices, quote }: Unnumbered & { readonly quote: string | undefined },
  call: Call,
  ctx: DomainContext,
): Promise<Chosen> {
  const { command, asked } = said;
  const isFixed = command.number === 'required';
  const recent = isFixed || asked !== undefined ? undefined : await recentOf(ctx, call);
  const told = await telling(ctx, call.by, command, raw);
  const inLine = await references(ctx, call.by, { command, told, asked, recent: recent?.number });
  // Where a whole title stands before the pairs, their sentences are about it.
  const isWhole = inLine.kind === 'one' && told.text.trim() === inLine.matter.title;
  const inText = isWhole
    ? inLine
    : both(inLine, await inSentences(ctx, call.by, raw, { asked, recent: recent?.number }));
  const refers = both(inText, await inQuote(ctx, call.by, quote, recent?.number));
  // Where a number is wanted, a title that the line begins with is as good.
  const isTitle = inText.kind === 'one' && inText.isName;
  if (refers.kind === 'one' && (!isFixed || isTitle)) {
    const isSaid = asked !== undefined || (inText.kind === 'one' && inText.isName);
    if (!isSaid) await sureOf(ctx, call.by, { said, raw, choices }, refers.matter);
    const isNamed = told.isName || (asked === undefined && inLine.kind === 'one');
    const chosen = { said, raw, number: refers.matter.number };
    return isNamed ? titled(chosen, restOf(told, inLine)) : chosen;
  }
  if (refers.kind !== 'nothing') {
    const named = orElse(namedBy(refers), choices.matters, recent);
    throw which(said, named, {
      isUnknown: refers.kind === 'absent',
      ...(asked === undefined &&
        isOnlyName(inLine, told) && { left: lineOf({ ...raw, text: told.rest === told.text ? '' : told.rest }) }),
    });
  }
  if (asked !== undefined || isFixed) throw which(said, choices.matters);
  if (recent !== undefined && command.words !== 'unit' && (await namesSomebodyElse(ctx, told, recent))) {
    throw which(
      said,
      choices.matters,
      // 郑, 冯某: longer words may be what happened, and are kept.
      told.text.trim().length <= SHORT_NAME ? { left: lineOf({ ...raw, text: '' }) } : {},
    );
  }
  const matter = await unsaid({ said, raw, choices }, recent, { call, ctx });
  await sureOf(ctx, call.by, { said, raw, choices }, matter);
  return { said, raw, number: matter.number };
}

/** Keys behind which people write sentences: what these say of another matter is as good as in the text. */
const SENTENCES: ReadonlySet<string> = new Set([
  ...[
    '内容',
    '要求',
    '理由',
    '事实',
    '依据',
    '结果',
    '诉求',
    '现场',
    '说明',
    '意见',
    '情况',
    '原因',
    '措施',
    '报回',
    '方案',
  ],
  ...['答复', '书面', '协议'],
]);

async function inSentences(
  ctx: DomainContext,
  actor: Actor,
  { pairs }: Typed,
  { asked, recent }: { readonly asked: string | undefined; readonly recent: string | undefined },
): Promise<References> {
  const said = Object.entries(pairs).flatMap(([key, value]) => (SENTENCES.has(key) ? [value] : []));
  if (asked !== undefined || said.length === 0) return { kind: 'nothing' };
  // A unit in a sentence is spoken of; by itself, it is whose matter is meant.
  const [alone = '', ...others] = said;
  const units = others.length === 0 && (await unitByName(ctx.tx, actor.townId, alone.trim())) !== undefined;
  return referencesIn(ctx, actor, said.join('，'), { recent, units });
}

const SHORT_NAME = 2;
const nameAhead = (text: string): string | undefined => /^\p{Script=Han}{1,4}(?=$|[\s\p{P}])/u.exec(text.trim())?.[0];

/** A text that begins with somebody's name, 冯某 or 老蒋, is about their matter: of the one last spoken of, only where it is theirs. */
async function namesSomebodyElse(ctx: DomainContext, { text }: Telling, { id }: Named): Promise<boolean> {
  const name = nameAhead(text);
  if (name === undefined || !readsAsName(name)) return false;
  return !isAnonymous(name) && (await readIdentity(ctx, id)).name !== name;
}

/** The one that is meant where nothing is said of it. */
async function unsaid(
  { said, raw, choices }: Unnumbered,
  recent: Named | undefined,
  { call, ctx }: { readonly call: Call; readonly ctx: DomainContext },
): Promise<Named> {
  // 撤销 is of the step just done, whatever was looked at since: of another than the one last spoken of, it is asked.
  if (said.command.waits?.(raw, call.by) === 'own-step' && choices.matters.length > 0) {
    const [newest] = choices.matters;
    if (recent === undefined ? choices.matters.length === 1 : recent.id === newest!.id) return newest!;
    throw which(said, choices.matters);
  }
  const fits = recent !== undefined && (!choices.isStrict || choices.matters.some(({ id }) => id === recent.id));
  if (fits || (recent !== undefined && choices.matters.length === 0)) return recent;
  const [only, ...others] = choices.matters;
  if (only === undefined || others.length > 0) throw which(said, choices.matters);
  // The same word again, right after the step that it was, may be a slip; another step, or a look, is no reason to ask.
  const waits = said.command.waits?.(raw, call.by);
  const isAgain =
    recent !== undefined &&
    waits !== undefined &&
    (await justDid(ctx, { petitionId: recent.id, userid: call.by.userid, chat: chatKey(call.chatid) }, STEPS[waits]));
  if (isAgain) throw which(said, choices.matters);
  return only;
}

/** Nothing is taken away from anybody on a guess. @throws UserError number.held with who has it */
async function sureOf(
  ctx: DomainContext,
  { townId }: Actor,
  { said, raw, choices }: Unnumbered,
  matter: Named,
): Promise<void> {
  if (said.command.takes?.(raw, matter) !== true) return;
  const names = await unitNames(ctx.tx, townId);
  const [shown] = listed([matter]);
  throw new UserError('number.held', {
    matter: shown,
    holder: names.get(matter.ownerUnit ?? ''),
    ...offer([matter, ...choices.matters]),
  });
}

/** A quoted line as far as it may name a matter: the command at its head is none of its words. */
const quotedText = (quote: string): string =>
  quote.replace(/^\s*(?:@\S+\s+)*(?:[/／、]\s*\p{Script=Han}{1,4}(?=[\s\d#＃：:]))?\s*/u, '');

/** What a quoted message without a full number refers to: a number in it may be a day or a house, and is asked about. */
async function inQuote(
  ctx: DomainContext,
  actor: Actor,
  quote: string | undefined,
  recent: string | undefined,
): Promise<References> {
  if (quote === undefined) return { kind: 'nothing' };
  const text = quotedText(quote);
  const read = readNumber(text);
  const said = read.kind === 'said' ? await numbered(ctx, actor, read.number) : undefined;
  const refers = await referencesIn(ctx, actor, read.kind === 'said' ? read.rest : text, { recent, units: true });
  const isNumbered = read.kind !== 'none' || hasNumber(text);
  if (!isNumbered) return refers;
  const named = namedBy(refers);
  if (said !== undefined && named.every(({ id }) => id === said.id)) {
    if (named.length > 0) return { kind: 'one', matter: said, isName: true };
    if (refers.kind === 'nothing' && said.number === recent) return refers;
  }
  return { kind: 'some', matters: [...(said === undefined ? [] : [said]), ...named] };
}

/** The matter of a number that somebody wrote, if there is one that this reader may know of. */
async function numbered(ctx: DomainContext, actor: Actor, number: string): Promise<Named | undefined> {
  try {
    return await findPetition(ctx, actor, number, { verb: 'quote', helping: true, closedToo: true });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Text and quote are one message: what they name together. */
function both(text: References, quote: References): References {
  if (quote.kind === 'nothing' || text.kind === 'absent') return text;
  if (text.kind === 'nothing') return quote;
  const isSame = text.kind === 'one' && quote.kind === 'one' && text.matter.id === quote.matter.id;
  return isSame ? text : { kind: 'some', matters: [...namedBy(text), ...namedBy(quote)] };
}

const namedBy = (refers: References): readonly Named[] =>
  refers.kind === 'one' ? [refers.matter] : refers.kind === 'some' ? refers.matters : [];

/** Those named, and the one last spoken of beside them; else all that there is to choose from. */
const orElse = (named: readonly Named[], all: readonly Named[], recent: Named | undefined): readonly Named[] =>
  named.length === 0 ? all : [...named, ...(recent === undefined ? [] : [recent])];

interface Asking {
  readonly isUnknown?: boolean;
  /** What is left of the line where its words were the name of a matter, and nothing else. */
  readonly left?: string;
}

const which = (said: Said, matters: readonly Named[], { isUnknown = false, left }: Asking = {}): UserError =>
  new UserError('number.missing', { ...offer(matters), verb: said.verb, unknown: isUnknown, left });

const once = (matters: readonly Named[]): Named[] => [
  ...new Map(matters.map((matter) => [matter.id, matter])).values(),
];

/** As many as are shown, and whether there are more. */
const offer = (matters: readonly Named[]) => ({ recent: listed(matters), more: once(matters).length > OFFERED });

const listed = (matters: readonly Named[]): string[] =>
  once(matters)
    .slice(0, OFFERED)
    .map(({ number, title, subject }) => `${number} ${title ?? subject ?? ''}`.trim());

async function recentOf(ctx: DomainContext, call: Call): Promise<Named | undefined> {
  const recent = await recentPetition(ctx, call.by.userid, chatKey(call.chatid));
  return recent === undefined ? undefined : knownById(ctx, call.by, recent);
}

/** What the command can act on for this person. */
async function choicesFor(ctx: DomainContext, actor: Actor, command: Command, raw: RawArgs): Promise<Choices> {
  const waits = command.waits?.(raw, actor);
  if (waits !== undefined) return { isStrict: true, matters: await waitingMatters(ctx, actor, waits, OFFERED + 1) };
  return { isStrict: false, matters: await mattersIn(ctx, actor, command.states, OFFERED + 1) };
}

/** The main text as far as it may name a matter; `isName`: it can mean nothing else. */
interface Telling {
  readonly text: string;
  readonly isName: boolean;
  /** What is left of the text where a matter is named by it. */
  readonly rest: string;
}

/** A text that is the name, and nothing else, is no text any more. */
const restOf = ({ text, rest }: Telling, refers: References): string =>
  refers.kind === 'one' && refers.isAll === true && text === rest ? '' : rest;

/** Whether the words name what they may name, and say nothing else: they are no text of the line. */
const isOnlyName = (refers: References, { isName }: Telling): boolean =>
  isName || refers.kind === 'absent' || ((refers.kind === 'one' || refers.kind === 'some') && refers.isAll === true);

async function telling(
  ctx: DomainContext,
  { townId }: Actor,
  command: Command,
  { text, name }: Typed,
): Promise<Telling> {
  if (name !== undefined) return { text: name, isName: true, rest: name === text ? '' : text };
  if (command.words === undefined) return { text, isName: false, rest: text };
  if (command.words === 'unit') {
    const [first = '', behind = ''] = text.split(/\s+(.*)/su);
    const isUnit = first === '' || (await unitByName(ctx.tx, townId, first)) !== undefined;
    // 交办 老年卡 城建办: the matter stands where the unit does.
    return isUnit ? { text: behind, isName: false, rest: text } : { text, isName: false, rest: behind };
  }
  return command.words.test(text) ? { text: '', isName: false, rest: text } : { text, isName: true, rest: '' };
}

async function references(
  ctx: DomainContext,
  actor: Actor,
  what: { command: Command; told: Telling; asked: string | undefined; recent: string | undefined },
): Promise<References> {
  const { command, told, asked, recent } = what;
  const { text, isName } = asked === undefined ? told : { text: asked, isName: true };
  if (asked !== undefined && readNumber(asked).kind !== 'none') return { kind: 'nothing' };
  const found = await referencesIn(ctx, actor, text, {
    recent,
    units: command.words !== 'unit' || asked !== undefined,
  });
  if (!isName || text === '') return found;
  if (found.kind === 'nothing') return inText(ctx, actor, { command, text });
  return found.kind === 'some' && found.matters.length === 1
    ? { kind: 'one', matter: found.matters[0]!, isName: true }
    : found;
}

/** What is only looked at may be named by words that stand in its text, and in no title. */
async function inText(
  ctx: DomainContext,
  actor: Actor,
  { command, text }: { readonly command: Command; readonly text: string },
): Promise<References> {
  const words = text.trim();
  if (command.reads !== true || !/^\p{Script=Han}{2,12}$/u.test(words)) return { kind: 'absent' };
  const { lines } = await search(ctx, actor, words);
  const [only, ...others] = lines.map(({ petition }) => petition);
  if (only === undefined) return { kind: 'absent' };
  return others.length === 0
    ? { kind: 'one', matter: only, isName: true }
    : { kind: 'some', matters: [only, ...others] };
}
