import type { Xml } from './xml.ts';

export const CDATA_BEGIN = '<![CDATA[';
export const CDATA_END = ']]>';
/** As deep as WeCom makes it (doc 90240: SelectedItems). */
export const MAX_DEPTH = 6;

const ROOT = '<xml>';
const LESS = 60;
const SLASH = 47;
const BANG = 33;
const MORE = 62;
const MAX_NAME = 64;

/**
 * What WeCom writes and nothing else: elements without attributes, holding either elements or text, text mostly in CDATA. No
 * declaration, comment, instruction or entity has a place in it.
 * @returns undefined for anything else, which is left to a real parser
 */
export function readPlainXml(text: string): Xml | undefined {
  const begin = skipSpace(text, 0);
  if (!text.startsWith(ROOT, begin)) return undefined;
  const reader = { text, at: begin + ROOT.length };
  const root = readContent(reader, 'xml', 1);
  if (typeof root !== 'object' || skipSpace(text, reader.at) < text.length) return undefined;
  return root;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Up to and with the end tag of `name`; undefined when something else stands there. */
function readContent(reader: Reader, name: string, depth: number): Xml | string | undefined {
  const { text } = reader;
  const first = skipSpace(text, reader.at);
  const after = text.charCodeAt(first + 1);
  const holdsElements = text.charCodeAt(first) === LESS && after !== BANG && after !== SLASH;
  if (!holdsElements) return readText(reader, name);
  if (depth >= MAX_DEPTH) return undefined;
  const elements = Object.create(null) as Record<string, Xml | string | (Xml | string)[]>;
  reader.at = first;
  while (text.charCodeAt(reader.at + 1) !== SLASH) {
    const nameEnd = endOfName(text, reader.at + 1);
    if (text.charCodeAt(nameEnd) !== MORE) return undefined;
    const child = text.slice(reader.at + 1, nameEnd);
    reader.at = nameEnd + 1;
    const value = readContent(reader, child, depth + 1);
    if (value === undefined) return undefined;
    const before = elements[child];
    if (before === undefined) elements[child] = value;
    else if (Array.isArray(before)) before.push(value);
    else elements[child] = [before, value];
    reader.at = skipSpace(text, reader.at);
    if (text.charCodeAt(reader.at) !== LESS) return undefined;
  }
  return endTag(reader, name) ? elements : undefined;
}

/** Letters and digits; a name of none of them ends where it begins, and is refused for what stands there. */
function endOfName(text: string, from: number): number {
  let at = from;
  for (; at < from + MAX_NAME; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (!isLetter && !(at > from && code >= 48 && code <= 57)) break;
  }
  return at === from ? text.length : at;
}

/** Text and CDATA sections, as they stand. */
function readText(reader: Reader, name: string): string | undefined {
  const { text } = reader;
  let value = '';
  for (;;) {
    if (text.charCodeAt(reader.at) !== LESS) {
      const next = text.indexOf('<', reader.at);
      if (next < 0) return undefined;
      value += text.slice(reader.at, next);
      reader.at = next;
    }
    if (text.charCodeAt(reader.at + 1) === SLASH) return endTag(reader, name) ? value : undefined;
    if (!text.startsWith(CDATA_BEGIN, reader.at)) return undefined;
    const begin = reader.at + CDATA_BEGIN.length;
    const end = text.indexOf(CDATA_END, begin);
    if (end < 0) return undefined;
    const part = text.slice(begin, end);
    value = value === '' ? part : value + part;
    reader.at = end + CDATA_END.length;
  }
}

function endTag(reader: Reader, name: string): boolean {
  const { text, at } = reader;
  const end = at + name.length + 2;
  if (text.charCodeAt(at + 1) !== SLASH || !text.startsWith(name, at + 2) || text[end] !== '>') return false;
  reader.at = end + 1;
  return true;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at)) at += 1;
  return at;
}
