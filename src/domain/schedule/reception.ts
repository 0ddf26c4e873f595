import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg, receiversOf } from '../org/receivers.ts';
import { boundGroups, groupsForUnit } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { dutyOn, RECEPTION } from '../roster/roster.ts';
import { OF_THE_TOWN } from './reports.ts';

/**
 * Who receives today: to the leader, the desk and the town's own groups for reminders. Where the town wants a leader every
 * working day and there is none, the desk is told.
 */
export async function announceReception(ctx: DomainContext, townId: string, day: LocalDay): Promise<void> {
  const duty = await dutyOn(ctx, townId, RECEPTION, day);
  if (duty === undefined) return;
  const { practice } = await ctx.policy(townId);
  if (duty.person === undefined && practice.reception?.leadersPerWorkingDay === undefined) return;
  const org = await loadOrg(ctx, townId);
  const common = { kind: 'reception' as const, townId, refs: { day }, urgent: true };
  const people = new Set(receiversOf(org, OF_THE_TOWN, [], ['desk']));
  if (duty.person !== undefined) people.add(duty.person.userid);
  const messages: Tell[] = [...people].map((person) => ({
    once: `reception:${day}:${person}`,
    to: { person },
    ...common,
  }));
  if (duty.person !== undefined) {
    const bound = await boundGroups(ctx.tx, townId, 'reminders');
    const isDesk = (unitId: string): boolean => org.units.get(unitId)?.kind === 'desk';
    for (const { chatid } of groupsForUnit(bound, null, isDesk)) {
      messages.push({ once: `reception:${day}:${chatid}`, to: { group: chatid }, ...common });
    }
  }
  await tellAll(ctx, messages);
}
