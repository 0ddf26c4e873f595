// The markdown WeCom shows, parsed into plain objects. No HTML text is ever made: the view turns these objects
// into elements one by one, so whatever is not understood here stays text.

const MAX_DEPTH = 6;
const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const QUOTE = /^\s{0,3}>\s?/;
const ITEM = /^(\s*)(?:([-*+])|(\d{1,3})[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Markdown text → blocks. */
export function parseMarkdown(text, depth = 0) {
  const lines = String(text ?? '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = readBlock(lines, at, depth);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function readBlock(lines, at, depth) {
  const line = lines[at];
  if (line.trim() === '') return [null, at + 1];
  if (FENCE.test(line)) return readFence(lines, at);
  const heading = HEADING.exec(line);
  if (heading) return [{ type: 'heading', level: heading[1].length, children: parseInline(heading[2]) }, at + 1];
  if (RULE.test(line)) return [{ type: 'rule' }, at + 1];
  if (QUOTE.test(line) && depth < MAX_DEPTH) return readQuote(lines, at, depth);
  if (ITEM.test(line)) return readList(lines, at);
  if (startsTable(lines, at)) return readTable(lines, at);
  return readParagraph(lines, at, depth);
}

function readFence(lines, at) {
  let end = at + 1;
  while (end < lines.length && !FENCE.test(lines[end])) end += 1;
  return [{ type: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function readQuote(lines, at, depth) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ''));
  return [{ type: 'quote', children: parseMarkdown(inner.join('\n'), depth + 1) }, end];
}

function readList(lines, at) {
  const items = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = ITEM.exec(lines[end]);
    if (!match) break;
    const depth = Math.min(4, Math.floor(match[1].replace(/\t/g, '  ').length / 2));
    items.push({ depth, mark: match[3] ? `${match[3]}.` : '•', children: parseInline(match[4]) });
  }
  return [{ type: 'list', items }, end];
}

function startsTable(lines, at) {
  return (
    lines[at].includes('|') && at + 1 < lines.length && TABLE_RULE.test(lines[at + 1]) && lines[at + 1].includes('|')
  );
}

function readTable(lines, at) {
  const head = cellsOf(lines[at]);
  const align = cellsOf(lines[at + 1], false).map((cell) => {
    if (!cell.endsWith(':')) return 'left';
    return cell.startsWith(':') ? 'center' : 'right';
  });
  const rows = [];
  let end = at + 2;
  for (; end < lines.length && lines[end].includes('|'); end += 1) rows.push(cellsOf(lines[end]));
  return [{ type: 'table', head, align, rows }, end];
}

function cellsOf(line, inline = true) {
  const cells = line.trim().replace(/^\|/, '').replace(/\|$/, '').split('|');
  return cells.map((cell) => (inline ? parseInline(cell.trim()) : cell.trim()));
}

function readParagraph(lines, at, depth) {
  let end = at + 1;
  while (end < lines.length && !startsBlock(lines, end, depth)) end += 1;
  const children = [];
  for (const [index, line] of lines.slice(at, end).entries()) {
    if (index > 0) children.push({ type: 'break' });
    children.push(...parseInline(line));
  }
  return [{ type: 'paragraph', children }, end];
}

function startsBlock(lines, at, depth) {
  const line = lines[at];
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
export function parseInline(text, depth = 0) {
  if (depth > MAX_DEPTH) return [{ type: 'text', text }];
  const pieces = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > last) pieces.push({ type: 'text', text: text.slice(last, match.index) });
    pieces.push(pieceOf(match, depth + 1));
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push({ type: 'text', text: text.slice(last) });
  return pieces;
}

function pieceOf(match, depth) {
  const [whole, code, bang, label, url, bold, italic, strike, color, colored, bare] = match;
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
export function parsePlain(text) {
  const pieces = [];
  for (const [index, part] of String(text ?? '')
    .split(/(https?:\/\/[^\s<>"'`，。；：！？、）】》」]+)/)
    .entries()) {
    if (part === '') continue;
    const child = { type: 'text', text: part };
    pieces.push(index % 2 === 1 ? { type: 'link', url: part, children: [child], source: part } : child);
  }
  return pieces;
}

/** The words of a markdown text on one line, for previews and quotes. */
export function plainLine(text) {
  return String(text ?? '')
    .replace(/<\/?font[^>\n]*>|<br\s*\/?>/gi, '')
    .replace(/!?\[([^\]\n]*)\]\([^()\s]+\)/g, '$1')
    .replace(/```|\*\*|~~|^\s*#{1,6}\s+|^\s*>\s?|\|/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
