import { letterWords } from '../../copy/letters.ts';
import { noticeWords } from '../../copy/notices.ts';
import { unfinishedLetters } from '../../domain/letter/issue.ts';
import { defineMessage } from '../message.ts';

/** An answer is reviewed: it can be served, or its paper still lacks something that the author can supply. */
export default defineMessage({
  kind: 'reviewed',
  async personal({ ctx, row, petition, said }) {
    const agreed = row.refs['agreed'] === true;
    const lacks = agreed ? (await unfinishedLetters(ctx, petition)).filter(({ kind }) => kind === 'opinion') : [];
    const notice = noticeWords.reviewed(petition.number, agreed, await said());
    return { markdown: [notice, ...lacks.map(letterWords.unfinished)].join('\n') };
  },
});
