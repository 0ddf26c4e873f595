import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** The rows of the five papers that are marked W, N, R or D. */
const ROWS = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => `0.${n}`),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 16].map((n) => `1.${n}`),
  ...[2, 4, 5, 6, 8, 9, 10, 11].map((n) => `2.${n}`),
  ...[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13].map((n) => `3.${n}`),
  ...[1, 2, 4, 5, 6, 7, 8, 9, 15, 16].map((n) => `4.${n}`),
];
const FILES = ['fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji'] as const;
const read = (path: string): Promise<string> => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('docs/towns.md', async () => {
  const rows = (await read('docs/towns.md')).split('\n').flatMap((line) => {
    const [, row, clause, what, state, how] = line.split('|').map((cell) => cell.trim());
    return /^\d\.\d+$/u.test(row ?? '') ? [{ row, clause, what, state, how }] : [];
  });
  it('has each of the 59 rows once, in order', () => {
    expect(ROWS).toHaveLength(59);
    expect(rows.map(({ row }) => row)).toEqual(ROWS);
  });
  it('every row has its clause, what it is, and an honest state', () => {
    for (const { clause, what, state, how } of rows) {
      expect([clause, what, how].every((cell) => cell !== undefined && cell !== '')).toBe(true);
      expect(['works', 'part', 'data', 'planned']).toContain(state);
    }
  });
  it('what it calls data stands in the town’s file', async () => {
    const texts = await Promise.all(FILES.map((id) => read(`policies/${id}.yaml`)));
    const missing = rows.flatMap(({ row, state, how }) => {
      const key = state === 'data' ? /`(\w[\w-]*)/u.exec(how ?? '')?.[1] : undefined;
      return key === undefined ||
        texts[Number(row![0])]!.includes(`${key}:`) ||
        texts[Number(row![0])]!.includes(`id: ${key}`)
        ? []
        : [`${row} ${key}`];
    });
    expect(missing).toEqual([]);
  });
});
