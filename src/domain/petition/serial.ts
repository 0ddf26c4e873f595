import { sql } from 'drizzle-orm';
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
