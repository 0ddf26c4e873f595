/** The bot is refused, displaced or away for long: the admins hear of it once, by whatever way is left, and once more when it is over. */
import { and, eq, like } from 'drizzle-orm';
import type { ConnectionTrouble } from '../../contract/connection-trouble.ts';
import { meta, outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { allTowns, boundGroups, groupsForUnit, peopleWithRole, unitsOf } from '../org/service.ts';
import { type Tell, tellAll } from './store.ts';
import { botIsBack } from './waiting.ts';

/** Stands while an occurrence lasts, for all processes: a restart does not begin another. */
const KEY = 'bot-down';

interface Down {
  readonly since: string;
  readonly trouble: ConnectionTrouble;
}

/** What stands now. */
export async function standingDown(ctx: DomainContext): Promise<Down | undefined> {
  const [row] = await ctx.tx.select().from(meta).where(eq(meta.key, KEY));
  return row === undefined ? undefined : (JSON.parse(row.value) as Down);
}

/** @param hasApp without an app nobody can be told in private: the groups with a robot hear it */
export async function botDown(ctx: DomainContext, trouble: ConnectionTrouble, hasApp: boolean): Promise<void> {
  const { since } = (await standingDown(ctx)) ?? { since: ctx.at.toISOString() };
  const value = JSON.stringify({ since, trouble } satisfies Down);
  await ctx.tx.insert(meta).values({ key: KEY, value }).onConflictDoUpdate({ target: meta.key, set: { value } });
  const messages: Tell[] = [];
  for (const town of await allTowns(ctx.tx)) {
    for (const { id, to } of await readersOf(ctx, town.id, hasApp)) {
      messages.push({
        once: `bot-down:${since}:${trouble}:${id}`,
        to,
        kind: 'bot-down',
        townId: town.id,
        refs: { since, trouble },
        // Call-outs pass quiet hours and need the bot; a network that is down at night mends itself.
        urgent: trouble !== 'unreachable',
      });
    }
  }
  await tellAll(ctx, messages);
}

/** The town's admins, the desk where there are none, and without an app the groups that speak for the town and have a robot. */
async function readersOf(
  ctx: DomainContext,
  townId: string,
  hasApp: boolean,
): Promise<{ readonly id: string; readonly to: Tell['to'] }[]> {
  const admins = await peopleWithRole(ctx.tx, townId, 'admin');
  const people = admins.length > 0 ? admins : await peopleWithRole(ctx.tx, townId, 'desk');
  const readers = people.map(({ userid }) => ({ id: userid, to: { person: userid } }));
  if (hasApp) return readers;
  const desks = new Set((await unitsOf(ctx.tx, townId)).filter(({ kind }) => kind === 'desk').map(({ id }) => id));
  const groups = groupsForUnit(await boundGroups(ctx.tx, townId), null, (unitId) => desks.has(unitId));
  const withRobot = groups.filter(({ webhook }) => webhook !== null);
  return [...readers, ...withRobot.map(({ chatid }) => ({ id: chatid, to: { group: chatid } }))];
}

/** It is connected. After an occurrence whoever was to hear of that hears of this, and what the bot could not take goes out. */
export async function botUp(ctx: DomainContext): Promise<void> {
  const down = await standingDown(ctx);
  if (down === undefined) return;
  await ctx.tx.delete(meta).where(eq(meta.key, KEY));
  await botIsBack(ctx);
  const told = await ctx.tx
    .selectDistinct({ townId: outbox.townId, toKind: outbox.toKind, toId: outbox.toId })
    .from(outbox)
    .where(and(eq(outbox.kind, 'bot-down'), like(outbox.once, `bot-down:${down.since}:%`)));
  await tellAll(
    ctx,
    told.map(({ townId, toKind, toId }) => ({
      once: `bot-up:${down.since}:${toId}`,
      to: toKind === 'group' ? { group: toId } : { person: toId },
      kind: 'bot-up' as const,
      townId,
      refs: { from: down.since, to: ctx.at.toISOString() },
      // Whoever mended it is awake.
      urgent: down.trouble !== 'unreachable',
    })),
  );
}
