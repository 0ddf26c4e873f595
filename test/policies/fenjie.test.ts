import { fenjie } from './fenjie.rows.ts';
import { playRows } from './run.ts';

playRows('fenjie', fenjie);
