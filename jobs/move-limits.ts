import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';
import { moveLimits } from '../src/domain/calendar/notice/move.ts';
import flushOutbox from './flush-outbox.ts';

export default defineJob({
  name: 'move-limits',
  queue: 'work',
  payload: z.strictObject({ notice: z.string() }),
  key: ({ notice }) => `move-limits ${notice}`,
  attempts: 5,
  idempotence:
    'a limit counted anew is no longer provisional or stands where the count ends; telling is one transaction that marks the notice',
  async run({ payload, at, log }, app) {
    const moved = await moveLimits((work) => app.transact(at, work), payload.notice);
    if (moved > 0) log.info({ moved }, 'limits counted anew');
    await app.enqueue(flushOutbox, {});
  },
});
