import { z } from 'zod';
import { defineJob } from '../src/contract/job.ts';
import { sweepDue } from '../src/domain/reminder/sweep.ts';
import { dueSlots } from '../src/domain/schedule/claim.ts';
import flushOutbox from './flush-outbox.ts';
import moveLimits from './move-limits.ts';
import renewCards from './renew-cards.ts';
import resumeInbound from './resume-inbound.ts';
import rhythm from './rhythm.ts';

/** Looks for work and hands it out; keeps nothing itself, so that losing it costs one tick. */
export default defineJob({
  name: 'sweep',
  queue: 'work',
  payload: z.strictObject({}),
  key: () => 'sweep',
  attempts: 1, // the next tick is the retry
  idempotence:
    'each stage is claimed by a unique row (clock, stage); slots and messages are only handed to jobs that claim them',
  async run({ at, log }, app) {
    for (const notice of await app.newHolidays(at)) await app.enqueue(moveLimits, { notice });
    const claimed = await sweepDue((work) => app.transact(at, work));
    const slots = await app.transact(at, (ctx) => dueSlots(ctx));
    for (const { kind, townId, slot } of slots) {
      await app.enqueue(rhythm, { townId, kind, slot });
    }
    for (const id of await app.leftBehind()) await app.enqueue(resumeInbound, { id });
    await flushOutbox.run({ payload: {}, at, log }, app);
    if (app.hasSelfBuiltApp) await app.enqueue(renewCards, {});
    await app.swept();
    if (claimed > 0) log.info({ claimed }, 'clock stages claimed');
  },
});
