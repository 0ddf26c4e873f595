// `src/main.ts` in a process that has loaded the code already and waits for the word: a restart then costs what the bot does,
// not what loading TypeScript costs. Nothing of the bot runs before the word.
import { loadCommands, loadJobs, loadMessages } from '../../src/app/load-folder.ts';
import '../../src/app.ts';
import '../../src/http/server.ts';
import '../../sandbox/server.ts';

const root = new URL('../../', import.meta.url);
await loadCommands(new URL('commands/', root));
await loadMessages();
await loadJobs(new URL('jobs/', root));
process.send?.('warm');
process.once('message', () => {
  process.disconnect();
  void import('../../src/main.ts');
});
