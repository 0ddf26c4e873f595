import type { Actor } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import { askSignature, signatureNeeded } from './ask.ts';

/** 批示 is asked as soon as the matter calls for it, once, and before it is with anybody. */
export async function askInstruction(
  ctx: DomainContext,
  petition: Petition,
  asker: Pick<Actor, 'userid'>,
): Promise<void> {
  if (petition.ownerUnit !== null || !(await signatureNeeded(ctx, petition, 'instruct'))) return;
  await askSignature(ctx, petition, 'instruct', asker, undefined, {});
}
