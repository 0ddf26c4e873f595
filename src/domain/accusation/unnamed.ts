import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { type EventKind, meaningOf } from '../matter/events.ts';
import { isUnnamedBy } from '../org/receivers.ts';
import { accusedKnown, type Petition } from '../matter/access.ts';
import { type Matter, readMatter } from '../matter/parts.ts';

type Ctx = Pick<DomainContext, 'tx'>;

/** An accusation of which nobody has written whom it is about: any unit may be the one. */
export const isUnnamed = async (ctx: Ctx, petition: Pick<Petition, 'id' | 'sealed'>): Promise<boolean> =>
  petition.sealed && !(await accusedKnown(ctx.tx, petition.id));

/** Of an event, what says to whom it brings the matter. */
interface Reaching {
  readonly kind: EventKind;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

const carriesOf = ({ kind, data = {} }: Reaching) => meaningOf({ kind, data }).carries;

/**
 * While 涉及 is empty an accusation goes to discipline and to nobody else: assigned to an office it might reach the very person it
 * names (条例 arts 30, 46). Every act passes here, and the table of events says which of them reach somebody.
 * @throws UserError accused.missing
 */
export function refuseUnnamed({ petition, bars, org }: Matter<'bars' | 'org'>, event: Reaching): void {
  const carries = carriesOf(event);
  if (carries === 'no' || !isUnnamedBy(petition, bars)) return;
  const unitId = carries === 'unit' ? (event.data?.['unit'] ?? event.data?.['assignmentHeld']) : petition.ownerUnit;
  const unit = org.unitsEver.find(({ id }) => id === unitId);
  if (carries !== 'others' && unit?.kind === 'discipline') return;
  throw new UserError('accused.missing', { number: petition.number });
}

/** The same of an event that is about to be written. @throws UserError accused.missing */
export async function guardUnnamed(ctx: DomainContext, petition: Petition, event: Reaching): Promise<void> {
  if (!petition.sealed || carriesOf(event) === 'no') return;
  refuseUnnamed(await readMatter(ctx, petition, 'bars', 'org'), event);
}
