import { noticeWords } from '../../copy/notices.ts';
import { defineMessage } from '../message.ts';

/** Somebody stepped back: the matter passed on. */
export default defineMessage({
  kind: 'recused',
  personal: ({ petition }) => ({ markdown: noticeWords.recused(petition.number) }),
});
