import sweep from '../../jobs/sweep.ts';
import type { JobApp } from '../contract/app.ts';
import { tellOutage } from '../domain/schedule/outage.ts';
import { readyConversations } from '../notify/delivery/deliver.ts';
import { renewCards } from '../notify/delivery/renew-cards.ts';
import { digestText } from '../notify/digest.ts';
import type { WorkerPool } from '../queue/workers.ts';
import { createOutageWatch } from './channel/outage.ts';
import { createServing } from './channel/session.ts';
import type { Ground } from './ground.ts';
import type { Inbound } from './inbound.ts';
import { loadJobs } from './load-folder.ts';
import { noticesNow } from '../domain/calendar/store.ts';
import { hasDueWork } from './moments.ts';
import type { Outbound } from './outbound.ts';
import type { Queueing } from './queueing.ts';
import { ROOT } from './root.ts';
import type { Signals } from './signals.ts';
import { writeMeta } from './storage.ts';

export const SWEPT = 'swept-at';
const LEFT_BEHIND_MS = 30_000;

export interface Parts {
  readonly ground: Ground;
  readonly queueing: Queueing;
  readonly outbound: Outbound;
  readonly inbound: Inbound;
}

export type Work = Awaited<ReturnType<typeof openWork>>;

/** Everything that goes on by itself: jobs and their workers, holding the bot, watching for outages. Nothing runs yet. */
export async function openWork(parts: Parts, signals: Signals) {
  const { ground, queueing, outbound, inbound } = parts;
  const { config, log, storage, database, clock, machine, at, transact } = ground;
  const { receiver } = inbound;
  const jobApp = jobAppOf(parts);
  const jobs = await loadJobs(new URL('jobs/', ROOT));
  const poolOf = (queues: readonly ('work' | 'delivery')[]): WorkerPool =>
    queueing.queue.workers({
      jobs,
      queues,
      concurrency: 4,
      run: (job, payload, jobLog) => job.run({ payload, at: at(), log: jobLog }, jobApp),
    });
  const workers = config.roles.includes('worker') ? poolOf(['work']) : undefined;
  const outages = createOutageWatch({
    ...{ database, machine, log },
    async tell(goneMs, since) {
      if (config.mode === 'sandbox') return;
      await transact(at(), (ctx) => tellOutage(ctx, new Date(ctx.at.getTime() - goneMs), since.toISOString()));
      queueing.nudge();
    },
  });
  const serving = createServing({
    ...{ database, clock, log, outages },
    url: storage.url,
    wecom: outbound.wecom,
    alarm: outbound.alarm,
    cardUrl: outbound.pages.cardUrl,
    prepare() {
      receiver.takeOver();
      return outbound.openIds.load();
    },
    receive: receiver.receive,
    async resumeAll(isOver) {
      for (const id of await receiver.leftBehind(at())) if (!isOver()) await receiver.resume(id);
    },
    serve: async (conversation) => !(await outbound.deliverNow(conversation)).isBusy,
    enqueue: queueing.enqueueDelivery,
    nudge: queueing.nudge,
    deliveryPool: () => poolOf(['delivery']),
  });
  signals.told.hear(serving.deliverTo);
  const isIdle = async (): Promise<boolean> => (await serving.isIdle()) && (await workers?.idle()) !== false;

  return {
    workers,
    outages,
    serving,
    /** One pass now, in this process. */
    sweepOnce: (): Promise<unknown> => sweep.run({ payload: {}, at: at(), log }, jobApp),
    /** Wakes the sweep and waits until nothing that is due is left; what waits for a retry or a person does not hold it up. */
    async settle(): Promise<void> {
      for (;;) {
        await queueing.queue.enqueue(sweep, {});
        while (!(await isIdle())) await tick();
        const due = await transact(at(), (ctx) => hasDueWork(ctx, machine.now()));
        if (!due && receiver.isIdle() && (await isIdle())) return;
        await tick();
      }
    },
  };
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

/** What the jobs may ask of the program. */
function jobAppOf({ ground, queueing, outbound, inbound }: Parts): JobApp {
  const { database, base, clock, machine, at, transact, log } = ground;
  const { rest, tools, ladder, leavers, messages, deliverNow } = outbound;
  const { receiver } = inbound;
  const means = { database, base, clock, tools, log: log.child({ part: 'delivery' }), renewCard: ladder.renewCard };
  return {
    transact,
    enqueue: (job, payload) => queueing.queue.enqueue(job, payload),
    readyConversations: () => transact(at(), (ctx) => readyConversations(ctx, machine.now())),
    deliver: async (toKind, toId) => (await deliverNow({ toKind, toId })).settled,
    hasSelfBuiltApp: rest !== undefined,
    checkPeople: leavers.check,
    renewCards: async () => (rest === undefined ? 0 : renewCards(means)),
    leftBehind: () => receiver.leftBehind(new Date(at().getTime() - LEFT_BEHIND_MS)),
    resume: receiver.resume,
    hasDigest: async (ctx, userid) => (await digestText(ctx, userid, messages)) !== undefined,
    newHolidays: (moment) =>
      transact(moment, async ({ tx }) => {
        const { version, unmoved } = await noticesNow(tx);
        await base.refreshCalendar?.(tx, version);
        return unmoved;
      }),
    swept: async () => {
      await queueing.queue.heal();
      await writeMeta(database.db, SWEPT, machine.now().toISOString());
    },
  };
}
