import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';

export default defineJob({
  name: 'resume-inbound',
  queue: 'delivery',
  payload: z.strictObject({ msgid: z.string() }),
  key: ({ msgid }) => `resume ${msgid}`,
  attempts: 3,
  idempotence: 'a message is handled only while its row says received, in the transaction that changes it',
  run: ({ payload }, app) => app.resume(payload.msgid),
});
