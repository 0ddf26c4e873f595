import type { Actor } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import { loadOrg } from '../org/receivers.ts';
import type { Petition } from './access.ts';
import { bar } from './intake.ts';
import { announce } from './notices.ts';
import { record } from './record.ts';

/**
 * 回避 (条例 art. 28; 公务员法 arts 76–77): from now on this person gets nothing of the matter. What they handled passes to the
 * next rung, and the desk is told, so that nothing is left without an owner.
 */
export async function recuse(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  userid: string,
  reason: string,
): Promise<Petition> {
  const org = await loadOrg(ctx, petition.townId);
  const unit = petition.ownerUnit === null ? undefined : org.units.get(petition.ownerUnit);
  const next =
    [unit?.head, unit?.leader, unit?.areaLeader].find((id) => typeof id === 'string' && id !== userid) ?? null;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'recused',
    by: actor.userid,
    data: { who: userid },
    note: reason,
    patch: petition.handler === userid ? { handler: next } : {},
  });
  await bar(ctx, petition.id, { userid, unitIds: [] }, 'recused');
  await announce(ctx, changed, event, { kind: 'recused', to: ['desk', 'handler'], except: actor.userid });
  return changed;
}
