import { eq } from 'drizzle-orm';
import type { LetterKind } from '../../contract/letter.ts';
import { letterWords } from '../../copy/letters.ts';
import { letters } from '../../db/schema.ts';
import type { DomainContext } from '../../domain/context.ts';
import { tellTemplateFault } from '../../domain/letter/fault.ts';
import { issueStageLetter } from '../../domain/letter/stage.ts';
import { readLetter } from '../../domain/letter/store.ts';
import { defineMessage } from '../message.ts';

/** A letter as a Word file, made from what it was issued with. */
export default defineMessage({
  kind: 'letter',
  name: letterWords.called,
  file: { isIssued: ({ refs }) => refs['letterId'] !== undefined, issue: issueStageLetter },
  async personal({ ctx, row, petition, tools }) {
    const letter = await readLetter(ctx, String(row.refs['letterId']));
    if (letter === undefined) return { superseded: 'withdrawn or erased since' };
    const otherwise = letterWords.notSent(letter.kind, petition.number, letter.number);
    const { bytes, name, fault } = await tools.writeLetter(letter);
    if (fault !== undefined) await tellTemplateFault(ctx, letter, fault);
    return { file: { bytes, name }, otherwise };
  },
  async plain(row, petition, ctx) {
    const letter = await rowOf(ctx, row.refs['letterId']);
    if (letter === undefined || petition === undefined) return undefined;
    if (letter.state !== 'issued') return { superseded: 'withdrawn or erased since' };
    return { markdown: letterWords.notSent(letter.kind as LetterKind, petition.number, letter.number) };
  },
});

async function rowOf(ctx: DomainContext, id: unknown) {
  if (typeof id !== 'string') return undefined;
  const [row] = await ctx.tx.select().from(letters).where(eq(letters.id, id));
  return row;
}
