import { join } from 'node:path';
import type { JobApp } from './contract/app.ts';
import type { Card } from './contract/card.ts';
import type { Config } from './config/index.ts';
import { type Clock, movableClock, systemClock } from './core/clock.ts';
import { StartupError } from './core/errors.ts';
import { type Ids, randomIds } from './core/ids.ts';
import type { Logger } from './core/logger.ts';
import type { Secret } from './core/secret.ts';
import { showIn } from '../commands/help.ts';
import checkPeopleJob from '../jobs/check-people.ts';
import deliverOutbox from '../jobs/deliver-outbox.ts';
import flushOutbox from '../jobs/flush-outbox.ts';
import sweep from '../jobs/sweep.ts';
import { hasDueWork, nextMoment, oldestWaiting } from './app/moments.ts';
import { loadCommands, loadJobs, loadMessages } from './app/load-folder.ts';
import { createBotAlarm } from './app/channel/alarm.ts';
import { createOutageWatch } from './app/channel/outage.ts';
import { keepQueue, type QueueKeeper } from './app/queue-keeper.ts';
import { createServing } from './app/channel/session.ts';
import { notReached, openStorage, readMeta, sinceMeta, writeMeta } from './app/storage.ts';
import { watchLeavers } from './app/leavers.ts';
import { createOpenIds } from './app/channel/open-ids.ts';
import { appShelf } from './app/channel/token-store.ts';
import { appMessages, restOf } from './app/channel/wecom-app.ts';
import { actThrough, createPages, type PageApp } from './app/pages.ts';
import { rememberLast } from './core/memoize-last.ts';
import { townFiles } from './app/town-files.ts';
import { createLadder } from './app/channel/ladder.ts';
import { createPlatforms } from './app/channel/platforms.ts';
import { catalogueOf } from './bot/dispatch.ts';
import { createMatterPages } from './bot/matter-pages.ts';
import { createReceiver } from './bot/receive.ts';
import { appText } from './copy/app.ts';
import { policyIssueText } from './copy/policy.ts';
import { cardWords } from './copy/wecom.ts';
import { fillCalendar, loadCalendar } from './domain/calendar/store.ts';
import { contextOf, type Conversation, type DomainBase, type DomainContext } from './domain/context.ts';
import { rewindTowns } from './domain/org/service.ts';
import { hasRobots, waysOfGroup } from './domain/org/groups.ts';
import { tellOutage } from './domain/rhythm/outage.ts';
import { botDown, botUp } from './domain/outbox/bot-down.ts';
import { quietUntil } from './domain/outbox/quiet.ts';
import { createPolicyBook } from './domain/policy/book.ts';
import { formerPolicies, loadPolicies, readPolicyTexts } from './domain/policy/load.ts';
import { lostStages } from './domain/reminder/lost.ts';
import { carryRules } from './domain/clock/carry.ts';
import { passOnUnnamed } from './domain/petition/bars.ts';
import { createLetterWriter } from './letters/write.ts';
import { Budget } from './notify/delivery/budget.ts';
import { deliver, readyConversations } from './notify/delivery/deliver.ts';
import { renewCards } from './notify/delivery/renew-cards.ts';
import { digestText } from './notify/digest.ts';
import { play } from './queue/play.ts';
import { QueueUnreachableError } from './queue/failure.ts';
import { type JobQueue, openQueue } from './queue/queue.ts';
import type { WorkerPool } from './queue/workers.ts';
import { createChartPainter } from './reports/chart.ts';
import { weeklyChart } from './reports/weekly-chart.ts';
import type { WeeklyFigures } from './contract/report.ts';
import { cardText } from './wecom/card-text.ts';
import { renderUpdate } from './wecom/render-card.ts';
import { AppChats } from './wecom/appchat.ts';
import { Webhooks } from './wecom/webhook.ts';
import type { Incoming } from './contract/channel.ts';

const ROOT = new URL('../', import.meta.url);
const SWEEP_EVERY_MS = 20_000;
const LEFT_BEHIND_MS = 30_000;
const SWEPT = 'swept-at';

export interface Observers {
  /** Seconds from stored to final reply. */
  inbound(seconds: number): void;
  delivery(outcome: string): void;
  /** The movable clock reached a moment. */
  hop(now: Date): void;
  /** The embedded database ended by itself. */
  lost(): void;
}

export interface BotCredentials {
  readonly id: string;
  readonly secret: Secret;
  readonly wsUrl?: string | undefined;
}

export type App = Awaited<ReturnType<typeof buildApp>>;

