import { strToU8, zipSync } from 'fflate';

/** A workbook written by hand, as no library would: what other programs save. */
export interface HandWritten {
  /** By name of the sheet: what stands in `<sheetData>`, and behind it (`<mergeCells>`). */
  readonly sheets: Readonly<Record<string, string>>;
  /** `x`: every element as `<x:…>`, as some programs write it. */
  readonly prefix?: string;
  readonly date1904?: boolean;
  /** Number formats by their index in a cell's `s`; 0 is General. */
  readonly formats?: readonly string[];
  /** `<si>` elements. */
  readonly strings?: readonly string[];
  /** Names of hidden sheets. */
  readonly hidden?: readonly string[];
  readonly extra?: Readonly<Record<string, Uint8Array>>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function workbookOf(book: HandWritten): Uint8Array {
  const { sheets, prefix, formats = [], strings = [], hidden = [] } = book;
  const names = Object.keys(sheets);
  // Attributes keep their names; only elements carry the prefix.
  const put = (xml: string): string =>
    prefix === undefined ? xml : xml.replaceAll(/<(\/?)(?!\?)([A-Za-z])/gu, `<$1${prefix}:$2`);
  const ns = prefix === undefined ? `xmlns="${MAIN}"` : `xmlns:${prefix}="${MAIN}"`;
  const doc = (xml: string): Uint8Array => strToU8(HEAD + put(xml));
  const plain = (xml: string): Uint8Array => strToU8(HEAD + xml);
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': plain(
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
        names
          .map(
            (_, i) =>
              `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
          )
          .join('') +
        `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
        `<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    ),
    '_rels/.rels': plain(
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/_rels/workbook.xml.rels': plain(
      `<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${RELS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}` +
        `<Relationship Id="rId90" Type="${RELS}/styles" Target="styles.xml"/><Relationship Id="rId91" Type="${RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': doc(
      `<workbook ${ns} xmlns:r="${RELS}"><workbookPr${book.date1904 === true ? ' date1904="1"' : ''}/><sheets>${names
        .map(
          (name, i) =>
            `<sheet name="${name}" sheetId="${i + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ),
    'xl/styles.xml': doc(
      `<styleSheet ${ns}><numFmts count="${formats.length}">${formats
        .map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
        .join('')}</numFmts><cellXfs count="${formats.length + 1}"><xf numFmtId="0"/>${formats
        .map((_, i) => `<xf numFmtId="${200 + i}" applyNumberFormat="1"/>`)
        .join('')}</cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': doc(`<sst ${ns} count="${strings.length}">${strings.join('')}</sst>`),
    ...book.extra,
  };
  for (const [i, name] of names.entries()) {
    const data = sheets[name]!;
    const body = data.startsWith('<sheetData') ? data : `<sheetData>${data}</sheetData>`;
    files[`xl/worksheets/sheet${i + 1}.xml`] = doc(`<worksheet ${ns} xmlns:r="${RELS}">${body}</worksheet>`);
  }
  return zipSync(files);
}

/** Rows of inline words, for tests that care about words only. */
export const rowsOf = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (cells, r) =>
        `<row r="${r + 1}">${cells
          .map((text, c) =>
            text === ''
              ? ''
              : `<c r="${String.fromCodePoint(65 + c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`,
          )
          .join('')}</row>`,
    )
    .join('');
