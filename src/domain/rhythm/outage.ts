import type { DomainContext } from '../context.ts';
import { allTowns, boundGroups } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';

/** The bot was away: every bound group is told once, whatever it is bound for, since commands are typed in all of them: from when to when commands were not heard. */
export async function tellOutage(ctx: DomainContext, since: Date): Promise<void> {
  const messages: Tell[] = [];
  for (const town of await allTowns(ctx.tx)) {
    for (const group of await boundGroups(ctx.tx, town.id)) {
      messages.push({
        once: `outage:${since.toISOString().slice(0, 16)}:${group.chatid}`,
        to: { group: group.chatid },
        kind: 'outage',
        townId: town.id,
        refs: { from: since.toISOString(), to: ctx.at.toISOString() },
      });
    }
  }
  await tellAll(ctx, messages);
}
