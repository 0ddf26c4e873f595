import type { Actor } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import { shutOut } from './bars.ts';
import { announce } from '../matter/notices.ts';
import { type PetitionEvent, record } from '../matter/record.ts';

/**
 * 回避 (条例 art. 28; 公务员法 arts 76–77): from now on this person gets nothing of the matter. What they had in hand passes on, and
 * the desk is told, so that nothing is left without an owner.
 */
export async function recuse(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  userid: string,
  reason: string,
): Promise<Petition> {
  let recused: PetitionEvent | undefined;
  const { petition: changed, passed } = await shutOut(
    ctx,
    petition.id,
    { userids: [userid], unitIds: [], reason: 'recused' },
    async () => {
      const written = await record(ctx, petition, {
        kind: 'recused',
        by: actor.userid,
        data: { who: userid },
        note: reason,
      });
      recused = written.event;
      return written;
    },
  );
  if (!passed) {
    await announce(ctx, changed, recused!, { kind: 'recused', to: ['desk', 'handler'], except: actor.userid });
  }
  return changed;
}
