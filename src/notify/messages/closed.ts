import { groupWords } from '../../copy/group.ts';
import { noticeWords } from '../../copy/notices.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

export default defineMessage({
  kind: 'closed',
  name: noticeWords.called.closed,
  merges: true,
  holds: ({ petition }) => !isOpen(petition) || 'reopened since',
  personal: ({ petition }) => ({ markdown: noticeWords.closed(petition.number) }),
  group: () => ({ sentence: groupWords.closed }),
});
