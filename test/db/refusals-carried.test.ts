/** What the outbox had in words before it had columns is read once, when the database is brought up to date. */
import { readFile } from 'node:fs/promises';

import { dbTest, describe, expect } from '../support/test.ts';

const MIGRATION = new URL('../../migrations/0018_channel_refusals.sql', import.meta.url);

describe('refusals from before they had columns of their own', () => {
  dbTest('are known by channel, code and reason', async ({ sql }) => {
    const rows = [
      ['parked', 'wecom 846607', [{ code: 846607, reason: 'never-wrote' }]],
      [
        'parked',
        'wecom: bot 846607, app 60020',
        [
          { channel: 'bot', code: 846607, reason: 'never-wrote' },
          { channel: 'app', code: 60020, reason: 'app-address' },
        ],
      ],
      ['pending', 'wecom -2', [{ code: -2, reason: 'bot-out' }]],
      ['failed', 'wecom: appchat 12345', [{ channel: 'appchat', code: 12345, reason: 'other' }]],
      ['parked', 'wecom: no way out', []],
      ['failed', 'not made: TypeError', null],
      ['superseded', 'undone', null],
      ['pending', null, null],
    ] as const;
    for (const [i, [state, reason]] of rows.entries()) {
      await sql`insert into outbox (id, town_id, once, to_kind, to_id, kind, refs, urgent, created_at, hold_until, attempts, state, reason)
        values (gen_random_uuid(), 't', ${`row ${i}`}, 'person', 'u', 'assigned', '{}', false, now(), now(), 1, ${state}, ${reason})`;
    }
    const told = async (once: string, reason: string) =>
      sql`insert into outbox (id, town_id, once, to_kind, to_id, kind, refs, urgent, created_at, hold_until, attempts, state)
        values (gen_random_uuid(), 't', ${once}, 'person', 'u', 'not-delivered', ${JSON.stringify({ outbox: 'x', reason })}::jsonb, false, now(), now(), 0, 'pending')`;
    await told('told 1', 'wecom 45001');
    await told('told 2', 'not made: Error');
    await sql`insert into way_alarm (way, id, since, errcode, towns) values ('app', gen_random_uuid(), now(), 40001, '{}')`;

    const statements = (await readFile(MIGRATION, 'utf8')).split('--> statement-breakpoint');
    for (const one of statements.filter((text) => !text.includes('ADD COLUMN'))) await sql.unsafe(one);

    const after = await sql<{ refusals: unknown }[]>`select refusals from outbox where once like 'row %' order by once`;
    expect(after.map(({ refusals }) => refusals)).toEqual(rows.map(([, , refusals]) => refusals));
    const refs =
      await sql`select refs ->> 'lostFor' as why, refs -> 'code' as code from outbox where once like 'told %' order by once`;
    expect([...refs]).toEqual([
      { why: 'too-large', code: 45001 },
      { why: 'not-made', code: null },
    ]);
    expect([...(await sql`select reason from way_alarm`)]).toEqual([{ reason: 'app-secret' }]);
  });
});
