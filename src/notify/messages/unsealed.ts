import { noticeWords } from '../../copy/notices.ts';
import { unsealedNotice } from '../../copy/replies.ts';
import { defineMessage } from '../message.ts';

/** 检举:否, said by somebody else than who registered it: they know it by the number that it had. */
export default defineMessage({
  kind: 'unsealed',
  name: noticeWords.called.unsealed,
  async personal({ petition, event }) {
    const former = (await event())?.data['from'] as string | undefined;
    const { number, title, subject } = petition;
    return { markdown: unsealedNotice(former ?? number, number, title ?? subject ?? '') };
  },
});
