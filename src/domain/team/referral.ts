import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { barsOfMatter } from '../org/receivers.ts';
import type { Unit } from '../org/service.ts';
import type { ReferralKind } from '../policy/vocabulary.ts';
import type { Petition } from '../matter/access.ts';
import { record, standing, timelineOf } from '../matter/record.ts';
import { may } from '../permission/may.ts';
import { onlyHelps } from '../matter/find.ts';
import { askHelp, helpersOf, openHelp, refuseBarred } from './assist.ts';

/**
 * 转介 (S3 三, 二、三是; 条例 arts 33, 37): 司法所, legal service, relief, people's mediation. A unit of the town is asked like
 * any other that helps; where there is none, the petitioner is told where to go.
 */
export async function refer(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  what: { readonly to: ReferralKind; readonly unit: Unit | undefined; readonly said: string | undefined },
): Promise<{ readonly petition: Petition; readonly isNew: boolean }> {
  const isHelping = await onlyHelps(ctx, actor, petition);
  if (!may(actor, 'assist:refer', petition, isHelping ? ['helper'] : [])) throw new UserError('assist.who', {});
  const unit = what.unit?.id === petition.ownerUnit ? undefined : what.unit;
  const bars = await barsOfMatter(ctx, petition);
  if (unit !== undefined) refuseBarred(petition, bars, [unit]);
  const before = standing(await timelineOf(ctx, petition.id)).some(
    (event) => event.kind === 'referred' && event.data['to'] === what.to,
  );
  if (before) return { petition, isNew: false };
  const now = await helpersOf(ctx, petition.id);
  const added = unit === undefined || now.some((row) => row.unitId === unit.id) ? [] : [unit.id];
  await openHelp(ctx, actor.userid, petition.id, added);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'referred',
    by: actor.userid,
    data: { to: what.to, unit: what.unit?.id ?? null, added },
    ...(what.said === undefined ? {} : { note: what.said }),
  });
  await askHelp(ctx, changed, event, bars, added);
  return { petition: changed, isNew: true };
}
