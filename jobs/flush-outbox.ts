import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';
import deliverOutbox from './deliver-outbox.ts';

export default defineJob({
  name: 'flush-outbox',
  queue: 'work',
  payload: z.strictObject({}),
  key: () => 'flush-outbox',
  attempts: 1, // the sweep does the same every tick
  idempotence:
    'only names the conversations that have something to send, one message for each way to be tried again among it',
  async run(_run, app) {
    for (const chat of await app.readyConversations()) await app.enqueue(deliverOutbox, chat);
  },
});
