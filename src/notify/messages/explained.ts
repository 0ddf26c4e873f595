import { noticeWords } from '../../copy/notices.ts';
import { defineMessage } from '../message.ts';

/** 说明情况, for the main leader. */
export default defineMessage({
  kind: 'explained',
  merges: true,
  personal: async ({ petition, byName }) => ({ markdown: noticeWords.explained(petition.number, await byName()) }),
});
