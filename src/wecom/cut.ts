/** WeCom refuses markdown above this (doc 101031). */
const MAX_MARKDOWN_BYTES = 20_480;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Where a line may end without hurting: after a mark of punctuation or a space. */
const PAUSE = /[\s,.;:!?)\]\p{Po}\p{Pe}]/u;

/** In code units: families and flags with everything that may be joined to them. */
const LONGEST_CHARACTER = 64;
/** Longest of them. */
const WHOLE_LENGTH = 900;
/** Cut in the middle these are worth nothing: a link, an address, a mention, a colour's mark. */
const WHOLE = /\[[^\]\n]{0,200}\]\([^)\n]{0,600}\)|<@[^>\s]{1,128}>|<\/?font[^>\n]{0,80}>|https?:\/\/[^\s)]{1,600}/gu;

/** `end` itself, or where the thing begins that it would cut through. */
function outside(text: string, end: number): number {
  // What reaches over the end begins no farther before it than it is long.
  const from = Math.max(0, end - WHOLE_LENGTH);
  for (const { index, 0: whole } of text.slice(from, end + WHOLE_LENGTH).matchAll(WHOLE)) {
    if (from + index >= end) break;
    if (from + index + whole.length > end) return from + index;
  }
  return end;
}

/** Characters that never belong to the one before them: Han, its marks, plain Latin. */
const ORDINARY = /[\n -~\u2010-\u2027\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]/u;

/** A picture begins a character wherever nothing joins it to the one before. */
const PICTURE = /^\p{Extended_Pictographic}/u;
const JOINER = '\u200d';

/** A place at or before `at` where a character begins for certain: to look at characters from there on tells the same. */
function beginBefore(text: string, at: number): number {
  let begin = at;
  while (begin > 0 && !beginsAt(text, begin)) begin -= 1;
  return begin;
}

function beginsAt(text: string, at: number): boolean {
  const before = text[at - 1]!;
  if (ORDINARY.test(before) && ORDINARY.test(text[at]!)) return true;
  return before !== JOINER && PICTURE.test(text.slice(at, at + 2));
}

/** How much of `text` lies within the bytes, by code points. */
function within(text: string, maxBytes: number): number {
  let size = 0;
  let end = 0;
  while (end < text.length) {
    const code = text.codePointAt(end)!;
    size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
    if (size > maxBytes) break;
    end += code < 0x1_0000 ? 1 : 2;
  }
  return end;
}

/** Longest beginning of `text` within the bytes, at a pause if one is near its end; never half a character. */
function head(text: string, maxBytes: number): string {
  const limit = within(text, maxBytes);
  // To look at characters is dear: only those are looked at where it may be cut.
  const begin = beginBefore(text, Math.floor(limit * 0.75));
  let end = begin;
  let pause = 0;
  for (const { segment } of graphemes.segment(text.slice(begin, limit + LONGEST_CHARACTER))) {
    if (end + segment.length > limit) break;
    end += segment.length;
    if (PAUSE.test(segment)) pause = end;
  }
  // One "character" of more than the limit: by code points then.
  if (end === 0) return text.slice(0, text.codePointAt(0)! > 0xffff ? 2 : 1);
  const wanted = pause > end * 0.8 ? pause : end;
  const whole = outside(text, wanted);
  // A link longer than a message has to be cut all the same.
  return text.slice(0, whole > 0 ? whole : end);
}

/** A block of markdown_v2 that one message ends and the next begins anew. */
interface Block {
  readonly kind: 'code' | 'table';
  /** Lines at the head of the next part: the fence, or the table's first two lines. */
  readonly again: readonly string[];
  /** Line that ends the part. */
  readonly end: string | undefined;
}

