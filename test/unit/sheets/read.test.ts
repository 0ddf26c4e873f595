import * as xlsx from '@e965/xlsx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sheetFaultText } from '../../../src/copy/sheets.ts';
import { readSheets } from '../../../src/sheets/read.ts';
import { addressOf, type Cell, SHEET_BOUNDS, SheetError } from '../../../src/sheets/sheet.ts';
import { type HandWritten, rowsOf, workbookOf } from '../../support/workbook.ts';

const FORMATS = ['000', '0.00E+00', 'yyyy/m/d', 'yyyy-mm-dd hh:mm', 'h:mm', '"QS"0000', '0%', '#,##0', '[h]:mm', '@'];
const STRINGS = [
  '<si><t>共享</t></si>',
  '<si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space="preserve">体 </t></r><r><t>字</t></r></si>',
  '<si><t>重</t><rPh sb="0" eb="1"><t>zhong</t></rPh></si>',
];

/** One cell of each kind, a row each: what the program saved, and what a reader means by it. */
const CELLS: readonly (readonly [string, string, Partial<Cell>])[] = [
  ['an inline word', '<c r="A#" t="inlineStr"><is><t>行内</t></is></c>', { text: '行内', kind: 'text' }],
  ['a shared word', '<c r="A#" t="s"><v>0</v></c>', { text: '共享', kind: 'text' }],
  ['a rich text', '<c r="A#" t="s"><v>1</v></c>', { text: '粗体 字', kind: 'text' }],
  ['a word with its reading', '<c r="A#" t="s"><v>2</v></c>', { text: '重', kind: 'text' }],
  ['a telephone number', '<c r="A#"><v>13800001111</v></c>', { text: '13800001111', kind: 'number' }],
  ['one shown as 1.38E+10', '<c r="A#" s="2"><v>13800001111</v></c>', { text: '13800001111' }],
  ['a number of 18 digits', '<c r="A#"><v>1.1010119900101E+17</v></c>', { fault: 'digits-lost' }],
  ['leading zeros by format', '<c r="A#" s="1"><v>7</v></c>', { text: '007', kind: 'number' }],
  ['letters by format', '<c r="A#" s="6"><v>12</v></c>', { text: 'QS0012' }],
  ['a percentage', '<c r="A#" s="7"><v>0.5</v></c>', { text: '50%' }],
  ['thousands', '<c r="A#" s="8"><v>12345</v></c>', { text: '12345' }],
  ['noise of a double', '<c r="A#"><v>0.30000000000000004</v></c>', { text: '0.3' }],
  ['digits kept as text', '<c r="A#" s="10" t="inlineStr"><is><t>00123</t></is></c>', { text: '00123', kind: 'text' }],
  ['a day', '<c r="A#" s="3"><v>46083</v></c>', { text: '2026-03-02', kind: 'date' }],
  ['a moment', '<c r="A#" s="4"><v>46083.395833333336</v></c>', { text: '2026-03-02 09:30', kind: 'date' }],
  ['a time', '<c r="A#" s="5"><v>0.3541666666666667</v></c>', { text: '08:30', kind: 'date' }],
  ['hours that were counted', '<c r="A#" s="9"><v>1.5</v></c>', { text: '36:00' }],
  ['a day as a word', '<c r="A#" t="d" s="3"><v>2026-03-02T00:00:00</v></c>', { text: '2026-03-02', kind: 'date' }],
  ['a switch', '<c r="A#" t="b"><v>1</v></c>', { text: 'TRUE', kind: 'boolean' }],
  ['an error', '<c r="A#" t="e"><v>#N/A</v></c>', { text: '#N/A', fault: 'error' }],
  ['a formula with a word', '<c r="A#" t="str"><f>"h-"&amp;"cj"</f><v>h-cj</v></c>', { text: 'h-cj', kind: 'text' }],
  ['a formula with a number', '<c r="A#"><f>1+1</f><v>2</v></c>', { text: '2', kind: 'number' }],
  ['a formula with an error', '<c r="A#" t="e"><f>1/0</f><v>#DIV/0!</v></c>', { text: '#DIV/0!', fault: 'error' }],
  ['a formula without a value', '<c r="A#"><f>C3</f></c>', { text: '', fault: 'formula-without-value' }],
  ['one saved with an empty value', '<c r="A#"><f>C3</f><v></v></c>', { text: '', fault: 'formula-without-value' }],
  ['a line break', '<c r="A#" t="inlineStr"><is><t>甲&#13;&#10;乙</t></is></c>', { text: '甲\n乙' }],
  ['an escaped line break', '<c r="A#" t="inlineStr"><is><t>甲_x000D_&#10;乙</t></is></c>', { text: '甲\n乙' }],
  ['a rare sign', '<c r="A#" t="inlineStr"><is><t>𬭎&amp;&lt;</t></is></c>', { text: '𬭎&<' }],
];

