import { assignedCard } from '../../cards/notices.ts';
import { groupWords } from '../../copy/group.ts';
import { noticeWords } from '../../copy/notices.ts';
import { defineMessage } from '../message.ts';

/** 交办 reached a unit: a card with 签收. */
export default defineMessage({
  kind: 'assigned',
  name: noticeWords.called.assigned,
  holds: ({ petition }) => petition.status === 'assigned' || 'signed in, returned or closed since',
  async personal(told) {
    const [event, said] = [await told.event(), await told.said()];
    const isReason = event?.data['reason'] === true;
    return { card: assignedCard(told, said === undefined ? {} : { [isReason ? 'reason' : 'requirement']: said }) };
  },
  group: async (told) => ({
    sentence: groupWords.assigned(told.line.unitName ?? ''),
    mentions: await told.officials('handler'),
  }),
});
