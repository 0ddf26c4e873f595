import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';
import { parseLocalDay } from '../src/core/local-day.ts';
import { weekly } from '../src/domain/rhythm/service.ts';
import flushOutbox from './flush-outbox.ts';

export default defineJob({
  name: 'weekly',
  queue: 'work',
  payload: z.strictObject({ townId: z.string(), slot: z.string() }),
  key: ({ townId, slot }) => `weekly ${townId} ${slot}`,
  attempts: 5,
  idempotence: 'the occasion (town, Monday) is one unique row, written with the messages in one transaction',
  async run({ payload, at }, app) {
    await app.transact(at, (ctx) => weekly(ctx, payload.townId, parseLocalDay(payload.slot)!));
    await app.enqueue(flushOutbox, {});
  },
});
