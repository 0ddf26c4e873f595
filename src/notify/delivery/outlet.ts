/** The ways out, as delivery and answers use them, and how sending may fail. */
import type { Card } from '../../contract/card.ts';
import type { RefusedWay } from '../../contract/refused-way.ts';

/** How sending ended, as far as this side must know. */
export interface SendFailure extends Error {
  readonly fate: 'retry' | 'wait' | 'unreachable' | 'spent' | 'config' | 'final' | 'content';
  readonly errcode: number;
  readonly retryAfterMs?: number;
  /** What each way out said, where several were tried. */
  readonly tried?: string;
  /** Nobody knows whether it arrived. */
  readonly maybeDelivered?: boolean;
  /** The way of the app that was refused for its set-up, among those that were tried. */
  readonly refused?: RefusedWay;
}

/** By which way a message went out. */
export type Way = 'bot' | 'app' | 'webhook' | 'appchat';

export interface Sent {
  readonly way: Way;
  /** Of a card of the app: changes it in place once, within 72 hours (doc 94888). */
  readonly responseCode?: string;
}

/** The ways out, as delivery uses them. */
export interface Outlet {
  /** Messages may go. While the bot's connection is broken for the moment they wait for it (ADR 14). */
  isOpen(): boolean;
  push(
    chat: { kind: 'person' | 'group'; id: string },
    message:
      | { markdown: string; mentions?: readonly string[] }
      | { card: Card; taskId: string }
      | { image: Uint8Array; name: string }
      | { file: Uint8Array; name: string },
  ): Promise<Sent>;
}

export const isSendFailure = (error: unknown): error is SendFailure =>
  error instanceof Error && 'fate' in error && typeof error.fate === 'string';
