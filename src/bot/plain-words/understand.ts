/**
 * Words without a command: what they ask is answered at once, what they want done is proposed as the exact line, and nothing is written
 * before somebody says 1. What fits nothing is said to be so.
 */
import type { Call, Command } from '../../contract/command.ts';
import type { Saying, Told } from '../../contract/says.ts';
import { UserError } from '../../core/errors.ts';
import { shortened } from '../../core/text.ts';
import { plainWords } from '../../copy/plain-words.ts';
import type { DomainContext } from '../../domain/context.ts';
import { chatKey, recentPetition } from '../../domain/conversation/store.ts';
import { findPetition, knownById } from '../../domain/matter/find.ts';
import { peopleOf, unitsOf } from '../../domain/org/service.ts';
import { mayAtAll, rolesFor } from '../../domain/permission/may.ts';
import { mattersIn } from '../../domain/read/actionable.ts';
import { isOpenNamed, mattersNamed, type Named } from '../../domain/read/references.ts';
import { type Catalogue, readCommand, type Said } from '../dispatch.ts';
import { type Match, matchesIn } from './matching.ts';
import { isAsking, isEverything, isForbidding, isFriendly, isWithdrawn } from './mood.ts';
import { byText, calledIn, inPlaceOf, isLastMeant, ofUnit, partsByTitle, titledIn } from './refer.ts';
import { type Part, partsOf, readSentence, type Sentence, withTitles } from './sentence.ts';
import { documentIn, isAskingPersons, isAskingWho, isLongStatement, isTold, isTrouble, storyOf } from './story.ts';
import { toldOf, type TownWords } from './told.ts';
import { howTo, isAboutDeleting } from './how-to.ts';

/** A line that may be proposed, and the matter it is about. */
export interface Proposed {
  readonly line: string;
  readonly command: Command;
  readonly matter: Named | undefined;
  /** Free words of the typist stand in it. */
  readonly isFree: boolean;
}

export type Understood =
  | { readonly kind: 'read'; readonly line: string }
  | { readonly kind: 'propose'; readonly proposed: readonly Proposed[] }
  | { readonly kind: 'register'; readonly line: string; readonly fields?: readonly (readonly [string, string])[] }
  | { readonly kind: 'which'; readonly said: Said; readonly problem: UserError }
  | { readonly kind: 'say'; readonly text: string }
  /** Nobody knows what is meant. */
  | { readonly kind: 'lost' };

const OFFERED = 5;
/** 别催了: so short a text says no to what was just offered. */
const MAX_NO = 8;
/** A match that is sure enough to be about the matter last spoken of, whatever else is told. */
const SURE = 8;
/** The command that a statement is, where nothing else is said of it. */
const STATEMENT = 'progress';
const READING = 'show';

interface Scene {
  readonly ctx: DomainContext;
  readonly call: Call;
  readonly catalogue: Catalogue;
  readonly words: TownWords;
  readonly sentence: Sentence;
  readonly titled: readonly Named[];
  /** All that may be called by a name. */
  readonly all: readonly Named[];
  /** Something in it can only be the name of a matter. */
  readonly isExplicit: boolean;
}

/** Nothing was offered that it could agree to. */
const isAgreeing = (typed: string): boolean => /^\s*(?:[12]|全部|都办)[。.！!]?\s*$/u.test(typed);
const LOST: Understood = { kind: 'lost' };
const say = (text: string): Understood => ({ kind: 'say', text });
const english = (scene: Pick<Scene, 'catalogue'>, name: string): Command =>
  scene.catalogue.commands.find((command) => command.english === name)!;

