import { lihai } from './lihai.rows.ts';
import { playRows } from './run.ts';

playRows('lihai', lihai);
