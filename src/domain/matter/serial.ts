import { sql } from 'drizzle-orm';
import { yearOf } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';

/** The next serial, gapless: the counter row is locked until the insert's transaction ends. */
export async function nextSerial(
  ctx: Pick<DomainContext, 'tx'>,
  townId: string,
  series: string,
  year: number,
): Promise<number> {
  const [row] = await ctx.tx.execute<{ last: number }>(sql`
    insert into serial (town_id, series, year, last) values (${townId}, ${series}, ${year}, 1)
    on conflict (town_id, series, year) do update set last = serial.last + 1 returning last`);
  return row!.last;
}

const DIGITS = 4;
/** A number has at most six (`FULL` in find.ts). */
const MOST_DIGITS = 6;
/** So many taken ones in a row mean that the range is filling up. */
const DRAWS = 12;

/**
 * A serial for what is sealed: drawn, never counted, so that neither a gap nor a number says how many there are or which came
 * first. The row is the claim: of two who draw the same at once one draws again.
 */
export async function drawnSerial(
  ctx: Pick<DomainContext, 'tx' | 'ids'>,
  townId: string,
  series: string,
  year: number,
): Promise<number> {
  for (let digits = DIGITS; digits <= MOST_DIGITS; digits += 1) {
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const serial = ctx.ids.integer(10 ** (digits - 1), 10 ** digits);
      const claimed = await ctx.tx.execute(sql`
        insert into sealed_serial (town_id, series, year, serial) values (${townId}, ${series}, ${year}, ${serial})
        on conflict do nothing returning serial`);
      if (claimed.length > 0) return serial;
    }
  }
  throw new Error(`no serial left in ${series} ${year}`);
}

/** What a matter is called by: `FJ2026-0012`, or `FJJ2026-4831` for one known to few. */
export interface MatterNumber {
  readonly number: string;
  readonly year: number;
  readonly serial: number;
}

/** The series of a town's sealed matters. */
export const sealedSeries = (prefix: string): string => `${prefix}J`;

/** The number of a new matter, taken in the transaction that inserts it. */
export async function takeNumber(
  ctx: Pick<DomainContext, 'tx' | 'ids' | 'today'>,
  town: { readonly id: string; readonly prefix: string },
  isSealed: boolean,
): Promise<MatterNumber> {
  const series = isSealed ? sealedSeries(town.prefix) : town.prefix;
  const year = yearOf(ctx.today);
  const serial = await (isSealed ? drawnSerial : nextSerial)(ctx, town.id, series, year);
  return { number: `${series}${year}-${String(serial).padStart(4, '0')}`, year, serial };
}
