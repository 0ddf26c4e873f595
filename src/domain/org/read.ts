import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { z } from 'zod';
import { StartupError } from '../../core/errors.ts';
import { type OrgFile, orgFile } from './file.ts';

const LISTS = new Set(['roles', 'receives', 'members', 'handles']);

/** Rows of one sheet: the first row names the fields; a list cell holds its items separated by commas or semicolons. */
async function readWorkbook(path: string): Promise<unknown> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(path);
  const rowsOf = (sheetName: string): Record<string, unknown>[] => {
    const sheet = book.getWorksheet(sheetName);
    if (sheet === undefined) return [];
    const fields: string[] = [];
    sheet.getRow(1).eachCell((cell, column) => {
      fields[column] = cell.text.trim();
    });
    const rows: Record<string, unknown>[] = [];
    sheet.eachRow((row, index) => {
      if (index === 1) return;
      const entry: Record<string, unknown> = {};
      row.eachCell((cell, column) => {
        const field = fields[column];
        const value = cell.text.trim();
        if (field === undefined || field === '' || value === '') return;
        if (field === 'appchat') entry[field] = /^(?:true|1|yes)$/iu.test(value);
        else entry[field] = LISTS.has(field) ? value.split(/[,，;；\s]+/u).filter((item) => item !== '') : value;
      });
      if (Object.keys(entry).length > 0) rows.push(entry);
    });
    return rows;
  };
  const number = (value: unknown): unknown =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/u.test(value) ? Number(value) : value;
  return {
    town: rowsOf('town')[0],
    units: rowsOf('units'),
    people: rowsOf('people'),
    groups: rowsOf('groups'),
    settings: Object.fromEntries(rowsOf('settings').map((row) => [String(row['key']), number(row['value'])])),
  };
}

const issueLine = (issue: z.core.$ZodIssue): string => `${issue.path.join('.') || 'file'}: ${issue.message}`;

/** Reads an org file (.yaml, .yml or .xlsx). A file that does not fit stops the start with its first three faults. */
export async function readOrgFile(path: string): Promise<OrgFile> {
  let raw: unknown;
  try {
    raw = path.endsWith('.xlsx') ? await readWorkbook(path) : parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new StartupError(`org file ${path}: ${(error as Error).message.split('\n')[0]}`);
  }
  const checked = orgFile.safeParse(raw);
  if (!checked.success) {
    throw new StartupError(`org file ${path}: ${checked.error.issues.slice(0, 3).map(issueLine).join(' | ')}`);
  }
  return checked.data;
}
