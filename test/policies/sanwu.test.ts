import { playRows } from './run.ts';
import { sanwu } from './sanwu.rows.ts';

playRows('sanwu', sanwu);
