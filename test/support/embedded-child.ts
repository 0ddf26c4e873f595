// A process of its own that starts the embedded server and waits to be killed: `embedded-child.ts <dir> <systemBase>`.
import { silentLogger } from '../../src/core/logger.ts';
import { startEmbedded } from '../../src/db/embedded.ts';

const [dir = '', systemBase = ''] = process.argv.slice(2);
try {
  const server = await startEmbedded({ dir, systemBase, log: silentLogger, isDurable: false, patienceMs: 0 });
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  process.on('message', () => {}); // keeps the process until it is killed, or the test ends and the channel closes
  process.send?.({ url: server.url });
} catch (error) {
  process.send?.({ failure: (error as Error).message });
  process.exitCode = 1;
  process.disconnect();
}