export interface AppOptions {
  readonly besideRunning?: boolean;
  /** Machine time, by which retries wait. */
  readonly machine?: Clock;
  /** How long an answer of WeCom's server interface is waited for; ten seconds when absent. */
  readonly restTimeoutMs?: number;
  /** Where the rules stand; the repository's own when absent. */
  readonly policies?: string;
  readonly ids?: Ids;
}

/**
 * The composition root: the only place that knows all. Nothing runs before `start`; `close` ends in the reverse order.
 */
export async function buildApp(config: Config, log: Logger, observers: Observers, options: AppOptions = {}) {
  const storage = await openStorage(config, log, observers.lost, options);
  const { database } = storage;
  const { machine = systemClock, policies = new URL('policies', ROOT).pathname, restTimeoutMs } = options;
  const isMovable = config.mode === 'sandbox' || config.testClock;
  const clock = movableClock(isMovable ? Number((await readMeta(database.db, 'clock-offset')) ?? 0) : 0);

  const loaded = loadPolicies(await readPolicyTexts(policies));
  const [issue] = loaded.issues;
  if (issue !== undefined) throw new StartupError(appText.policyBroken(policyIssueText(issue)));
  await fillCalendar(database.db);
  let calendar = await loadCalendar(database.db);
  const base: DomainBase = {
    ids: options.ids ?? randomIds,
    vault: storage.vault,
    policies: createPolicyBook(loaded.policies),
    calendar: () => calendar,
  };
  const carried = await carryRules(database.db, base.policies, () =>
    formerPolicies(new URL('migrations/former-policies', ROOT).pathname),
  );
  if (carried !== undefined) {
    log[carried.unknown.length > 0 ? 'error' : 'info']({ ...carried }, 'rules stored for older clocks');
  }
  const at = (): Date => clock.now();
  const transact = <T>(moment: Date, work: (ctx: DomainContext) => Promise<T>): Promise<T> =>
    database.db.transaction((tx) => work(contextOf(base, tx, moment)));

  const queue = await openQueue({
    backend:
      config.redisUrl === undefined
        ? { kind: 'postgres', url: storage.url }
        : { kind: 'redis', url: config.redisUrl.reveal() },
    log: log.child({ part: 'queue' }),
  }).catch(async (error: unknown) => {
    await storage.close();
    if (!(error instanceof QueueUnreachableError)) throw error;
    if (config.redisUrl === undefined) throw notReached(error.cause);
    const said = String((error.cause as Error | undefined)?.message ?? '');
    const reason = appText.redisReasons.find(([pattern]) => pattern.test(said))?.[1] ?? said;
    throw new StartupError(appText.redisUnreachable(reason), { cause: error });
  });
  const painter = createChartPainter();
  const messages = await loadMessages();
  const tools = {
    messages,
    paintChart: rememberLast(4, (figures: WeeklyFigures) => painter.paint(weeklyChart(figures))),
    writeLetter: createLetterWriter(new URL('templates', ROOT).pathname, join(config.dataDir, 'templates')),
    cardText: (card: Card): string => cardText(card, cardWords, pages.cardUrl(card)),
  };
  const budget = new Budget(clock);

  const commands = await loadCommands(new URL('commands/', ROOT));
  const catalogue = catalogueOf(commands);
  showIn(commands);
  const jobs = await loadJobs(new URL('jobs/', ROOT));

  const rest = restOf(config, appShelf(config, database, storage.vault), machine, log, restTimeoutMs);
  const pages = createPages({ config, database, vault: storage.vault, machine, clock, rest, log });
  const openIds = createOpenIds(database, rest, log.child({ part: 'people' }));
  const platforms = createPlatforms({
    botsId: openIds.botsId,
    hasLongConnection: config.mode === 'sandbox' || config.wecom.bot !== undefined,
    isBotOut: () => alarm.isOut(),
    app: rest === undefined ? undefined : appMessages(config, rest, log, pages.cardUrl),
    webhooks: new Webhooks(clock, restTimeoutMs),
    appchats: rest === undefined ? undefined : new AppChats(rest),
    groupOf: (chatid) => waysOfGroup(database.db, storage.vault, chatid),
    renderUpdate: (card, taskId) => {
      const url = pages.cardUrl(card);
      return renderUpdate(card, { taskId, words: cardWords, ...(url !== undefined && { url }) });
    },
    pushRest: (chat, markdown) => ladder.push(chat, { markdown }),
  });
  const ladder = createLadder({ platforms: platforms.all, cardText: (card) => cardText(card, cardWords) });
  const { wecom } = platforms;
  let nudged = false;
  /** Several answers in a row wake the delivery once. */
  const nudge = (): void => {
    if (nudged) return;
    nudged = true;
    setImmediate(() => {
      nudged = false;
      queue
        .enqueue(flushOutbox, {})
        .catch((error: unknown) => log.warn({ err: error }, 'delivery not woken; the sweep will'));
    });
  };
  const enqueueDelivery = (conversation: Conversation): void => {
    queue
      .enqueue(deliverOutbox, conversation)
      .catch((error: unknown) => log.warn({ err: error }, 'delivery not woken; the sweep will'));
  };
  const leavers = watchLeavers({
    rest,
    enqueue: (payload) => queue.enqueue(checkPeopleJob, payload),
    transact: (work) => transact(at(), work),
    nudge,
    log: log.child({ part: 'people' }),
  });
  const deliverNow = ({ toKind, toId }: Conversation): ReturnType<typeof deliver> =>
    deliver(
      {
        database,
        base,
        clock,
        machine,
        outlet: ladder,
        tools,
        budget,
        log: log.child({ part: 'delivery' }),
        onParked: receiver.parked,
        onTold: serving.deliverTo,
        onNotFound: leavers.suspect,
        onOutcome: observers.delivery,
      },
      toKind,
      toId,
    );
  const receiver = createReceiver({
    database,
    base,
    clock,
    catalogue,
    budget,
    tools,
    nudge: (conversations) => serving.deliverTo(conversations),
    machine,
    botName: config.wecom.botName,
    log: log.child({ part: 'inbound' }),
    observe: observers.inbound,
    mouth: ladder,
    links: pages.links,
    plain: openIds.plain,
  });
  const matterPages = createMatterPages({
    ...{ database, base, clock, catalogue, log: log.child({ part: 'pages' }), writeLetter: tools.writeLetter },
    act: actThrough(receiver),
  });
  const jobApp: JobApp = {
    transact,
    enqueue: (job, payload) => queue.enqueue(job, payload),
    readyConversations: () => transact(at(), (ctx) => readyConversations(ctx, machine.now())),
    deliver: async (toKind, toId) => (await deliverNow({ toKind, toId })).settled,
    hasSelfBuiltApp: rest !== undefined,
    checkPeople: leavers.check,
    renewCards: async () =>
      rest === undefined
        ? 0
        : renewCards({
            database,
            base,
            clock,
            tools,
            log: log.child({ part: 'delivery' }),
            renewCard: ladder.renewCard,
          }),
    leftBehind: () => receiver.leftBehind(new Date(at().getTime() - LEFT_BEHIND_MS)),
    resume: receiver.resume,
    hasDigest: async (ctx, userid) => (await digestText(ctx, userid, messages)) !== undefined,
    swept: async () => {
      await queue.heal();
      await writeMeta(database.db, SWEPT, machine.now().toISOString());
    },
  };
  const poolOf = (queues: readonly ('work' | 'delivery')[]): WorkerPool =>
    queue.workers({
      jobs,
      queues,
      concurrency: 4,
      run: (job, payload, jobLog) => job.run({ payload, at: at(), log: jobLog }, jobApp),
    });
  const workers = config.roles.includes('worker') ? poolOf(['work']) : undefined;
  const outages = createOutageWatch({
    database,
    machine,
    log,
    async tell(goneMs, since) {
      if (config.mode === 'sandbox') return;
      await transact(at(), (ctx) => tellOutage(ctx, new Date(ctx.at.getTime() - goneMs), since.toISOString()));
      nudge();
    },
  });

  const telling = async (work: (ctx: DomainContext) => Promise<void>): Promise<void> => {
    await transact(at(), work);
    nudge();
  };
  const alarm = createBotAlarm({
    machine,
    log,
    tellDown: (trouble) => telling((ctx) => botDown(ctx, trouble, rest !== undefined)),
    tellUp: () => telling(botUp),
  });
  const serving = createServing({
    database,
    url: storage.url,
    clock,
    log,
    wecom,
    outages,
    alarm,
    cardUrl: pages.cardUrl,
    prepare: openIds.load,
    receive: receiver.receive,
    async resumeAll(isOver) {
      for (const id of await receiver.leftBehind(at())) if (!isOver()) await receiver.resume(id);
    },
    serve: async (conversation) => !(await deliverNow(conversation)).isBusy,
    enqueue: enqueueDelivery,
    nudge,
    deliveryPool: () => poolOf(['delivery']),
  });
  const isIdle = async (): Promise<boolean> => (await serving.isIdle()) && (await workers?.idle()) !== false;

  /** Wakes the sweep and waits until nothing that is due is left; what waits for a retry or a person does not hold it up. */
  async function settle(): Promise<void> {
    for (;;) {
      await queue.enqueue(sweep, {});
      while (!(await isIdle())) await tick();
      const due = await transact(at(), (ctx) => hasDueWork(ctx, machine.now()));
      if (!due && receiver.isIdle() && (await isIdle())) return;
      await tick();
    }
  }

  async function closeAll(): Promise<void> {
    await receiver.close();
    await serving.close();
    await outages.close();
    await workers?.close();
    await keeper?.close();
    await queue.close();
    await painter.close();
    await storage.close();
  }

  let keeper: QueueKeeper | undefined;
  let closing: Promise<void> | undefined;
  let moving: Promise<void> = Promise.resolve();
  return {
    config,
    clock,
    database,
    catalogue,
    messages,
    queue,
    storage,
    transact,
    settle,
    isMovable,
    /** WeCom's server interface, where a self-built app is set up. */
    rest,
    /** What only a process of this deployment answers. */
    answerTo: (asked: string): string => storage.vault.mark(asked, 'healthz'),

    /** /h5/ and /api/. */
    pageRouters: () => pages.routers(matterPages),

    /** Where the pages are reached and who signs people in, as far as the configuration does not say so. */
    pagesAt: (address: string, local: PageApp | undefined) => pages.settleAt(address, local),

    /** Moves the clock; calls are served one after another. */
    move(to: Date): Promise<void> {
      const run = moving.then(() =>
        play(
          {
            clock,
            machine: systemClock,
            nextMoment: (after) => transact(after, nextMoment),
            settle,
            save: (offset) => writeMeta(database.db, 'clock-offset', String(offset)),
            rewind: (moment) => transact(moment, rewindTowns),
            onHop: observers.hop,
          },
          to,
        ),
      );
      moving = run.catch(() => {});
      return run;
    },

    ...townFiles({ at, transact, policies: loaded.policies }),

    /** A new sandbox opens on a working morning: on a Sunday night nothing would arrive, and a newcomer would think it broken. */
    async startInOfficeHours(): Promise<void> {
      if ((await readMeta(database.db, 'clock-offset')) !== undefined) return;
      const now = at();
      const opening = quietUntil(now, { from: '17:00', to: '09:00' }, calendar);
      const offset = opening.getTime() - now.getTime();
      clock.setOffset(offset);
      await writeMeta(database.db, 'clock-offset', String(offset));
    },

    /** One pass now, in this process. */
    async sweepOnce(): Promise<void> {
      await sweep.run({ payload: {}, at: at(), log }, jobApp);
    },

    /** Takes a message from a callback: stored when this resolves, worked on afterwards. */
    async take(incoming: Incoming): Promise<object | undefined> {
      if (incoming.what.kind === 'range') return leavers.range(incoming.userid, incoming.what.isInside);
      const run = await receiver.accept(incoming);
      if (run === undefined) return undefined;
      const { kind } = incoming.what;
      // Only in the response itself can the bot in callback mode greet somebody or change the clicked card.
      if (incoming.via === 'bot-callback' && (kind === 'enter' || kind === 'click')) {
        return wecom.passiveReply(incoming.msgid, run);
      }
      run().catch((error: unknown) => log.error({ err: error, msgid: incoming.msgid }, 'callback not handled'));
      return undefined;
    },

    /** What is missing so that reminders can go out, in one line; undefined when nothing is. */
    async noWayOut(): Promise<string | undefined> {
      const { bot, botCallback, app: selfBuilt } = config.wecom;
      const canPush = config.mode === 'sandbox' || bot !== undefined || selfBuilt !== undefined;
      if (canPush || botCallback === undefined) return undefined;
      return (await hasRobots(database.db)) ? appText.onlyRobots : appText.noWayOut;
    },

    async reloadCalendar(): Promise<void> {
      calendar = await loadCalendar(database.db);
    },

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

    state: async () => ({
      isConnected: wecom.connected(),
      channelState: serving.channelState(),
      /** What WeCom refuses the app until somebody changes its set-up. */
      refusals: rest?.refusals() ?? [],
      isStandby: serving.isStandby(),
      /** Since some process was connected last. */
      botSeenMsAgo: await outages.seenMsAgo(),
      /** Since any process of the deployment got through. */
      sweptMsAgo: await sinceMeta(database.db, SWEPT, machine.now()),
      waiting: await transact(at(), oldestWaiting),
      /** What is wrong with the queue; undefined when nothing is. */
      queueTrouble: await queueTrouble(queue),
      /** Reminders of the last day that found no rule. */
      lostStages: await transact(at(), lostStages),
    }),

    /** Ends it once, however often it is asked. */
    close: (): Promise<void> => (closing ??= closeAll()),
  };
}

/** Emptied: it answers, and the schedulers are gone until somebody's next look. */
const queueTrouble = (queue: JobQueue): Promise<'unreachable' | 'emptied' | undefined> =>
  queue.isWhole().then(
    (isWhole) => (isWhole ? undefined : 'emptied'),
    () => 'unreachable',
  );

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));
