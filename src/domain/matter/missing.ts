import type { DomainContext } from '../context.ts';
import { PETITIONERS, rowsOf } from './file.ts';
import type { Petition } from './access.ts';

/** What a registration may still lack, in the order it is asked for; none of it ever holds the matter up (条例 art. 44). */
export type Missing = 'accusation' | 'accused' | 'title' | 'name' | 'phone' | 'subject';

export async function missingOf(
  ctx: DomainContext,
  petition: Petition,
  anonymous = !petition.identityKnown,
): Promise<Missing[]> {
  const [who] = await rowsOf(ctx, PETITIONERS, petition.id);
  const missing: Missing[] = [];
  if (petition.title === null && !petition.sealed) missing.push('title');
  if (!anonymous && who?.name == null) missing.push('name');
  if (!anonymous && who?.phone == null) missing.push('phone');
  if (petition.kind === null && petition.subject === null) missing.push('subject');
  return missing;
}
