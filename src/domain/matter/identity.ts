import { liftPersonal } from '../../core/privacy.ts';
import { demands, petitioners, petitionTexts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows, changeRow, DEMANDS, PETITIONERS, rowsOf, TEXTS } from './file.ts';
import { MARKS } from '../../core/text-marks.ts';
import { createPetitionVault, petitionVault } from './key.ts';

export const IDENTITY_FIELDS = ['name', 'phone', 'address'] as const;
export type Identity = { readonly [Field in (typeof IDENTITY_FIELDS)[number]]?: string | undefined };

/** With it what stood in the text, and what was given of the petitioner before it was put right: one a line. */
export type StoredIdentity = Identity & { readonly lifted?: string | undefined };

const linesOf = (lifted: string | undefined): string[] => lifted?.split('\n').filter((line) => line !== '') ?? [];

/** What was given as such, to be lifted wherever it stands; what was given before is not shown either. */
export const knownOf = ({ name, phone, address, lifted }: StoredIdentity): string[] =>
  [name, phone, address, ...linesOf(lifted)].filter((value): value is string => value !== undefined && value !== '');

/** Opens the identity of a matter; callers mask it or log the reveal. */
export async function readIdentity(
  ctx: Pick<DomainContext, 'tx' | 'vault'>,
  petitionId: string,
): Promise<StoredIdentity> {
  const vault = await petitionVault(ctx, petitionId);
  const [row] = await rowsOf(ctx, PETITIONERS, petitionId);
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

/** Seals what is given of the petitioner, and beside it what was `lifted` out of a text. What it replaces is kept there, sealed as well. */
export async function writeIdentity(
  ctx: DomainContext,
  petitionId: string,
  who: Identity,
  lifted: readonly string[] = [],
): Promise<void> {
  const stored = await readIdentity(ctx, petitionId);
  const vault = (await petitionVault(ctx, petitionId)) ?? (await createPetitionVault(ctx, petitionId));
  const replaced = IDENTITY_FIELDS.flatMap((field) =>
    (who[field] ?? '') === '' || stored[field] === undefined || stored[field] === who[field] ? [] : [stored[field]],
  );
  const beside = [...new Set([...linesOf(stored.lifted), ...replaced, ...lifted])];
  const seal = (value: string | undefined, field: string): Buffer | null =>
    value === undefined || value === '' ? null : vault.seal(value, `${field}:${petitionId}`);
  const fields = {
    name: seal(who.name, 'name'),
    phone: seal(who.phone, 'phone'),
    address: seal(who.address, 'address'),
    lifted: seal(beside.join('\n'), 'lifted'),
  };
  if (Object.values(fields).every((value) => value === null)) return;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  const [there] = (await rowsOf(ctx, PETITIONERS, petitionId)).filter(({ position }) => position === 1);
  if (there === undefined) await addRows(ctx, petitioners, [{ petitionId, position: 1, ...fields }]);
  else await changeRow(ctx, petitioners, there, given);
}

/** A name that became known late stands in what was written before: it is lifted out of text, place, demands and answers. */
export async function liftAgain(ctx: DomainContext, petitionId: string, known: readonly string[]): Promise<void> {
  const lifted = <T extends string | null>(text: T): T =>
    text === null ? text : (liftPersonal(text, MARKS, known).text as T);
  const [text] = await rowsOf(ctx, TEXTS, petitionId);
  if (text !== undefined) {
    await changeRow(ctx, petitionTexts, text, { body: lifted(text.body), place: lifted(text.place) });
  }
  await liftFromDemands(ctx, petitionId, known);
}

export async function liftFromDemands(ctx: DomainContext, petitionId: string, known: readonly string[]): Promise<void> {
  for (const row of await rowsOf(ctx, DEMANDS, petitionId)) {
    const body = liftPersonal(row.body, MARKS, known).text;
    const lifted = (text: string | null): string | null =>
      text === null ? null : liftPersonal(text, MARKS, known).text;
    const [fact, basis, answer] = [row.fact, row.basis, row.answer].map(lifted);
    if (body === row.body && fact === row.fact && basis === row.basis && answer === row.answer) continue;
    await changeRow(ctx, demands, row, { body, fact, basis, answer });
  }
}
