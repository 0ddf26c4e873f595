import { narrow } from '../../core/narrow.ts';
import { POSTS } from '../accusation/text/words.ts';
import { isKnownWord, knownWordsAt } from './known-words.ts';
import parts from './name-parts.json' with { type: 'json' };

const charsOf = (lines: readonly string[]): ReadonlySet<string> => new Set(lines.join(''));

/** Surnames that hardly ever stand alone as a word. */
const SURE = charsOf(parts.surnames);
/** Surnames that are words as well (高 石 于): with these, what follows must be what given names are made of. */
const WORDLIKE = charsOf([...parts.wordlikeSurnames, ...parts.wordsAsSurnames]);
/** Surnames that are far more often words (有 来 车). */
const WORDS_FIRST = charsOf(parts.wordsAsSurnames);
const COMPOUNDS: ReadonlySet<string> = new Set(parts.compounds);
const WORDLIKE_COMPOUNDS: ReadonlySet<string> = new Set(parts.wordlikeCompounds);
const GIVEN = charsOf(parts.given);
/** Words that people are called by, of characters that are hardly in other names. */
const GIVEN_WORDS: ReadonlySet<string> = new Set(parts.givenWords);
/** Words of one character that no name has behind the surname. */
const NEVER_GIVEN = charsOf(parts.neverGiven);
const GRAMMAR: ReadonlySet<string> = new Set([...NEVER_GIVEN, ...charsOf(parts.grammar)]);
/** Characters that are words by themselves. */
const COMMON: ReadonlySet<string> = new Set([...GRAMMAR, ...charsOf(parts.common)]);
const CALLED_BY_SURNAME = /[小老阿姓]/u;
/** What people are called by behind a surname: a trade, an age. */
const ADDRESSES =
  /经理|老板|总|医生|大夫|老师|师傅|律师|先生|女士|小姐|同志|大爷|大娘|大妈|大伯|大叔|叔|婶|嫂|奶奶|爷爷|婆婆|[哥姐](?![哥姐妹弟])/u;
const ADDRESS = new RegExp(`^(?:${POSTS.source}|${ADDRESSES.source})`, 'u');
const HOME = /家/u;
/** Who speaks or is spoken of stands behind these, and before those. */
const BEFORE_NAME =
  /(?:^|反映|投诉|举报|状告|来[电信访]|申请|请求|[帮救]助|感谢|关于|[称说找叫是给和与对被替为诉]|劝返|慰问|救救|帮帮|不服|[业户]主|[村居]民|群众|[职工]工|司机|学生|[教老]师|军人|老人|孤儿|老板|工头|[户人组村])$/u;
const BEHIND_NAME =
  /^(?:$|[家的等之又也被说与和同]|一[家户]|反映|投诉|举报|要求|申请|求助|来[信电访]|欠|占|拖欠|[妻父母儿女])/u;
/** What only somebody does or has. */
const DOES = /^(?:家|反映|投诉|举报|要求|申请|求助|上访|来[信电访]|[欠占说]|拖欠|和|与|同志|[妻父母儿女])/u;
/** Behind the last character of what looks like a place: `刘强村里` is somebody in the village, not the village 刘强. */
const WITHIN = /[里上中边内外口头旁]/u;

const ends = parts.endsOfPlaces;
const AFTER_ONE = [...ends.afterOne.join('')];
const AFTER_HOME = [...ends.afterHome.join('')];

/** What a piece of a title costs when it is read as this; the reading that costs least is what the title says. */
const COST = {
  word: 1,
  place: 1.7,
  longPlace: 2,
  common: 1.1,
  wordlike: 1.2,
  char: 1.4,
  given: 1.7,
  /** A surname with what only names are made of, with anything, and alone. */
  surelyName: 1.5,
  /** Two words, where a name may stand: 于胜利家, 反映林建国. */
  twoWords: 2.05,
  name: 2.1,
  alone: 2.15,
  compound: 0.9,
  /** Its surname and the next character are a word (高明亮), or its surname is mostly a word of grammar (和). */
  afterWord: 2.6,
  hardlyName: 2.8,
} as const;

interface Piece {
  readonly end: number;
  readonly cost: number;
  readonly isName: boolean;
}

const LATIN = /\d*[A-Za-z]+\d*/gu;
/** One capital stands for a place, a class or a building; what everybody calls by these letters. */
const KNOWN_LATIN =
  /^(?:[A-Z]\d*|\d*[A-Z]|EMS|ETC|POS|KTV|LED|GPS|APP|ATM|PVC|PPR|PE|WIFI|CT|VIP|QQ|IC|ID|TV|LNG|LPG|PPP|SUV|DNA|BRT|HPV|ICU|PM\d*|AED|USB)$/u;
