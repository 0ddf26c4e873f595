import { playRows } from './run.ts';

playRows('xiji');
