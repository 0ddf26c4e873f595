/** WeCom refuses the app until somebody changes its set-up: the desk hears of it once, and once more when that is over (ADR 17). */
import { eq, sql } from 'drizzle-orm';
import type { AppChannel, BlockedChannel } from '../../contract/channel.ts';
import { wayAlarms } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { deskOf, loadOrg } from '../org/receivers.ts';
import { type Tell, tellAll } from './store.ts';
import { wayIsOpen } from './waiting.ts';

/** So long nothing tries a way that was refused. */
export const REFUSED_MS = 300_000;

/** Raises the alarm; while it stands a town's desk hears of it once a day on which something is refused. */
export async function wayRefused(ctx: DomainContext, townId: string, refused: BlockedChannel): Promise<void> {
  const { way, errcode, reason, address = null } = refused;
  const [alarm] = await ctx.tx
    .insert(wayAlarms)
    .values({ way, id: ctx.ids.uuid(ctx.at), since: ctx.at, errcode, reason, address, towns: [townId] })
    .onConflictDoUpdate({
      target: wayAlarms.way,
      set: {
        towns: sql`case when ${townId}::text = any(${wayAlarms.towns}) then ${wayAlarms.towns} else array_append(${wayAlarms.towns}, ${townId}::text) end`,
      },
    })
    .returning();
  if (alarm !== undefined) await tellDesks(ctx, 'way-refused', alarm.id, way, [townId]);
}

/** WeCom took a message by this way: what waited goes out, and an alarm is over. */
export async function wayTaken(ctx: DomainContext, way: AppChannel): Promise<void> {
  const [alarm] = await ctx.tx.delete(wayAlarms).where(eq(wayAlarms.way, way)).returning();
  await wayIsOpen(ctx, way);
  if (alarm !== undefined) await tellDesks(ctx, 'way-mended', alarm.id, way, alarm.towns);
}

async function tellDesks(
  ctx: DomainContext,
  kind: 'way-refused' | 'way-mended',
  alarm: string,
  way: AppChannel,
  towns: readonly string[],
): Promise<void> {
  const messages: Tell[] = [];
  for (const townId of towns) {
    for (const person of deskOf(await loadOrg(ctx, townId))) {
      const once = `${kind}:${alarm}:${ctx.today}:${person}`;
      messages.push({ once, to: { person }, kind, townId, refs: { alarm, way } });
    }
  }
  await tellAll(ctx, messages);
}

/** The alarm that stands for a way. */
export async function alarmOf(ctx: DomainContext, way: AppChannel) {
  const [alarm] = await ctx.tx.select().from(wayAlarms).where(eq(wayAlarms.way, way));
  return alarm;
}
