import { and, eq, isNotNull } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Vault } from '../../core/vault.ts';
import type { Tx } from '../../db/client.ts';
import { groups } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { findGroup } from './service.ts';

/** Binds a group to purposes. A group of another town stays where it is. */
export async function bindGroup(
  ctx: DomainContext,
  actor: Actor,
  chatid: string,
  unitId: string | null,
  receives: readonly string[],
): Promise<void> {
  const known = await findGroup(ctx.tx, chatid);
  if (known !== undefined && known.townId !== actor.townId) throw new UserError('group.other-town', {});
  const row = { townId: actor.townId, unitId: unitId ?? known?.unitId ?? null, receives: [...receives], bound: true };
  await ctx.tx
    .insert(groups)
    .values({ chatid, name: known?.name ?? chatid, reachableSince: ctx.at, ...row })
    .onConflictDoUpdate({ target: groups.chatid, set: row });
}

export async function unbindGroup(ctx: DomainContext, actor: Actor, chatid: string): Promise<void> {
  await ctx.tx
    .update(groups)
    .set({ bound: false })
    .where(and(eq(groups.chatid, chatid), eq(groups.townId, actor.townId)));
}

/** By what else than the bot a group may be written to. */
export interface GroupWays {
  /** Address of the message robot that the org file gives this group; whoever knows it can write there. */
  readonly robot: Secret | undefined;
  /** Made by the self-built app, and closed to the bot. */
  readonly isAppchat: boolean;
}

export async function waysOfGroup(tx: Tx, vault: Vault, chatid: string): Promise<GroupWays> {
  const group = await findGroup(tx, chatid);
  if (group === undefined || !group.bound) return { robot: undefined, isAppchat: false };
  const { webhook, appchat: isAppchat } = group;
  return {
    robot: webhook === null ? undefined : new Secret(vault.openText(webhook, `webhook:${chatid}`)),
    isAppchat,
  };
}

/** Whether any bound group has a message robot of its own. */
export async function hasRobots(tx: Tx): Promise<boolean> {
  const [group] = await tx
    .select({ chatid: groups.chatid })
    .from(groups)
    .where(and(eq(groups.bound, true), isNotNull(groups.webhook)))
    .limit(1);
  return group !== undefined;
}
