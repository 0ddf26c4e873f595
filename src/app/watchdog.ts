import { url as inspectorUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../core/logger.ts';

/** Longer no loop of ours stands: no message holds it for more than a fraction of a second. */
const STANDS_MS = 30_000;
const LOOKS = 10;
const LINE = `${JSON.stringify({ level: 'fatal', msg: 'the event loop stands; the watchdog ends the process' })}\n`;

/**
 * Ends this process when its event loop stands: what it was working on is counted as begun, and whoever starts it again goes on. Killed, for
 * a loop that stands runs no exit handler either. A debugger may hold the loop as long as it likes.
 */
export function startWatchdog(log: Logger, standsMs = STANDS_MS): { close(): Promise<void> } {
  const beats = new SharedArrayBuffer(4);
  const beat = new Int32Array(beats);
  const lookMs = standsMs / LOOKS;
  const thread = new Worker(new URL('./watchdog-thread.mjs', import.meta.url), {
    workerData: { beats, looks: LOOKS, lookMs, line: LINE },
    // Without our loader and with little memory: it does next to nothing.
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
  });
  thread.on('error', (error) => log.error({ err: error }, 'the watchdog is gone'));
  thread.unref();
  const timer = setInterval(() => {
    if (inspectorUrl() !== undefined) void silence();
    Atomics.add(beat, 0, 1);
    Atomics.notify(beat, 0);
  }, lookMs / 2);
  timer.unref();

  let silenced: Promise<unknown> | undefined;
  function silence(): Promise<unknown> {
    clearInterval(timer);
    return (silenced ??= thread.terminate());
  }
  return {
    async close() {
      await silence();
    },
  };
}
