import type { Command, Fits, RawArgs } from '../contract/command.ts';
import { endsInNumber, type NumberRead, readNumber, readNumbers } from '../core/matter-number.ts';
import { decidedIn } from './deciding.ts';
import { type Fitted, fitWords, spelledKeys } from './fitting-words.ts';

/** Invisible characters that phones, input methods and copied text bring along: zero-width, bidi marks, BOM. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
/** Control characters other than line feed and tab. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/gu;
const SLASH = /[/／、]/u;

/** The typed text without what nobody can see; line ends become `\n`. */
export const cleaned = (text: string): string =>
  text
    .replace(/\r\n?/gu, '\n')
    .replace(INVISIBLE, '')
    .replace(CONTROL, '')
    .replace(/[\u2000-\u200a\u00a0\u3000]/gu, ' ')
    .trim();

/** Whether a word is a command by itself: 查, 查12. */
export type IsVerb = (word: string) => boolean;

const BRACKET = /^\s*[（(【[〔][^）)】\]〕\n]{0,20}[）)】\]〕]/u;
/** Words of a display name, or further mentions, that are looked past for the command. */
const MAX_NAME_WORDS = 4;

/**
 * Drops the mention that a group message carries as literal text. WeCom gives no mention metadata (doc 100719): the display name may
 * hold spaces or brackets, the bot may go by another name by now, the command may be glued to it, other mentions may stand before it.
 */
export function withoutMention(text: string, botName: string, isVerb: IsVerb): string {
  const clean = cleaned(text);
  const mention = `@${botName}`;
  const at = clean.indexOf(mention);
  const before = clean.slice(0, Math.max(at, 0)).trim();
  if (at < 0 || before.split(/\s/u).some((word) => SLASH.test(word[0] ?? ''))) return afterName(clean, isVerb);
  const behind = clean.slice(at + mention.length).replace(BRACKET, '');
  // The name goes on: 信访助手2号.
  if (!/^(?:$|[\s/／、，,：:])/u.test(behind) && !isGlued(behind, isVerb)) {
    return afterName(clean.slice(at), isVerb, mention);
  }
  const said = behind.replace(/^[\s，,：:]+/u, '').trim();
  // Somebody else is mentioned as well, before the command.
  const rest = said.startsWith('@') ? afterName(said, isVerb) : said;
  return before === '' || before.startsWith('@') ? rest : `${before} ${rest}`.trim();
}

/** `登记 村口…` right behind the name, and not 登记处 /查 1. */
function isGlued(behind: string, isVerb: IsVerb): boolean {
  const [word = '', next = ''] = behind.split(/\s+/u);
  if (SLASH.test(next[0] ?? '') || (next !== '' && isVerb(next) && !isVerb(word))) return false;
  return verbAt(word, isVerb) !== undefined;
}

/** The longest command that a word begins with. */
const verbAt = (word: string, isVerb: IsVerb): string | undefined =>
  [4, 3, 2, 1]
    .map((length) => [...word].slice(0, length).join(''))
    .find((start) => start.length <= word.length && isVerb(start));

/** Behind a name that is not ours: from the first command, else from the first word that is no name. */
function afterName(clean: string, isVerb: IsVerb, known = ''): string {
  if (!clean.startsWith('@')) return clean;
  const words = [...clean.matchAll(/\S+/gu)].slice(0, MAX_NAME_WORDS + 1);
  const [first] = words;
  const name = first![0];
  const slash = /[/／]/u.exec(name);
  if (slash !== null) return clean.slice(slash.index).trim();
  const command = words.slice(1).find(([word]) => SLASH.test(word[0]!) || isVerb(word));
  if (command !== undefined) return clean.slice(command.index).trim();
  const tail = known === '' ? undefined : [4, 3, 2].map((length) => name.slice(-length)).find(isVerb);
  const rest = clean.slice(name.length).trim();
  return tail === undefined ? rest : `${tail} ${rest}`.trim();
}

export interface Line {
  /** The verb as typed, without its slash. */
  readonly verb: string;
  readonly rest: string;
  readonly slashed: boolean;
}

