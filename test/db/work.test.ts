/** What a transaction holds back (ADR 36). */
import { eq, like, sql } from 'drizzle-orm';

import { type Db, undoable, workOf } from '../../src/db/client.ts';
import { approvals, conversations, meta, outbox } from '../../src/db/schema.ts';
import { addRows, APPROVALS, changeRow, rowsOf } from '../../src/domain/matter/file.ts';
import { dbTest, describe, expect } from '../support/test.ts';

const MATTER = '00000000-0000-7000-8000-000000000001';
const at = new Date('2026-03-09T02:00:00.123Z');
const approval = (n: number, over: Partial<typeof approvals.$inferInsert> = {}): typeof approvals.$inferInsert => ({
  id: `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
  petitionId: MATTER,
  townId: 'fenjie',
  kind: 'extend',
  approvers: ['u-a', 'u,b "c"'],
  askedBy: 'u-a',
  askedAt: at,
  held: { days: 5, note: null, deep: { list: [1, 'x'] } },
  state: 'open',
  ...over,
});
const stored = (db: Db) => db.select().from(approvals).orderBy(approvals.id);

describe('what a transaction holds back', () => {
  dbTest('is there for whoever reads in it, and stands after it as it was given', async ({ db }) => {
    const read = await db.transaction(async (tx) => {
      await addRows({ tx }, approvals, [approval(1), approval(2, { decidedAt: at })]);
      const [first] = await rowsOf({ tx }, APPROVALS, MATTER);
      await changeRow({ tx }, approvals, first!, { state: 'withdrawn', expiresAt: at });
      const known = await rowsOf({ tx }, APPROVALS, MATTER);
      // A statement of drizzle's that knows nothing of it.
      expect(await tx.select().from(approvals).orderBy(approvals.id)).toEqual(known);
      return known;
    });
    expect(read.map(({ state }) => state)).toEqual(['withdrawn', 'open']);
    expect(await stored(db)).toEqual(read);
  });

  dbTest('is there for a read that was on its way when a statement beside it sent it', async ({ db }) => {
    await db.transaction(async (tx) => addRows({ tx }, approvals, [approval(1)]));
    await db.transaction(async (tx) => {
      await addRows({ tx }, approvals, [approval(2)]);
      const [rows] = await Promise.all([
        rowsOf({ tx }, APPROVALS, MATTER),
        tx.select().from(approvals),
        addRows({ tx }, approvals, [approval(3)]),
      ]);
      expect(rows.map(({ id }) => id.slice(-1))).toEqual(['1', '2', '3']);
      expect(await rowsOf({ tx }, APPROVALS, MATTER)).toHaveLength(3);
    });
  });

  // A row by itself is written by value, several as JSON.
  for (const count of [1, 2]) {
    dbTest(`keeps bytes, signs and halves of characters, ${count} at once`, async ({ db }) => {
      const pending = Buffer.from([0, 255, 92, 120, 10]);
      const chat = (n: number): string => `${n} a\\ud800 "\\" \n😀 \u{20000}`;
      const each = Array.from({ length: count }, (_, n) => n);
      const held = { half: 'x\ud83dy', said: '\\ud83d' };
      await db.transaction(async (tx) => {
        const talks = each.map((n) => ({ userid: 'u', chat: chat(n), pending, mentionedAt: at }));
        await addRows({ tx }, conversations, talks, ['pending']);
        await addRows(
          { tx },
          meta,
          each.map((n) => ({ key: `half ${n}`, value: 'x\ud83dy' })),
        );
        await addRows(
          { tx },
          approvals,
          each.map((n) => approval(n, { held })),
        );
      });
      expect(await db.select().from(conversations).orderBy(conversations.chat)).toEqual(
        each.map((n) => ({ userid: 'u', chat: chat(n), petitionId: null, mentionedAt: at, proposal: null, pending })),
      );
      const halves = await db.select().from(meta).where(like(meta.key, 'half%')).orderBy(meta.key);
      expect(halves).toEqual(each.map((n) => ({ key: `half ${n}`, value: 'x\ufffdy' })));
      expect((await stored(db)).map((row) => row.held)).toEqual(
        each.map(() => ({ half: 'x\ufffdy', said: '\\ud83d' })),
      );
    });
  }

  // Few changes are a part each, more are one.
  for (const count of [1, 4, 9]) {
    dbTest(`changes what was there, ${count} at once`, async ({ db }) => {
      const rows = await db.transaction(async (tx) =>
        addRows(
          { tx },
          approvals,
          Array.from({ length: 10 }, (_, n) => approval(n)),
        ),
      );
      await db.transaction(async (tx) => {
        for (const [n, row] of rows.slice(0, count).entries()) {
          const patch = { state: `s${n}`, approvers: ['u,"x"', ''], held: { n: [n] }, decidedAt: at, decidedBy: null };
          await changeRow({ tx }, approvals, row, patch);
        }
      });
      const now = await stored(db);
      expect(now.slice(0, count)).toEqual(
        rows.slice(0, count).map((row, n) => ({
          ...row,
          ...{ state: `s${n}`, approvers: ['u,"x"', ''], held: { n: [n] }, decidedAt: at, decidedBy: null },
        })),
      );
      expect(now.slice(count)).toEqual(rows.slice(count));
    });
  }

  dbTest('fails the transaction when the database refuses it, though nobody waited', async ({ db }) => {
    const [first] = await db.transaction(async (tx) => addRows({ tx }, approvals, [approval(1)]));
    const twice = db.transaction(async (tx) => {
      await addRows({ tx }, meta, [{ key: 'with it', value: 'x' }]);
      await addRows({ tx }, approvals, [approval(1, { state: 'refused' })]);
    });
    await expect(twice).rejects.toThrow(/approval_pkey/u);
    expect(await stored(db)).toEqual([first]);
    expect(await db.select().from(meta).where(eq(meta.key, 'with it'))).toEqual([]);
  });

  dbTest('once is once: what is there already stays, for whoever says so', async ({ db }) => {
    const row = { townId: 'fenjie', once: 'o', toKind: 'person', toId: 'u', kind: 'k', refs: {}, urgent: false };
    const intent = (n: number) => ({
      ...row,
      id: `00000000-0000-7000-8000-00000000020${n}`,
      createdAt: at,
      holdUntil: at,
      attempts: 0,
      state: 'pending',
    });
    await db.transaction(async (tx) => addRows({ tx }, outbox, [intent(1), intent(2)], 'pass'));
    await db.transaction(async (tx) => addRows({ tx }, outbox, [intent(3)], 'pass'));
    expect((await db.select().from(outbox)).map(({ id }) => id.slice(-1))).toEqual(['1']);
  });
});

describe('what is taken back', () => {
  class Refused extends Error {}
  const refuse = (): never => {
    throw new Refused();
  };

  dbTest('was held back: nothing of it was sent', async ({ db }) => {
    await db.transaction(async (tx) => {
      await addRows({ tx }, approvals, [approval(1)]);
      const undone = undoable(tx, async () => {
        await addRows({ tx }, approvals, [approval(2)]);
        expect(await rowsOf({ tx }, APPROVALS, MATTER)).toHaveLength(2);
        refuse();
      });
      await expect(undone).rejects.toThrow(Refused);
      expect(await rowsOf({ tx }, APPROVALS, MATTER)).toHaveLength(1);
      await addRows({ tx }, approvals, [approval(3)]);
    });
    expect((await stored(db)).map(({ id }) => id.slice(-1))).toEqual(['1', '3']);
  });

  dbTest('was sent: a savepoint stood before it', async ({ db }) => {
    await db.transaction(async (tx) => {
      await addRows({ tx }, meta, [{ key: 'before', value: 'x' }]);
      const undone = undoable(tx, async () => {
        await addRows({ tx }, approvals, [approval(2)]);
        await tx.execute(sql`insert into app_meta values ('inside', 'x')`);
        await tx.select().from(approvals);
        refuse();
      });
      await expect(undone).rejects.toThrow(Refused);
      expect(await rowsOf({ tx }, APPROVALS, MATTER)).toEqual([]);
      await addRows({ tx }, meta, [{ key: 'after', value: 'x' }]);
    });
    expect(await stored(db)).toEqual([]);
    const keys = (await db.select().from(meta)).map(({ key }) => key).filter((key) => /before|inside|after/u.test(key));
    expect(keys.toSorted()).toEqual(['after', 'before']);
  });

  dbTest('is a fault of the database inside a savepoint of the driver, and the caller goes on', async ({ db }) => {
    await db.transaction(async (tx) => addRows({ tx }, approvals, [approval(1)]));
    await db.transaction(async (tx) => {
      const inner = tx.transaction(async (nested) => addRows({ tx: nested }, approvals, [approval(1)]));
      await expect(inner).rejects.toThrow(/approval_pkey/u);
      expect(workOf(tx)?.isHolding([approvals])).toBe(false);
      await addRows({ tx }, approvals, [approval(2)]);
    });
    expect(await stored(db)).toHaveLength(2);
  });
});
