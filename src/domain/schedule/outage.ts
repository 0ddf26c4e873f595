import type { DomainContext } from '../context.ts';
import { allTowns, boundGroups } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';

/**
 * The bot was away: every bound group, whatever it is bound for, is told once from when to when commands were not heard.
 * @param occurrence the same for every process that notices this outage
 */
export async function tellOutage(ctx: DomainContext, since: Date, occurrence: string): Promise<void> {
  const messages: Tell[] = [];
  for (const town of await allTowns(ctx.tx)) {
    for (const group of await boundGroups(ctx.tx, town.id)) {
      messages.push({
        once: `outage:${occurrence}:${group.chatid}`,
        to: { group: group.chatid },
        kind: 'outage',
        townId: town.id,
        refs: { from: since.toISOString(), to: ctx.at.toISOString() },
      });
    }
  }
  await tellAll(ctx, messages);
}
