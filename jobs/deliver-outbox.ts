import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';

export default defineJob({
  name: 'deliver-outbox',
  queue: 'delivery',
  payload: z.strictObject({ toKind: z.enum(['person', 'group']), toId: z.string() }),
  key: ({ toKind, toId }) => `deliver ${toKind} ${toId}`,
  attempts: 3,
  idempotence:
    'a row leaves the state pending in the transaction that sends it; a conversation is served by one process at a time',
  async run({ payload, log }, app) {
    const settled = await app.deliver(payload.toKind, payload.toId);
    if (settled > 0) log.debug({ toKind: payload.toKind, settled }, 'outbox delivered');
  },
});
