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

/**
 * Parts of at most `maxBytes` bytes each, cut at line ends where there are any; together they are the text, except
 * that the line break between two parts is dropped.
 */
export function cutMarkdown(text: string, maxBytes = MAX_MARKDOWN_BYTES): string[] {
  if (bytesOf(text) <= maxBytes) return [text];
  const parts: string[] = [];
  let part: string | undefined;
  const push = (): void => {
    if (part !== undefined && part.trim() !== '') parts.push(part);
    part = undefined;
  };
  for (const line of text.split('\n')) {
    const joined: string = part === undefined ? line : `${part}\n${line}`;
    if (bytesOf(joined) <= maxBytes) {
      part = joined;
      continue;
    }
    push();
    let rest = line;
    while (bytesOf(rest) > maxBytes) {
      const piece = head(rest, maxBytes);
      parts.push(piece);
      rest = rest.slice(piece.length);
    }
    part = rest;
  }
  push();
  return parts;
}

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
