/** What the one reader of spreadsheets gives: plain cells with their places, never a library's objects. */

/** Why a cell's text is not to be taken as it stands; whoever reads the cell decides what becomes of it. */
type CellFault =
  /** A formula whose program saved no value: only that program knows it. */
  | 'formula-without-value'
  /** #REF!, #N/A and the like; the text is the error as shown. */
  | 'error'
  /** A number of more than 15 digits: the program that saved it has lost the last ones. */
  | 'digits-lost';

export interface Cell {
  /** From 1, as the program shows them. */
  readonly row: number;
  readonly column: number;
  /**
   * As a reader means it: numbers in full digits (`13800001111`, never `1.38E+10`), with the zeros and words of their format
   * (`007`), days as `2026-03-02`, moments as `2026-03-02 09:30`, times as `09:30`.
   */
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'boolean';
  readonly fault?: CellFault;
  /** Address of the cell that this one is merged into; its text stands here too. */
  readonly mergedFrom?: string;
}

export interface Row {
  readonly row: number;
  readonly isHidden: boolean;
  /** In order; cells without text are not among them. */
  readonly cells: readonly Cell[];
}

export interface Sheet {
  /** `csv` for a text table, `表1` … for the tables of a page. */
  readonly name: string;
  readonly isHidden: boolean;
  /** In order; rows without text are not among them. */
  readonly rows: readonly Row[];
}

export const SHEET_BOUNDS = {
  /** Of the file. */
  bytes: 20 * 1024 * 1024,
  /** Of what a zipped file becomes. */
  unzippedBytes: 200 * 1024 * 1024,
  zipEntries: 2_000,
  sheets: 100,
  /** With text, of one sheet. */
  rows: 50_000,
  columns: 200,
  /** With text, of the file. */
  cells: 1_000_000,
  /** For one file, in milliseconds. */
  time: 60_000,
  /** Of the worker's heap, in MB. */
  heap: 1_024,
} as const;

export type SheetFaultCode =
  | 'empty'
  | 'too-big'
  | 'unzips-too-big'
  | 'encrypted'
  | 'word'
  | 'not-a-sheet'
  | 'damaged'
  | 'encoding'
  | 'too-many-sheets'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'too-many-cells'
  | 'too-slow';

/** The file as a whole cannot be read; `src/copy/sheets.ts` has one sentence for each code. */
export class SheetError extends Error {
  override readonly name = 'SheetError';
  readonly code: SheetFaultCode;
  readonly sheet: string | undefined;

  constructor(code: SheetFaultCode, sheet?: string, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.sheet = sheet;
  }
}

/** `27` → `AA`. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCodePoint(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export const addressOf = ({ row, column }: Pick<Cell, 'row' | 'column'>): string => `${columnName(column)}${row}`;
