import { groupWords } from '../../copy/group.ts';
import { noticeWords } from '../../copy/notices.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

/** 督办函. */
export default defineMessage({
  kind: 'supervised',
  name: noticeWords.called.supervised,
  holds: ({ petition }) => isOpen(petition) || 'closed since',
  personal: async ({ petition, byName, said }) => ({
    markdown: noticeWords.supervised(petition.number, await byName(), await said()),
  }),
  group: async (told) => ({
    sentence: groupWords.supervised(told.line.unitName ?? ''),
    mentions: await told.officials('handler'),
  }),
});
