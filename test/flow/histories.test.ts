import { runHistories } from '../chaos/histories.ts';
import { freshSeed } from '../support/cases.ts';
import { dbTest, describe, expect } from '../support/test.ts';

/** `npm run chaos -- --histories 200` tells more of them, of any seed. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 20);

describe('random histories of five towns', () => {
  dbTest(
    'leave no trace of a person in a group, a log or in clear, and nothing of a matter with whom it is about',
    async ({ databaseUrl }) => {
      const seed = freshSeed();
      process.stdout.write(`${HISTORIES} histories of seed ${seed}\n`);
      const { broken, figures } = await runHistories({ count: HISTORIES, seed, databaseUrl });
      expect(broken).toEqual([]);
      expect(figures['events written by people']).toBeGreaterThan(HISTORIES * 2);
    },
    600_000,
  );
});