/** @param quoted the number of the matter that is quoted with it */
export async function understandPlainly(
  ctx: DomainContext,
  call: Call,
  catalogue: Catalogue,
  typed: string,
  quoted?: string,
): Promise<Understood> {
  if (isAgreeing(typed)) return say(plainWords.nothingOffered(typed.trim()));
  if (isFriendly(typed)) return say(plainWords.friendly);
  const draft = documentIn(typed);
  if (draft !== undefined) return registering(typed, draft.fields);
  const words: TownWords = {
    units: await unitsOf(ctx.tx, call.by.townId),
    people: await peopleOf(ctx.tx, call.by.townId),
  };
  const read = readSentence(typed, words.units, words.people);
  if (isAboutDeleting(read.text)) return say(plainWords.deleteHow);
  const isNumbered = read.spans.some(({ kind }) => kind === 'number') || quoted !== undefined;
  const called = read.clauses.map(({ mask }) => calledIn(mask)).find((name) => name !== undefined);
  const isLast = read.clauses.some(({ mask }) => isLastMeant(mask));
  const help = isNumbered || isLast || called !== undefined ? undefined : howTo(read.text, catalogue);
  if (help !== undefined) return { kind: 'read', line: help };
  const all = isNumbered ? [] : await mattersNamed(ctx, call.by);
  const titles = titledIn(read, all);
  const isNamed = called !== undefined || isLast || isNumbered;
  // What no title has may stand in the text of a matter.
  const inTexts = titles.matters.length > 0 || called === undefined || isLast ? [] : await byText(ctx, call.by, called);
  const sentence = isTold(read.text) && !isNamed ? read : withTitles(read, titles.spans);
  const scene: Scene = {
    ctx,
    call,
    catalogue,
    words,
    sentence,
    all,
    titled: titles.matters.length > 0 ? titles.matters : inTexts,
    isExplicit: isNamed,
  };
  return understandScene(scene, quoted, called);
}

async function understandScene(
  scene: Scene,
  quoted: string | undefined,
  called: string | undefined,
): Promise<Understood> {
  const { sentence, isExplicit } = scene;
  const { text } = sentence;
  const isNumbered = sentence.spans.some(({ kind }) => kind === 'number');
  if (isAskingWho(text) && !isNumbered) return LOST;
  if (isAskingPersons(text)) return say(plainWords.noPersons);
  const isStory =
    isTold(text) && !isExplicit && !(sentence.clauses.every((clause) => clause.isAsking) && !isTrouble(text));
  const apart = quoted === undefined && !isNumbered && !isStory ? partsByTitle(sentence, scene.all) : undefined;
  const parts: readonly Part[] =
    apart ?? (quoted === undefined ? partsOf(sentence) : [{ numbers: [quoted], clauses: sentence.clauses }]);
  if (isStory) {
    const sure = await ofPart(scene, parts[0]!, { called, least: SURE });
    return sure?.kind === 'propose' ? sure : registering(sentence.typed);
  }
  if (sentence.isConditional || isWithdrawn(text)) {
    const orders = matchesIn(scene.catalogue.commands, sentence.clauses).found.some(
      ({ saying }) => saying.reads !== true,
    );
    return orders || isNumbered ? say(plainWords.conditional) : LOST;
  }
  if (isEverything(text) && !isNumbered) {
    const { found } = matchesIn(scene.catalogue.commands, sentence.clauses);
    if (
      found.some(({ saying }) => saying.reads !== true) &&
      !found.some(({ saying }) => saying.reads === true && saying.alone)
    ) {
      return say(plainWords.everything);
    }
  }
  const proposed: Proposed[] = [];
  let other: Understood | undefined;
  for (const part of parts) {
    const one = await ofPart(scene, part, { called, least: 0 });
    if (one?.kind === 'propose') proposed.push(...one.proposed);
    else other ??= one;
  }
  if (proposed.length > 0) return { kind: 'propose', proposed };
  if (other !== undefined) return other;
  if (!isExplicit && !isAsking(text) && (isTrouble(text) || isLongStatement(text))) return registering(sentence.typed);
  return isForbidding(text) && (isNumbered || text.length <= MAX_NO) ? say(plainWords.negated) : LOST;
}

