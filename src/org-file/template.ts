import type { CellValue, Workbook, Worksheet } from 'exceljs';
import { orgTemplateText as say } from '../copy/org-template.ts';
import { FIELD_WORDS, SHEET_WORDS, VALUE_WORDS } from '../copy/org-words.ts';

type List = keyof typeof SHEET_WORDS;
/** So many rows below the heads offer their drop-down lists. */
const ROWS = 300;
const ARGB = { head: 'FFDCE6F1', remark: 'FF7F7F7F' } as const;

/**
 * The workbook that a town fills in: a sheet a list, Chinese heads, a line that explains and one that shows how. Both begin with a word by which the
 * import passes them over, so that nobody of an example ever comes into a town.
 */
export async function writeOrgTemplate(path: string): Promise<void> {
  const { default: exceljs } = await import('exceljs');
  const book: Workbook = new exceljs.Workbook();
  for (const list of Object.keys(SHEET_WORDS) as List[]) fillSheet(book.addWorksheet(SHEET_WORDS[list][0]), list);
  await book.xlsx.writeFile(path);
}

function fillSheet(sheet: Worksheet, list: List): void {
  const words: Readonly<Record<string, readonly string[]>> = FIELD_WORDS[list];
  const fields = Object.keys(words);
  sheet.addRow(fields.map((field) => words[field]![0]));
  const heads = sheet.getRow(1);
  heads.font = { bold: true };
  heads.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: ARGB.head } };
  sheet.addRow([`说明：${say.notes[list]}`]);
  sheet.mergeCells(2, 1, 2, fields.length);
  const note = sheet.getCell(2, 1);
  note.alignment = { wrapText: true, vertical: 'top' };
  sheet.getRow(2).height = 15 * say.lines(list);
  const example: Readonly<Record<string, string>> = say.examples[list];
  sheet.addRow(fields.map((field, i): CellValue => `${i === 0 ? '例：' : ''}${example[field] ?? ''}`));
  for (const row of [2, 3]) sheet.getRow(row).font = { color: { argb: ARGB.remark }, italic: row === 3 };
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
  for (const [i, field] of fields.entries()) formatColumn(sheet, i + 1, field, example[field] ?? '');
}

/** Text, so that 00123 keeps its zeros and 1-2 does not become a day; wide enough for what stands in it. */
function formatColumn(sheet: Worksheet, number: number, field: string, example: string): void {
  const column = sheet.getColumn(number);
  column.numFmt = '@';
  column.width = Math.max(12, Math.min(44, widthOf(example) + 8));
  const words: Readonly<Record<string, readonly string[]>> | undefined = VALUE_WORDS[field as keyof typeof VALUE_WORDS];
  // Roles and purposes may be several, which a drop-down list does not allow.
  const choices =
    field === 'kind' ? Object.values(words ?? {}).map(([word]) => word) : field === 'appchat' ? ['是', '否'] : [];
  if (choices.length === 0) return;
  for (let row = 4; row < ROWS; row += 1) {
    sheet.getCell(row, number).dataValidation = {
      type: 'list',
      allowBlank: true,
      formulae: [`"${choices.join(',')}"`],
    };
  }
}

const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 2 : 1), 0);
