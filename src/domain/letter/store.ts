import { and, eq } from 'drizzle-orm';
import type { Letter, LetterFacts, LetterKind } from '../../contract/letter.ts';
import { yearOf } from '../../core/local-day.ts';
import { letters } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../petition/access.ts';
import { nextSerial } from '../petition/serial.ts';
import { petitionVault } from '../petition/vault.ts';
import { letterNumber } from './number.ts';

export type LetterRow = typeof letters.$inferSelect;

const context = (id: string): string => `letter:${id}`;

export async function letterOnce(ctx: Pick<DomainContext, 'tx'>, once: string): Promise<LetterRow | undefined> {
  const [row] = await ctx.tx.select().from(letters).where(eq(letters.once, once));
  return row;
}

/**
 * Numbers a letter and keeps it. The number comes from a counter per town, kind and year that stays locked until the
 * transaction ends, hence without gaps. The caller has made sure that nobody else issues the same occasion.
 */
export async function insertLetter(
  ctx: DomainContext,
  petition: Petition,
  letter: { readonly kind: LetterKind; readonly once: string; readonly by: string; readonly facts: LetterFacts },
): Promise<LetterRow | undefined> {
  const vault = await petitionVault(ctx, petition.id);
  if (vault === undefined) return undefined;
  const { kind, once, by, facts } = letter;
  const year = yearOf(facts.on);
  const serial = await nextSerial(ctx, petition.townId, `letter:${kind}`, year);
  const id = ctx.ids.uuid(ctx.at);
  const [row] = await ctx.tx
    .insert(letters)
    .values({
      id,
      townId: petition.townId,
      petitionId: petition.id,
      kind,
      year,
      serial,
      number: letterNumber(facts.town, kind, year, serial),
      once,
      madeAt: ctx.at,
      madeBy: by,
      fields: vault.seal(JSON.stringify(facts), context(id)),
      state: 'issued',
    })
    .returning();
  return row;
}

/** Opens a letter; undefined once the matter's key was erased or the letter withdrawn. */
export async function readLetter(ctx: DomainContext, id: string): Promise<Letter | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(letters)
    .where(and(eq(letters.id, id), eq(letters.state, 'issued')));
  if (row === undefined) return undefined;
  const vault = await petitionVault(ctx, row.petitionId);
  if (vault === undefined) return undefined;
  return {
    id,
    kind: row.kind as LetterKind,
    number: row.number,
    townId: row.townId,
    facts: JSON.parse(vault.openText(row.fields, context(id))) as LetterFacts,
  };
}
