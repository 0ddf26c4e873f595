import sweep from '../jobs/sweep.ts';
import { openGround, type GroundOptions } from './app/ground.ts';
import { openInbound } from './app/inbound.ts';
import { openOutbound, type OutboundOptions } from './app/outbound.ts';
import type { PageApp } from './app/pages.ts';
import { openQueueing, queueTrouble } from './app/queueing.ts';
import { keepQueue, type QueueKeeper } from './app/queue-keeper.ts';
import { createSignals } from './app/signals.ts';
import { oldestWaiting } from './app/moments.ts';
import { sinceMeta } from './app/storage.ts';
import { createTime } from './app/time.ts';
import { townFiles } from './app/town-files.ts';
import { openWork, type Parts, SWEPT, type Work } from './app/work.ts';
import type { Config } from './config/index.ts';
import type { Incoming } from './contract/channel.ts';
import { appText } from './copy/app.ts';
import type { Logger } from './core/logger.ts';
import type { BotCredentials } from './app/channel/session.ts';
import { hasRobots } from './domain/org/groups.ts';
import { passOnUnnamed } from './domain/handling/bars.ts';
import { countNow } from './domain/reminder/count.ts';
import { lostStages } from './domain/reminder/lost.ts';

const SWEEP_EVERY_MS = 20_000;

export interface Observers {
  /** Seconds from stored to final reply. */
  inbound(seconds: number): void;
  delivery(outcome: string): void;
  /** The movable clock reached a moment. */
  hop(now: Date): void;
  /** The embedded database ended by itself. */
  lost(): void;
}

export interface AppOptions extends GroundOptions, Pick<OutboundOptions, 'restTimeoutMs' | 'painter'> {}

export type App = Awaited<ReturnType<typeof buildApp>>;

/**
 * The composition root: the only place that knows all parts. Each is made from those before it (src/app); what a later one must hear of an
 * earlier goes by `signals`. Nothing runs before `start`; `close` ends in the reverse order.
 */
export async function buildApp(config: Config, log: Logger, observers: Observers, options: AppOptions = {}) {
  const signals = createSignals();
  const ground = await openGround(config, log, observers.lost, options);
  const queueing = await openQueueing(ground);
  const { restTimeoutMs, painter } = options;
  const outbound = await openOutbound(ground, queueing, signals, {
    ...(restTimeoutMs !== undefined && { restTimeoutMs }),
    ...(painter !== undefined && { painter }),
    onOutcome: observers.delivery,
  });
  const inbound = await openInbound(ground, outbound, signals, observers.inbound);
  const parts: Parts = { ground, queueing, outbound, inbound };
  const work = await openWork(parts, signals);
  const { clock, database, storage, transact, isMovable, at, policies } = ground;
  const { rest, messages, pages } = outbound;
  const { queue } = queueing;
  return {
    ...{ config, clock, database, messages, queue, storage, transact, isMovable },
    catalogue: inbound.catalogue,
    /** WeCom's server interface, where a self-built app is set up. */
    rest,
    settle: work.settle,
    sweepOnce: work.sweepOnce,
    /** What only a process of this deployment answers. */
    answerTo: (asked: string): string => storage.vault.mark(asked, 'healthz'),
    /** /h5/ and /api/. */
    pageRouters: () => pages.routers(inbound.matterPages),
    /** Where the pages are reached and who signs people in, as far as the configuration does not say so. */
    pagesAt: (address: string, local: PageApp | undefined) => pages.settleAt(address, local),
    ...createTime(ground, work.settle, observers.hop),
    ...townFiles({ at, transact, policies }),
    take: (incoming: Incoming) => take(parts, incoming),
    noWayOut: () => noWayOut(parts),
    state: () => stateOf(parts, work),
    ...lifecycleOf(parts, work),
  };
}

/** Starting and ending. */
function lifecycleOf({ ground, queueing, outbound, inbound }: Parts, { workers, outages, serving }: Work) {
  const { config, log, storage, transact, at } = ground;
  const { queue } = queueing;
  let keeper: QueueKeeper | undefined;
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    await inbound.receiver.close();
    await serving.close();
    await outages.close();
    await workers?.close();
    await keeper?.close();
    await queue.close();
    await outbound.painter.close();
    await storage.close();
  }

  return {
    /** Connects the bot and starts the workers. The long connection needs its server to be up. */
    async start(bot: BotCredentials | undefined): Promise<void> {
      await transact(at(), passOnUnnamed);
      await queue.keepSchedulers([sweep.name]);
      if (config.roles.includes('worker')) await queue.everyMs(sweep, {}, SWEEP_EVERY_MS);
      else queue.keepEveryMs(sweep, {}, SWEEP_EVERY_MS);
      keeper = keepQueue(queue, log.child({ part: 'queue' }));
      await workers?.start();
      if (bot === undefined && config.wecom.botCallback === undefined) return;
      if (bot === undefined) await outages.serve();
      if (!config.roles.includes('bot')) return;
      await serving.start(bot);
    },

    /** Ends it once, however often it is asked. */
    close: (): Promise<void> => (closing ??= closeAll()),
  };
}

/** Takes a message from a callback: stored when this resolves, worked on afterwards. */
async function take({ ground, outbound, inbound }: Parts, incoming: Incoming): Promise<object | undefined> {
  if (incoming.what.kind === 'range') return outbound.leavers.range(incoming.userid, incoming.what.isInside);
  const run = await inbound.receiver.accept(incoming);
  if (run === undefined) return undefined;
  const { kind } = incoming.what;
  // Only in the response itself can the bot in callback mode greet somebody or change the clicked card.
  if (incoming.via === 'bot-callback' && (kind === 'enter' || kind === 'click')) {
    return outbound.wecom.passiveReply(incoming.msgid, run);
  }
  run().catch((error: unknown) => ground.log.error({ err: error, msgid: incoming.msgid }, 'callback not handled'));
  return undefined;
}

/** What is missing so that reminders can go out, in one line; undefined when nothing is. */
async function noWayOut({ ground: { config, database } }: Parts): Promise<string | undefined> {
  const { bot, botCallback, app } = config.wecom;
  const canPush = config.mode === 'sandbox' || bot !== undefined || app !== undefined;
  if (canPush || botCallback === undefined) return undefined;
  return (await hasRobots(database.db)) ? appText.onlyRobots : appText.noWayOut;
}

/** What `/readyz` and `doctor` look at. */
async function stateOf({ ground, queueing, outbound }: Parts, { serving, outages }: Work) {
  const { database, machine, transact, at } = ground;
  return {
    isConnected: outbound.wecom.connected(),
    channelState: serving.channelState(),
    /** What WeCom refuses the app until somebody changes its set-up. */
    refusals: outbound.rest?.refusals() ?? [],
    isStandby: serving.isStandby(),
    /** Since some process was connected last. */
    botSeenMsAgo: await outages.seenMsAgo(),
    /** Since any process of the deployment got through. */
    sweptMsAgo: await sinceMeta(database.db, SWEPT, machine.now()),
    waiting: await transact(at(), oldestWaiting),
    /** What is wrong with the queue; undefined when nothing is. */
    queueTrouble: await queueTrouble(queueing.queue),
    /** Reminders of the last day that found no rule. */
    lostStages: await transact(at(), lostStages),
    /** 提醒核对, of what may be counted for anybody. */
    count: await transact(at(), countNow),
  };
}
