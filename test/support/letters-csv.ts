import { readFileSync } from 'node:fs';

export interface PublicLetter {
  readonly subject: string;
  readonly body: string;
}

/** Fields in quotes may hold commas, line ends and doubled quotes (RFC 4180). */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/gu)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** The public letters of ../shared/data/letters.csv. */
export function lettersIn(file: string): PublicLetter[] {
  const [head, ...rows] = rowsOf(readFileSync(file, 'utf8').replace(/^\ufeff/u, ''));
  const [subject, body] = [head!.indexOf('主题'), head!.indexOf('详情')];
  return rows.map((row) => ({ subject: row[subject] ?? '', body: row[body] ?? '' }));
}
