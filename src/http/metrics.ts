import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is asked for when somebody looks; undefined: not known (yet). */
export interface Ages {
  /** Seconds that the oldest message due has been waiting. */
  readonly outbox: number | undefined;
  /** Seconds since the last sweep that got through. */
  readonly sweep: number | undefined;
  /** 提醒核对 of the last day that was counted. */
  readonly reminders?: { readonly due: number; readonly sent: number; readonly read: number } | undefined;
}

export interface Metrics {
  /** Seconds from stored to final reply. */
  inbound(seconds: number): void;
  delivery(outcome: string): void;
  /** The page Prometheus reads. */
  page(): Promise<{ readonly type: string; readonly text: string }>;
}

const INBOUND_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const OUTCOMES = ['sent', 'superseded', 'failed'];

/** Metrics of design 7.6 in a registry of their own: two apps in one process (tests) do not mix. */
export function createMetrics(ages: () => Promise<Ages>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const outboxAge = new Gauge({
    name: 'xinfang_outbox_age_seconds',
    help: 'Age of the oldest message that is due and not sent',
    registers,
  });
  const sweepAge = new Gauge({
    name: 'xinfang_sweep_age_seconds',
    help: 'Time since the last successful sweep',
    registers,
  });
  const reminders = new Gauge({
    name: 'xinfang_reminders',
    help: 'Reminders of the last day counted: due, sent, read',
    labelNames: ['state'],
    registers,
  });
  const inbound = new Histogram({
    name: 'xinfang_inbound_seconds',
    help: 'From a message stored to its final reply',
    buckets: INBOUND_BUCKETS,
    registers,
  });
  const deliveries = new Counter({
    name: 'xinfang_deliveries_total',
    help: 'Messages settled, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  // A rate over a series that begins with its first event misses that event.
  for (const outcome of OUTCOMES) deliveries.inc({ outcome }, 0);
  return {
    inbound: (seconds) => inbound.observe(seconds),
    delivery: (outcome) => deliveries.inc({ outcome }),
    async page() {
      // Both at once, so that a look costs one query; an age that cannot be told must not look like a fresh one.
      const known = await ages().catch(() => undefined);
      outboxAge.set(known?.outbox ?? Number.NaN);
      sweepAge.set(known?.sweep ?? Number.NaN);
      for (const [state, n] of Object.entries(known?.reminders ?? {})) reminders.set({ state }, n);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
