import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';
import { parseLocalDay } from '../src/core/local-day.ts';
import { occur } from '../src/domain/schedule/run.ts';
import type { RhythmKind } from '../src/domain/schedule/slots.ts';
import checkPeople from './check-people.ts';
import flushOutbox from './flush-outbox.ts';

export default defineJob({
  name: 'rhythm',
  queue: 'work',
  payload: z.strictObject({ townId: z.string(), kind: z.string(), slot: z.string() }),
  key: ({ townId, kind, slot }) => `rhythm ${townId} ${kind} ${slot}`,
  attempts: 5,
  idempotence: 'the occasion (town, kind, day) is one unique row, written with the messages in one transaction',
  async run({ payload, at }, app) {
    const { townId, kind } = payload;
    const slot = parseLocalDay(payload.slot)!;
    await app.transact(at, (ctx) =>
      occur(ctx, townId, kind as RhythmKind, slot, (userid) => app.hasDigest(ctx, userid)),
    );
    if (kind === 'morning' && app.hasSelfBuiltApp) await app.enqueue(checkPeople, { townId });
    await app.enqueue(flushOutbox, {});
  },
});
