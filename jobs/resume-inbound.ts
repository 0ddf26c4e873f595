import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';

export default defineJob({
  name: 'resume-inbound',
  queue: 'delivery',
  payload: z.strictObject({ id: z.uuid() }),
  key: ({ id }) => `resume ${id}`,
  attempts: 3,
  idempotence: 'a message is handled only while its row says received, in the transaction that changes it',
  run: ({ payload }, app) => app.resume(payload.id),
});