const oneEach = (prefix?: string): HandWritten => ({
  sheets: { 表: CELLS.map(([, xml], i) => `<row r="${i + 1}">${xml.replace('#', String(i + 1))}</row>`).join('') },
  formats: FORMATS,
  strings: STRINGS,
  ...(prefix === undefined ? {} : { prefix }),
});

const first = async (book: HandWritten) => (await readSheets(workbookOf(book)))[0]!;
const refusal = async (bytes: Uint8Array, bounds = SHEET_BOUNDS): Promise<string> => {
  const error: unknown = await readSheets(bytes, bounds).catch((thrown: unknown) => thrown);
  if (!(error instanceof SheetError)) throw error;
  return `${error.code}｜${sheetFaultText(error.code, error.sheet)}`;
};
const texts = (rows: readonly { cells: readonly Cell[] }[]): string[][] =>
  rows.map(({ cells }) => cells.map(({ text }) => text));

/** A workbook of Excel 5 on a Chinese machine: its words are GBK, and only its code page says so. [MS-XLS], BIFF5 records. */
function oldBook(): Uint8Array {
  const record = (type: number, ...bytes: number[]): number[] => [
    type & 255,
    type >> 8,
    bytes.length & 255,
    bytes.length >> 8,
    ...bytes,
  ];
  const word = (row: number, column: number, ...gbk: number[]): number[] =>
    record(0x0204, row, 0, column, 0, 0, 0, gbk.length, 0, ...gbk);
  const name = [0xc8, 0xcb, 0xd4, 0xb1];
  const begin = (kind: number): number[] => record(0x0809, 0, 5, kind, 0, 0, 0, 0, 0);
  const head = (at: number): number[] => [
    ...begin(5),
    ...record(0x42, 936 & 255, 936 >> 8),
    ...record(0x85, at, 0, 0, 0, 0, 0, name.length, ...name),
    ...record(0x0a),
  ];
  const sheet = [
    ...begin(0x10),
    ...word(0, 0, 0xd0, 0xd5, 0xc3, 0xfb),
    ...word(0, 1, 0xb5, 0xe7, 0xbb, 0xb0),
    ...word(1, 0, 0xd5, 0xc5, 0xc4, 0xb3),
    ...word(1, 1, ...strToU8('13800001111')),
    ...record(0x0a),
  ];
  const file = xlsx.CFB.utils.cfb_new();
  xlsx.CFB.utils.cfb_add(file, 'Book', Uint8Array.from([...head(head(0).length), ...sheet]));
  return xlsx.CFB.write(file, { type: 'buffer' }) as Uint8Array;
}

