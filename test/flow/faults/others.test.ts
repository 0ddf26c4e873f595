import { playAll, withRobot } from './row.ts';
import { CALLBACK_ROWS, ROBOT_ROWS, UNANSWERED_ROWS } from './rows.ts';

playAll('of a group robot', { org: withRobot }, ROBOT_ROWS);
playAll('of the bot in callback mode', { wecom: { bot: 'callback', app: true }, org: withRobot }, CALLBACK_ROWS);
playAll(
  'of a server interface that does not answer',
  { wecom: { app: true }, org: withRobot, everyoneHasSpoken: false, restTimeoutMs: 1_000 },
  UNANSWERED_ROWS,
);
