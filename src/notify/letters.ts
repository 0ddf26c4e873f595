import type { LetterKind } from '../contract/letter.ts';
import { letterWords } from '../copy/letters.ts';
import type { DomainContext } from '../domain/context.ts';
import { tellTemplateFault } from '../domain/letter/fault.ts';
import { readLetter } from '../domain/letter/store.ts';
import type { OutboxRow } from '../domain/outbox/store.ts';
import type { Rendered } from './render.ts';
import type { Told } from './renderers.ts';

/** A letter as a Word file, made from what it was issued with. */
export async function letterFile({ ctx, row, petition, tools }: Told): Promise<Rendered> {
  const letter = await readLetter(ctx, String(row.refs['letterId']));
  if (letter === undefined) return { superseded: 'withdrawn or erased since' };
  const otherwise = letterWords.notSent(letter.kind, petition.number, letter.number);
  const { bytes, name, fault } = await tools.writeLetter(letter);
  if (fault !== undefined) await tellTemplateFault(ctx, letter, fault);
  return { file: { bytes, name }, otherwise };
}

/** Tells an admin that a template of the town cannot be used, and what to do. */
export const templateBroken = (_ctx: DomainContext, { refs }: OutboxRow): Promise<Rendered> =>
  Promise.resolve({
    markdown: letterWords.templateBroken(
      refs['letter'] as LetterKind,
      String(refs['file']),
      typeof refs['tag'] === 'string' ? refs['tag'] : undefined,
    ),
  });