/** A day in a workbook of 97–2003 whose format has this number; [MS-XLS] 2.4.353 XF. */
function oldDay(id: number): Uint8Array {
  const sheet = xlsx.utils.aoa_to_sheet([[46_024]]);
  (sheet['A1'] as xlsx.CellObject).z = 'yyyy/m/d h:mm';
  const file = xlsx.CFB.read(
    xlsx.write({ SheetNames: ['表'], Sheets: { 表: sheet } }, { type: 'buffer', bookType: 'biff8' }),
    {
      type: 'buffer',
    },
  );
  const entry = xlsx.CFB.find(file, 'Workbook')!;
  const bytes = Uint8Array.from(entry.content as Uint8Array);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= bytes.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === 0xe0 && view.getUint16(at + 6, true) > 0) view.setUint16(at + 6, id, true);
  }
  entry.content = bytes;
  return xlsx.CFB.write(file, { type: 'buffer' }) as Uint8Array;
}

describe('a cell is read as it was meant', () => {
  it.each([undefined, 'x'])('in every kind (prefix of the elements: %s)', async (prefix) => {
    const { rows } = await first(oneEach(prefix));
    const found = CELLS.map(([what], i) => ({
      what,
      fault: undefined,
      ...rows.find(({ row }) => row === i + 1)?.cells[0],
    }));
    expect(found).toEqual(CELLS.map(([what, , cell]) => expect.objectContaining({ what, fault: undefined, ...cell })));
  });

  it.each<[string, Partial<Cell>]>([
    ['0.00_ ', { text: '13800001111' }],
    ['0_);[Red]\\(0\\)', { text: '13800001111' }],
    ['0.00_);[Red]\\(0.00\\)', { text: '13800001111' }],
    ['#,##0_);[Red]\\(#,##0\\)', { text: '13800001111' }],
    ['0.E+00', { text: '13800001111' }],
    ['_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', { text: '13800001111' }],
    ['[DBNum1][$-804]General', { text: '13800001111' }],
    [';;;', { text: '13800001111' }],
    ['00000000000000', { text: '00013800001111' }],
    ['"QS"0_ ', { text: 'QS13800001111' }],
  ])('digits shown as %s', async (format, cell) => {
    const sheets = { 表: '<row r="1"><c r="A1" s="1"><v>13800001111</v></c></row>' };
    expect((await first({ sheets, formats: [format] })).rows[0]!.cells[0]).toMatchObject({ kind: 'number', ...cell });
  });

  /** What Excel in Chinese writes for 2026年1月2日, 1月2日 and 8时30分: a number that no list of formats explains. */
  const CHINESE_DAYS = [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];
  const shownBy = (id: number): Uint8Array => {
    const row = '<row r="#"><c r="A#" s="1"><v>46024</v></c></row>';
    const files = unzipSync(
      workbookOf({ sheets: { 表: row.replaceAll('#', '1') + row.replaceAll('#', '2') }, formats: ['0'] }),
    );
    files['xl/styles.xml'] = strToU8(strFromU8(files['xl/styles.xml']!).replace('"200" apply', `"${id}" apply`));
    return zipSync(files);
  };
  it.each(CHINESE_DAYS)('a day in the Chinese format %i', async (id) => {
    expect((await readSheets(shownBy(id)))[0]!.rows.map(({ cells }) => cells[0])).toEqual([
      expect.objectContaining({ text: '2026-01-02', kind: 'date' }),
      expect.objectContaining({ text: '2026-01-02', kind: 'date' }),
    ]);
  });
  it.each([31, 36, 58])('a day in the Chinese format %i, before 2007', async (id) => {
    expect((await readSheets(oldDay(id)))[0]!.rows[0]!.cells[0]).toMatchObject({ text: '2026-01-02', kind: 'date' });
  });

  it('the empty word that a formula gives is an empty cell', async () => {
    const sheets = { 表: '<row r="1"><c r="A1" t="str"><f>IF(B1="","",1)</f><v></v></c><c r="B1"><v>1</v></c></row>' };
    expect(texts((await first({ sheets })).rows)).toEqual([['1']]);
  });

  it('in both eras of days', async () => {
    const sheets = { 表: '<row r="1"><c r="A1" s="3"><v>44621</v></c></row>' };
    expect(texts((await first({ sheets, formats: FORMATS, date1904: true })).rows)).toEqual([['2026-03-02']]);
    expect(texts((await first({ sheets, formats: FORMATS })).rows)).toEqual([['2022-03-01']]);
  });

  it('a merged cell stands wherever it reaches; an empty one nowhere', async () => {
    const { rows } = await first({
      sheets: {
        表:
          `<sheetData>${rowsOf([
            ['甲', '城建办'],
            ['乙', ''],
            ['丙', ''],
          ])}</sheetData>` +
          '<mergeCells count="2"><mergeCell ref="B1:B2"/><mergeCell ref="B3:C1048576"/></mergeCells>',
      },
    });
    expect(rows.map(({ cells }) => cells.map((cell) => [addressOf(cell), cell.text, cell.mergedFrom]))).toEqual([
      [
        ['A1', '甲', undefined],
        ['B1', '城建办', undefined],
      ],
      [
        ['A2', '乙', undefined],
        ['B2', '城建办', 'B1'],
      ],
      [['A3', '丙', undefined]],
    ]);
  });

  it('hidden sheets and rows are read, and known as such', async () => {
    const sheets = {
      一: '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>',
      二: '',
    };
    const [one, two] = await readSheets(workbookOf({ sheets, hidden: ['二'] }));
    expect(one!.rows.map(({ row, isHidden }) => [row, isHidden])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect([one!.isHidden, two!.isHidden]).toEqual([false, true]);
  });

  it('macros lie there and are not run, nor are formulas that call outside', async () => {
    const sheets = { 表: '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>旧值</v></c></row>' };
    const book = workbookOf({ sheets, extra: { 'xl/vbaProject.bin': strToU8('Auto_Open') } });
    expect(texts((await readSheets(book))[0]!.rows)).toEqual([['旧值']]);
  });

  it('in a workbook of before 2007, and of before 1997 in the machine’s code page', async () => {
    const sheet = xlsx.utils.aoa_to_sheet([
      ['姓名', '电话'],
      ['张某', 13800001111],
    ]);
    const book = { SheetNames: ['人员'], Sheets: { 人员: sheet } };
    for (const bytes of [xlsx.write(book, { type: 'buffer', bookType: 'biff8' }) as Uint8Array, oldBook()]) {
      const [read] = await readSheets(bytes);
      expect([read!.name, texts(read!.rows)]).toEqual([
        '人员',
        [
          ['姓名', '电话'],
          ['张某', '13800001111'],
        ],
      ]);
    }
  });

  it('in a page that was saved as a workbook, and in text tables whatever separates them', async () => {
    const gbk = (text: string): Uint8Array => GBK[text] ?? strToU8(text);
    const page =
      '<html><table><tr><td colspan="2">名单</td></tr><tr><td>0012</td><td>甲<br>乙</td></tr></table></html>';
    expect(texts((await readSheets(strToU8(page)))[0]!.rows)).toEqual([
      ['名单', '名单'],
      ['0012', '甲\n乙'],
    ]);
    expect(texts((await readSheets(strToU8('\uFEFF编号,日期\n0012,1-2\n"甲,""乙""\n丙",=1+1\n')))[0]!.rows)).toEqual([
      ['编号', '日期'],
      ['0012', '1-2'],
      ['甲,"乙"\n丙', '=1+1'],
    ]);
    expect(texts((await readSheets(strToU8('标题\n甲\t1,5\n乙\t2\n')))[0]!.rows)).toEqual([
      ['标题'],
      ['甲', '1,5'],
      ['乙', '2'],
    ]);
    expect(texts((await readSheets(gbk('姓名\t镇\n')))[0]!.rows)).toEqual([['姓名', '镇']]);
  });
});

/** 姓名→镇 in GBK: TextEncoder knows UTF-8 only. */
const GBK: Readonly<Record<string, Uint8Array>> = {
  '姓名\t镇\n': Uint8Array.of(0xd0, 0xd5, 0xc3, 0xfb, 0x09, 0xd5, 0xf2, 0x0a),
};

describe('a file that is none is refused with what to do', () => {
  const compound = Uint8Array.of(
    0xd0,
    0xcf,
    0x11,
    0xe0,
    0xa1,
    0xb1,
    0x1a,
    0xe1,
    ...Array.from({ length: 600 }, () => 0),
  );
  const locked = xlsx.CFB.utils.cfb_new();
  xlsx.CFB.utils.cfb_add(locked, 'EncryptionInfo', strToU8('1'));
  xlsx.CFB.utils.cfb_add(locked, 'EncryptedPackage', strToU8('1'));
  const zipped = workbookOf({ sheets: { 表: '' } });
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'empty'],
    ['blanks', strToU8(' \n'), 'empty'],
    ['a Word file by another name', zipSync({ 'word/document.xml': strToU8('<w/>') }), 'word'],
    ['some other archive', zipSync({ 'readme.txt': strToU8('x') }), 'not-a-sheet'],
    ['half of a workbook', zipped.slice(0, zipped.length / 2), 'damaged'],
    ['a compound file of zeros', compound, 'damaged'],
    ['a password', xlsx.CFB.write(locked, { type: 'buffer' }) as Uint8Array, 'encrypted'],
    ['a page without a table', strToU8('<html><p>请登录</p></html>'), 'not-a-sheet'],
    ['a PDF', strToU8('%PDF-1.7\0'), 'not-a-sheet'],
    ['bytes', Uint8Array.of(1, 0, 2, 0xff, 0), 'encoding'],
  ])('%s', async (_what, bytes, code) => {
    const said = await refusal(bytes);
    expect(said).toMatch(new RegExp(`^${code}｜[^\\n]*\\p{Script=Han}[^\\n]*$`, 'u'));
  });

  it('what unpacks to too much is refused before it is unpacked', async () => {
    const bomb = workbookOf({ sheets: { 表: '' }, extra: { 'xl/media/x.bin': new Uint8Array(4_000_000) } });
    expect(bomb.length).toBeLessThan(20_000);
    expect(await refusal(bomb, { ...SHEET_BOUNDS, unzippedBytes: 3_000_000 as never })).toMatch(/^unzips-too-big/u);
  });

  it.each<[string, Partial<Record<keyof typeof SHEET_BOUNDS, number>>, string]>([
    ['rows', { rows: 2 }, 'too-many-rows｜「表」表'],
    ['columns', { columns: 1 }, 'too-many-columns｜「表」表'],
    ['cells', { cells: 3 }, 'too-many-cells'],
    ['sheets', { sheets: 0 }, 'too-many-sheets'],
    ['bytes', { bytes: 100 }, 'too-big'],
    ['time', { time: 1 }, 'too-slow'],
  ])('too many %s', async (_what, changed, said) => {
    const sheets = {
      表: rowsOf([
        ['一', '二'],
        ['三', '四'],
        ['五', '六'],
      ]),
    };
    const bounds = { ...SHEET_BOUNDS, ...changed } as typeof SHEET_BOUNDS;
    expect(await refusal(workbookOf({ sheets }), bounds)).toContain(said);
  });

  it('blank rows count for nothing', async () => {
    const blank = Array.from({ length: 3_000 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="1"/></row>`).join('');
    const sheets = { 表: `<row r="1"><c r="A1"><v>1</v></c></row>${blank}` };
    expect((await first({ sheets, formats: FORMATS })).rows).toHaveLength(1);
    expect((await readSheets(workbookOf({ sheets }), { ...SHEET_BOUNDS, rows: 1 as never }))[0]!.rows).toHaveLength(1);
  });
});

it('the program goes on while a big file is read', async () => {
  const sheets = { 表: rowsOf(Array.from({ length: 4_000 }, (_, i) => [`甲${i}`, '乙', '丙'])) };
  const book = workbookOf({ sheets });
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  try {
    expect((await readSheets(book))[0]!.rows).toHaveLength(4_000);
  } finally {
    clearInterval(watch);
  }
  // Its share here is to take over the cells; the reading itself is the thread's.
  expect(longest).toBeLessThan(200);
});
