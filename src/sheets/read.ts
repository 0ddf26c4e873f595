import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { decodeText } from '../core/decode-text.ts';
import { SHEET_BOUNDS, type Sheet, SheetError, type SheetFaultCode } from './sheet.ts';
import { checkZip } from './zip.ts';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** What the thread is given: bytes of a workbook, or the decoded text of a page or text table. */
interface Work {
  readonly naming: 'own' | 'csv' | 'tables';
  readonly bytes?: Uint8Array;
  readonly text?: string;
  readonly separator?: string;
}

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte);
const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b);
/** Compound file: a workbook of before 2007, or one with a password. */
const isCompound = (bytes: Uint8Array): boolean => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);

/** Whether the bytes are a workbook, whatever the file is called. */
export const isWorkbook = (bytes: Uint8Array): boolean => isZip(bytes) || isCompound(bytes);

/**
 * Reads .xlsx, .xlsm, .xls, pages that were saved as .xls, .csv and .tsv: known by what is in them, not by their names.
 * In a thread of its own, within SHEET_BOUNDS; no macro, formula or link is followed.
 * @throws SheetError
 */
export async function readSheets(bytes: Uint8Array, bounds = SHEET_BOUNDS): Promise<Sheet[]> {
  if (bytes.length === 0) throw new SheetError('empty');
  if (bytes.length > bounds.bytes) throw new SheetError('too-big');
  if (isZip(bytes)) {
    checkZip(bytes, bounds);
    return inThread({ naming: 'own', bytes }, bounds);
  }
  if (isCompound(bytes)) return inThread({ naming: 'own', bytes }, bounds);
  const text = decodeText(bytes);
  if (text === undefined) throw new SheetError(startsWith(bytes, 0x25, 0x50, 0x44, 0x46) ? 'not-a-sheet' : 'encoding');
  if (text.trim() === '') throw new SheetError('empty');
  if (/^\s*</u.test(text)) {
    if (!/<table[\s>]|<(?:\w+:)?Workbook[\s>]/iu.test(text)) throw new SheetError('not-a-sheet');
    return inThread({ naming: /<table[\s>]/iu.test(text) ? 'tables' : 'own', text }, bounds);
  }
  return inThread({ naming: 'csv', text, separator: separatorOf(text) }, bounds);
}

/** What most lines of the beginning have most of, outside quotes: a file called .csv may be separated by tabs. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .replaceAll(/"(?:[^"]|"")*"/gu, '')
    .split(/\r?\n|\r/u)
    .filter((line) => line.trim() !== '')
    .slice(0, 30);
  const linesWith = (separator: string): number => lines.filter((line) => line.includes(separator)).length;
  return [',', '\t', ';', '|'].toSorted((a, b) => linesWith(b) - linesWith(a))[0]!;
}

type Answer = { readonly sheets: Sheet[] } | { readonly refused: SheetFaultCode; readonly sheet?: string };

async function inThread(work: Work, bounds: typeof SHEET_BOUNDS): Promise<Sheet[]> {
  const worker = new Worker(WORKER, {
    workerData: { ...work, bounds },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: bounds.heap },
    stdout: true,
    stderr: true,
  });
  const late = AbortSignal.timeout(bounds.time);
  try {
    const [answer] = (await once(worker, 'message', { signal: late })) as [Answer];
    if ('sheets' in answer) return answer.sheets;
    throw new SheetError(answer.refused, answer.sheet);
  } catch (error) {
    if (error instanceof SheetError) throw error;
    if (late.aborted) throw new SheetError('too-slow', undefined, { cause: error });
    const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    throw new SheetError(isFull ? 'too-many-cells' : 'damaged', undefined, { cause: error });
  } finally {
    await worker.terminate();
  }
}
