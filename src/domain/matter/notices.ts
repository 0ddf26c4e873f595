import type { DomainContext } from '../context.ts';
import { readersNow } from '../org/desk-share.ts';
import { loadOrg } from '../org/receivers.ts';
import { boundGroups, groupsForUnit } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import type { GroupPurpose, Receiver } from '../policy/vocabulary.ts';
import type { Petition } from './access.ts';
import type { PetitionEvent } from './record.ts';

export interface Notice {
  readonly kind: string;
  readonly to: readonly Receiver[];
  /** Also one line in the groups bound to this purpose; a sealed matter is never mentioned there. */
  readonly group?: GroupPurpose | undefined;
  /** These groups, which read what is no longer so, whatever they are bound to now. */
  readonly groups?: readonly string[];
  /** The person who acted is not told what they did themselves. */
  readonly except?: string | undefined;
  readonly people?: readonly string[];
  readonly urgent?: boolean;
  readonly refs?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Tells those concerned of an event; called in the event's transaction.
 * @returns whom of them it tells in person; quiet hours may still hold it
 */
export async function announce(
  ctx: DomainContext,
  petition: Petition,
  event: PetitionEvent,
  notice: Notice,
): Promise<readonly string[]> {
  const org = await loadOrg(ctx, petition.townId);
  const people = new Set([...(await readersNow(ctx, petition, notice.to)), ...(notice.people ?? [])]);
  if (notice.except !== undefined) people.delete(notice.except);
  const common = {
    townId: petition.townId,
    petitionId: petition.id,
    refs: { eventId: event.id, ...notice.refs },
    urgent: notice.urgent ?? false,
  };
  const messages: Tell[] = [...people].map((person) => ({
    once: `${notice.kind}:${event.id}:${person}`,
    to: { person },
    kind: notice.kind,
    ...common,
  }));
  if (!petition.sealed && ctx.isHushed !== true) {
    const isDesk = (unitId: string): boolean => org.units.get(unitId)?.kind === 'desk';
    const bound = notice.group === undefined ? [] : await boundGroups(ctx.tx, petition.townId, notice.group);
    const chats = groupsForUnit(bound, petition.ownerUnit, isDesk).map(({ chatid }) => chatid);
    for (const chatid of new Set([...chats, ...(notice.groups ?? [])])) {
      if (chatid === ctx.saidIn) continue;
      messages.push({
        once: `group-line:${event.id}:${chatid}`,
        to: { group: chatid },
        kind: 'group-line',
        ...common,
        refs: { ...common.refs, about: notice.kind },
      });
    }
  }
  await tellAll(ctx, messages);
  return [...people];
}
