import { startTown } from './start-town.ts';
import { dbTest } from './test.ts';
import type { Town, TownOptions } from './town-api.ts';
import { APP_ID } from './wecom-setup.ts';

export { answered } from './chat.ts';
export { BOT, sampleOrg, startTown } from './start-town.ts';
export type { Town, TownOptions } from './town-api.ts';

export { describe, expect, vi } from './test.ts';
export { ROBOT_URL } from './wecom-setup.ts';
export { dataTest, sharedData, withOwnDatabase } from './test.ts';

/** The chat of a person with the self-built app. */
export const appChat = (userid: string): string => `${userid}~${APP_ID}`;
export const APP = APP_ID;

interface FlowFixtures {
  /** Starts a town of this test's own; it is closed when the test ends. */
  start: (options?: Omit<TownOptions, 'databaseUrl'>) => Promise<Town>;
  /** The invented town of the sandbox on a Monday morning. */
  town: Town;
}

export const flowTest = dbTest.extend<FlowFixtures>({
  start: async ({ databaseUrl }, use) => {
    const started: Town[] = [];
    await use(async (options = {}) => {
      const town = await startTown({ databaseUrl, ...options });
      started.push(town);
      return town;
    });
    const inGroups = started.flatMap((town) => town.letters().filter(({ chat }) => town.isGroup(chat)));
    for (const town of started) await town.close();
    // Whatever a test is about: letters go to persons only.
    if (inGroups.length > 0) throw new Error(`letters in groups: ${inGroups.map(({ text }) => text).join(', ')}`);
  },
  town: async ({ start }, use) => use(await start()),
});
