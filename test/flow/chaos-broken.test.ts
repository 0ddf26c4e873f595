import { rm } from 'node:fs/promises';

import { judgeBroken, runBroken } from '../chaos/broken.ts';
import { testDirectory } from '../support/servers.ts';
import { dbTest, describe, expect } from '../support/test.ts';

/** Each kind once. */
const BREAKS = 3;

describe('the queue emptied, database sessions ended, messages that cannot be made, while people work', () => {
  dbTest(
    'nothing is lost, nothing is silent, and the queue is whole again within a minute',
    async ({ databaseUrl }) => {
      const dir = await testDirectory();
      const run = await runBroken({ breaks: BREAKS, seed: 20_260_302, dir, databaseUrl, unmadeMs: 2_000 });
      try {
        const { broken, figures } = await judgeBroken(run, databaseUrl);
        expect(broken).toEqual([]);
        expect(figures['handled exactly once']).toBeGreaterThan(0);
        expect(figures['of these messages could not be made']).toBe(1);
      } finally {
        await run.close();
        await rm(dir, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
