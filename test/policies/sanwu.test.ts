import { playRows } from './run.ts';

playRows('sanwu');
