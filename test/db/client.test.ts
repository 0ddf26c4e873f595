import { eq } from 'drizzle-orm';

import { openDatabase, type Tx } from '../../src/db/client.ts';
import { meta } from '../../src/db/schema.ts';
import { dbTest, describe, expect, vi } from '../support/test.ts';

const write = (tx: Tx, value: string) => tx.update(meta).set({ value }).where(eq(meta.key, 'held'));

describe('a transaction that is left alone', () => {
  dbTest(
    'is ended after two minutes: its rows are free, and whoever comes back to it harms nobody',
    async ({ databaseUrl, sql }) => {
      const database = openDatabase(databaseUrl, { max: 2 });
      try {
        expect(await database.sql`show idle_in_transaction_session_timeout`).toEqual([
          { idle_in_transaction_session_timeout: '2min' },
        ]);
        await sql`insert into app_meta values ('held', 'before')`;
        let tooLate: unknown;
        const hung = database.db.transaction(async (tx) => {
          await write(tx, 'by the hung one');
          // Sooner here; nothing more is said until somebody else has the row.
          await tx.execute(`set local idle_in_transaction_session_timeout = '100ms'`);
          await sql`update app_meta set value = 'by another' where key = 'held'`;
          await new Promise((resolve) => setTimeout(resolve, 50));
          await write(tx, 'too late').catch((error: unknown) => void (tooLate = error));
        });
        await expect(hung).rejects.toThrow();
        await vi.waitFor(() => expect(tooLate).toBeInstanceOf(Error));
        // All of the pool is as good as before.
        const values = await Promise.all(
          [1, 2, 3].map(() => database.db.select().from(meta).where(eq(meta.key, 'held'))),
        );
        expect(values.flat().map(({ value }) => value)).toEqual(['by another', 'by another', 'by another']);
      } finally {
        await database.close();
      }
    },
  );
});
