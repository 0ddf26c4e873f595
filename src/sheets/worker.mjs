// The thread that reads a spreadsheet: bytes in, plain cells out. A thread of its own, so that neither a big file nor a hostile
// one holds the program or its memory (see read.ts). Plain JavaScript, because a thread would need the TypeScript loader anew.
// Nothing of a workbook is ever run: no macro, no formula, no outside link; only what its program saved is read.
import { parentPort, workerData } from 'node:worker_threads';
import * as xlsx from '@e965/xlsx';

/** @typedef {import('./sheet.ts').Cell} Cell */

const { encode_cell: encodeCell } = xlsx.utils;
/** Ends the reading with a code of SheetFaultCode. */
class Refused extends Error {
  constructor(code, sheet) {
    super(code);
    this.sheet = sheet;
  }
}

const OPTIONS = { dense: true, cellNF: true, cellStyles: true, cellHTML: false, sheetStubs: true, bookVBA: false };

function open({ bytes, text, separator }) {
  for (const id of CHINESE_DAYS) xlsx.SSF.load(DAY, id);
  try {
    // Raw: what stands in a text table is text; `0012` is no number and `1-2` no day.
    if (text === undefined) return xlsx.read(bytes, { ...OPTIONS, type: 'buffer', cellFormula: true });
    if (separator === undefined) return xlsx.read(text, { ...OPTIONS, type: 'string', raw: true });
    return xlsx.read(text, { ...OPTIONS, type: 'string', raw: true, FS: separator });
  } catch (error) {
    throw new Refused(reasonOf(error, bytes));
  }
}

/** What a file that could not be opened is instead. */
function reasonOf(error, bytes) {
  const said = error instanceof Error ? error.message : String(error);
  if (/password/iu.test(said)) return 'encrypted';
  if (bytes === undefined || bytes[0] !== 0xd0) return 'damaged';
  try {
    const parts = xlsx.CFB.read(bytes, { type: 'buffer' });
    if (xlsx.CFB.find(parts, 'EncryptedPackage')) return 'encrypted';
    if (xlsx.CFB.find(parts, 'WordDocument')) return 'word';
    return xlsx.CFB.find(parts, 'Workbook') || xlsx.CFB.find(parts, 'Book') ? 'damaged' : 'not-a-sheet';
  } catch {
    return 'damaged';
  }
}

const pad = (value) => String(value).padStart(2, '0');

/** A serial day of either era; what has no day is a time. */
function dateText(value, date1904, shown, format) {
  // Hours that were counted, not a time of day.
  if (/\[h+\]|\[m+\]|\[s+\]/iu.test(format)) return shown;
  const parts = xlsx.SSF.parse_date_code(value, { date1904 });
  if (parts == null) return shown;
  const time = `${pad(parts.H)}:${pad(parts.M)}${Math.round(parts.S) > 0 ? `:${pad(Math.round(parts.S))}` : ''}`;
  if (value < 1) return time;
  const day = `${parts.y}-${pad(parts.m)}-${pad(parts.d)}`;
  return parts.H + parts.M + parts.S > 0 ? `${day} ${time}` : day;
}

