import { xiji } from './xiji.rows.ts';
import { playRows } from './run.ts';

playRows('xiji', xiji);
