import type { Actor } from '../../contract/command.ts';
import { reveals } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import { lockPetition } from '../matter/find.ts';
import { record } from '../matter/record.ts';

/** Every look at an unmasked identity is logged with who, when and why (个人信息保护法 arts 51, 54). */
export async function reveal(ctx: DomainContext, actor: Actor, petition: Petition, reason: string): Promise<void> {
  const id = ctx.ids.uuid(ctx.at);
  await ctx.tx.insert(reveals).values({
    id,
    petitionId: petition.id,
    userid: actor.userid,
    at: ctx.at,
    reason: ctx.vault.seal(reason, `reveal:${id}`),
  });
  await record(ctx, await lockPetition(ctx, petition.id), { kind: 'revealed', by: actor.userid });
}
