/** Many people whom a process has not heard yet write in one moment, as after an outage. */
import { silentBot } from '../../../bench/support/silent.ts';
import { createOpenIds } from '../../../src/app/channel/open-ids.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/db/client.ts';
import { fillCalendar } from '../../../src/domain/calendar/store.ts';
import { importOrg } from '../../../src/domain/org/import.ts';
import { localDayOf } from '../../../src/core/local-day.ts';
import { createVault } from '../../../src/core/vault.ts';
import { sampleTown } from '../../support/domain.ts';
import { dbTest, describe, expect } from '../../support/test.ts';

const CONNECTIONS = 2;
const vault = createVault(Buffer.alloc(32, 7));

describe('first words of several people at once', () => {
  dbTest('are answered, however few connections there are', async ({ db, databaseUrl }) => {
    await fillCalendar(db);
    const at = systemClock.now();
    await db.transaction((tx) => importOrg({ tx, at, today: localDayOf(at), vault }, sampleTown));
    const database = openDatabase(databaseUrl, { max: CONNECTIONS });
    try {
      const { plain } = createOpenIds(database, undefined, silentLogger);
      const bot = await silentBot(database, { clock: systemClock, vault }, plain);
      const said = await Promise.all(['u-desk1', 'u-cj1', 'U-DESK1', 'u-leader'].map((from) => bot.say(from, '/帮助')));
      expect(said).toHaveLength(2 * CONNECTIONS);
      const rows = await database.sql`select distinct state from inbound`;
      expect(rows.map(({ state }) => state as string)).toEqual(['answered']);
    } finally {
      await database.close();
    }
  });
});