/** A wider rule is none: looking for one takes the cube of its length. */
const TABLE_WIDTH = 200;
const FENCE = /^\s{0,99}(?:```|~~~)/u;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/u;

/** The block that is open behind `line`. */
function blockAfter(line: string, before: string | undefined, block: Block | undefined): Block | undefined {
  if (block?.kind === 'code') return FENCE.test(line) ? undefined : block;
  if (FENCE.test(line)) return { kind: 'code', again: [line], end: line.trim().slice(0, 3) };
  if (block !== undefined) return line.includes('|') ? block : undefined;
  const isRule =
    line.length <= TABLE_WIDTH && TABLE_RULE.test(line) && line.includes('|') && before?.includes('|') === true;
  return isRule ? { kind: 'table', again: [before, line], end: undefined } : undefined;
}

/**
 * Parts of at most `maxBytes` bytes each, cut at line ends where there are any; together they are the text, except
 * that the line break between two parts is dropped. A block of code or a table that is cut goes on as one.
 */
export function cutMarkdown(text: string, maxBytes = MAX_MARKDOWN_BYTES): string[] {
  if (bytesOf(text) <= maxBytes) return [text];
  const parts: string[] = [];
  let part: string[] = [];
  /** Lines of the text itself in this part. */
  let own = 0;
  let block: Block | undefined;
  let before: string | undefined;
  /** Bytes of the part with a line break behind each line: counted as it grows, so that no line is counted twice. */
  let size = 0;
  const sizeWith = (bytes: number, open: Block | undefined): number =>
    size + bytes + (open?.end === undefined ? 0 : 1 + bytesOf(open.end));
  const push = (): void => {
    const whole = (block?.end === undefined ? part : [...part, block.end]).join('\n');
    if (own > 0 && whole.trim() !== '') parts.push(whole);
    part = [...(block?.again ?? [])];
    size = part.reduce((sum, line) => sum + bytesOf(line) + 1, 0);
    own = 0;
  };
  const add = (line: string, bytes: number): void => {
    part.push(line);
    size += bytes + 1;
    own += 1;
  };
  for (const line of text.split('\n')) {
    const after = smallEnough(blockAfter(line, before, block), maxBytes);
    let bytes = bytesOf(line);
    if (sizeWith(bytes, after) > maxBytes) {
      // The rule of a table does not stand without its first line.
      const title = after?.kind === 'table' && block === undefined && own > 0 ? part.pop() : undefined;
      const titleBytes = bytesOf(title ?? '');
      if (title !== undefined) {
        own -= 1;
        size -= titleBytes + 1;
      }
      push();
      if (title !== undefined) add(title, titleBytes);
    }
    let rest = line;
    while (sizeWith(bytes, after) > maxBytes) {
      const piece = head(rest, maxBytes - sizeWith(0, after));
      const taken = bytesOf(piece);
      add(piece, taken);
      rest = rest.slice(piece.length);
      bytes -= taken;
      push();
    }
    add(rest, bytes);
    block = after;
    before = line;
  }
  push();
  return parts;
}

/** What would fill half a message by itself is not repeated. */
const smallEnough = (block: Block | undefined, maxBytes: number): Block | undefined =>
  block !== undefined && bytesOf([...block.again, block.end ?? ''].join('\n')) * 2 > maxBytes ? undefined : block;

/** Room for a line `(12/34)` below each part. */
const NUMBER_BYTES = 12;

/** The same for a chat, where other messages may come in between: several parts say which they are. */
export function cutNumbered(text: string, maxBytes = MAX_MARKDOWN_BYTES): string[] {
  if (bytesOf(text) <= maxBytes) return [text];
  const parts = cutMarkdown(text, maxBytes - NUMBER_BYTES);
  return parts.map((part, index) => `${part}\n(${index + 1}/${parts.length})`);
}

/** At most `max` characters on one line; what is cut shows as "…", after a pause if one is near. */
export function cutLine(text: string, max: number): string {
  // What is certainly behind the cut need not be looked at; a character may consist of many.
  const line = text
    .slice(0, max * 64)
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(graphemes.segment(line), ({ segment }) => segment);
  if (characters.length <= max) return line;
  const kept = characters.slice(0, max - 1);
  const pause = kept.findLastIndex((character) => PAUSE.test(character)) + 1;
  const shown = kept.slice(0, pause >= max * 0.7 ? pause : kept.length).join('');
  return shown.replace(/[\s,;:，；：、。]+$/u, '') + ELLIPSIS;
}

const WORDS_OF_LINK = 200;
const ADDRESS_OF_LINK = 2_000;

/** Where the next of these signs stands from `at` on, or the end of the line: looked for once for all that stand before it. */
function closing(text: string, sign: ']' | ')'): (at: number) => number {
  let from = 0;
  let found = -1;
  const stop = sign === ']' ? /[\]\n]/gu : /[)\n]/gu;
  return (at) => {
    if (at >= from && at <= found) return found;
    stop.lastIndex = at;
    from = at;
    found = stop.exec(text)?.index ?? text.length;
    return found;
  };
}

/** `[words](address)` → `words address`, in one pass: a text of openings that nothing closes is as long to read as any other. */
function spelledOut(text: string): string {
  const wordsEnd = closing(text, ']');
  const addressEnd = closing(text, ')');
  let result = '';
  let from = 0;
  for (let open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
    const middle = wordsEnd(open + 1);
    if (middle - open - 1 > WORDS_OF_LINK || !text.startsWith('](', middle)) continue;
    const end = addressEnd(middle + 2);
    if (end - middle - 2 > ADDRESS_OF_LINK || text[end] !== ')') continue;
    result += `${text.slice(from, open)}${text.slice(open + 1, middle)} ${text.slice(middle + 2, end)}`;
    from = end + 1;
    open = end;
  }
  return result + text.slice(from);
}

/** For places that show markdown as it is typed: headings, quotes, emphasis and code marks taken out, links spelled out. */
export const plainText = (markdown: string): string =>
  spelledOut(markdown.replace(/^\s{0,3}(?:#{1,6}\s+|>\s?)/gmu, '')).replace(/\*\*|__|`/gu, '');
