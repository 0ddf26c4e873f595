import type { Conversation } from '../domain/context.ts';

/** What one part says and another, made later, hears. Before somebody listens nothing is lost: the sweep finds it. */
export interface Signal<T> {
  readonly send: (what: T) => void;
  hear(listener: (what: T) => void): void;
}

export interface Signals {
  /** Something was written for these conversations that should go out soon. */
  readonly told: Signal<Iterable<Conversation>>;
  /** Something was parked for this person or group: their next words set it free. */
  readonly parked: Signal<string>;
}

function signal<T>(): Signal<T> {
  let heard: ((what: T) => void) | undefined;
  return {
    send: (what) => heard?.(what),
    hear(listener) {
      heard = listener;
    },
  };
}

export const createSignals = (): Signals => ({ told: signal(), parked: signal() });
