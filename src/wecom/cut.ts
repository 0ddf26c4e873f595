/** WeCom refuses markdown above this (doc 101031). */
export const MAX_MARKDOWN_BYTES = 20_480;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Where a line may end without hurting: after a mark of punctuation or a space. */
const PAUSE = /[\s,.;:!?)\]\p{Po}\p{Pe}]/u;

/** Cut in the middle these are worth nothing: a link, an address, a mention, a colour's mark. */
const WHOLE = /\[[^\]\n]*\]\([^)\n]*\)|<@[^>\s]+>|<\/?font[^>\n]*>|https?:\/\/[^\s)]+/gu;

/** `end` itself, or where the thing begins that it would cut through. */
function outside(text: string, end: number): number {
  for (const { index, 0: whole } of text.matchAll(WHOLE)) {
    if (index >= end) break;
    if (index + whole.length > end) return index;
  }
  return end;
}

/** Longest beginning of `text` within the bytes, at a pause if one is near its end; never half a character. */
function head(text: string, maxBytes: number): string {
  let size = 0;
  let end = 0;
  let pause = 0;
  for (const { segment } of graphemes.segment(text)) {
    size += bytesOf(segment);
    // One "character" of more than the limit: by code points then.
    if (size > maxBytes) break;
    end += segment.length;
    if (PAUSE.test(segment)) pause = end;
  }
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

const FENCE = /^\s*(?:```|~~~)/u;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/u;

/** The block that is open behind `line`. */
function blockAfter(line: string, before: string | undefined, block: Block | undefined): Block | undefined {
  if (block?.kind === 'code') return FENCE.test(line) ? undefined : block;
  if (FENCE.test(line)) return { kind: 'code', again: [line], end: line.trim().slice(0, 3) };
  if (block !== undefined) return line.includes('|') ? block : undefined;
  const isRule = TABLE_RULE.test(line) && line.includes('|') && before?.includes('|') === true;
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
  const asText = (lines: readonly string[], open: Block | undefined): string =>
    (open?.end === undefined ? lines : [...lines, open.end]).join('\n');
  const push = (): void => {
    const whole = asText(part, block);
    if (own > 0 && whole.trim() !== '') parts.push(whole);
    part = [...(block?.again ?? [])];
    own = 0;
  };
  const add = (line: string): void => {
    part.push(line);
    own += 1;
  };
  for (const line of text.split('\n')) {
    const after = smallEnough(blockAfter(line, before, block), maxBytes);
    if (bytesOf(asText([...part, line], after)) > maxBytes) {
      // The rule of a table does not stand without its first line.
      const title = after?.kind === 'table' && block === undefined && own > 0 ? part.pop() : undefined;
      if (title !== undefined) own -= 1;
      push();
      if (title !== undefined) add(title);
    }
    let rest = line;
    while (bytesOf(asText([...part, rest], after)) > maxBytes) {
      const piece = head(rest, maxBytes - bytesOf(asText([...part, ''], after)));
      add(piece);
      rest = rest.slice(piece.length);
      push();
    }
    add(rest);
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
  const line = text.replace(/\s+/gu, ' ').trim();
  const characters = Array.from(graphemes.segment(line), ({ segment }) => segment);
  if (characters.length <= max) return line;
  const kept = characters.slice(0, max - 1);
  const pause = kept.findLastIndex((character) => PAUSE.test(character)) + 1;
  const shown = kept.slice(0, pause >= max * 0.7 ? pause : kept.length).join('');
  return shown.replace(/[\s,;:，；：、。]+$/u, '') + ELLIPSIS;
}

/** For places that show markdown as it is typed: headings, quotes, emphasis and code marks taken out, links spelled out. */
export const plainText = (markdown: string): string =>
  markdown
    .replace(/^\s{0,3}(?:#{1,6}\s+|>\s?)/gmu, '')
    .replace(/\[([^\]]*)\]\(([^)]*)\)/gu, '$1 $2')
    .replace(/\*\*|__|`/gu, '');
