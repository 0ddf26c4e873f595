import { yuanzhu } from './yuanzhu.rows.ts';
import { playRows } from './run.ts';

playRows('yuanzhu', yuanzhu);
