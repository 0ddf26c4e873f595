import type { LetterKind } from '../../contract/letter.ts';
import { groupWords } from '../../copy/group.ts';
import { letterWords } from '../../copy/letters.ts';
import { noticeWords } from '../../copy/notices.ts';
import { withdrawnFor } from '../../domain/letter/store.ts';
import { defineMessage } from '../message.ts';

/** What was told before is off, and with it the letters that this reader got. */
export default defineMessage({
  kind: 'withdrawn',
  name: noticeWords.called.withdrawn,
  async personal({ ctx, row, petition, event }) {
    const undone = (await event())?.undoes;
    const lost = typeof undone === 'string' ? await withdrawnFor(ctx, undone, row.toId) : [];
    return {
      markdown: [
        noticeWords.withdrawn(petition.number),
        ...lost.map((letter) => letterWords.withdrawn(letter.kind as LetterKind, letter.number)),
      ].join('\n'),
    };
  },
  group: () => ({ sentence: groupWords.withdrawn }),
});
