import { noticeWords } from '../../copy/notices.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

export default defineMessage({
  kind: 'urged',
  name: noticeWords.called.urged,
  holds: ({ petition }) => isOpen(petition) || 'closed since',
  personal: async ({ petition, byName, said }) => ({
    markdown: noticeWords.urged(petition.number, await byName(), await said()),
  }),
});
