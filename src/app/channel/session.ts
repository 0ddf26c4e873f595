import type { Secret } from '../../core/secret.ts';
import type { Clock } from '../../core/clock.ts';
import { randomIds } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { Card } from '../../contract/card.ts';
import { cardWords } from '../../copy/wecom.ts';
import type { Database } from '../../db/client.ts';
import type { Conversation } from '../../domain/context.ts';
import { type Courier, createCourier } from '../../notify/delivery/courier.ts';
import type { WorkerPool } from '../../queue/workers.ts';
import type { Incoming } from '../../contract/channel.ts';
import { LongConnection } from '../../wecom/long-connection.ts';
import type { Wecom } from '../../wecom/platform.ts';
import type { BotAlarm } from './alarm.ts';
import { type Holder, holdBot } from './leader-lock.ts';
import type { OutageWatch } from './outage.ts';

export interface BotCredentials {
  readonly id: string;
  readonly secret: Secret;
  readonly wsUrl?: string | undefined;
}

export interface ServingDeps {
  readonly database: Database;
  /** Of the database. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wecom: Pick<Wecom, 'use'>;
  readonly outages: OutageWatch;
  readonly alarm: BotAlarm;
  cardUrl(card: Card): string | undefined;
  /** What the bot must know before it is spoken to. */
  prepare(): Promise<void>;
  receive(heard: Incoming): Promise<void>;
  /** Takes up what nobody finished, until told to stop. */
  resumeAll(isOver: () => boolean): Promise<void>;
  /** @returns false when somebody else serves this conversation just now */
  serve(conversation: Conversation): Promise<boolean>;
  enqueue(conversation: Conversation): void;
  nudge(): void;
  deliveryPool(): WorkerPool;
}

/** Beside the queue's own; commands need connections too. */
const DELIVERIES_AT_ONCE = 2;

/**
 * What a process does while it holds the bot: the long connection, and the delivery of what waits. A standby delivers nothing, since it
 * would only find that it cannot send.
 */
export function createServing(deps: ServingDeps) {
  const { log, wecom, outages, alarm } = deps;
  let holder: Holder | undefined;
  let channel: LongConnection | undefined;
  let courier: Courier | undefined;
  let delivery: WorkerPool | undefined;
  /** Counts the times that the bot was taken or let go: who was still connecting then must not go on. */
  let turn = 0;

  /** Over its long connection, or without one by the other ways out. */
  async function connect(bot: BotCredentials | undefined): Promise<void> {
    const mine = (turn += 1);
    const isOver = (): boolean => turn !== mine;
    await deps.prepare();
    if (bot !== undefined) await openChannel(bot, isOver);
    if (isOver()) return;
    delivery = deps.deliveryPool();
    courier = createCourier({
      serve: deps.serve,
      enqueue: deps.enqueue,
      atOnce: DELIVERIES_AT_ONCE,
      log: log.child({ part: 'delivery' }),
    });
    await delivery.start();
    await deps.resumeAll(isOver);
    deps.nudge();
  }

  async function openChannel(bot: BotCredentials, isOver: () => boolean): Promise<void> {
    await outages.open();
    if (isOver()) return;
    const opened = new LongConnection({
      bot: { id: bot.id, secret: bot.secret },
      ...(bot.wsUrl === undefined ? {} : { wsUrl: bot.wsUrl }),
      log: log.child({ part: 'wecom' }),
      words: cardWords,
      cardUrl: deps.cardUrl,
      clock: deps.clock,
      ids: randomIds,
    });
    channel = opened;
    opened.onState((state) => {
      outages.onState(state);
      if (state !== 'displaced') alarm.onState(state);
      // A process that stood still finds its connection broken, and perhaps its place taken: it asks before the SDK connects again.
      if (state === 'disconnected') void holder?.confirm();
      if (state === 'displaced') void displaced();
    });
    alarm.open();
    wecom.use(opened);
    await opened.start(deps.receive);
  }

  /** By our own standby, that is, unless we still hold the bot. Never fought over: two that reconnect would kick each other for ever. */
  async function displaced(): Promise<void> {
    if ((await holder?.confirm()) !== true) return;
    log.error('another program took the bot over; stop it, then restart this one');
    alarm.onState('displaced');
  }

  async function disconnect(isOnPurpose: boolean): Promise<void> {
    turn += 1;
    alarm.close();
    if (!isOnPurpose) await channel?.stop(true);
    if (channel !== undefined) await outages.close();
    await channel?.stop();
    const calls = courier;
    courier = undefined;
    await calls?.close();
    await delivery?.close();
    delivery = undefined;
    channel = undefined;
    wecom.use(undefined);
  }

  return {
    /** Resolves when this process serves the bot, or stands by. */
    start: (bot: BotCredentials | undefined): Promise<void> =>
      new Promise((resolve, reject) => {
        holder = holdBot({
          url: deps.url,
          log: log.child({ part: 'holder' }),
          async onHold() {
            try {
              await connect(bot);
              resolve();
            } catch (error) {
              reject(error as Error);
              throw error;
            }
          },
          onLose: disconnect,
          onStandby: resolve,
        });
      }),

    /** What an answer set off goes out without anybody looking for it. */
    deliverTo(conversations: Iterable<Conversation>): void {
      if (courier === undefined) for (const conversation of conversations) deps.enqueue(conversation);
      else courier.call(conversations);
    },

    /** As last heard, while this process holds the bot. */
    channelState: () => channel?.state(),

    isIdle: async (): Promise<boolean> => courier?.isIdle() !== false && (await delivery?.idle()) !== false,
    isStandby: (): boolean => holder !== undefined && !holder.holds(),
    close: async (): Promise<void> => holder?.close(),
  };
}
