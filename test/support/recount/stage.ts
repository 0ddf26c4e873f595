/** Five towns without a wire, for histories that are to be many: what is typed goes through the one funnel, days are hopped through. */
import { and, eq, sql as raw } from 'drizzle-orm';
import type { Sql } from 'postgres';

import { instantOf, type LocalDay, localDayOf, localTimeOf } from '../../../src/core/local-day.ts';
import type { Db } from '../../../src/db/client.ts';
import { outbox } from '../../../src/db/schema.ts';
import { issueStageLetter, tellStageLetters } from '../../../src/domain/letter/stage.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { occur } from '../../../src/domain/schedule/run.ts';
import { type Slot, slotsBetween } from '../../../src/domain/schedule/slots.ts';
import type { Stage } from '../../chaos/histories.ts';
import { townsOf } from '../../carried/towns.ts';
import { openTown, sampleTown, type TestTown } from '../domain.ts';
import { say } from '../parley.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const REPORTS: readonly string[] = ['weekly', 'half-monthly', 'monthly', 'quarterly', 'annual'];

export interface QuietStage extends Stage {
  readonly town: TestTown;
}

export async function quietStage(db: Db, sql: Sql, from: LocalDay): Promise<QuietStage> {
  const orgs = townsOf(sampleTown);
  const town = await openTown(db, orgs);
  let at = instantOf(from, '09:00');
  const go = (to: Date): void => {
    at = to;
    town.go(localDayOf(to), localTimeOf(to), to.getTime() % MINUTE_MS);
  };
  go(at);

  /** What reminders call for is written when they are sent; here they are as soon as they are due. */
  const deliver = async (): Promise<void> => {
    await town.run(async (ctx) => {
      const pending = (kind: string) =>
        ctx.tx
          .select()
          .from(outbox)
          .where(and(eq(outbox.state, 'pending'), eq(outbox.kind, kind)));
      await tellStageLetters(ctx, await pending('reminder'));
      for (const row of await pending('letter')) {
        if (typeof row.refs['clockId'] === 'string') await issueStageLetter(ctx, row);
      }
      await ctx.tx.update(outbox).set({ state: 'sent' }).where(eq(outbox.state, 'pending'));
    });
  };
  const nextStage = async (): Promise<Date | undefined> => {
    const [row] = await db.execute<{ ms: string | null }>(
      raw`select (extract(epoch from min(next_stage_at)) * 1000)::bigint::text as ms from clock`,
    );
    return typeof row?.ms === 'string' ? new Date(Number(row.ms)) : undefined;
  };
  const reportsUntil = async (to: Date): Promise<(Slot & { readonly townId: string })[]> =>
    town.run(async (ctx) => {
      const all = [];
      for (const { town: one } of orgs) {
        const slots = slotsBetween(at, to, await ctx.policy(one.id), ctx.calendar);
        all.push(...slots.map((slot) => ({ ...slot, townId: one.id })));
      }
      return all.filter(({ kind }) => REPORTS.includes(kind)).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    });

  return {
    town,
    sql,
    now: () => at,
    // Answers are looked at where they go over the wire.
    messages: () => [],
    async say(person, text, where) {
      go(new Date(at.getTime() + 1_000));
      await say(town, person, text, where?.chat);
    },
    async advance({ days = 0, minutes = 0 }) {
      const until = new Date(at.getTime() + days * DAY_MS + minutes * MINUTE_MS);
      const reports = await reportsUntil(until);
      for (;;) {
        const stage = await nextStage();
        const next = [stage, reports[0]?.at].filter((one) => one !== undefined && one <= until).toSorted(byMoment)[0];
        if (next === undefined) break;
        go(next > at ? next : at);
        while ((await town.run((ctx) => sweepBatch(ctx, 500))) > 0);
        while (reports[0] !== undefined && reports[0].at <= at) {
          const { townId, kind, slot } = reports.shift()!;
          await town.run((ctx) => occur(ctx, townId, kind, slot, async () => false));
        }
        await deliver();
      }
      go(until);
    },
  };
}

const byMoment = (a: Date | undefined, b: Date | undefined): number => (a?.getTime() ?? 0) - (b?.getTime() ?? 0);