function registering(typed: string, fields: readonly (readonly [string, string])[] = []): Understood {
  const pairs = fields.map(([key, value]) => `${key}:${value}`);
  const story = fields.length === 0 ? storyOf(typed) : typed;
  const isOneLine = fields.length === 0 && !story.includes('\n') && !/[:：]/u.test(story);
  const line = ['/登记', ...pairs, isOneLine ? story : `内容:${story}`].join(' ');
  return { kind: 'register', line, ...(fields.length === 0 ? {} : { fields }) };
}

interface Looking {
  readonly called: string | undefined;
  /** Of what rank a saying must be. */
  readonly least: number;
}

/** What some clauses want, of the matters that they name. */
async function ofPart(scene: Scene, part: Part, { called, least }: Looking): Promise<Understood | undefined> {
  const { ctx, call, catalogue, isExplicit } = scene;
  const titled = part.titled ?? scene.titled;
  const { found, isNegated } = matchesIn(catalogue.commands, part.clauses);
  const isTitled = titled.length > 0 && part.numbers.length === 0;
  const matters = await mattersOf(part);
  const known = matters?.length === 1 ? matters[0] : undefined;
  const fitting = found
    .filter(({ saying }) => saying.rank >= least)
    .filter(
      ({ saying }) =>
        saying.alone !== true ||
        (part.numbers.length === 0 && (!isTitled || saying.overTitles === true) && !isExplicit),
    )
    .flatMap((match) => {
      const told = toldIn(scene, part, match, known);
      return match.saying.when?.(told) === false ? [] : [{ match, told, line: lineIn(match.saying, told) }];
    })
    .filter(({ line }) => line !== undefined);
  const writes = fitting.filter(({ match }) => match.saying.reads !== true);
  const [best] = (writes.length > 0 ? writes : fitting).toSorted(
    (a, b) => b.match.saying.rank - a.match.saying.rank || b.match.clause.from - a.match.clause.from,
  );
  if (best !== undefined) return done(scene, part, { ...best, line: best.line!, matters, called });
  if (least > 0) return undefined;
  const isSaid = part.numbers.length > 0 || isTitled || isExplicit;
  if (!isSaid && matters === undefined) return undefined;
  if (called !== undefined && matters === undefined) return unknown(scene, called);
  const text = part.clauses.map(({ mask }) => mask).join('，');
  const isBare = /^(?:[NMU_\s\p{P}的那这件个事号看查]|一下)*$/u.test(text);
  const isAsked = part.clauses.some((clause) => clause.isAsking);
  if (isSaid && (isBare || isAsked)) return named(scene, english(scene, READING), { matters, rest: '', isRead: true });
  if (isNegated || isForbidding(text)) return say(plainWords.negated);
  if (!isSaid || known === undefined || !isOpenNamed(known)) {
    return isSaid && matters === undefined ? undefined : LOST;
  }
  const told = toldIn(
    scene,
    part,
    { command: english(scene, STATEMENT), saying: undefined as never, clause: part.clauses[0]!, end: 0 },
    known,
  );
  return { kind: 'propose', proposed: [proposedOf(scene, english(scene, STATEMENT), known, `内容:${told.said}`)] };

  async function mattersOf({ numbers }: Part): Promise<readonly Named[] | undefined> {
    if (numbers.length > 0) {
      const all: Named[] = [];
      for (const number of numbers) {
        all.push(await findPetition(ctx, call.by, number, { verb: '查', helping: true, closedToo: true }));
      }
      return all;
    }
    if (titled.length > 0) return titled;
    if (called !== undefined) return undefined;
    const recent = await recentPetition(ctx, call.by.userid, chatKey(call.chatid));
    const last = recent === undefined ? undefined : await knownById(ctx, call.by, recent);
    return last === undefined ? undefined : [last];
  }
}

const lineIn = (saying: Saying, told: Told): string | undefined => (saying.line === undefined ? '' : saying.line(told));

function toldIn({ sentence, call, words }: Scene, { clauses }: Part, match: Match, matter: Named | undefined): Told {
  const about = matter === undefined ? undefined : { status: matter.status, ownerUnit: matter.ownerUnit };
  return toldOf({ sentence, by: call.by, words, matter: about }, clauses, match);
}

