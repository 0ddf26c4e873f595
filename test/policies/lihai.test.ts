import { playRows } from './run.ts';

playRows('lihai');
