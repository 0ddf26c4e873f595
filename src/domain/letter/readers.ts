import type { LetterKind } from '../../contract/letter.ts';
import type { DomainContext } from '../context.ts';
import { barredBy, barsOfMatter, loadOrg, receiversOf } from '../org/receivers.ts';
import type { Petition } from '../matter/access.ts';
import type { EventRow } from './facts.ts';
import type { Receiver } from '../policy/vocabulary.ts';

/** Letters to a unit: "to the department and to the person" (S0 四（四）) when it is late. */
const TO: Partial<Record<LetterKind, readonly Receiver[]>> = {
  assign: ['unit-head'],
  remind: ['unit-head', 'handler'],
  supervise: ['unit-head', 'handler'],
  warn: ['unit-head'],
  forward: ['unit-head'],
};

/**
 * Who gets the file; people only, no letter ever goes to a group. A letter to the petitioner goes to who typed it, as long as they
 * serve papers, else to the desk, which prints and serves it. A rung that left or is barred passes to the next one up.
 */
export async function readersOf(
  ctx: DomainContext,
  petition: Petition,
  kind: LetterKind,
  event: Pick<EventRow, 'kind' | 'data' | 'by'> | undefined,
): Promise<string[]> {
  const org = await loadOrg(ctx, petition.townId);
  const bars = await barsOfMatter(ctx, petition);
  const author = event?.by;
  const inside = TO[kind];
  const unitId = event?.kind === 'referred' ? event.data['unit'] : petition.ownerUnit;
  if (inside !== undefined && typeof unitId === 'string') {
    return receiversOf(
      org,
      unitId === petition.ownerUnit ? petition : { ...petition, ownerUnit: unitId, handler: null, caseLeader: null },
      bars,
      inside,
    );
  }
  const usable = (userid: string | undefined, ...roles: string[]): boolean =>
    userid !== undefined &&
    org.people.get(userid)?.roles.some((role) => roles.includes(role)) === true &&
    !barredBy(org, bars, userid);
  if (usable(author, 'desk', 'handler', 'unit-head')) return [author!];
  if (usable(petition.registrar, 'desk')) return [petition.registrar];
  return receiversOf(org, petition, bars, ['desk']).slice(0, 1);
}
