import { WSAuthFailureError, WSClient } from '@wecom/aibot-node-sdk';

import type { Logger } from '../core/logger.ts';
import type { Secret } from '../core/secret.ts';
import type { ChannelState } from './channel.ts';
import { NO_ANSWER, WecomError } from './errcodes.ts';
import { sdkLogger } from './sdk-logger.ts';

export interface SessionOptions {
  readonly bot: { readonly id: string; readonly secret: Secret };
  /** WeCom's own when absent. */
  readonly wsUrl?: string;
  readonly log: Logger;
  /** First pause before connecting again; doubles up to 30 s. */
  readonly reconnectMs?: number;
  /** Pause after WeCom has refused the credentials several times; quick repetition is blocked there. */
  readonly refusedMs?: number;
  /** How long a connection may stand without its subscription being answered. */
  readonly subscribeMs?: number;
}

const QUICK_AUTH_ATTEMPTS = 3;

/** Keeps one subscribed connection of the SDK, whatever happens to the network, until told otherwise. */
export class Session {
  readonly #options: SessionOptions;
  readonly #onState: (state: ChannelState) => void;
  readonly #onFrame: (frame: unknown) => void;
  /** A fresh one for each opening: the SDK's late `close` event of an old socket would tear down a new one. */
  #client: WSClient | undefined;
  #state: ChannelState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #started: (() => void) | undefined;

  constructor(options: SessionOptions, onState: (state: ChannelState) => void, onFrame: (frame: unknown) => void) {
    this.#options = options;
    this.#onState = onState;
    this.#onFrame = onFrame;
  }

  /** Resolves with the first outcome, whatever it is; at the latest when it is stopped. */
  start(): Promise<void> {
    if (this.#client !== undefined) throw new Error('long connection started twice');
    this.#state = undefined;
    return new Promise((resolve) => {
      this.#started = resolve;
      this.#open(resolve);
    });
  }

  stop(): void {
    this.#hangUp();
    this.#enter('disconnected');
    this.#started?.();
  }

  connected(): boolean {
    return this.#state === 'connected' && this.#client?.isConnected === true;
  }

  /** As last heard; undefined before the first outcome. */
  state(): ChannelState | undefined {
    return this.#state;
  }

  client(): WSClient {
    if (this.#client === undefined || !this.connected()) {
      throw new WecomError(NO_ANSWER, 'not connected to WeCom', { fate: 'retry' });
    }
    return this.#client;
  }

  #open(onFirst: () => void): void {
    const { bot, wsUrl, log, reconnectMs = 1_000, refusedMs = 300_000, subscribeMs = 15_000 } = this.#options;
    const client = new WSClient({
      botId: bot.id,
      secret: bot.secret.reveal(),
      maxReconnectAttempts: -1,
      maxAuthFailureAttempts: QUICK_AUTH_ATTEMPTS,
      reconnectInterval: reconnectMs,
      logger: sdkLogger(log),
      ...(wsUrl !== undefined && { wsUrl }),
    });
    this.#client = client;
    const openLater = (ms: number, why: string): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        log.warn({ why }, 'opening the long connection afresh');
        this.#hangUp();
        this.#open(onFirst);
      }, ms);
      this.#timer.unref();
    };
    const mine =
      <A extends unknown[]>(action: (...args: A) => void) =>
      (...args: A): void => {
        if (this.#client === client) action(...args);
      };
    // The SDK waits for ever for the answer to its subscription, and pings only after it.
    client.on(
      'connected',
      mine(() => openLater(subscribeMs, 'subscription not answered')),
    );
    client.on(
      'authenticated',
      mine(() => {
        clearTimeout(this.#timer);
        this.#enter('connected');
        onFirst();
      }),
    );
    // Comes with every close; the SDK connects again by itself.
    client.on(
      'disconnected',
      mine(() => {
        clearTimeout(this.#timer);
        if (this.#state !== 'refused') this.#enter('disconnected');
        onFirst();
      }),
    );
    client.on(
      'error',
      mine((error: Error) => {
        // Comes last, after the SDK's quick attempts: from here on slowly, by our own timer.
        if (error instanceof WSAuthFailureError) return openLater(refusedMs, 'credentials were refused');
        this.#fail(error);
        onFirst();
      }),
    );
    client.on(
      'event.disconnected_event',
      mine(() => {
        clearTimeout(this.#timer);
        // The SDK ends this socket by itself. Coming back at once would start an endless mutual takeover.
        this.#client = undefined;
        log.warn('another process has taken the bot over');
        this.#enter('displaced');
        onFirst();
      }),
    );
    client.on('message', mine(this.#onFrame));
    client.on('event', mine(this.#onFrame));
    client.connect();
  }

  #fail(error: Error): void {
    const { log } = this.#options;
    if (/^Authentication failed/u.test(error.message)) {
      const errcode = Number(/\(code: (-?\d+)\)/u.exec(error.message)?.[1] ?? NO_ANSWER);
      // Said once: the quick attempts and those of every five minutes meet the same.
      if (this.#state !== 'refused') log.error({ errcode }, 'WeCom refused the bot id or its secret');
      this.#enter('refused');
    } else if (this.#state === 'disconnected') log.debug({ err: error }, 'still no connection to WeCom');
    else log.warn({ err: error }, 'connection to WeCom failed');
  }

  #enter(state: ChannelState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.log.info({ state }, 'long connection');
    this.#onState(state);
  }

  #hangUp(): void {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    client?.disconnect();
  }
}
