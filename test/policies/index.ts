import { fenjie } from './fenjie.rows.ts';
import { lihai } from './lihai.rows.ts';
import { NOT_YET } from './not-yet.ts';
import type { PlayedRow } from './played.ts';
import type { TownId } from './rows.ts';
import { sanwu } from './sanwu.rows.ts';
import { xiji } from './xiji.rows.ts';
import { yuanzhu } from './yuanzhu.rows.ts';

/** A row that is written down ahead of its mechanism stays 未完成 until it is taken out of NOT_YET. */
const landed = (rows: readonly PlayedRow[]): PlayedRow[] => rows.filter(({ row }) => NOT_YET[row] === undefined);

export const PLAYED: Record<TownId, readonly PlayedRow[]> = {
  fenjie: landed(fenjie),
  lihai: landed(lihai),
  sanwu: landed(sanwu),
  yuanzhu: landed(yuanzhu),
  xiji: landed(xiji),
};
