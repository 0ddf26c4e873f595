import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';

export default defineJob({
  name: 'renew-cards',
  queue: 'delivery',
  payload: z.strictObject({}),
  key: () => 'renew-cards',
  attempts: 1, // the sweep asks again every tick
  idempotence: 'a card is looked at once an event, and its code leaves the row in the transaction that uses it',
  async run({ log }, app) {
    const changed = await app.renewCards();
    if (changed > 0) log.debug({ changed }, 'cards renewed');
  },
});
