import { voidWords } from '../../copy/correction.ts';
import { defineMessage } from '../message.ts';

/** 作废: whoever handled the matter need not any more. */
export default defineMessage({
  kind: 'voided',
  personal: ({ petition }) => ({ markdown: voidWords.notice(petition.number) }),
});
