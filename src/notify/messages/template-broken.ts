import type { LetterKind } from '../../contract/letter.ts';
import { letterWords } from '../../copy/letters.ts';
import { defineMessage } from '../message.ts';

/** Tells an admin that a template of the town cannot be used, and what to do. */
export default defineMessage({
  kind: 'template-broken',
  general: ({ row: { refs } }) => ({
    markdown: letterWords.templateBroken(
      refs['letter'] as LetterKind,
      String(refs['file']),
      typeof refs['tag'] === 'string' ? refs['tag'] : undefined,
    ),
  }),
});
