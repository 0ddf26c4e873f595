import { groupWords } from '../../copy/group.ts';
import { noticeWords } from '../../copy/notices.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

export default defineMessage({
  kind: 'reopened',
  name: noticeWords.called.reopened,
  personal: ({ petition }) =>
    isOpen(petition) ? { markdown: noticeWords.reopened(petition.number) } : { superseded: 'closed since' },
  // A group reads what happened, also when it was closed again meanwhile.
  group: () => ({ sentence: groupWords.reopened }),
});
