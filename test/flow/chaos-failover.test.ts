import { rm } from 'node:fs/promises';

import { judgeFailovers, runFailovers } from '../chaos/failovers.ts';
import { testDirectory } from '../support/servers.ts';
import { dbTest, describe, expect } from '../support/test.ts';

const FAILOVERS = 2;

describe('SIGKILL of the process that holds the bot, while people work', () => {
  dbTest(
    'the standby is connected within five seconds, and nothing that somebody heard is lost',
    async ({ databaseUrl }) => {
      const dir = await testDirectory();
      const run = await runFailovers({ failovers: FAILOVERS, seed: 20_260_302, dir, databaseUrl, lifeMs: 900 });
      try {
        const { broken, figures } = await judgeFailovers(run, databaseUrl, false);
        expect(broken).toEqual([]);
        expect(figures['handled exactly once']).toBeGreaterThan(0);
      } finally {
        await run.close();
        await rm(dir, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
