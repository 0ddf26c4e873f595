import { playAtOnce } from './row.ts';
import { WAITING_ROWS } from './rows.ts';

playAtOnce('on the long connection, noticed late', WAITING_ROWS);
