import { fenjie } from './fenjie.rows.ts';
import { lihai } from './lihai.rows.ts';
import type { PlayedRow } from './played.ts';
import type { TownId } from './rows.ts';
import { sanwu } from './sanwu.rows.ts';
import { xiji } from './xiji.rows.ts';
import { yuanzhu } from './yuanzhu.rows.ts';

export const PLAYED: Record<TownId, readonly PlayedRow[]> = { fenjie, lihai, sanwu, yuanzhu, xiji };
