import type { Command, RawArgs } from '../contract/command.ts';
import { type NumberRead, readNumber } from '../core/matter-number.ts';

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

/**
 * Drops the mention that a group message carries as literal text. WeCom gives no mention metadata (doc 100719); the
 * display name may hold spaces, other mentions may stand before it, so where our name is not found the text from
 * the first command sign at a word boundary is taken.
 */
export function withoutMention(text: string, botName: string): string {
  const clean = cleaned(text);
  const mention = `@${botName}`;
  const at = clean.indexOf(mention);
  if (
    at >= 0 &&
    (at === 0 ||
      !clean
        .slice(0, at)
        .split(/\s/u)
        .some((word) => SLASH.test(word[0] ?? '')))
  ) {
    const before = clean.slice(0, at).trim();
    const rest = clean.slice(at + mention.length).trim();
    return before === '' || before.startsWith('@') ? rest : `${before} ${rest}`.trim();
  }
  if (clean.startsWith('@')) {
    const found = /(?:^|\s)(?=[/／、])/u.exec(clean);
    if (found !== null) return clean.slice(found.index).trim();
    return clean.replace(/^@\S+\s*/u, '').trim();
  }
  return clean;
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

/** What follows this key is text to the end: letters are pasted there. */
export const TO_THE_END = '内容';

/** What was typed behind a command, and whether a number stood first. */
export interface Typed extends RawArgs {
  readonly kind: NumberRead['kind'];
}

const NOT_READ: NumberRead = { kind: 'none' };

/** The number, and what is left behind it: a command about two matters finds its second one there. */
function numberOf(
  rest: string,
  { number, second }: Pick<Command, 'number' | 'second'>,
): { read: NumberRead; body: string } {
  const read = number === 'none' ? NOT_READ : readNumber(rest);
  if (read.kind === 'none') return { read, body: rest };
  if (read.kind !== 'several' || second !== true) return { read, body: read.rest };
  const [first, ...others] = read.numbers;
  return { read: { kind: 'said', number: first!, rest: read.rest }, body: [...others, read.rest].join(' ').trim() };
}

/**
 * Splits `键:值` pairs off. A pair starts at a key known to this command, at the beginning or after white space,
 * with either colon, and runs to the next such key or the line's end; every other colon is text.
 */
export function parseArgs(rest: string, command: Pick<Command, 'keys' | 'number' | 'second'>): Typed {
  const taken = numberOf(rest, command);
  const { read } = taken;
  const head = { number: read.kind === 'said' ? read.number : undefined, kind: read.kind };
  let { body } = taken;
  const pairs: Record<string, string> = {};
  const toEnd = new RegExp(`(?:^|\\s)${TO_THE_END}[:：]`, 'u').exec(body);
  if (toEnd !== null && command.keys.includes(TO_THE_END)) {
    pairs[TO_THE_END] = body.slice(toEnd.index + toEnd[0].length).trim();
    body = body.slice(0, toEnd.index);
  }
  const keys = command.keys.filter((key) => key !== TO_THE_END);
  if (keys.length === 0) return { ...head, text: body.trim(), pairs };
  const start = new RegExp(`(^|\\s)(${keys.join('|')})[:：]`, 'gu');
  const texts: string[] = [];
  for (const line of body.split('\n')) {
    const found = [...line.matchAll(start)];
    texts.push(line.slice(0, found[0]?.index ?? line.length).trim());
    found.forEach((match, i) => {
      const value = line.slice(match.index + match[0].length, found[i + 1]?.index ?? line.length).trim();
      const key = match[2]!;
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
