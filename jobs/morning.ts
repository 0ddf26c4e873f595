import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';
import { parseLocalDay } from '../src/core/local-day.ts';
import { morning } from '../src/domain/rhythm/service.ts';
import flushOutbox from './flush-outbox.ts';

export default defineJob({
  name: 'morning',
  queue: 'work',
  payload: z.strictObject({ townId: z.string(), slot: z.string() }),
  key: ({ townId, slot }) => `morning ${townId} ${slot}`,
  attempts: 5,
  idempotence: 'the occasion (town, day) is one unique row, written with the messages in one transaction',
  async run({ payload, at }, app) {
    const slot = parseLocalDay(payload.slot)!;
    await app.transact(at, (ctx) => morning(ctx, payload.townId, slot, (userid) => app.hasDigest(ctx, userid)));
    await app.enqueue(flushOutbox, {});
  },
});