/** Digits as they were typed: Excel keeps 15, and the rest of a double is noise (0.30000000000000004). */
function plainNumber(value) {
  const rounded = Number(value.toPrecision(15));
  if (!/e/iu.test(String(rounded))) return String(rounded);
  return rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

/**
 * General, plain digits, grouping, scientific: how wide the column was, not what was meant. `000`, `0%` or `"QS"0` are meant. What stands for
 * negative numbers, and colours, places, blanks and Chinese digits (`0.00_ `, `0_);[Red]\(0\)`, `[DBNum1][$-804]General`) change nothing.
 */
const isPlain = (format) => {
  if (/\[[<>=]/u.test(format)) return false;
  const first = format.split(';')[0].replaceAll(/\[(?!\$[^-\]])[^\]]*\]|[_*]./gu, '');
  return /^(?:general|@|[#,]*0?(?:\.[0#]+)?|[#0]*\.?0*e\+0+)?$/iu.test(first.trim());
};

// Formats that a file names by number only (ECMA-376, 18.8.30), as Excel in Chinese does for 1月2日 and 2026年1月2日.
const CHINESE_DAYS = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];
const DAY = 'm/d/yy';

/** The library shows such a number by its format without naming the format: what is shown as a day or a time is one. */
const formatOf = ({ z, w }) =>
  String(z ?? (/^\d{1,2}\/\d{1,2}\/\d{2,4}$|^\d{1,2}:\d\d:\d\d$/u.test(String(w ?? '')) ? DAY : 'General'));

function numberCell(cell, date1904) {
  const format = formatOf(cell);
  const shown = String(cell.w ?? cell.v).trim();
  if (xlsx.SSF.is_date(format)) return { kind: 'date', text: dateText(cell.v, date1904, shown, format) };
  // `;;;` hides a number and does not take it away.
  if (!isPlain(format) && shown !== '') return { kind: 'number', text: shown };
  const text = plainNumber(cell.v);
  return Math.abs(cell.v) >= 1e15 ? { kind: 'number', text, fault: 'digits-lost' } : { kind: 'number', text };
}

/** @returns kind, text and fault of a cell; undefined for an empty one */
function read(cell, date1904) {
  if (cell.t === 'z') {
    return cell.f === undefined ? undefined : { kind: 'text', text: '', fault: 'formula-without-value' };
  }
  if (cell.t === 'e') return { kind: 'text', text: String(cell.w ?? '#N/A'), fault: 'error' };
  if (cell.t === 'b') return { kind: 'boolean', text: cell.v ? 'TRUE' : 'FALSE' };
  if (cell.t === 'n') return numberCell(cell, date1904);
  const text = String(cell.v ?? '').replaceAll(/\r\n?/gu, '\n');
  return text === '' ? undefined : { kind: 'text', text };
}

/** Which cell covers which, inside the rows and columns that are in use. */
function coverOf(merges, data, last) {
  const cover = new Map();
  for (const { s, e } of merges) {
    const master = data[s.r]?.[s.c];
    if (master === undefined || master.t === 'z') continue;
    for (let r = s.r; r <= Math.min(e.r, last.row); r += 1) {
      for (let c = s.c; c <= Math.min(e.c, last.column); c += 1) {
        if (r !== s.r || c !== s.c) cover.set(r * 16_384 + c, { master, at: encodeCell(s) });
      }
      if (cover.size > workerData.bounds.cells) throw new Refused('too-many-cells');
    }
  }
  return cover;
}

function usedIn(data, bounds, name) {
  const last = { row: 0, column: 0 };
  let rows = 0;
  for (const [r, row] of data.entries()) {
    const filled = (row ?? []).reduce((most, cell, c) => (cell?.t === 'z' && cell.f === undefined ? most : c), -1);
    if (filled < 0) continue;
    rows += 1;
    last.row = r;
    last.column = Math.max(last.column, filled);
  }
  if (rows > bounds.rows) throw new Refused('too-many-rows', name);
  if (last.column >= bounds.columns) throw new Refused('too-many-columns', name);
  return last;
}

function readSheet(sheet, name, date1904, count) {
  const data = sheet['!data'] ?? [];
  const last = usedIn(data, workerData.bounds, name);
  const cover = coverOf(sheet['!merges'] ?? [], data, last);
  const rows = [];
  for (let r = 0; r <= last.row; r += 1) {
    const cells = [];
    for (let c = 0; c <= last.column; c += 1) {
      const covered = cover.get(r * 16_384 + c);
      const cell = covered?.master ?? data[r]?.[c];
      const found = cell === undefined ? undefined : read(cell, date1904);
      if (found === undefined) continue;
      const from = covered === undefined ? {} : { mergedFrom: covered.at };
      cells.push({ row: r + 1, column: c + 1, ...found, ...from });
    }
    if (cells.length === 0) continue;
    count.cells += cells.length;
    if (count.cells > workerData.bounds.cells) throw new Refused('too-many-cells');
    rows.push({ row: r + 1, isHidden: sheet['!rows']?.[r]?.hidden === true, cells });
  }
  return rows;
}

function readAll(work) {
  const book = open(work);
  if (book.SheetNames.length > work.bounds.sheets) throw new Refused('too-many-sheets');
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const count = { cells: 0 };
  const nameOf = { own: (name) => name, csv: () => 'csv', tables: (_, i) => `表${i + 1}` }[work.naming];
  return book.SheetNames.map((name, i) => ({
    name: nameOf(name, i),
    isHidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0,
    rows: readSheet(book.Sheets[name], name, date1904, count),
  }));
}

// Workbooks of before 1997 carry their text in the machine's code page (936).
if (workerData.bytes?.[0] === 0xd0) xlsx.set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));

try {
  parentPort.postMessage({ sheets: readAll(workerData) });
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  parentPort.postMessage({ refused: error.message, sheet: error.sheet });
}
