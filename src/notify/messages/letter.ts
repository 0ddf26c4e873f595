import type { LetterKind } from '../../contract/letter.ts';
import { letterWords } from '../../copy/letters.ts';
import type { DomainContext } from '../../domain/context.ts';
import { tellTemplateFault } from '../../domain/letter/fault.ts';
import { unfinishedLetters } from '../../domain/letter/issue.ts';
import { readLetter, withdrawnFor } from '../../domain/letter/store.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import type { Petition } from '../../domain/petition/access.ts';
import type { PetitionEvent } from '../../domain/petition/timeline.ts';
import { noticeWords } from '../../copy/notices.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

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

/** What was told before is off, and with it the letters that this reader got. */
export async function withdrawnNotice(
  ctx: DomainContext,
  row: OutboxRow,
  petition: Petition,
  event: PetitionEvent | undefined,
): Promise<Rendered> {
  const { number } = petition;
  const undone = event?.undoes;
  const lost = typeof undone === 'string' ? await withdrawnFor(ctx, undone, row.toId) : [];
  return {
    markdown: [
      noticeWords.withdrawn(number),
      ...lost.map((letter) => letterWords.withdrawn(letter.kind as LetterKind, letter.number)),
    ].join('\n'),
  };
}

/** An answer is reviewed: it can be served, or its paper still lacks something that the author can supply. */
export async function reviewedNotice(
  ctx: DomainContext,
  petition: Petition,
  agreed: boolean,
  said: string | undefined,
): Promise<Rendered> {
  const lacks = agreed ? (await unfinishedLetters(ctx, petition)).filter(({ kind }) => kind === 'opinion') : [];
  return {
    markdown: [noticeWords.reviewed(petition.number, agreed, said), ...lacks.map(letterWords.unfinished)].join('\n'),
  };
}
