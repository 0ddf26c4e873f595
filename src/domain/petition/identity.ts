import { eq } from 'drizzle-orm';
import { petitioners } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { petitionVault } from './vault.ts';

export interface Identity {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
}

/** What was given as such, to be lifted wherever it stands. */
export const knownOf = ({ name, phone, address }: Identity): string[] =>
  [name, phone, address].filter((value): value is string => value !== undefined && value !== '');

/** Opens the identity of a matter; callers mask it or log the reveal. */
export async function readIdentity(
  ctx: Pick<DomainContext, 'tx' | 'vault'>,
  petitionId: string,
): Promise<Identity & { readonly lifted?: string | undefined }> {
  const vault = await petitionVault(ctx, petitionId);
  const [row] = await ctx.tx.select().from(petitioners).where(eq(petitioners.petitionId, petitionId));
  if (vault === undefined || row === undefined) return {};
  const open = (value: Buffer | null, field: string): string | undefined =>
    value === null ? undefined : vault.openText(value, `${field}:${petitionId}`);
  return {
    name: open(row.name, 'name'),
    phone: open(row.phone, 'phone'),
    address: open(row.address, 'address'),
    lifted: open(row.lifted, 'lifted'),
  };
}
