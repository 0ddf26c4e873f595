import { playRows } from './run.ts';

playRows('fenjie');