interface Best {
  readonly match: Match;
  readonly line: string;
  readonly matters: readonly Named[] | undefined;
  readonly called: string | undefined;
}

async function done(scene: Scene, part: Part, { match, line, matters, called }: Best): Promise<Understood> {
  const { command, saying } = match;
  const { ctx, call, sentence, words } = scene;
  const titled = part.titled ?? scene.titled;
  if (!mayAtAll(call.by, command.english)) {
    throw new UserError('role.denied', {
      verb: command.name,
      roles: rolesFor(command.english),
      numbered: part.numbers.length > 0,
    });
  }
  if (saying.alone === true) {
    if (saying.reads === true) return { kind: 'read', line: `/${command.name} ${line}`.trim() };
    return {
      kind: 'propose',
      proposed: [{ line: `/${command.name} ${line}`.trim(), command, matter: undefined, isFree: true }],
    };
  }
  let meant = matters;
  const isNamed = part.numbers.length > 0 || titled.length > 0;
  if (!isNamed && saying.byUnit === true && !part.clauses.some(({ mask }) => isLastMeant(mask))) {
    const theirs = await ofUnit(ctx, call.by, sentence, words);
    if (theirs !== undefined) {
      meant = theirs.length > 0 ? theirs : inPlaceOf(sentence, await mattersNamed(ctx, call.by));
      if (meant.length === 0) return say(plainWords.noneFits(command.name));
    }
  }
  if (called !== undefined && meant === undefined) {
    const told = await byText(ctx, call.by, called);
    if (told.length === 0) return say(plainWords.unknownMatter(shortened(called, 12)));
    meant = told;
  }
  return named(scene, command, {
    matters: meant,
    rest: line,
    isRead: saying.reads === true,
    several: part.numbers.length > 1,
  });
}

async function unknown({ ctx, call, catalogue, ...scene }: Scene, called: string): Promise<Understood> {
  const found = await byText(ctx, call.by, called);
  if (found.length === 0) return say(plainWords.unknownMatter(shortened(called, 12)));
  return named({ ctx, call, catalogue, ...scene }, english({ catalogue }, READING), {
    matters: found,
    rest: '',
    isRead: true,
  });
}

interface Meant {
  readonly matters: readonly Named[] | undefined;
  readonly rest: string;
  readonly isRead: boolean;
  /** Each of them is meant, and not one. */
  readonly several?: boolean;
}

async function named(
  scene: Scene,
  command: Command,
  { matters, rest, isRead, several = false }: Meant,
): Promise<Understood> {
  const { ctx, call, catalogue } = scene;
  if (matters !== undefined && (matters.length === 1 || (several && !isRead))) {
    const lines = matters.map((matter) => proposedOf(scene, command, matter, rest));
    return isRead ? { kind: 'read', line: lines[0]!.line } : { kind: 'propose', proposed: lines };
  }
  const choices = matters ?? (await mattersIn(ctx, call.by, command.states, OFFERED + 1));
  if (choices.length === 0) return say(plainWords.noneFits(command.name));
  const said = readCommand(`/${command.name} ${rest}`.trim(), catalogue)!;
  const rows = choices
    .slice(0, OFFERED)
    .map(({ number, title, subject }) => `${number} ${title ?? subject ?? ''}`.trim());
  const problem = new UserError('number.missing', {
    recent: rows,
    more: choices.length > OFFERED,
    verb: command.name,
    unknown: false,
  });
  return { kind: 'which', said, problem };
}

const proposedOf = (_scene: Scene, command: Command, matter: Named, rest: string): Proposed => ({
  line: `/${command.name} ${matter.number} ${rest}`.trim(),
  command,
  matter,
  isFree: rest !== '' && (command.words !== 'unit' || /[:：]/u.test(rest.replace(/期限:\S+/gu, ''))),
});
