import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { isBarred, type Petition } from './access.ts';
import { type Approval, askSignature, withdrawAll } from './approvals.ts';
import { petitionById } from './find.ts';
import { announce } from './notices.ts';
import { record, standing, timelineOf } from './record.ts';
import { endHelp } from './team.ts';

/** Registered twice, under the other number; or by mistake. */
export type VoidReason = { readonly duplicateOf: Petition } | 'mistaken';

/**
 * 作废 of a registration: only before a paper was served, and signed by somebody other than who asks. Its number stays and is counted
 * as voided in every report.
 * @throws UserError void.served, void.same, void.nobody
 */
export async function askVoid(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: { readonly reason: VoidReason; readonly note: string },
): Promise<{ readonly petition: Petition; readonly waiting: Approval }> {
  await refuseServed(ctx, petition);
  const { reason } = input;
  if (reason !== 'mistaken' && reason.duplicateOf.id === petition.id) {
    throw new UserError('void.same', { number: petition.number });
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'void-held',
    by: actor.userid,
    data: reason === 'mistaken' ? { mistaken: true } : { duplicateOf: reason.duplicateOf.id },
    note: input.note,
  });
  const held = { voiding: event.id, by: actor.userid };
  const waiting = await askSignature(ctx, changed, 'void', actor, event.id, held, ['main-leader']);
  if (waiting.approvers.every((userid) => userid === actor.userid)) {
    throw new UserError('void.nobody', { number: petition.number });
  }
  return { petition: changed, waiting };
}

/** Once somebody was told in writing, the matter is answered, not voided (条例 arts 22, 23). */
async function refuseServed(ctx: DomainContext, petition: Petition): Promise<void> {
  const served = standing(await timelineOf(ctx, petition.id)).some((event) => event.kind === 'served');
  if (served) throw new UserError('void.served', { number: petition.number });
}

/** Signed: handling under this number ends. */
export async function voidSigned(
  ctx: DomainContext,
  signer: string,
  petition: Petition,
  held: { readonly voiding: string; readonly partOf: string },
): Promise<Petition> {
  await refuseServed(ctx, petition);
  const asked = (await timelineOf(ctx, petition.id)).find((event) => event.id === held.voiding);
  if (asked === undefined) return petition;
  const { duplicateOf, mistaken } = asked.data;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'voided',
    by: asked.by,
    data: { ...(mistaken === true ? { mistaken } : { duplicateOf }), signedBy: signer, partOf: held.partOf },
    patch: { status: 'void' },
  });
  await withdrawAll(ctx, petition.id);
  await endHelp(ctx, changed, event);
  await announce(ctx, changed, event, { kind: 'voided', to: ['handler', 'unit-head'], except: signer });
  return changed;
}

/** The number under which a double registration goes on, for what the petitioner is told; not to a reader who is shut out of that one. */
export async function duplicateNumber(
  ctx: DomainContext,
  petition: Petition,
  reader: string,
): Promise<string | undefined> {
  const event = standing(await timelineOf(ctx, petition.id)).findLast((one) => one.kind === 'voided');
  const id = event?.data['duplicateOf'];
  if (typeof id !== 'string' || (await isBarred(ctx.tx, id, reader))) return undefined;
  return (await petitionById(ctx, id))?.number;
}
