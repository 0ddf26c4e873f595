import { asc, eq, sql } from 'drizzle-orm';
import { faultLines } from '../../../src/cli/audit.ts';
import { events, petitions } from '../../../src/db/schema.ts';
import {
  brokenLink,
  CHAIN_FORM,
  chainHash,
  checkAllChains,
  checkSomeChains,
  FIRST_HASH,
} from '../../../src/domain/matter/chain.ts';
import { progress } from '../../../src/domain/handling/steps.ts';
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
    ['what undo would go back to', sql`before = '{"status":"closed"}'`],
    ['whose town it is', sql`town_id = 'elsewhere'`],
    ['by which form it was written', sql`chain = 1`],
    ['a form that nobody knows', sql`chain = 99`],
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

  townTest('is checked as a whole: each matter by itself, and that its last events are there', async ({ town }) => {
    const [sound, cut, sealed] = [
      await town.register('u-desk1'),
      await town.register('u-desk1'),
      await town.register('u-desk1', { kind: 'accusation', accused: '五里墩村' }),
    ];
    for (const matter of [sound, cut]) await town.assign('u-desk1', matter, 'cjb');
    const check = () => town.run(checkAllChains);
    const { events: n } = await check();
    expect(await check()).toEqual({ matters: 3, events: n, faults: [] });
    expect(await town.run(checkSomeChains)).toEqual({ matters: 3, events: n, faults: [] });
    await town.db.transaction(async (tx) => {
      await tx.execute(sql`alter table event disable trigger all`);
      await tx.execute(
        sql`delete from event where petition_id = ${cut.id} and seq = (select max(seq) from event where petition_id = ${cut.id})`,
      );
      await tx.execute(sql`update event set by = 'u-cj2' where petition_id = ${sealed.id} and seq = 1`);
    });
    const found = await check();
    expect(found.faults).toHaveLength(2);
    const lines = await town.run((ctx) => faultLines(ctx, found));
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${cut.number}：第\\d条办理记录对不上`, 'u')));
    expect(lines).toContainEqual(expect.stringMatching(/^密件（内部编号 [0-9a-f-]{36}）：第1条/u));
    expect(lines.join('')).not.toContain(sealed.number);
  });

  townTest('of an earlier form stays sound, and goes on in the present one', async ({ town }) => {
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb');
    await town.db.transaction(async (tx) => {
      await tx.execute(sql`alter table event disable trigger all`);
      const rows = await tx.select().from(events).where(eq(events.petitionId, matter.id)).orderBy(asc(events.seq));
      let prevHash = FIRST_HASH;
      for (const row of rows) {
        const hash = chainHash(prevHash, row, 1);
        await tx.update(events).set({ chain: 1, prevHash, hash }).where(eq(events.id, row.id));
        prevHash = hash;
      }
      await tx.update(petitions).set({ lastHash: prevHash }).where(eq(petitions.id, matter.id));
    });
    await town.act('u-cj1', matter, (ctx, actor, petition) => progress(ctx, actor, petition, '已到现场'));
    const rows = await town.db.select().from(events).where(eq(events.petitionId, matter.id)).orderBy(asc(events.seq));
    const forms = rows.map(({ chain }) => chain);
    expect(forms.toSorted((a, b) => a - b)).toEqual(forms);
    expect([rows[0]!.chain, rows.at(-1)!.chain]).toEqual([1, CHAIN_FORM]);
    expect((await town.run(checkAllChains)).faults).toEqual([]);
  });
});
