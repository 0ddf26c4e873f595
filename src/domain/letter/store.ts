import { and, asc, eq, inArray } from 'drizzle-orm';
import { type Letter, LETTER_KINDS, type LetterFacts, type LetterKind } from '../../contract/letter.ts';
import { yearOf } from '../../core/local-day.ts';
import { letters, outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addRows } from '../matter/file.ts';
import type { Petition } from '../matter/access.ts';
import { drawnSerial, nextSerial } from '../matter/serial.ts';
import { petitionVault } from '../matter/key.ts';
import { letterNumber } from './number.ts';

export type LetterRow = typeof letters.$inferSelect;

/** Identity of the occasion: the same occasion twice is one letter. */
export const onceOf = (kind: LetterKind, occasion: string): string => `${kind}:${occasion}`;

const context = (id: string): string => `letter:${id}`;

export async function letterOnce(ctx: Pick<DomainContext, 'tx'>, once: string): Promise<LetterRow | undefined> {
  const [row] = await ctx.tx.select().from(letters).where(eq(letters.once, once));
  return row;
}

/**
 * Numbers a letter and keeps it. The number comes from a counter per town, kind and year that stays locked until the
 * transaction ends, hence without gaps; a sealed matter's is drawn, so that it leaves none in what others see. The caller has made sure that nobody else issues the same occasion.
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
  const isSealed = petition.sealed;
  const serial = await (isSealed ? drawnSerial : nextSerial)(ctx, petition.townId, `letter:${kind}`, year);
  const id = ctx.ids.uuid(ctx.at);
  const [row] = await addRows(ctx, letters, [
    {
      id,
      townId: petition.townId,
      petitionId: petition.id,
      kind,
      year,
      serial,
      number: letterNumber(facts.town, { kind, year, serial, isSealed }),
      once,
      madeAt: ctx.at,
      madeBy: by,
      fields: vault.seal(JSON.stringify(facts), context(id)),
      state: 'issued',
    },
  ]);
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

/** All letters of a matter in the order they were made; the place in it is what people type. */
export const lettersOfMatter = (ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<LetterRow[]> =>
  ctx.tx.select().from(letters).where(eq(letters.petitionId, petitionId)).orderBy(asc(letters.madeAt), asc(letters.id));

const ofEvent = (eventId: string) =>
  inArray(
    letters.once,
    LETTER_KINDS.map((kind) => onceOf(kind, eventId)),
  );

/** The letters of an undone event: their numbers stay used, they count no more. */
export const withdrawLetters = (ctx: Pick<DomainContext, 'tx'>, eventId: string): Promise<LetterRow[]> =>
  ctx.tx
    .update(letters)
    .set({ state: 'withdrawn' })
    .where(and(ofEvent(eventId), eq(letters.state, 'issued')))
    .returning();

/** Those of an undone event whose file this person has. */
export async function withdrawnFor(
  ctx: Pick<DomainContext, 'tx'>,
  eventId: string,
  userid: string,
): Promise<LetterRow[]> {
  const rows = await ctx.tx
    .select()
    .from(letters)
    .where(and(ofEvent(eventId), eq(letters.state, 'withdrawn')));
  if (rows.length === 0) return [];
  const sent = await ctx.tx
    .select({ once: outbox.once })
    .from(outbox)
    .where(
      and(
        inArray(
          outbox.once,
          rows.map((row) => fileOnce(row.id, userid)),
        ),
        eq(outbox.state, 'sent'),
      ),
    );
  const got = new Set(sent.map(({ once }) => once));
  return rows.filter((row) => got.has(fileOnce(row.id, userid)));
}

/** Identity of the message that carries a letter to a person. */
export const fileOnce = (letterId: string, userid: string): string => `letter:${letterId}:${userid}`;
