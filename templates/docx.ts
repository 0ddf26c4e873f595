/**
 * A small writer of Word files in the layout of official papers (GB/T 9704—2012): A4, margins 37/35/28/26 mm, title in 方正小标宋
 * 二号, body in 仿宋_GB2312 三号 at 28 pt a line, heads in 黑体 and 楷体. Only the templates are made with it; a town edits them in Word.
 */
import JSZip from 'jszip';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Twentieths of a point. */
const mm = (value: number): number => Math.round((value * 1440) / 25.4);
const MARGINS = { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) };
/** 三号 is 16 pt; a line is 28 pt. */
const CHAR = 320;
const LINE = 560;
/**
 * 28 characters stand in a line of 156 mm (GB/T 9704): each a little closer than 三号 is wide. The page's grid says so (in 4096ths of a
 * point), and the runs do it themselves (in twentieths): programs measure a grid from different sizes, LibreOffice from its own default.
 */
const CHAR_SPACE = Math.round((((156 / 25.4) * 72) / 28 - 16) * 4096);
const CLOSER = Math.floor((CHAR_SPACE / 4096) * 20);

export const FONTS = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  head: '黑体',
  subhead: '楷体_GB2312',
  song: '宋体',
} as const;
type Font = keyof typeof FONTS;

export interface Run {
  readonly text: string;
  readonly font?: Font;
  /** Half points; 32 is 三号. */
  readonly size?: number;
  readonly grey?: boolean;
}
const KEEP = '<w:keepNext/>';
type Content = string | readonly (string | Run)[];

