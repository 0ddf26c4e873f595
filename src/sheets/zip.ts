import { unzipSync } from 'fflate';
import { type SHEET_BOUNDS, SheetError } from './sheet.ts';

/**
 * What a zipped file says of itself, before anything is unpacked. The library unpacks each entry into as many bytes as are
 * declared here and no more, so that these sums bound it.
 * @throws SheetError unzips-too-big, word, not-a-sheet, damaged
 */
export function checkZip(bytes: Uint8Array, bounds: Pick<typeof SHEET_BOUNDS, 'unzippedBytes' | 'zipEntries'>): void {
  let total = 0;
  const names: string[] = [];
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name.toLowerCase().replaceAll('\\', '/'));
        total += originalSize;
        return false;
      },
    });
  } catch (error) {
    throw new SheetError('damaged', undefined, { cause: error });
  }
  if (total > bounds.unzippedBytes || names.length > bounds.zipEntries) throw new SheetError('unzips-too-big');
  if (names.some((name) => /(?:^|\/)workbook\d*\.xml$/u.test(name))) return;
  throw new SheetError(names.some((name) => name.startsWith('word/')) ? 'word' : 'not-a-sheet');
}
