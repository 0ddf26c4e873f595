import { playRows } from './run.ts';

playRows('yuanzhu');