const MEASURE = /^\d+(?:kwh?|kva?|kg|km|[cm]?m|g|m?l|t|m?w|mhz|db)$/iu;
/** The answer to the question for a name. */
const UNNAMED = /匿名/u;

/** Whether a short text, as a 题目 is, holds what may be a person's name: what is not known to be something else. A question for the clerk, not a proof. */
export function readsAsName(title: string): boolean {
  const { text } = narrow(title);
  if (UNNAMED.test(text) || text.includes('@')) return true;
  for (const [word] of text.matchAll(LATIN)) if (!KNOWN_LATIN.test(word) && !MEASURE.test(word)) return true;
  return runsOf(text).some(holdsName);
}

/** Whether a word is made as names are, of a surname and what given names are made of: 白雪, 高明. Where it stands must tell whether it is somebody. */
export function isMadeAsName(word: string): boolean {
  const [first = '', ...given] = word;
  const isSurnamed = SURE.has(first) || WORDLIKE.has(first);
  return (
    GIVEN_WORDS.has(word) || (isSurnamed && !WORDS_FIRST.has(first) && given.length > 0 && given.every(isOnlyGiven))
  );
}

/** Stretches of Chinese characters, as they are typed and with the blanks and dots left out that may stand inside a name. */
function runsOf(text: string): string[] {
  const runs = text.match(/\p{Script=Han}+/gu) ?? [];
  const joined = text.replace(/[\s·•.\-_]/gu, '').match(/\p{Script=Han}+/gu) ?? [];
  return [...new Set([...runs, ...joined])];
}

/** Of all ways to read a run in pieces the cheapest, from left to right; whether one of its pieces is a name. */
function holdsName(run: string): boolean {
  const best: { cost: number; holdsName: boolean }[] = [{ cost: 0, holdsName: false }];
  for (let at = 0; at < run.length; at += 1) {
    const { cost, holdsName: before } = best[at]!;
    for (const piece of [charAt(run, at), ...wordsAt(run, at), ...placesAt(run, at), ...namesAt(run, at)]) {
      const reading = { cost: Math.round((cost + piece.cost) * 100) / 100, holdsName: before || piece.isName };
      const other = best[piece.end];
      if (other === undefined || reading.cost < other.cost) best[piece.end] = reading;
    }
  }
  return best[run.length]!.holdsName;
}

function charAt(run: string, at: number): Piece {
  const char = run[at]!;
  const end = at + 1;
  if (SURE.has(char)) return { end, cost: COST.alone, isName: true };
  const cost = COMMON.has(char)
    ? COST.common
    : WORDLIKE.has(char)
      ? COST.wordlike
      : GIVEN.has(char)
        ? COST.given
        : COST.char;
  return { end, cost, isName: false };
}

const wordsAt = (run: string, at: number): Piece[] =>
  knownWordsAt(run, at).map((length) => ({ end: at + length, cost: COST.word, isName: false }));

/** 李家湾, 石期镇: some characters that are no word, and what places and firms end in. */
function placesAt(run: string, at: number): Piece[] {
  if (knownWordsAt(run, at).length > 0) return [];
  const found: Piece[] = [];
  const add = (length: number, names: readonly string[], cost: number): void => {
    for (const name of names) {
      if (run.startsWith(name, at + length) && endsPlace(run, at + length, name.length)) {
        found.push({ end: at + length + name.length, cost, isName: false });
      }
    }
  };
  for (let length = 1; length <= LONGEST_FIRM && !GRAMMAR.has(run[at + length - 1] ?? ''); length += 1) {
    const isHome = length > 1 && HOME.test(run[at + length - 1] ?? '');
    const names = length === 1 ? AFTER_ONE : isHome ? AFTER_HOME : ends.afterSeveral;
    // 江蓉反馈路烂 is no road.
    const isWhole = length < 3 || knownWordsAt(run, at + 1).length === 0;
    if (length <= 3 && isWhole) add(length, names, length < 3 ? COST.place : COST.longPlace);
    if (length > 1) add(length, ends.ofFirms, COST.place);
  }
  return found;
}

const LONGEST_FIRM = 7;
const LONGEST_ADDRESS = 4;

