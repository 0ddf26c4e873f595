import { sql } from 'drizzle-orm';
import { brokenLink } from '../../../src/domain/petition/record.ts';
import { progress } from '../../../src/domain/petition/handling.ts';
import { describe, expect, townTest } from '../../support/domain.ts';

describe('the chain of events', () => {
  // Whoever has the database can turn its trigger off: what they then change shows at the event where they did.
  for (const [what, change] of [
    ['a note', sql`note = decode('00', 'hex') || note`],
    ['a note taken away', sql`note = null`],
    ['what was done', sql`kind = 'explained'`],
    ['who did it', sql`by = 'u-cj2'`],
    ['its moment', sql`at = at + interval '1 second'`],
    ['the day it counts for', sql`on_day = on_day - 1`],
    ['what it carries', sql`data = '{"result":"reached"}'`],
    ['what it takes back', sql`undoes = id`],
  ] as const) {
    townTest(`shows ${what}, changed afterwards`, async ({ town }) => {
      const matter = await town.register('u-desk1');
      await town.assign('u-desk1', matter, 'cjb');
      for (const said of ['已到现场', '已派工']) {
        await town.act('u-cj1', matter, (ctx, actor, petition) => progress(ctx, actor, petition, said));
      }
      expect(await town.run((ctx) => brokenLink(ctx, matter.id))).toBeUndefined();
      const [row] = await town.db.execute<{ seq: number }>(
        sql`select seq from event where petition_id = ${matter.id} and kind = 'progressed' order by seq limit 1`,
      );
      await town.db.transaction(async (tx) => {
        await tx.execute(sql`alter table event disable trigger all`);
        await tx.execute(sql`update event set ${change} where petition_id = ${matter.id} and seq = ${row!.seq}`);
      });
      expect(await town.run((ctx) => brokenLink(ctx, matter.id))).toBe(row!.seq);
    });
  }
});
