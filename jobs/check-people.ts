import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';

export default defineJob({
  name: 'check-people',
  queue: 'work',
  payload: z.strictObject({
    townId: z.string(),
    /** Whom WeCom did not find just now; absent in the morning round. */
    suspect: z.string().optional(),
  }),
  key: ({ townId, suspect = '' }) => `check-people ${townId} ${suspect}`,
  attempts: 2, // the next morning asks again
  idempotence: 'who has left is marked once, and their matters are asked for once, in one transaction',
  async run({ payload }, app) {
    await app.checkPeople(payload.townId, payload.suspect);
  },
});
