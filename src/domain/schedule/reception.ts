import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg } from '../org/receivers.ts';
import { boundGroups, groupsForUnit } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { dutyOn, RECEPTION } from '../roster/roster.ts';

/** Who receives today: to the town's own groups for reminders. The leader and the desk read it in their message of the morning. */
export async function announceReception(ctx: DomainContext, townId: string, day: LocalDay): Promise<void> {
  const duty = await dutyOn(ctx, townId, RECEPTION, day);
  if (duty?.person === undefined) return;
  const org = await loadOrg(ctx, townId);
  const bound = await boundGroups(ctx.tx, townId, 'reminders');
  const isDesk = (unitId: string): boolean => org.units.get(unitId)?.kind === 'desk';
  const messages = groupsForUnit(bound, null, isDesk).map(({ chatid }): Tell => ({
    once: `reception:${day}:${chatid}`,
    to: { group: chatid },
    kind: 'reception',
    townId,
    refs: { day },
    urgent: true,
  }));
  await tellAll(ctx, messages);
}
