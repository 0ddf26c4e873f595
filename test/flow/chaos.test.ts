import { rm } from 'node:fs/promises';

import { runCampaign } from '../chaos/campaign.ts';
import { judge } from '../chaos/promises.ts';
import { testDirectory } from '../support/servers.ts';
import { dbTest, describe, expect } from '../support/test.ts';

/** `npm run chaos -- --kills 200` plays more, and so does the long run. */
const KILLS = 4;

describe('SIGKILL while commands and reminders flow', () => {
  dbTest(
    'nothing acknowledged is lost, nothing is done twice',
    async ({ databaseUrl }) => {
      const dir = await testDirectory();
      const campaign = await runCampaign({ kills: KILLS, seed: 20_260_302, dir, databaseUrl, lifeMs: 900 });
      try {
        const { broken, figures } = await judge(campaign, databaseUrl);
        expect(broken).toEqual([]);
        expect(figures['handled exactly once']).toBeGreaterThan(0);
      } finally {
        await campaign.close();
        await rm(dir, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
