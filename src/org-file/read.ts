import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { decodeText } from '../core/decode-text.ts';
import { StartupError } from '../core/errors.ts';
import { orgFileText as say } from '../copy/org-file.ts';
import { reasonText } from '../copy/policy.ts';
import { sheetFaultText } from '../copy/sheets.ts';
import { type OrgFault, type OrgList, ORG_LISTS, orgFile, type ReadOrg } from '../domain/org/file.ts';
import { reasonsOf } from '../domain/policy/file/issues.ts';
import { isWorkbook, readSheets } from '../sheets/read.ts';
import { SHEET_BOUNDS, SheetError } from '../sheets/sheet.ts';
import { type Place, type RawOrg, RawOrgError } from './raw.ts';
import { rawFromSheets } from './sheets.ts';
import { rawFromYaml } from './yaml.ts';

/** As many faults as one line may name. */
const SHOWN = 3;

/** What is known of a town, for the lists that its file leaves out. */
export type KnownLists = (townId: string) => Promise<Partial<Record<OrgList, unknown>> | undefined>;

export interface OrgFileRead {
  readonly org: ReadOrg;
  /** Rows and sheets that the program which saved it did not show; they were read as well. */
  readonly hidden: readonly Place[];
}

/**
 * Reads an org file: YAML, or a workbook with one sheet a list; which of them, its content says. A list that is not in the file is
 * taken from what is known, where something is.
 * @throws StartupError one Chinese line with the file, the place in it and up to three faults
 */
export async function readOrg(path: string, known: KnownLists = async () => undefined): Promise<OrgFileRead> {
  const refuse = (faults: readonly string[], cause?: unknown): StartupError =>
    new StartupError(say.line(path, faults), { cause });
  try {
    const raw = await readRaw(path);
    const { absent, data } = await completed(raw.data, known);
    const checked = orgFile.safeParse(data, { reportInput: true });
    if (!checked.success) throw refuse(checked.error.issues.slice(0, SHOWN).map((issue) => issueText(issue, raw)));
    return { org: absent.length === 0 ? checked.data : { ...checked.data, absent }, hidden: raw.hidden };
  } catch (error) {
    if (error instanceof RawOrgError) throw refuse([say.at(error.place, say.raw(error.fault))], error);
    if (error instanceof SheetError) throw refuse([sheetFaultText(error.code, error.sheet)], error);
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) throw refuse([say.notReadable(code ?? '')], error);
    throw error;
  }
}

export const readOrgFile = async (path: string, known?: KnownLists): Promise<ReadOrg> =>
  (await readOrg(path, known)).org;

/** A page or text table called a workbook is read as one, and refused for what it lacks. */
const namedWorkbook = (path: string): boolean => /\.(?:xls[xm]?|csv|tsv|html?)$/iu.test(path);

async function bytesOf(path: string): Promise<Uint8Array> {
  if ((await stat(path)).size > SHEET_BOUNDS.bytes) throw new SheetError('too-big');
  return readFile(path);
}

/**
 * @returns the text of an org file, undefined where it is a workbook
 * @throws SheetError
 */
async function textIn(path: string, bytes: Uint8Array): Promise<string | undefined> {
  if (bytes.length === 0) throw new SheetError('empty');
  if (namedWorkbook(path) || isWorkbook(bytes)) return undefined;
  const text = decodeText(bytes);
  if (text === undefined) throw new SheetError('encoding');
  if (text.trim() === '') throw new SheetError('empty');
  return text;
}

/** The text of an org file that was read before; undefined where it is a workbook. */
export const yamlOf = async (path: string): Promise<string | undefined> => textIn(path, await bytesOf(path));

async function readRaw(path: string): Promise<RawOrg> {
  const bytes = await bytesOf(path);
  const text = await textIn(path, bytes);
  return text === undefined ? rawFromSheets(await readSheets(bytes)) : rawFromYaml(text);
}

async function completed(
  data: Record<string, unknown>,
  known: KnownLists,
): Promise<{ readonly data: Record<string, unknown>; readonly absent: OrgList[] }> {
  const absent = ORG_LISTS.filter((list) => data[list] === undefined);
  const townId = (data['town'] as { id?: unknown } | undefined)?.id;
  if (absent.length === 0 || typeof townId !== 'string') return { data, absent };
  const lists = (await known(townId)) ?? {};
  const filled = Object.fromEntries(absent.flatMap((list) => (lists[list] === undefined ? [] : [[list, lists[list]]])));
  return { data: { ...data, ...filled }, absent };
}

function issueText(issue: z.core.$ZodIssue, raw: RawOrg): string {
  const at = (path: readonly PropertyKey[], what: string): string => say.at(raw.placeOf(path), what);
  const field = String(issue.path.findLast((part) => typeof part === 'string') ?? '');
  if (issue.code === 'custom') {
    const fault = (issue.params?.['fault'] as OrgFault | undefined) ?? { code: 'unreadable' as const };
    return at(issue.path, say.fault(fault));
  }
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') {
    return issue.path.length === 1 ? say.noList(field) : at(issue.path, say.missing(field));
  }
  if (issue.code === 'invalid_format') return at(issue.path, say.format(field, String(issue.input)));
  if (issue.code === 'invalid_value') {
    return at(issue.path, say.notOneOf(field, String(issue.input), issue.values.map(String)));
  }
  const [first] = reasonsOf(issue);
  return first === undefined ? at(issue.path, issue.message) : at(first.path, reasonText(first.reason));
}
