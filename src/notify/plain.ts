/** What stands in for a message that cannot be made: one sentence that says what it was and how to look it up. */
import { eq } from 'drizzle-orm';
import type { LetterKind } from '../contract/letter.ts';
import { letterWords } from '../copy/letters.ts';
import { plainWords } from '../copy/undelivered.ts';
import { letters } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { findActor } from '../domain/org/service.ts';
import type { OutboxRow } from '../domain/outbox/store.ts';
import { isBarred } from '../domain/petition/access.ts';
import { petitionById } from '../domain/petition/find.ts';
import { isOver } from './overtaken.ts';
import type { Rendered } from './render.ts';

/**
 * Asks as little of the database as who may read it needs: whatever broke the message lies in the rest. It claims nothing that may no longer
 * hold.
 */
export async function plainly(ctx: DomainContext, row: OutboxRow): Promise<Rendered> {
  if (row.toKind === 'person' && (await findActor(ctx.tx, row.toId)) === undefined) {
    return { superseded: 'the person left' };
  }
  if (isOver(ctx, row)) return { superseded: 'of an earlier day' };
  const { kind, refs, petitionId } = row;
  const about = typeof refs['about'] === 'string' ? refs['about'] : undefined;
  if (petitionId === null) return { markdown: plainWords.periodic(kind, String(refs['report'] ?? '')) };
  const petition = await petitionById(ctx, petitionId);
  if (petition === undefined) return { superseded: 'no such matter' };
  if (row.toKind === 'group' && petition.sealed) return { superseded: 'sealed since' };
  if (row.toKind === 'person' && (await isBarred(ctx.tx, petition.id, row.toId))) return { superseded: 'barred since' };
  if (kind !== 'letter') return { markdown: plainWords.aboutMatter(petition.number, kind, about) };
  const letter = await letterOf(ctx, refs['letterId']);
  if (letter !== undefined && letter.state !== 'issued') return { superseded: 'withdrawn or erased since' };
  return {
    markdown:
      letter === undefined
        ? plainWords.aboutMatter(petition.number, kind, undefined)
        : letterWords.notSent(letter.kind as LetterKind, petition.number, letter.number),
  };
}

async function letterOf(ctx: DomainContext, id: unknown) {
  if (typeof id !== 'string') return undefined;
  const [row] = await ctx.tx.select().from(letters).where(eq(letters.id, id));
  return row;
}
