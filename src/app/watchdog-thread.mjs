// Runs in a thread of its own and uses no timers: it sleeps on the beat of the main thread. Plain JavaScript, so that it needs no loader.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { beats, looks, lookMs, line } = workerData;
const beat = new Int32Array(beats);
let seen = -1;
let silent = 0;
for (;;) {
  // Looks are counted, not seconds: a process that was stopped as a whole took no looks either.
  Atomics.wait(beat, 0, seen, lookMs);
  const now = Atomics.load(beat, 0);
  silent = now === seen ? silent + 1 : 0;
  seen = now;
  if (silent < looks) continue;
  try {
    writeSync(2, line);
  } catch {
    // Nobody reads it; the end is what matters.
  }
  process.kill(process.pid, 'SIGKILL');
}