/** `/交办 12 城建办` → verb and rest; undefined where there is no word at all. */
export function splitLine(text: string): Line | undefined {
  const slashed = SLASH.test(text[0] ?? '');
  const body = slashed ? text.slice(1).trimStart() : text;
  // Without a slash `收到，马上办` is a sentence.
  const word = slashed ? /^([^\s:：,，;；。]+)\s*([\s\S]*)$/u : /^([^\s:：]+)\s*([\s\S]*)$/u;
  const [, verb = '', rest = ''] = word.exec(body) ?? [];
  return verb === '' ? undefined : { verb, rest, slashed };
}

/** What a message says beside its commands, numbers and keys, each value a line of its own. */
export const valuesOf = (text: string): string =>
  text
    .replace(/^\s*[/／]\s*\S+/gmu, '')
    .replace(/(?:^|\s)(?:\p{Script=Han}{1,4}[:：]|#?\d+(?=\s|$))/gu, '\n')
    .trim();

/** What follows this key is text to the end: letters are pasted there. */
export const TO_THE_END = '内容';

/** What was typed behind a command, and whether a number stood first. */
export interface Typed extends RawArgs {
  readonly kind: NumberRead['kind'];
  /** A key whose value does not fit it. */
  readonly misfit?: NonNullable<Fitted['misfit']>;
  /** What stands before a decision, and can only name a matter. */
  readonly name?: string;
  /** The number stood behind the decision. */
  readonly isBehind?: true;
  /** `检举:否`: what reads as an accusation is the office's own word. */
  readonly isOwn?: true;
}

type Grammar = Pick<Command, 'keys' | 'number' | 'second' | 'counts' | 'fits' | 'decides'>;
type Numbered = Pick<Command, 'number' | 'second' | 'counts'>;

const NOT_READ: NumberRead = { kind: 'none' };

/** The number that a line begins with, or several: figures of a command's own are none of them. */
export function numberAhead(rest: string, { second, counts }: Pick<Command, 'second' | 'counts'>): NumberRead {
  const read = readNumber(rest);
  const isOwn = second === true || (read.kind === 'said' && counts?.test(read.rest) === true);
  if (isOwn) return read;
  if (read.kind === 'none' && endsInNumber(rest)) return { kind: 'doubtful', rest: rest.trim() };
  return readNumbers(rest);
}

/** The number, and what is left behind it: a command about two matters finds its second one there. */
function numberOf(rest: string, command: Numbered, isSettled: boolean): { read: NumberRead; body: string } {
  const { number, second } = command;
  const read = number === 'none' ? NOT_READ : isSettled ? readNumber(rest) : numberAhead(rest, command);
  if (read.kind === 'none') return { read, body: rest };
  if (read.kind !== 'several' || second !== true) return { read, body: read.rest };
  const [first, ...others] = read.numbers;
  return { read: { kind: 'said', number: first!, rest: read.rest }, body: [...others, read.rest].join(' ').trim() };
}

/** A line that lacks something, before and from its first pair on: an answer stands between them, where no pair takes it for its own. */
export function aroundAnswer(
  rest: string,
  { keys, fits }: Pick<Command, 'keys' | 'fits'>,
): { readonly head: string; readonly tail: string } {
  const words = spelledKeys(keys, fits).map(({ word }) => word);
  const at = words.length === 0 ? -1 : rest.search(new RegExp(`(?:^|\\s)(?:${words.join('|')})[:：]`, 'u'));
  return at < 0 ? { head: rest.trim(), tail: '' } : { head: rest.slice(0, at).trim(), tail: rest.slice(at).trim() };
}

/**
 * Splits `键:值` pairs off. A pair starts at a key known to this command, at the beginning or after white space,
 * with either colon, and runs to the next such key or the line's end; every other colon is text.
 * @param isSettled which matter is meant was asked and answered: no further number is looked for
 */
export function parseArgs(rest: string, command: Grammar, isSettled = false): Typed {
  const whole = asDecided(pairsOf(rest, command, isSettled), command.decides, isSettled);
  if (command.fits === undefined) return whole;
  const { typed, misfit: behind } = pairsInSentences(endedWhereItFits(whole, command.fits), command.fits);
  if (behind !== undefined) return { ...typed, misfit: behind };
  const { text, pairs, misfit } = fitWords(typed.text, command.fits);
  const twice = Object.keys(pairs).find((key) => typed.pairs[key] !== undefined);
  if (twice !== undefined) return { ...typed, misfit: { key: twice, value: pairs[twice]! } };
  return { ...typed, text, pairs: { ...pairs, ...typed.pairs }, ...(misfit === undefined ? {} : { misfit }) };
}

/** A command that decides takes its number on either side of the decision, and a name before it. */
function asDecided(typed: Typed, decides: Command['decides'], isSettled: boolean): Typed {
  if (decides === undefined) return typed;
  const { text, name, behind } = decidedIn(typed.text, decides);
  if (typed.kind === 'none') {
    const named = { ...typed, text, ...(name === undefined || isSettled ? {} : { name }) };
    if (behind === undefined || isSettled) return isSettled ? typed : named;
    const number = behind.kind === 'said' ? { number: behind.number, isBehind: true as const } : {};
    return { ...named, kind: behind.kind, ...number };
  }
  if (typed.kind !== 'said' || name !== undefined || behind?.kind !== 'said') return typed;
  return behind.number === typed.number ? { ...typed, text } : { ...typed, number: undefined, kind: 'several' };
}

/**
 * A line without what was said of its matter, which is asked for again, or known by now.
 * @param isName a text without a decision named the matter, and nothing else
 */
export function withoutMatter(rest: string, command: Grammar, isName: boolean): string {
  const read = numberAhead(rest, command);
  const left = read.kind === 'none' || read.kind === 'said' ? rest : read.rest;
  if (command.decides === undefined) return left;
  const { head, tail } = aroundAnswer(left, command);
  const { text, name, behind } = decidedIn(head, command.decides);
  if (name === undefined && behind === undefined) return left;
  return `${name === text && isName ? '' : text} ${tail}`.trim();
}

/** What is left of a line whose words named the matter; what runs to the end of the text stands last. */
export function lineOf({ text, pairs }: Pick<Typed, 'text' | 'pairs'>): string {
  const { [TO_THE_END]: last, ...others } = pairs;
  const parts = Object.entries(others).map(([key, value]) => `${key}:${value}`);
  return [text, ...parts, ...(last === undefined ? [] : [`${TO_THE_END}:${last}`])]
    .filter((part) => part !== '')
    .join(' ');
}

/** `要求:抓紧 期限3天`: a known word with its value is that pair behind a sentence as well, and what may be one at its end is asked about. */
function pairsInSentences(typed: Typed, fits: Fits): { readonly typed: Typed; readonly misfit?: Typed['misfit'] } {
  const pairs: Record<string, string> = { ...typed.pairs };
  for (const [key, value] of Object.entries(typed.pairs)) {
    if (fits[key]?.free !== true) continue;
    const [first = '', ...words] = value.split(/\s+/u);
    const { [key]: _, ...others } = fits;
    const keyed = Object.fromEntries(
      Object.entries(others).map(([name, { bare: __, like: ___, ...fit }]) => [name, fit]),
    );
    const found = fitWords(words.join(' '), keyed);
    if (found.misfit !== undefined) return { typed, misfit: found.misfit };
    pairs[key] = [first, found.text].filter((part) => part !== '').join(' ');
    Object.assign(pairs, found.pairs);
    const last = words.length === 0 ? undefined : found.text.split(/\s+/u).at(-1);
    const like = last && Object.keys(others).find((name) => others[name]!.bare === true && pairs[name] === undefined);
    if (last && like && (others[like]!.fits(last) || others[like]!.like?.(last) === true)) {
      return { typed, misfit: { key: like, value: last } };
    }
  }
  return { typed: { ...typed, pairs } };
}

/** No value that has a form is longer, in words. */
const MAX_VALUE = 12;
/** `时限:镇内 5天`: what stands behind a value that fits is no part of it. */
function endedWhereItFits(typed: Typed, fits: Fits): Typed {
  const pairs: Record<string, string> = { ...typed.pairs };
  const left: string[] = [];
  for (const [key, value] of Object.entries(typed.pairs)) {
    const words = value.split(/\s+/u);
    if (fits[key] === undefined || fits[key].fits(value)) continue;
    const tried = words.slice(0, MAX_VALUE);
    const length = tried.findLastIndex((_, i) => fits[key]!.fits(words.slice(0, i + 1).join(' '))) + 1;
    // `3天 5天`: two values of one key are asked about.
    if (length === 0 || words.slice(length).some((word) => fits[key]!.fits(word))) continue;
    pairs[key] = words.slice(0, length).join(' ');
    left.push(...words.slice(length));
  }
  return left.length === 0 ? typed : { ...typed, pairs, text: `${typed.text} ${left.join(' ')}`.trim() };
}

/** Known to every command that writes into a matter, and one word long: what stands behind it is the command's own. */
const OWN = /(^|\s)检举[:：]\s?(?:否|不是|不)(?=\s|$)/u;

function pairsOf(rest: string, command: Grammar, isSettled: boolean): Typed {
  const taken = numberOf(rest, command, isSettled);
  const { read } = taken;
  const head = { number: read.kind === 'said' ? read.number : undefined, kind: read.kind };
  let { body } = taken;
  const pairs: Record<string, string> = {};
  const toEnd = new RegExp(`(?:^|\\s)${TO_THE_END}[:：]`, 'u').exec(body);
  if (toEnd !== null && command.keys.includes(TO_THE_END)) {
    pairs[TO_THE_END] = body.slice(toEnd.index + toEnd[0].length).trim();
    body = body.slice(0, toEnd.index);
  }
  if (command.number !== 'none' && !command.keys.includes('检举') && OWN.test(body)) {
    body = body.replace(OWN, '$1').trim();
    Object.assign(head, { isOwn: true });
  }
  const spelled = spelledKeys(
    command.keys.filter((key) => key !== TO_THE_END),
    command.fits,
  );
  if (spelled.length === 0) return { ...head, text: body.trim(), pairs };
  const called = new Map(spelled.map(({ word, key }) => [word, key]));
  const start = new RegExp(`(^|\\s)(${[...called.keys()].join('|')})[:：]`, 'gu');
  const texts: string[] = [];
  for (const line of body.split('\n')) {
    const found = [...line.matchAll(start)];
    texts.push(line.slice(0, found[0]?.index ?? line.length).trim());
    found.forEach((match, i) => {
      const value = line.slice(match.index + match[0].length, found[i + 1]?.index ?? line.length).trim();
      const key = called.get(match[2]!)!;
      pairs[key] = pairs[key] === undefined ? value : `${pairs[key]};${value}`;
    });
  }
  return { ...head, text: texts.filter((text) => text !== '').join('\n'), pairs };
}

/** Edit distance with transposition, for did-you-mean. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array.from({ length: b.length }, () => 0)]);
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }
      rows[i]![j] = best;
    }
  }
  return rows[a.length]![b.length]!;
}

/** At most two names near what was typed; nothing is ever run on a guess. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const word = typed.toLowerCase();
  const most = (name: string): number => Math.max(1, Math.floor(name.length / 3));
  // A distance is never smaller than the difference in length: what is far longer than every name is compared with none.
  const isNear = (name: string): boolean => Math.abs(word.length - name.length) <= most(name);
  const isPart = (name: string): boolean => name.startsWith(word) || word.startsWith(name);
  return names
    .filter((name) => isPart(name) || isNear(name))
    .map((name) => ({ name, off: isPart(name) ? 0.5 : distance(word, name) }))
    .filter(({ name, off }) => off <= most(name) && off < name.length)
    .toSorted((a, b) => a.off - b.off)
    .slice(0, 2)
    .map(({ name }) => name);
}

/** Whether what follows in a line is text to the end: letters are pasted behind 内容. */
const isPasted = (line: string, { keys, pasted }: Pick<Command, 'keys' | 'pasted'>): boolean =>
  pasted === true || (keys.includes(TO_THE_END) && new RegExp(`(?:^|\\s)${TO_THE_END}[:：]`, 'u').test(line));

/**
 * The commands of one message: a further one begins a line with a slash, and the word behind it is a command. What is pasted into a
 * command may begin its lines as it likes.
 */
export function commandLines(
  text: string,
  find: (line: string) => Pick<Command, 'keys' | 'pasted'> | undefined,
): string[] {
  const found: string[][] = [];
  let current = find(text.split('\n', 1)[0]!);
  let pasted = false;
  for (const line of text.split('\n')) {
    const isFree: boolean = found.length > 0 && current !== undefined && !pasted;
    const next: Pick<Command, 'keys' | 'pasted'> | undefined =
      isFree && /^\s*[/／]/u.test(line) ? find(line.trim()) : undefined;
    if (found.length === 0 || next !== undefined) {
      found.push([line.trim()]);
      current = next ?? current;
      pasted = false;
    } else found.at(-1)!.push(line);
    // Each line is looked at once, however many stand before it.
    pasted ||= current !== undefined && isPasted(line, current);
  }
  return found.map((lines) => lines.join('\n'));
}
