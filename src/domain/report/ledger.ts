import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { addDays, instantOf, localDayOf } from '../../core/local-day.ts';
import { clocks, petitions, petitionTexts, units } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { visibleTo } from '../matter/access.ts';
import type { Period } from './facts.ts';

/** One dispute found by 排查, as the ledger needs it (S2 四（二）, S4 三（三）二是): never a person. */
export interface LedgerRow {
  readonly number: string;
  readonly title: string | null;
  readonly category: string | null;
  readonly place: string | null;
  readonly unit: string | null;
  readonly headcount: number;
  readonly foundOn: LocalDay;
  readonly status: string;
  readonly dueOn: LocalDay | null;
}

const LISTED = 100;

/** What units found in a period, of what this reader may know. */
export async function ledgerRows(ctx: DomainContext, actor: Actor, period: Period): Promise<LedgerRow[]> {
  const rows = await ctx.tx
    .select({
      number: petitions.number,
      title: petitions.title,
      subject: petitions.subject,
      kind: petitions.kind,
      place: petitionTexts.place,
      unit: units.name,
      headcount: petitions.headcount,
      registeredAt: petitions.registeredAt,
      status: petitions.status,
      dueOn: sql<LocalDay | null>`(select min(${clocks.dueOn})::text from ${clocks} where ${clocks.petitionId} = ${petitions.id}
        and ${clocks.state} = 'running' and ${clocks.owner} = 'unit')`,
    })
    .from(petitions)
    .leftJoin(petitionTexts, eq(petitionTexts.petitionId, petitions.id))
    .leftJoin(units, and(eq(units.townId, petitions.townId), eq(units.id, petitions.ownerUnit)))
    .where(
      and(
        visibleTo(actor),
        eq(petitions.channel, 'screening'),
        ne(petitions.status, 'void'),
        sql`${petitions.registeredAt} >= ${instantOf(period.from).toISOString()}::timestamptz`,
        sql`${petitions.registeredAt} < ${instantOf(addDays(period.to, 1)).toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(petitions.registeredAt), asc(petitions.number))
    .limit(LISTED);
  return rows.map(({ subject, kind, registeredAt, ...row }) => ({
    ...row,
    category: subject ?? kind,
    foundOn: localDayOf(registeredAt),
  }));
}