/** Its end is no part of a word: 路 of 路灯, 堵路. */
function endsPlace(run: string, at: number, length: number): boolean {
  if (knownWordsAt(run, at).some((longer) => longer > length)) return false;
  if (isKnownWord(run.slice(at - 1, at + length))) return false;
  return length > 1 || !WITHIN.test(run[at + 1] ?? '');
}

/** Names that may begin here: a surname with one or two characters behind it, or with what people are called by; 小刘, 老张, 阿芳. */
function namesAt(run: string, at: number): Piece[] {
  if (!CALLED_BY_SURNAME.test(run[at]!)) return surnamedAt(run, at);
  const next = run[at + 1] ?? '';
  const cost = SURE.has(next) || isOnlyGiven(next) ? COST.name : COST.alone;
  const isCalled = SURE.has(next) || WORDLIKE.has(next) || isOnlyGiven(next);
  return [...(isCalled ? named(at + 2, cost, run) : []), ...surnamedAt(run, at + 1), ...surnamedAt(run, at)];
}

function surnamedAt(run: string, from: number): Piece[] {
  const pair = run.slice(from, from + 2);
  if (COMPOUNDS.has(pair)) return [2, 3, 4].flatMap((length) => named(from + length, COST.compound, run));
  const third = run[from + 2] ?? '';
  if (WORDLIKE_COMPOUNDS.has(pair) && GIVEN.has(third) && !COMMON.has(third)) {
    return [3, 4].flatMap((length) => named(from + length, COST.compound, run));
  }
  const surname = run[from] ?? '';
  const isSure = SURE.has(surname);
  if (!isSure && !WORDLIKE.has(surname)) return [];
  const isWord = knownWordsAt(run, from).some((length) => length <= 3);
  const found = [...addressedAt(run, from), ...calledByWord(run, from)];
  for (const length of [1, 2]) {
    const given = run.slice(from + 1, from + 1 + length);
    if (given.length < length || NEVER_GIVEN.has(given.at(-1)!)) break;
    if (!isSure && !isGiven(surname, given.at(-1)!)) break;
    if (isWord && length === 1) continue;
    found.push(...named(from + 1 + length, costOf(surname, given, isWord), run));
  }
  return found;
}

/** A surname that is a word by itself, with a word that somebody may be called by, at a place for names: nothing else tells 于胜利 from two words. */
function calledByWord(run: string, from: number): Piece[] {
  const surname = run[from]!;
  if (!WORDLIKE.has(surname) || GRAMMAR.has(surname)) return [];
  const given = run.slice(from + 1, from + 3);
  const isOneOf = GIVEN_WORDS.has(given);
  if (!isOneOf && !isKnownWord(given)) return [];
  const behind = run.slice(from + 3);
  const isPlace = BEFORE_NAME.test(run.slice(0, from)) || BEHIND_NAME.test(behind);
  const isCalled = isOneOf || [...given].every((char) => GIVEN.has(char)) ? isPlace : DOES.test(behind);
  return isCalled ? named(from + 3, COST.twoWords, run) : [];
}

/** 尤师傅, 高书记; 钱镇长, 路所长: a surname that is a word with what is one word, too. */
function addressedAt(run: string, from: number): Piece[] {
  const address = ADDRESS.exec(run.slice(from + 1, from + 1 + LONGEST_ADDRESS))?.[0];
  if (address === undefined || GRAMMAR.has(run[from]!)) return [];
  const isWord = COMMON.has(run[from]!);
  if (isWord && address.length !== 2) return [];
  return named(from + 1 + address.length, isWord ? COST.twoWords : COST.name, run);
}

const named = (end: number, cost: number, run: string): Piece[] =>
  end <= run.length ? [{ end, cost, isName: true }] : [];

/** What may stand behind a surname that is a word as well: any character that is no word; if it is far more often a word, what given names are made of. */
const isGiven = (surname: string, char: string): boolean =>
  GIVEN.has(char) || (!COMMON.has(char) && !WORDS_FIRST.has(surname));

const isOnlyGiven = (char: string): boolean => GIVEN.has(char) && !COMMON.has(char) && !WORDLIKE.has(char);

function costOf(surname: string, given: string, isWord: boolean): number {
  if (COMMON.has(surname) && (isWord || given.length > 1)) return COST.hardlyName;
  if (isWord) return COST.afterWord;
  // 冒黑烟: a word that no name is made of.
  const isSaid = isKnownWord(given) && ![...given].every((char) => GIVEN.has(char));
  if (!SURE.has(surname)) return isSaid ? COST.hardlyName : COST.alone;
  return [...given].every(isOnlyGiven) ? COST.surelyName : COST.name;
}
