import { createVault, newKey, type Vault } from '../../core/vault.ts';
import { petitionKeys } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows, KEYS, rowsOf } from './file.ts';

/** The matter's own key; identities, notes and letters are sealed with it. Undefined once it was erased. */
export async function petitionVault(
  ctx: Pick<DomainContext, 'tx' | 'vault'>,
  petitionId: string,
): Promise<Vault | undefined> {
  const [row] = await rowsOf(ctx, KEYS, petitionId);
  return row === undefined ? undefined : createVault(ctx.vault.open(row.wrapped, `key:${petitionId}`));
}

export async function createPetitionVault(ctx: DomainContext, petitionId: string): Promise<Vault> {
  const key = newKey();
  await addRows(ctx, petitionKeys, [{ petitionId, wrapped: ctx.vault.seal(key, `key:${petitionId}`) }]);
  return createVault(key);
}
