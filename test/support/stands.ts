/** A process whose loop stands after a while; what it writes tells how far it came. Arguments: limit of the watchdog, how long it stands. */
import { startWatchdog } from '../../src/app/watchdog.ts';
import { silentLogger } from '../../src/core/logger.ts';

const [limitMs, standsMs] = process.argv.slice(2).map(Number);
const watchdog = startWatchdog(silentLogger, limitMs);
// As servers do: the process would live on.
const alive = setInterval(() => {}, 1_000);
setTimeout(() => {
  process.stdout.write('stands\n');
  const until = performance.now() + standsMs!;
  while (performance.now() < until);
  process.stdout.write('goes on\n');
  setTimeout(() => {
    clearInterval(alive);
    void watchdog.close().then(() => process.stdout.write('ends\n'));
  }, 50);
}, limitMs! / 2);
