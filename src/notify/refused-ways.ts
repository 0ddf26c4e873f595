/** WeCom refuses the app until somebody changes its set-up: the desk hears of it once, and once more when that is over (ADR 17). */
import { eq, sql } from 'drizzle-orm';
import type { AppWay, RefusedWay } from '../contract/refused-way.ts';
import { zhMoment } from '../copy/terms.ts';
import { wayWords } from '../copy/ways.ts';
import { wayAlarms } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { loadOrg, receiversOf } from '../domain/org/receivers.ts';
import { type Intent, type OutboxRow, type Tell, tellAll } from '../domain/outbox/store.ts';
import { wayIsOpen } from '../domain/outbox/waiting.ts';
import type { Rendered } from './render.ts';

/** So long nothing tries a way that was refused. */
export const REFUSED_MS = 300_000;
const NOBODYS = { ownerUnit: null, handler: null, registrar: '' };

/** Raises the alarm; while it stands a town's desk hears of it once a day on which something is refused. */
export async function wayRefused(ctx: DomainContext, townId: string, refused: RefusedWay): Promise<void> {
  const { way, errcode, address = null } = refused;
  const [alarm] = await ctx.tx
    .insert(wayAlarms)
    .values({ way, id: ctx.ids.uuid(ctx.at), since: ctx.at, errcode, address, towns: [townId] })
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
export async function wayTaken(ctx: DomainContext, way: AppWay): Promise<void> {
  const [alarm] = await ctx.tx.delete(wayAlarms).where(eq(wayAlarms.way, way)).returning();
  await wayIsOpen(ctx, way);
  if (alarm !== undefined) await tellDesks(ctx, 'way-mended', alarm.id, way, alarm.towns);
}

async function tellDesks(
  ctx: DomainContext,
  kind: Extract<Intent, 'way-refused' | 'way-mended'>,
  alarm: string,
  way: AppWay,
  towns: readonly string[],
): Promise<void> {
  const messages: Tell[] = [];
  for (const townId of towns) {
    for (const person of receiversOf(await loadOrg(ctx, townId), NOBODYS, [], ['desk'])) {
      messages.push({
        once: `${kind}:${alarm}:${ctx.today}:${person}`,
        to: { person },
        kind,
        townId,
        refs: { alarm, way },
      });
    }
  }
  await tellAll(ctx, messages);
}

const standing = async (ctx: DomainContext, { refs }: OutboxRow) => {
  const [alarm] = await ctx.tx
    .select()
    .from(wayAlarms)
    .where(eq(wayAlarms.way, String(refs['way'])));
  return alarm;
};

export const refusedWayRenderers = {
  async 'way-refused'(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
    const alarm = await standing(ctx, row);
    if (alarm === undefined || alarm.id !== row.refs['alarm']) return { superseded: 'mended since' };
    return {
      markdown: wayWords.refused(alarm.way as AppWay, zhMoment(alarm.since, ctx.today), alarm.errcode, alarm.address),
    };
  },
  async 'way-mended'(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
    if ((await standing(ctx, row)) !== undefined) return { superseded: 'refused again' };
    return { markdown: wayWords.mended(row.refs['way'] as AppWay, zhMoment(row.createdAt, ctx.today)) };
  },
};
