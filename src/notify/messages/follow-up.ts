import { followUpCard } from '../../cards/notices.ts';
import { noticeWords } from '../../copy/notices.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

/** 回访 is due. */
export default defineMessage({
  kind: 'follow-up',
  merges: true,
  asks: true,
  name: noticeWords.called.followUp,
  holds: ({ petition }) => (!isOpen(petition) && petition.followedUpOn === null) || 'followed up or reopened since',
  personal: (told) => ({ card: followUpCard(told) }),
});
