import { expect, it } from 'vitest';

import { APP_ROWS, BOT_ROWS, CALLBACK_ROWS, ROBOT_ROWS, UNANSWERED_ROWS, WAITING_ROWS } from './rows.ts';

it('at least 40 different faults are played against the bot', () => {
  const faults = [...BOT_ROWS, ...WAITING_ROWS, ...APP_ROWS, ...ROBOT_ROWS, ...CALLBACK_ROWS, ...UNANSWERED_ROWS].map(
    ({ fault }) => fault,
  );
  expect(new Set(faults).size).toBe(faults.length);
  expect(faults.length).toBeGreaterThanOrEqual(40);
});
