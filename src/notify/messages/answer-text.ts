import { answerText } from '../../cards/answer-text.ts';
import { noticeWords } from '../../copy/notices.ts';
import { approvalById } from '../../domain/approval/ask.ts';
import { demandsOf } from '../../domain/handling/answer-gate.ts';
import { conclusionsOf } from '../../domain/matter/conclusions.ts';
import { standing, timelineOf } from '../../domain/matter/timeline.ts';
import { defineMessage } from '../message.ts';

/** The whole answer, before the card that asks for a word on it: nobody signs what they were not shown. */
export default defineMessage({
  kind: 'answer-text',
  name: noticeWords.called.answer,
  async holds({ ctx, row }) {
    const approval = await approvalById(ctx, String(row.refs['approvalId']));
    return approval?.state === 'open' || 'signed or withdrawn since';
  },
  async personal({ ctx, petition }) {
    const demands = await demandsOf(ctx, petition.id);
    const concluded = conclusionsOf(standing(await timelineOf(ctx, petition.id)));
    if (demands.every(({ fact, basis, answer }) => fact === null && basis === null && answer === null)) {
      return { superseded: 'no answer was written' };
    }
    return { markdown: answerText(petition, demands, concluded) };
  },
});
