/** S2 the "三无乡镇" plan, row by row. */
import type { PlayedRow } from './played.ts';

export const sanwu: readonly PlayedRow[] = [];
