import { eq } from 'drizzle-orm';
import { createVault, newKey, type Vault } from '../../core/vault.ts';
import { petitionKeys } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { forget, once } from '../once.ts';

const keyOf = (petitionId: string): string => `key ${petitionId}`;

/** The matter's own key; identities, notes and letters are sealed with it. Undefined once it was erased. */
export async function petitionVault(
  ctx: Pick<DomainContext, 'tx' | 'vault'>,
  petitionId: string,
): Promise<Vault | undefined> {
  return once(ctx.tx, keyOf(petitionId), async () => {
    const [row] = await ctx.tx.select().from(petitionKeys).where(eq(petitionKeys.petitionId, petitionId));
    return row === undefined ? undefined : createVault(ctx.vault.open(row.wrapped, `key:${petitionId}`));
  });
}

export async function createPetitionVault(ctx: DomainContext, petitionId: string): Promise<Vault> {
  const key = newKey();
  forget(ctx.tx, keyOf(petitionId));
  await ctx.tx.insert(petitionKeys).values({ petitionId, wrapped: ctx.vault.seal(key, `key:${petitionId}`) });
  return createVault(key);
}
