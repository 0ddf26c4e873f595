/**
 * The markdown WeCom shows, parsed into plain objects. No HTML text is ever made: the view turns these objects into elements one by
 * one, so whatever is not understood here stays text.
 */

export type Inline =
  | { readonly type: 'text' | 'inline-code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly type: 'font'; readonly color: string; readonly children: readonly Inline[] }
  /** `source`: what was written, shown where the address may not be opened. */
  | { readonly type: 'link'; readonly url: string; readonly children: readonly Inline[]; readonly source: string }
  | { readonly type: 'image'; readonly url: string; readonly alt: string };

type Cell = readonly Inline[];

export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'rule' }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | {
      readonly type: 'list';
      readonly items: readonly { readonly depth: number; readonly mark: string; readonly children: Cell }[];
    }
  | {
      readonly type: 'table';
      readonly head: readonly Cell[];
      readonly align: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
    };

/** A block, and the line after it. */
type Read = [block: Block | null, next: number];
type Lines = readonly string[];

const MAX_DEPTH = 6;
const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const QUOTE = /^\s{0,3}>\s?/;
const ITEM = /^(\s*)(?:([-*+])|(\d{1,3})[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Markdown text → blocks. */
export function parseMarkdown(text: string, depth = 0): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = readBlock(lines, at, depth);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

const lineAt = (lines: Lines, at: number): string => lines[at] ?? '';

function readBlock(lines: Lines, at: number, depth: number): Read {
  const line = lineAt(lines, at);
  if (line.trim() === '') return [null, at + 1];
  if (FENCE.test(line)) return readFence(lines, at);
  const heading = HEADING.exec(line);
  if (heading) {
    const [, marks = '', words = ''] = heading;
    return [{ type: 'heading', level: marks.length, children: parseInline(words) }, at + 1];
  }
  if (RULE.test(line)) return [{ type: 'rule' }, at + 1];
  if (QUOTE.test(line) && depth < MAX_DEPTH) return readQuote(lines, at, depth);
  if (ITEM.test(line)) return readList(lines, at);
  if (startsTable(lines, at)) return readTable(lines, at);
  return readParagraph(lines, at, depth);
}

function readFence(lines: Lines, at: number): Read {
  let end = at + 1;
  while (end < lines.length && !FENCE.test(lineAt(lines, end))) end += 1;
  return [{ type: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function readQuote(lines: Lines, at: number, depth: number): Read {
  let end = at;
  while (end < lines.length && QUOTE.test(lineAt(lines, end))) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ''));
  return [{ type: 'quote', children: parseMarkdown(inner.join('\n'), depth + 1) }, end];
}

function readList(lines: Lines, at: number): Read {
  const items = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = ITEM.exec(lineAt(lines, end));
    if (!match) break;
    const [, indent = '', , number, words = ''] = match;
    const depth = Math.min(4, Math.floor(indent.replace(/\t/g, '  ').length / 2));
    items.push({ depth, mark: number === undefined ? '•' : `${number}.`, children: parseInline(words) });
  }
  return [{ type: 'list', items }, end];
}

function startsTable(lines: Lines, at: number): boolean {
  const rule = lineAt(lines, at + 1);
  return lineAt(lines, at).includes('|') && TABLE_RULE.test(rule) && rule.includes('|');
}

function readTable(lines: Lines, at: number): Read {
  const head = cellsOf(lineAt(lines, at)).map((cell) => parseInline(cell));
  const align = cellsOf(lineAt(lines, at + 1)).map((cell) => {
    if (!cell.endsWith(':')) return 'left';
    return cell.startsWith(':') ? 'center' : 'right';
  });
  const rows = [];
  let end = at + 2;
  for (; lineAt(lines, end).includes('|'); end += 1) {
    rows.push(cellsOf(lineAt(lines, end)).map((cell) => parseInline(cell)));
  }
  return [{ type: 'table', head, align, rows }, end];
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());

function readParagraph(lines: Lines, at: number, depth: number): Read {
  let end = at + 1;
  while (end < lines.length && !startsBlock(lines, end, depth)) end += 1;
  const children: Inline[] = [];
  for (const [index, line] of lines.slice(at, end).entries()) {
    if (index > 0) children.push({ type: 'break' });
    children.push(...parseInline(line));
  }
  return [{ type: 'paragraph', children }, end];
}

function startsBlock(lines: Lines, at: number, depth: number): boolean {
  const line = lineAt(lines, at);
  if (line.trim() === '' || FENCE.test(line) || HEADING.test(line) || RULE.test(line) || ITEM.test(line)) return true;
  return (QUOTE.test(line) && depth < MAX_DEPTH) || startsTable(lines, at);
}

// One alternative per inline form; every group is bounded by characters it may not contain, so matching stays linear.
const INLINE = new RegExp(
  [
    '`([^`\\n]+)`',
    '(!?)\\[([^\\]\\n]*)\\]\\(([^()\\s]+)\\)',
    '\\*\\*(?=\\S)([^\\n]+?)\\*\\*',
    '\\*(?=[^\\s*])([^*\\n]+)\\*',
    '~~([^~\\n]+)~~',
    '<font\\s+color=["\']?(info|comment|warning)["\']?\\s*>([^\\n]*?)</font>',
    '<br\\s*/?>',
    '(https?://[^\\s<>"\'`，。；：！？、）】》」]+)',
  ].join('|'),
  'gi',
);

/** One line of markdown → pieces. */
function parseInline(text: string, depth = 0): Inline[] {
  if (depth > MAX_DEPTH) return [{ type: 'text', text }];
  const pieces: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > last) pieces.push({ type: 'text', text: text.slice(last, match.index) });
    pieces.push(pieceOf(match, depth + 1));
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push({ type: 'text', text: text.slice(last) });
  return pieces;
}

function pieceOf(match: RegExpExecArray, depth: number): Inline {
  const [whole, code, bang, label = '', url, bold, italic, strike, color, colored = '', bare] = match;
  if (code !== undefined) return { type: 'inline-code', text: code };
  if (url !== undefined && bang) return { type: 'image', url, alt: label };
  if (url !== undefined) return { type: 'link', url, children: parseInline(label || url, depth), source: whole };
  if (bold !== undefined) return { type: 'bold', children: parseInline(bold, depth) };
  if (italic !== undefined) return { type: 'italic', children: parseInline(italic, depth) };
  if (strike !== undefined) return { type: 'strike', children: parseInline(strike, depth) };
  if (color !== undefined) return { type: 'font', color: color.toLowerCase(), children: parseInline(colored, depth) };
  if (bare !== undefined) return { type: 'link', url: bare, children: [{ type: 'text', text: bare }], source: bare };
  return { type: 'break' };
}

/** Plain text with its web addresses made clickable: what an ordinary text message shows. */
export function parsePlain(text: string): Inline[] {
  const pieces: Inline[] = [];
  for (const [index, part] of text.split(/(https?:\/\/[^\s<>"'`，。；：！？、）】》」]+)/).entries()) {
    if (part === '') continue;
    const child: Inline = { type: 'text', text: part };
    pieces.push(index % 2 === 1 ? { type: 'link', url: part, children: [child], source: part } : child);
  }
  return pieces;
}

/** The words of a markdown text on one line, for previews and quotes. */
export const plainLine = (text: string): string =>
  text
    .replace(/<\/?font[^>\n]*>|<br\s*\/?>/gi, '')
    .replace(/!?\[([^\]\n]*)\]\([^()\s]+\)/g, '$1')
    .replace(/```|\*\*|~~|^\s*#{1,6}\s+|^\s*>\s?|\|/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