interface ParagraphOptions {
  readonly align?: 'left' | 'center' | 'right' | 'both';
  /** In characters of the body. */
  readonly firstLine?: number;
  readonly left?: number;
  readonly right?: number;
  readonly before?: number;
  /** Twentieths of a point. */
  readonly line?: number;
  readonly font?: Font;
  readonly size?: number;
  readonly pageBreak?: boolean;
  readonly keepNext?: boolean;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function runXml(run: Run, font: Font, size: number): string {
  const face = FONTS[run.font ?? font];
  const points = run.size ?? size;
  return [
    '<w:r><w:rPr>',
    `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${face}" w:cs="Times New Roman" w:hint="eastAsia"/>`,
    '<w:snapToGrid w:val="0"/>',
    ...(run.grey === true ? ['<w:color w:val="7F7F7F"/>'] : []),
    ...(points === 32 ? [`<w:spacing w:val="${CLOSER}"/>`] : []),
    `<w:sz w:val="${points}"/><w:szCs w:val="${points}"/></w:rPr>`,
    run.text
      .split('\t')
      .map((part) => `<w:t xml:space="preserve">${escaped(part)}</w:t>`)
      .join('<w:tab/>'),
    '</w:r>',
  ].join('');
}

const runsOf = (content: Content): readonly Run[] =>
  (typeof content === 'string' ? [content] : content).map((part) => (typeof part === 'string' ? { text: part } : part));

export function paragraph(content: Content, options: ParagraphOptions = {}): string {
  const { align = 'both', firstLine = 0, left = 0, right = 0, before = 0, line = LINE } = options;
  const { font = 'body', size = 32 } = options;
  const text = runsOf(content)
    .map((run) => run.text)
    .join('');
  const indent = [
    ...(left > 0 ? [`w:leftChars="${left * 100}" w:left="${left * CHAR}"`] : []),
    ...(right > 0 ? [`w:rightChars="${right * 100}" w:right="${right * CHAR}"`] : []),
    ...(firstLine > 0 ? [`w:firstLineChars="${firstLine * 100}" w:firstLine="${firstLine * CHAR}"`] : []),
  ].join(' ');
  return [
    '<w:p><w:pPr>',
    ...(options.keepNext === true ? [KEEP] : []),
    ...(options.pageBreak === true ? ['<w:pageBreakBefore/>'] : []),
    ...(text.includes('\t') ? [`<w:tabs><w:tab w:val="right" w:pos="${mm(156) - right * CHAR}"/></w:tabs>`] : []),
    '<w:snapToGrid w:val="0"/>',
    `<w:spacing w:before="${before}" w:after="0" w:line="${line}" w:lineRule="exact"/>`,
    ...(indent === '' ? [] : [`<w:ind ${indent}/>`]),
    `<w:jc w:val="${align}"/></w:pPr>`,
    ...runsOf(content).map((run) => runXml(run, font, size)),
    '</w:p>',
  ].join('');
}

/** A paragraph that stays on the page of the next one. */
export const isKept = (one: string): boolean => one.includes(KEEP);
export const kept = (one: string): string => one.replace('<w:pPr>', `<w:pPr>${KEEP}`);

/** A table across the type area; each cell is text or paragraphs. Widths in millimetres, together 156. */
export function table(
  widths: readonly number[],
  rows: readonly (readonly { content: Content; span?: number; head?: boolean }[])[],
  height = 11,
  /** The last row stays on the page of what follows. */
  keepNext = false,
): string {
  const border = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((side) => `<w:${side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>`)
    .join('');
  const rowXml = (cells: (typeof rows)[number], place: number): string => {
    const isKept = keepNext && place === rows.length - 1;
    let column = 0;
    const made = cells.map(({ content, span = 1, head = false }) => {
      const width = mm(widths.slice(column, column + span).reduce((sum, one) => sum + one, 0));
      column += span;
      return [
        `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>`,
        ...(span > 1 ? [`<w:gridSpan w:val="${span}"/>`] : []),
        '<w:vAlign w:val="center"/></w:tcPr>',
        paragraph(content, {
          size: 28,
          line: 480,
          align: head ? 'center' : 'left',
          font: head ? 'head' : 'body',
          keepNext: isKept,
        }),
        '</w:tc>',
      ].join('');
    });
    return `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="${mm(height)}" w:hRule="atLeast"/></w:trPr>${made.join('')}</w:tr>`;
  };
  return [
    `<w:tbl><w:tblPr><w:tblW w:w="${mm(156)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${border}</w:tblBorders><w:tblLayout w:type="fixed"/>`,
    '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>',
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${mm(width)}"/>`).join('')}</w:tblGrid>`,
    ...rows.map(rowXml),
    '</w:tbl>',
    paragraph('', { line: 240, keepNext }),
  ].join('');
}

/** — 1 — in 宋体 四号, outside on right and left pages. */
const footer = (align: 'left' | 'right'): string => {
  const style =
    '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>';
  const field = (instruction: string): string =>
    `<w:r>${style}<w:fldChar w:fldCharType="begin"/></w:r><w:r>${style}<w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r><w:r>${style}<w:fldChar w:fldCharType="separate"/></w:r><w:r>${style}<w:t>1</w:t></w:r><w:r>${style}<w:fldChar w:fldCharType="end"/></w:r>`;
  const indent = align === 'right' ? '<w:ind w:right="320"/>' : '<w:ind w:left="320"/>';
  return `${HEAD}<w:ftr xmlns:w="${W}"><w:p><w:pPr>${indent}<w:jc w:val="${align}"/></w:pPr><w:r>${style}<w:t xml:space="preserve">— </w:t></w:r>${field('PAGE')}<w:r>${style}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`;
};

const STYLES = `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${FONTS.body}" w:cs="Times New Roman"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style></w:styles>`;

/** The Word file around a body of paragraphs and tables. */
export async function wordFile(body: readonly string[]): Promise<Buffer> {
  const zip = new JSZip();
  const part = (name: string, text: string): void => {
    // Fixed, so that making the templates twice gives the same files.
    zip.file(name, text, { date: new Date('2026-01-01T00:00:00Z'), createFolders: false });
  };
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  part(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${type}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${type}.styles+xml"/><Override PartName="/word/settings.xml" ContentType="${type}.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="${type}.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="${type}.footer+xml"/></Types>`,
  );
  part(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  part(
    'word/_rels/document.xml.rels',
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${rel}/settings" Target="settings.xml"/><Relationship Id="rId3" Type="${rel}/footer" Target="footer1.xml"/><Relationship Id="rId4" Type="${rel}/footer" Target="footer2.xml"/></Relationships>`,
  );
  part('word/styles.xml', STYLES);
  part('word/settings.xml', `${HEAD}<w:settings xmlns:w="${W}"><w:evenAndOddHeaders/></w:settings>`);
  part('word/footer1.xml', footer('right'));
  part('word/footer2.xml', footer('left'));
  const section = [
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>',
    '<w:pgSz w:w="11906" w:h="16838"/>',
    `<w:pgMar w:top="${MARGINS.top}" w:right="${MARGINS.right}" w:bottom="${MARGINS.bottom}" w:left="${MARGINS.left}" w:header="851" w:footer="${mm(24)}" w:gutter="0"/>`,
    `<w:docGrid w:type="linesAndChars" w:linePitch="${LINE}" w:charSpace="${CHAR_SPACE}"/>`,
    '</w:sectPr>',
  ].join('');
  part(
    'word/document.xml',
    `${HEAD}<w:document xmlns:w="${W}" xmlns:r="${R}"><w:body>${body.join('')}${section}</w:body></w:document>`,
  );
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', platform: 'UNIX' });
}
