import { dbTest, describe, expect, redisTest } from '../support/test.ts';

describe('the database of a test', () => {
  dbTest('is migrated', async ({ sql }) => {
    const [row] = await sql`select count(*)::int as n from information_schema.tables where table_schema = 'public'`;
    expect(row?.['n']).toBeGreaterThan(3);
  });

  for (const n of [1, 2]) {
    dbTest(`is nobody else's (${n})`, async ({ sql }) => {
      await sql`create table only_here (id int)`;
      expect(await sql`select * from only_here`).toHaveLength(0);
    });
  }
});

redisTest('Redis is at hand or the test says that it was skipped', ({ redisUrl }) => {
  expect(redisUrl).toMatch(/^redis:/u);
});
