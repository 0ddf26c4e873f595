import { playAll } from './row.ts';
import { BOT_ROWS } from './rows.ts';

// How many messages one may leave unanswered is another matter: here many answers are pushed.
playAll('on the long connection', { behaviour: { maxInFlight: 0 } }, BOT_ROWS);
