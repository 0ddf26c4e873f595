import { playAll } from './row.ts';
import { APP_ROWS } from './rows.ts';

playAll('of the self-built app', { wecom: { app: true }, everyoneHasSpoken: false }, APP_ROWS);
