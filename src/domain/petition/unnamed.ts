import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { type EventKind, meaningOf } from '../matter/events.ts';
import { findUnit } from '../org/service.ts';
import { accusedKnown, type Petition } from './access.ts';

type Ctx = Pick<DomainContext, 'tx'>;

/** An accusation of which nobody has written whom it is about: any unit may be the one. */
export const isUnnamed = async (ctx: Ctx, petition: Pick<Petition, 'id' | 'sealed'>): Promise<boolean> =>
  petition.sealed && !(await accusedKnown(ctx.tx, petition.id));

/**
 * While 涉及 is empty an accusation goes to discipline and to nobody else: assigned to an office it might reach the very person it
 * names (条例 arts 30, 46). Every act passes here, and the table of events says which of them reach somebody.
 * @throws UserError accused.missing
 */
export async function refuseUnnamed(
  ctx: Ctx,
  petition: Petition,
  event: { readonly kind: EventKind; readonly data?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { carries } = meaningOf({ kind: event.kind, data: event.data ?? {} });
  if (carries === 'no' || !(await isUnnamed(ctx, petition))) return;
  const unitId = carries === 'unit' ? (event.data?.['unit'] ?? event.data?.['assignmentHeld']) : petition.ownerUnit;
  if (carries !== 'others' && typeof unitId === 'string' && (await isDiscipline(ctx, petition.townId, unitId))) return;
  throw new UserError('accused.missing', { number: petition.number });
}

const isDiscipline = async (ctx: Ctx, townId: string, unitId: string): Promise<boolean> =>
  (await findUnit(ctx.tx, townId, unitId))?.kind === 'discipline';
