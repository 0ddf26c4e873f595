import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DOCUMENT, townsDocument } from '../../docs/towns.ts';
import { PLAYED } from './index.ts';
import { NOT_YET } from './not-yet.ts';
import { isBuilt, isDeclined, PAPER_ROWS, TOWNS, townOf } from './rows.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const built = PAPER_ROWS.filter(isBuilt);
const played = TOWNS.flatMap((town) => PLAYED[town].map(({ row }) => row));

describe('the rows of the five papers', () => {
  it('are read in full: 59 to build, in order, each once', () => {
    const order = (row: string): number => Number(row.split('.')[0]) * 100 + Number(row.split('.')[1]);
    const rows = PAPER_ROWS.map(({ row }) => row);
    expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => order(a) - order(b)));
    expect(TOWNS.map((town) => rows.filter((row) => townOf(row) === town).length)).toEqual([20, 17, 12, 13, 17]);
    expect(TOWNS.map((town) => built.filter(({ row }) => townOf(row) === town).length)).toEqual([17, 13, 8, 11, 10]);
  });

  it('are each played in their town, or named with what is missing', () => {
    const open = Object.entries(NOT_YET);
    if (open.length > 0) {
      process.stdout.write(`未完成 ${open.length}\n${open.map(([row, why]) => `${row} ${why}`).join('\n')}\n`);
    }
    const accounted = [...played, ...Object.keys(NOT_YET)];
    expect(
      built.filter(({ row }) => !accounted.includes(row)),
      'neither played nor named',
    ).toEqual([]);
    expect(accounted.toSorted(), 'twice, or no row that is built').toEqual(built.map(({ row }) => row).toSorted());
    for (const town of TOWNS) {
      expect(PLAYED[town].filter(({ row }) => townOf(row) !== town)).toEqual([]);
    }
  });

  it('that are only scoring or surveillance stand in docs/scope.md', async () => {
    const scope = (await read('docs/scope.md')).split('\n');
    const declined = PAPER_ROWS.filter(isDeclined);
    expect(declined).toHaveLength(19);
    const missing = declined.filter(
      ({ row }) =>
        !scope.some((line) => line.startsWith(`| ${row} |`) && /declined|\*\*|built|data|planned/u.test(line)),
    );
    expect(missing).toEqual([]);
  });

  it('are shown in docs/towns.md as they are played: node --import tsx docs/towns.ts', async () => {
    expect(await read(DOCUMENT)).toBe(townsDocument());
  });
});
